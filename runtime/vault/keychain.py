"""Knows the operating system's keychain through keyring. Must not keep a secret anywhere else."""

from __future__ import annotations

import json
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, cast

from runtime.vault.errors import SETTINGS, VaultError, VaultUnavailableError
from runtime.vault.files import locked
from runtime.vault.interface import SecretFields, checked_fields, checked_name, fields_from
from runtime.vault.interface import fields_to_text as to_text

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

    from keyring.backend import KeyringBackend

ACCOUNT = "baton"
# The Windows credential manager takes 2,560 bytes of UTF-16 for one entry.
PART_LENGTH = 1_000
RECOMMENDED = 1.0
WHAT_TO_DO = (
    "Choose a passphrase under Connections: Baton keeps secrets in an encrypted file then. "
    "On a computer that several use, ask whoever looks after it."
)


class Keychain(Protocol):
    """What a keyring backend offers; keyring wraps it and so hides it from type checkers."""

    def get_password(self, service: str, username: str) -> str | None:
        """Returns the text of an entry, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Writes an entry."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Removes an entry."""
        ...


class KeyringVault:
    """A vault in the operating system's keychain: one entry a connection, and one with their names.

    A keychain offers no list of its entries and short ones only, so long texts are kept in parts,
    and changes happen one at a time.

    Args:
        backend: a keychain that `find_keychain` found safe.
        lock: a file beside which writers wait for each other.
    """

    def __init__(self, backend: KeyringBackend, lock: Path) -> None:
        self._backend = cast("Keychain", backend)
        self._lock = lock

    def __repr__(self) -> str:
        return f"KeyringVault({type(self._backend).__module__})"

    def get(self, connection: str) -> dict[str, str] | None:
        """Returns the secret fields, or None; raises VaultError when the keychain refuses."""
        return self._fields(checked_name(connection))

    def put(self, connection: str, fields: Mapping[str, str]) -> None:
        """Keeps the fields; raises VaultError when the keychain refuses or forgets them at once."""
        text = to_text(checked_fields(fields))
        entry = _entry(checked_name(connection))
        with self._changing():
            self._write(entry, text)
            # A keychain that forgets silently would be noticed only when a run fails.
            if self._read(entry) != text:
                raise VaultError(
                    f"The keychain did not keep the credential of {connection}.",
                    why="What was written could not be read back.",
                    next_step=WHAT_TO_DO,
                    detail=SETTINGS,
                )
            self._write_names({*self._names(), connection})

    def delete(self, connection: str) -> None:
        """Forgets the connection; raises VaultError when the keychain refuses."""
        entry = _entry(checked_name(connection))
        with self._changing():
            self._erase(entry)
            self._write_names(self._names() - {connection})

    def names(self) -> tuple[str, ...]:
        """Returns the connections that have a credential, sorted."""
        return tuple(sorted(self._names()))

    def _fields(self, connection: str) -> SecretFields | None:
        text = self._read(_entry(connection))
        if text is None:
            return None
        fields = fields_from(_parsed(text))
        if fields is None:
            raise VaultError(
                f"The keychain's entry for {connection} cannot be read.",
                why="It is not in the form that Baton writes.",
                next_step=f"Enter the credential of {connection} again.",
            )
        return fields

    def _names(self) -> set[str]:
        text = self._read("names")
        found = _parsed(text) if text else None
        if not isinstance(found, list):
            return set()
        return {str(name) for name in cast("list[object]", found)}

    def _write_names(self, names: set[str]) -> None:
        if names != self._names():
            self._write("names", json.dumps(sorted(names)))

    @contextmanager
    def _changing(self) -> Generator[None]:
        try:
            with locked(self._lock):
                yield
        except OSError as error:
            raise VaultError(
                "The keychain was not changed.",
                why="Another program is changing it, or the folder of its lock cannot be written.",
                next_step=f"Try again; look at {self._lock.parent} if it stays so.",
                detail=type(error).__name__,
            ) from None

    # A long text stands in parts under fresh names, and the entry says which: a crash in between
    # leaves the old text whole.
    def _read(self, entry: str) -> str | None:
        head = self._call("get", entry)
        if head is None or not head.startswith("parts:"):
            return None if head is None else head.removeprefix("text:")
        parts = [self._call("get", part) for part in _parts(head)]
        if None in parts and self._call("get", entry) != head:
            return self._read(entry)  # a writer came in between
        return "".join(part or "" for part in parts)

    def _write(self, entry: str, text: str) -> None:
        before = self._call("get", entry) or ""
        head = f"text:{text}"
        if len(text) > PART_LENGTH:
            head = f"parts:{secrets.token_hex(8)}:{-(-len(text) // PART_LENGTH)}"
        for place, part in enumerate(_parts(head)):
            self._call("set", part, text[place * PART_LENGTH : (place + 1) * PART_LENGTH])
        self._call("set", entry, head)
        self._erase_parts(before)

    def _erase(self, entry: str) -> None:
        before = self._call("get", entry)
        if before is not None:
            self._call("delete", entry)
            self._erase_parts(before)

    def _erase_parts(self, head: str) -> None:
        for part in _parts(head):
            if self._call("get", part) is not None:
                self._call("delete", part)

    def _call(self, action: str, entry: str, text: str = "") -> str | None:
        service = f"baton:{entry}"
        try:
            if action == "get":
                return self._backend.get_password(service, ACCOUNT)
            if action == "set":
                self._backend.set_password(service, ACCOUNT, text)
            else:
                self._backend.delete_password(service, ACCOUNT)
        # A keychain is foreign code: D-Bus, Win32 and Security raise errors of their own, and the
        # text of one may hold what was being written.
        except Exception as error:  # noqa: BLE001 - see above; only the name of the error goes on
            raise VaultError(
                "The keychain refused.",
                why="It may be locked, or it was not allowed to answer.",
                next_step="Unlock the keychain and try again.",
                detail=f"{type(error).__module__}.{type(error).__name__}",
            ) from None
        return None


def find_keychain() -> KeyringBackend:
    """Returns this machine's keychain; the import of keyring takes about 0.2 s.

    Raises:
        VaultUnavailableError: there is none, or only one that keeps plain text or nothing.
    """
    import keyring

    return safe_keychain(keyring.get_keyring())


def safe_keychain(backend: KeyringBackend) -> KeyringBackend:
    """Returns the backend, or the best safe one of a chain.

    Raises:
        VaultUnavailableError: it fails always, forgets, keeps plain text, or is not recommended by
            keyring (priority under 1).
    """
    from keyring.backends.chainer import ChainerBackend

    # A chain falls through to its next member by itself, and that could be a plain text file.
    members = list(ChainerBackend.backends) if isinstance(backend, ChainerBackend) else [backend]
    safe = [member for member in members if _is_safe(member)]
    if safe:
        return safe[0]
    raise VaultUnavailableError(
        "This computer has no keychain that Baton may use.",
        why=_why_not(backend) if backend in members else "No keychain in the chain is safe.",
        next_step=WHAT_TO_DO,
        detail=f"{SETTINGS}\n{type(backend).__module__}.{type(backend).__name__}",
    )


def _is_safe(backend: KeyringBackend) -> bool:
    return not _why_not(backend)


def _why_not(backend: KeyringBackend) -> str:
    from keyring.backends import fail, null

    if isinstance(backend, fail.Keyring):
        return "No keychain of the operating system answers."
    if isinstance(backend, null.Keyring):
        return "The keychain is switched off and would forget every credential."
    if "plaintext" in f"{type(backend).__module__}.{type(backend).__qualname__}".lower():
        return "The only keychain found would write credentials as plain text."
    if not _is_recommended(backend):
        return "The only keychain found is one that keyring does not recommend."
    return ""


def _is_recommended(backend: KeyringBackend) -> bool:
    try:
        return float(backend.priority) >= RECOMMENDED
    except RuntimeError:  # how a backend says that it does not suit this machine
        return False


def _entry(connection: str) -> str:
    return f"connection:{connection}"


def _parts(head: str) -> list[str]:
    if not head.startswith("parts:"):
        return []
    label, _, count = head.removeprefix("parts:").partition(":")
    return [f"part:{label}:{place}" for place in range(int(count) if count.isdecimal() else 0)]


def _parsed(text: str) -> object:
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found

"""Knows how a connection is set up, tried, renamed and removed here. Must not know Qt.

The only place of the designer that has a secret for longer than it takes to send it. What goes out
of here never has one: neither an answer nor an error nor what is printed.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from connectors.connector import load
from connectors.connector.inputs import compile_schema, problems_of
from connectors.errors import ConnectorError
from runtime.embedded.bindings import connection_of
from runtime.errors import BatonError, RefusedError
from runtime.vault import (
    ConnectionBook,
    ConnectionRecord,
    EncryptedFileVault,
    EnvironmentVault,
    KeyringVault,
    MemoryVault,
    OverlayVault,
    VaultError,
    VaultUnavailableError,
    open_vault,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.manifest import AuthScheme, Manifest
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.vault import Vault

HIDDEN = "•••"
ALWAYS = ("base_url", "proxy")
"""Settings that every connector takes."""
LONGEST = 60.0
"""Seconds that a test may take."""
_SHORTEST_HIDDEN = 4
_PLACES: dict[type[Any], str] = {
    KeyringVault: "keychain",
    EncryptedFileVault: "file",
    EnvironmentVault: "environment",
    MemoryVault: "memory",
}


class TryError(BatonError):
    """A connection does not work; its code is that of the connector's own error."""

    def __init__(
        self, what: str, why: str = "", next_step: str = "", detail: str = "", *, code: str
    ) -> None:
        super().__init__(what, why=why, next_step=next_step, detail=detail)
        self.code = code  # pyright: ignore[reportAttributeAccessIssue] - each test has its own


@dataclass(slots=True)
class Draft:
    """A connection as a person fills it in.

    Attributes:
        settings: as in a `ConnectionRecord`.
        scheme: id of the way to sign in.
        fields: of the sign-in, those that anybody may see.
        secrets: of the sign-in, the others; one that is left out stays as it is kept.
        expires: date on which the credential ends; "" where nobody knows.
        old: its name until now; "" for a new one.
        like: another connection whose secrets are taken where none are typed.
    """

    name: str
    connector: str
    environment: str
    settings: JsonObject
    scheme: str
    fields: dict[str, str]
    secrets: dict[str, str] = field(repr=False)
    expires: str = ""
    old: str = ""
    like: str = ""

    @classmethod
    def of(cls, args: JsonObject) -> Draft:
        """Read what the window sent."""
        given: Any = args
        return cls(
            str(given["name"]),
            str(given["connector"]),
            str(given.get("environment") or "local"),
            dict(given["settings"]),
            str(given["scheme"]),
            dict(given["fields"]),
            dict(given["secrets"]),
            str(given.get("expires") or ""),
            str(given.get("old") or ""),
            str(given.get("like") or ""),
        )

    def record(self) -> ConnectionRecord:
        """Return what anybody may see."""
        return ConnectionRecord(self.name, self.connector, self.settings, self.environment)


class OneCredential:
    """A vault with what one connection is tried with, so that nothing is kept before it works."""

    def __init__(self, credential: dict[str, str]) -> None:
        self._credential = credential

    def get(self, connection: str) -> dict[str, str] | None:
        """Return it, whoever asks."""
        del connection
        return dict(self._credential)

    def put(self, connection: str, fields: object) -> None:
        """Keep nothing: this is for trying."""

    def delete(self, connection: str) -> None:
        """Forget nothing."""

    def names(self) -> tuple[str, ...]:
        """Return no names."""
        return ()


class Binder:
    """Sets connections up on this machine.

    Args:
        book: where connections are listed.
    """

    def __init__(self, book: ConnectionBook) -> None:
        self._book = book
        self._passphrase = ""
        self._trying: asyncio.Task[JsonValue] | None = None

    # --- the vault --------------------------------------------------------------------------------

    def vault(self) -> Vault:
        """Open the vault of this machine: the encrypted file once its passphrase was given.

        Raises:
            VaultUnavailableError: this machine has no safe place, and no passphrase was given.
            VaultError: it cannot be opened.
        """
        if not self._passphrase:
            return open_vault(connections=self._book.names())
        return open_vault(
            "file", environ=self._with(self._passphrase), connections=self._book.names()
        )

    def place(self) -> JsonObject:
        """Say where credentials are kept: `{place, is_open, is_new, why}`.

        The place is "keychain", "file", "environment", "memory", or "" where this machine has none
        and a passphrase would make an encrypted file; `is_new` tells that it is not there yet.
        """
        is_new = not self._file().exists()
        try:
            vault = self.vault()
            if isinstance(vault, OverlayVault):
                return {"place": "keychain", "is_open": True, "is_new": False, "why": ""}
            place = _PLACES.get(type(vault), "file")
        except VaultUnavailableError as error:
            return {"place": "", "is_open": False, "is_new": is_new, "why": _plain(error)}
        except VaultError as error:
            return {"place": "file", "is_open": False, "is_new": False, "why": str(error)}
        return {"place": place, "is_open": True, "is_new": False, "why": ""}

    def unlock(self, passphrase: str) -> JsonObject:
        """Open the encrypted file for as long as this process lives, or begin one.

        Raises:
            VaultLockedError: the file has another passphrase.
            VaultError: the passphrase is too short, or the file cannot be read.
        """
        open_vault("file", environ=self._with(passphrase)).names()
        self._passphrase = passphrase
        return self.place()

    def _with(self, passphrase: str) -> dict[str, str]:
        rest = {k: v for k, v in os.environ.items() if k != "BATON_VAULT_KEY_FILE"}
        return {**rest, "BATON_VAULT_PASSPHRASE": passphrase, "BATON_VAULT_FILE": str(self._file())}

    def _file(self) -> Any:
        from pathlib import Path

        from platformdirs import user_config_path

        named = os.environ.get("BATON_VAULT_FILE")
        return Path(named) if named else user_config_path("baton", appauthor=False) / "vault.json"

    # --- one connection ---------------------------------------------------------------------------

    def shown(self, name: str) -> JsonObject:
        """Return what a person may see and change of a connection: everything but the secrets.

        Raises:
            RefusedError: there is none of that name.
        """
        record = self._existing(name)
        manifest = _manifest(record.connector)
        kept = self._kept(name)
        scheme = _scheme_of(manifest, kept)
        public = [f.name for f in scheme.fields if not f.secret]
        return {
            "name": name,
            "connector": record.connector,
            "environment": record.environment,
            "settings": dict(record.settings),
            "scheme": scheme.id,
            "fields": {n: kept[n] for n in public if n in kept},
            "kept": [f.name for f in scheme.fields if f.secret and kept.get(f.name)],
        }

    def _kept(self, name: str) -> dict[str, str]:
        try:
            return self.vault().get(name) or {}
        except VaultError:
            return {}

    def keep(self, draft: Draft) -> None:
        """Keep a connection: its secrets in the vault, the rest in the list.

        Raises:
            RefusedError: the name is taken, or something is missing.
            VaultError: the secrets cannot be kept; nothing was changed then.
        """
        old = draft.old
        if draft.name != old and self._book.get(draft.name) is not None:
            raise RefusedError(
                f"There is a connection “{draft.name}” already.",
                why="Two cannot have the same name on one computer.",
                next_step="Choose another name, or change the one that is there.",
            )
        credential = self._credential(draft)
        if credential:
            self.vault().put(draft.name, credential)
        self._book.put(draft.record())
        if not credential and old:
            self._drop_credential(draft.name)
        if old and old != draft.name:
            self._book.delete(old)
            self._drop_credential(old)

    def forget(self, name: str) -> None:
        """Remove a connection and its credential.

        Raises:
            VaultError: the credential cannot be removed; then the connection stays, too.
        """
        self._existing(name)
        self._drop_credential(name)
        self._book.delete(name)

    def _drop_credential(self, name: str) -> None:
        try:
            vault = self.vault()
        except VaultUnavailableError:
            return  # where no vault is, nothing is kept
        vault.delete(name)

    # --- trying -----------------------------------------------------------------------------------

    async def test(self, draft: Draft) -> JsonValue:
        """Try what was filled in with the connector's own test, before anything is kept.

        Raises:
            BatonError: it does not work; says why, and never shows a secret.
        """
        credential = await asyncio.to_thread(self._credential, draft)
        try:
            return await self._tried(draft.record(), credential)
        except (ConnectorError, BatonError) as error:
            raise _hidden(error, credential) from None
        except Exception as error:  # noqa: BLE001 - its text may hold what was being sent
            raise _unforeseen("The connection was not tried.", error) from None

    async def _tried(self, record: ConnectionRecord, credential: dict[str, str]) -> JsonValue:
        connector = load(record.connector)
        vault = OneCredential(credential)
        connection = connection_of(record, connector.manifest, vault)

        async def work() -> JsonValue:
            async with connector.session(connection) as session:
                return await session.test()

        self.stop_trying()
        task = self._trying = asyncio.get_running_loop().create_task(work())
        await asyncio.wait({task}, timeout=LONGEST)
        if not task.done():
            task.cancel()
            raise _no_answer(was_stopped=False)
        if task.cancelled():
            raise _no_answer(was_stopped=True)
        return task.result()

    def stop_trying(self) -> None:
        """Give up the test that is under way."""
        if self._trying is not None:
            self._trying.cancel()
            self._trying = None

    # --- what is kept of a draft ------------------------------------------------------------------

    def _credential(self, draft: Draft) -> dict[str, str]:
        """Return what the vault is to keep; what was not typed again stays as it is kept."""
        manifest = _manifest(draft.connector)
        scheme = manifest.scheme(draft.scheme)
        _check_settings(manifest, draft.settings)
        names = [f.name for f in scheme.fields]
        given = {n: v for n, v in {**draft.fields, **draft.secrets}.items() if v and n in names}
        missing = [f for f in scheme.fields if f.secret and f.name not in given]
        if missing:
            kept = self.vault().get(draft.like or draft.old or draft.name) or {}
            if kept.get("scheme", scheme.id) == scheme.id:
                given |= {f.name: kept[f.name] for f in missing if f.name in kept}
        lacking = [f.title for f in scheme.fields if f.name not in given]
        if lacking:
            raise RefusedError(
                f"The sign-in lacks: {', '.join(lacking)}.",
                why=f"“{scheme.title}” needs all its fields.",
                next_step="Fill them in.",
            )
        return {"scheme": scheme.id, **given} if names else {}

    def _existing(self, name: str) -> ConnectionRecord:
        record = self._book.get(name)
        if record is None:
            raise RefusedError(
                f"There is no connection “{name}” on this computer.",
                why="It was removed or renamed meanwhile.",
                next_step="Look at the list again.",
            )
        return record


def guarded(work: Callable[[], None]) -> None:
    """Do something with secrets; an error that nobody foresaw tells its kind and nothing more."""
    try:
        work()
    except BatonError:
        raise
    except Exception as error:  # noqa: BLE001 - its text may hold what was being written
        raise _unforeseen("The connection was not changed.", error) from None


def _unforeseen(what: str, error: Exception) -> BatonError:
    return BatonError(
        what,
        why="Something in the program went wrong.",
        next_step="Try again; if it happens again, report it with the details.",
        detail=type(error).__name__,
    )


def _manifest(connector: str) -> Manifest:
    try:
        return load(connector).manifest
    except ConnectorError as error:
        raise RefusedError(error.what, why=error.why, next_step=error.next_step) from None


def _scheme_of(manifest: Manifest, kept: dict[str, str]) -> AuthScheme:
    wanted = kept.get("scheme", "")
    return next((s for s in manifest.auth if s.id == wanted), manifest.auth[0])


def _check_settings(manifest: Manifest, settings: JsonObject) -> None:
    asked = {name: value for name, value in settings.items() if name not in ALWAYS}
    problems = problems_of(compile_schema(manifest.settings_schema), asked)
    if not settings.get("base_url"):
        problems = (f"{manifest.base_url.title} is missing.", *problems)
    if problems:
        raise RefusedError(
            "Something is not filled in yet, or does not fit.",
            why=" ".join(problems),
            next_step="Correct it.",
        )


def _hidden(error: ConnectorError | BatonError, credential: dict[str, str]) -> BatonError:
    """Return the same error without the secrets, should a system have repeated one."""
    values = [v for n, v in credential.items() if n != "scheme" and len(v) >= _SHORTEST_HIDDEN]

    def clean(text: str) -> str:
        for value in values:
            text = text.replace(value, HIDDEN)
        return text

    parts = (error.what, error.why, error.next_step, error.detail)
    return TryError(*map(clean, parts), code=error.code)


def _no_answer(*, was_stopped: bool) -> BatonError:
    if was_stopped:
        return BatonError("The test was stopped.")
    return TryError(
        "The system did not answer.",
        f"Nothing came within {LONGEST:.0f} seconds.",
        "Check that it runs and that its address is right.",
        code="connector.transient",
    )


def _plain(error: BatonError) -> str:
    return " ".join(part for part in (error.what, error.why) if part)

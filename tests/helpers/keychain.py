"""Keychains for tests, made with keyring's own interface. Must not know who keeps what in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

if TYPE_CHECKING:
    from collections.abc import Callable

WINDOWS_LIMIT = 2_560


Keychain = TypeVar("Keychain", bound=type[KeyringBackend])


def declare(**attributes: float) -> Callable[[Keychain], Keychain]:
    """Sets what keyring asks a class for; in the body keyring's own types would not allow it."""

    def set_on(keychain: Keychain) -> Keychain:
        for name, value in attributes.items():
            setattr(keychain, name, value)
        return keychain

    return set_on


@declare(priority=5, viable=False)
class MemoryKeychain(KeyringBackend):
    """Keeps entries for the test, with the size limit of the Windows credential manager.

    It says that it suits no machine, so that keyring never chooses it by itself for another test.
    """

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get(f"{username}@{service}")

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > WINDOWS_LIMIT:
            raise OSError(1783, f"The stub received bad data: {password}")
        self.entries[f"{username}@{service}"] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop(f"{username}@{service}", None) is None:
            raise PasswordDeleteError(service)


class LockedKeychain(MemoryKeychain):
    """Refuses, and says in its error what it was given, as foreign code may."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"{service} {username} {password}")


class ForgetfulKeychain(MemoryKeychain):
    """Takes every entry and keeps none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        del service, username, password


class PlaintextKeychain(MemoryKeychain):
    """Has a name like `keyrings.alt.file.PlaintextKeyring`, which writes a readable file."""


@declare(priority=0.5)
class PoorKeychain(MemoryKeychain):
    """Works, and is not recommended by keyring's rule of thumb."""

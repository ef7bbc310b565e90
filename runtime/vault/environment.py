"""Knows credentials given to a server as environment variables. Must not change the environment.

`BATON_SECRET_<CONNECTION>_<FIELD>`: in capitals, every character but A-Z and 0-9 written as `_`.
The field `api_key` of the connection `my-erp` is `BATON_SECRET_MY_ERP_API_KEY`. An empty variable
counts as not given.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from runtime.vault.errors import VaultError
from runtime.vault.interface import SecretFields, checked_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PREFIX = "BATON_SECRET_"


class EnvironmentVault:
    """A vault that only reads environment variables.

    Args:
        environ: the variables; a copy is taken.
        connections: names that are in use. They decide where a name ends and a field begins: with
            `erp` and `erp-test` known, `BATON_SECRET_ERP_TEST_PASSWORD` is never given to `erp`. A
            variable that fits no known name belongs to the connection that its first word names.
    """

    def __init__(self, environ: Mapping[str, str], connections: Iterable[str] = ()) -> None:
        self._variables = {
            name.upper(): value
            for name, value in environ.items()
            if name.upper().startswith(PREFIX) and value
        }
        self._connections = frozenset(connections)

    def __repr__(self) -> str:
        return f"EnvironmentVault({len(self._variables)} variables)"

    def __bool__(self) -> bool:
        """Whether any variable with a secret is set."""
        return bool(self._variables)

    def get(self, connection: str) -> dict[str, str] | None:
        """Returns the fields whose variables are set, or None when none is."""
        own = _prefix(checked_name(connection))
        longer = [
            other
            for other in map(_prefix, self._connections)
            if other.startswith(own) and other != own
        ]
        fields = {
            name.removeprefix(own).lower(): value
            for name, value in self._variables.items()
            if name.startswith(own) and name != own and not _starts_with_any(name, longer)
        }
        return SecretFields(fields) if fields else None

    def put(self, connection: str, fields: Mapping[str, str]) -> None:
        """Always raises VaultError: a process cannot keep anything in its environment."""
        variables = ", ".join(sorted(_prefix(connection) + field.upper() for field in fields))
        raise VaultError(
            f"The credential of {connection} was not kept.",
            why="Credentials come from environment variables here, and Baton cannot change those.",
            next_step=f"Set {variables} where this program is started.",
        )

    def delete(self, connection: str) -> None:
        """Raises VaultError when the connection has variables, since they cannot be taken away."""
        if self.get(connection) is not None:
            raise VaultError(
                f"The credential of {connection} was not removed.",
                why="It comes from environment variables, and Baton cannot change those.",
                next_step=f"Unset {_prefix(connection)}… where this program is started.",
            )

    def names(self) -> tuple[str, ...]:
        """Returns the connections that have variables, sorted; unknown ones by their first word."""
        known = {name for name in self._connections if self.get(name) is not None}
        prefixes = [_prefix(name) for name in self._connections]
        unknown = {
            name.removeprefix(PREFIX).split("_", 1)[0].lower()
            for name in self._variables
            if not _starts_with_any(name, prefixes)
        }
        return tuple(sorted(known | (unknown - {""})))


def _prefix(connection: str) -> str:
    return PREFIX + re.sub(r"[^A-Z0-9]", "_", connection.upper()) + "_"


def _starts_with_any(name: str, prefixes: Iterable[str]) -> bool:
    return any(name.startswith(prefix) for prefix in prefixes)

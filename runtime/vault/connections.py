"""Knows a user's connections: connector, settings, environment. Must not hold a secret."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson

from runtime.vault.errors import ConnectionBookError, VaultError
from runtime.vault.files import FileTooLargeError, locked, read_limited, replace_private
from runtime.vault.interface import checked_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from runtime.definition.json_value import JsonObject, JsonValue

FORMAT = 1
MAX_FILE = 4 * 1024 * 1024
MAX_DEPTH = 20
_SECRET_WORDS = re.compile(
    r"(?:^|_)(?:password|passwd|passphrase|pwd|secret|token|credentials?|authorization|cookie"
    r"|(?:api|private|secret|access|signing|encryption)_?key)$"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_URL_WITH_PASSWORD = re.compile(r"[a-z][a-z0-9+.\-]*://[^/?#\s]*:[^/?#\s]*@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ConnectionRecord:
    """One connection as the user set it up; its secrets stand in the vault under the same name.

    Attributes:
        name: what definitions call it.
        connector: id of the connector, such as `tryton`.
        settings: what the connector needs to know and anyone may see, such as `base_url`.
        environment: where it leads: `local`, `test`, `production` …
        signs_in: whether it signs in; where not, no vault is asked for a credential.
    """

    name: str
    connector: str
    settings: Mapping[str, JsonValue] = field(default_factory=dict[str, "JsonValue"])
    environment: str = "local"
    signs_in: bool = True


class ConnectionBook:
    """The user's connections in one JSON file, by name. It is read anew each time.

    Args:
        path: the file; None is `connections.json` in the user's folder for Baton.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = _user_file() if path is None else path

    def __repr__(self) -> str:
        return f"ConnectionBook({str(self._path)!r})"

    def get(self, name: str) -> ConnectionRecord | None:
        """Returns the connection or None; raises ConnectionBookError for an unreadable file."""
        return self._read().get(name)

    def names(self) -> tuple[str, ...]:
        """Returns all names, sorted; raises like `get`."""
        return tuple(sorted(self._read()))

    def records(self) -> tuple[ConnectionRecord, ...]:
        """Returns all connections by name; raises like `get`."""
        return tuple(record for _, record in sorted(self._read().items()))

    def put(self, record: ConnectionRecord) -> None:
        """Writes the connection in place of one of the same name.

        Raises:
            ConnectionBookError: a setting is a secret or no JSON, a name is missing, or the file
                cannot be read or written.
        """
        _check(record)
        self._change(lambda records: {**records, record.name: record})

    def delete(self, name: str) -> None:
        """Removes the connection; one that is not there is no error. Raises like `put`."""
        self._change(lambda records: {key: kept for key, kept in records.items() if key != name})

    def _change(
        self, change: Callable[[dict[str, ConnectionRecord]], dict[str, ConnectionRecord]]
    ) -> None:
        try:
            with locked(self._path):
                replace_private(self._path, _to_bytes(change(self._read())))
        except OSError as error:
            raise self._broken(
                "changed", "It cannot be written now.", type(error).__name__
            ) from error

    def _read(self) -> dict[str, ConnectionRecord]:
        try:
            data = read_limited(self._path, MAX_FILE)
        except FileTooLargeError:
            raise self._broken("read", "It is larger than any that Baton writes.") from None
        except OSError as error:
            raise self._broken("read", "It cannot be opened.", type(error).__name__) from error
        if data is None:
            return {}
        try:
            return _parse(orjson.loads(data))
        # The decoder quotes nothing, but the rest of the file stands in its exception object.
        except orjson.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise self._broken("read", f"It is not JSON: {where}.") from None
        except _ShapeError as error:
            raise self._broken("read", f"{error}.") from None

    def _broken(self, what: str, why: str, detail: str = "") -> ConnectionBookError:
        return ConnectionBookError(
            f"The list of connections {self._path} was not {what}.",
            why=why,
            next_step="Correct the file, or move it away and add the connections again.",
            detail=detail,
        )


class _ShapeError(ValueError):
    """Says what is wrong with the parsed file, as the beginning of a sentence."""


def _parse(value: JsonValue) -> dict[str, ConnectionRecord]:
    if not isinstance(value, dict) or not isinstance(value.get("connections"), dict):
        raise _ShapeError("It is not a list of connections")
    version = value.get("format")
    if version != FORMAT:
        raise _ShapeError(f"This Baton reads format {FORMAT}, and the file has another")
    entries = value["connections"]
    assert isinstance(entries, dict)  # noqa: S101 - the first line has looked
    return {name: _record(name, entry) for name, entry in entries.items()}


def _record(name: str, entry: JsonValue) -> ConnectionRecord:
    if not isinstance(entry, dict):
        raise _ShapeError(f"The connection {name!r} is not an object")
    connector, settings = entry.get("connector"), entry.get("settings", {})
    environment = entry.get("environment", "local")
    if not (isinstance(connector, str) and isinstance(environment, str)):
        raise _ShapeError(f"The connection {name!r} needs a connector and an environment as text")
    if not isinstance(settings, dict):
        raise _ShapeError(f"The settings of the connection {name!r} are not an object")
    signs_in = entry.get("signs_in", True)
    if not isinstance(signs_in, bool):
        raise _ShapeError(f"Whether the connection {name!r} signs in is neither true nor false")
    record = ConnectionRecord(name, connector, settings, environment, signs_in)
    try:
        _check(record)
    except ConnectionBookError as error:
        raise _ShapeError(f"{error.what} {error.why}".rstrip(" .")) from None
    return record


def _to_bytes(records: dict[str, ConnectionRecord]) -> bytes:
    entries: JsonObject = {name: _entry(record) for name, record in records.items()}
    document = {"format": FORMAT, "connections": entries}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


def _entry(record: ConnectionRecord) -> JsonObject:
    made: JsonObject = {
        "connector": record.connector,
        "environment": record.environment,
        "settings": dict(record.settings),
    }
    return made if record.signs_in else {**made, "signs_in": False}


def _check(record: ConnectionRecord) -> None:
    try:
        checked_name(record.name)
    except VaultError as error:
        raise ConnectionBookError(error.what, why=error.why, next_step=error.next_step) from None
    if not record.connector or not record.environment:
        raise ConnectionBookError(
            f"The connection {record.name} is not complete.",
            why="It needs the id of a connector and the name of an environment.",
            next_step="See the connectors with: baton connections --help.",
        )
    _check_settings(record)


def _check_settings(record: ConnectionRecord) -> None:
    rest: list[tuple[str, JsonValue, int]] = [("", dict(record.settings), 0)]
    while rest:
        key, value, depth = rest.pop()
        if _is_secret(key, value):
            raise _not_here(record.name, key)
        if depth > MAX_DEPTH or not _is_json(value):
            raise ConnectionBookError(
                f"The setting {key} of the connection {record.name} cannot be kept.",
                why=f"Settings are plain JSON, at most {MAX_DEPTH} levels deep.",
                next_step="Write it as text, number, true, false, list or object.",
            )
        if isinstance(value, dict):
            rest += [(name, inner, depth + 1) for name, inner in value.items()]
        elif isinstance(value, list):
            rest += [(key, inner, depth + 1) for inner in value]


def _is_secret(key: str, value: JsonValue) -> bool:
    if isinstance(value, str) and _URL_WITH_PASSWORD.match(value.strip()):
        return True
    words = "_".join(_CAMEL.split(key)).lower()
    return isinstance(value, str | int) and _SECRET_WORDS.search(words) is not None


def _is_json(value: object) -> bool:
    if isinstance(value, dict | list):
        return True  # what is inside is looked at one by one
    try:
        # Infinity and NaN would quietly be written as null.
        return (orjson.dumps(value) == b"null") == (value is None)
    except orjson.JSONEncodeError:
        return False


def _not_here(name: str, key: str) -> ConnectionBookError:
    return ConnectionBookError(
        f"The setting {key} of the connection {name} looks like a secret.",
        why="Settings are kept as plain text that anyone with this account can read.",
        next_step="Keep it in the vault: enter it as a secret field of the connection.",
    )


def _user_file() -> Path:
    from platformdirs import user_config_path

    return user_config_path("baton", appauthor=False) / "connections.json"

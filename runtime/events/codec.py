"""Knows how an event becomes bytes and back. Must not know where the bytes go.

The name of the class is the type; the body is its fields as JSON. A field that is missing in old
bytes takes the class's default, so a new field with a default is a compatible change.
"""

from __future__ import annotations

import typing
from typing import Any

import orjson

from runtime.definition import json_value
from runtime.errors import JournalError
from runtime.events import model

_CLASSES: dict[str, type[Any]] = {cls.__name__: cls for cls in typing.get_args(model.RunEvent)}


def _tuples(cls: type[Any]) -> tuple[str, ...]:
    """Names of the fields that are tuples and come back from JSON as lists."""
    hints = typing.get_type_hints(cls, localns=vars(json_value))
    return tuple(name for name, hint in hints.items() if typing.get_origin(hint) is tuple)


_TUPLES: dict[str, tuple[str, ...]] = {name: _tuples(cls) for name, cls in _CLASSES.items()}


def encode(event: model.RunEvent) -> tuple[str, bytes]:
    """Returns the event's type name and its body as JSON bytes."""
    return type(event).__name__, orjson.dumps(event)


def decode(name: str, body: bytes) -> model.RunEvent:
    """Returns the event that `encode` wrote.

    Raises:
        JournalError: the type is unknown or the body does not fit (a file from a newer Baton).
    """
    try:
        fields = orjson.loads(body)
    except ValueError as error:
        raise _unreadable(name, error) from error
    return _made(name, fields)


def _made(name: str, fields: dict[str, Any]) -> model.RunEvent:
    try:
        for field in _TUPLES[name]:
            if field in fields:
                fields[field] = _as_tuple(fields[field])
        event: model.RunEvent = _CLASSES[name](**fields)
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(name, error) from error
    return event


def _unreadable(name: str, error: Exception) -> JournalError:
    return JournalError(
        f"An event of type {name} in the journal cannot be read.",
        why="It was written by a newer Baton, or the database is damaged.",
        next_step="Open it with the version that wrote it, or restore a backup.",
        detail=repr(error),
    )


def _as_tuple(value: Any) -> Any:
    items = typing.cast("list[Any]", value)
    return tuple(tuple(typing.cast("list[Any]", v)) if isinstance(v, list) else v for v in items)


def from_object(plain: dict[str, Any]) -> model.RunEvent:
    """Returns the event that `as_object` gave; raises JournalError like `decode`."""
    body = {name: value for name, value in plain.items() if name != "type"}
    return _made(str(plain.get("type")), body)


def as_object(event: model.RunEvent) -> dict[str, Any]:
    """Returns the event as a plain object with its type, for `--json` and exports."""
    return {"type": type(event).__name__} | orjson.loads(orjson.dumps(event))

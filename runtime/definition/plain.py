"""Knows how to turn hostile text or objects into plain JSON values. Must not know workflows.

Plain means: only dict with text keys, list, str, bool, int of 64 bits, finite float and None,
nested at most `MAX_DEPTH` deep, with text that is valid Unicode.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, NoReturn, TypeAlias, cast

from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 100
MAX_INT = 2**63 - 1

# The way to a value, as a chain to its parent: cheap to extend, spelled out only for an error.
_Path: TypeAlias = "tuple[_Path, str | int] | None"


def parse(text: str | bytes) -> JsonValue:
    """Parse JSON text into plain values.

    Args:
        text: UTF-8 bytes (a byte order mark is allowed) or text, at most `MAX_BYTES` long.

    Raises:
        DefinitionError: naming line and column, or the path inside the document.
    """
    if len(text) > MAX_BYTES:
        raise DefinitionError(
            "The workflow file is too large.",
            why=f"It has more than {MAX_BYTES // 2**20} MiB.",
            next_step="Check that this is the right file, or split it into sub-workflows.",
        )
    try:
        source = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        value = json.loads(source, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise _unreadable(f"byte {error.start}", "It is not UTF-8 text.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _unreadable(where, f"It is not valid JSON: {error.msg}.") from error
    except RecursionError as error:
        raise _too_deep("the document") from error
    except ValueError as error:  # a number with thousands of digits
        raise _unreadable("the document", "It holds a number that is too long.") from error
    return plain(value)


def plain(value: object, depth: int = 0) -> JsonValue:
    """Copy a value, keeping only plain JSON.

    Args:
        value: to be copied.
        depth: how deep inside of a document it is to stand.

    Raises:
        DefinitionError: naming the path of the first value that is not plain JSON.
    """
    most = max(MAX_DEPTH - depth, 0)
    try:
        return _copied(value, most)
    except (_OddError, UnicodeEncodeError):
        return _plain(value, None, most)


def as_object(value: JsonValue) -> JsonObject:
    """Return the value when it is an object.

    Raises:
        DefinitionError: when it is anything else.
    """
    if not isinstance(value, dict):
        raise _unreadable("the document", "A workflow file holds one JSON object.")
    return value


class _OddError(Exception):
    """There is something that is looked at more closely."""


def _copied(value: object, depth: int) -> JsonValue:
    """Copy quickly what is plain JSON to the letter, as nearly everything is.

    Raises:
        _OddError, UnicodeEncodeError: it is not; `_plain` can tell where, or makes it so.
    """
    kind = type(value)
    if kind is dict:
        members = cast("dict[str, object]", value)
        if depth == 0 or not _ONLY_TEXT.issuperset(map(type, members)):
            raise _OddError
        "".join(members).encode()
        return {
            name: member if type(member) is str and member.isascii() else _copied(member, depth - 1)
            for name, member in members.items()
        }
    if kind is list:
        if depth == 0:
            raise _OddError
        return [_copied(item, depth - 1) for item in cast("list[object]", value)]
    if kind is str:
        cast("str", value).encode()
    elif kind is int or kind is float:
        if not -MAX_INT <= cast("float", value) <= MAX_INT:
            raise _OddError
    elif value is not None and kind is not bool:
        raise _OddError
    return cast("JsonValue", value)


_ONLY_TEXT = frozenset((str,))


def _plain(value: object, path: _Path, depth: int) -> JsonValue:
    if isinstance(value, str):
        return _text(value, path)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value, path)
    if depth == 0:
        raise _too_deep(_spell(path))
    if isinstance(value, dict):
        members = cast("dict[object, object]", value)
        return {
            _key(key, path): _plain(member, (path, str(key)), depth - 1)
            for key, member in members.items()
        }
    if isinstance(value, list | tuple):
        items = cast("list[object]", value)
        return [_plain(item, (path, index), depth - 1) for index, item in enumerate(items)]
    raise _unreadable(_spell(path), f"JSON cannot hold a value of type {type(value).__name__}.")


def _number(value: float, path: _Path) -> int | float:
    if isinstance(value, int):
        if abs(value) <= MAX_INT:
            return int(value)
    elif math.isfinite(value):
        return float(value)
    raise _unreadable(_spell(path), "The number is too large, or is not a number.")


def _key(key: object, path: _Path) -> str:
    if not isinstance(key, str):
        raise _unreadable(_spell(path), "A name in an object must be text.")
    return _text(key, path)


def _text(value: str, path: _Path) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise _unreadable(_spell(path), "The text holds half of a character.") from error
    return str(value)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _unreadable(f"attribute {twice[:80]!r}", "The same name stands twice in one object.")
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise _unreadable(f"the value {name}", "JSON has no such number.")


def _spell(path: _Path) -> str:
    parts: list[str] = []
    while path is not None:
        path, part = path
        parts.append(f"[{part}]" if isinstance(part, int) else f".{part}")
    return "".join(reversed(parts)).lstrip(".")[:200] or "the document"


def _too_deep(where: str) -> DefinitionError:
    return _unreadable(where, f"Values are nested more than {MAX_DEPTH} deep.")


def _unreadable(where: str, why: str) -> DefinitionError:
    # A lone half of a character may stand in a name; the sentence must stay printable.
    place = where.encode(errors="replace").decode()
    return DefinitionError(
        "The workflow file cannot be read.",
        where=place,
        why=f"At {place}: {why}",
        next_step="Correct that place, or go back to an earlier copy of the file.",
    )

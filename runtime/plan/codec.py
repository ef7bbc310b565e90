"""Knows how a plan becomes bytes and back, and what its digest is.

Must not know where they are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, cast

import orjson

from runtime import primitives
from runtime.errors import JournalError
from runtime.primitives import Plan

FORMAT = 1
_TAG = "$type"
_CLASSES: dict[str, type[Any]] = {
    name: found
    for name, found in vars(primitives).items()
    if isinstance(found, type) and is_dataclass(found)
}


def encode(plan: Plan) -> bytes:
    """Returns the plan as canonical JSON: the same plan gives the same bytes."""
    return orjson.dumps({"format": FORMAT, "plan": _plain(plan)}, option=orjson.OPT_SORT_KEYS)


def digest_of(body: bytes) -> str:
    """Returns the digest that names an encoded plan."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def decode(body: bytes) -> Plan:
    """Returns the plan that `encode` wrote.

    Raises:
        JournalError: the bytes are damaged or come from a newer Baton.
    """
    try:
        document = orjson.loads(body)
        plan = _rich(document["plan"]) if document["format"] == FORMAT else None
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(repr(error)) from error
    if not isinstance(plan, Plan):
        raise _unreadable("not a plan of this format")
    return plan


def _unreadable(detail: str) -> JournalError:
    return JournalError(
        "The plan that this case is pinned to cannot be read.",
        why="It was written by a newer Baton, or the database is damaged.",
        next_step="Open it with the version that wrote it, or restore a backup.",
        detail=detail,
    )


def _plain(value: Any) -> Any:
    """Dataclasses become objects with their class's name.

    Tuples become lists inside such an object.
    """
    if is_dataclass(value):
        parts = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        return {_TAG: type(value).__name__, **parts}
    if isinstance(value, tuple):
        return {_TAG: "tuple", "of": [_plain(item) for item in cast("tuple[Any, ...]", value)]}
    if isinstance(value, Mapping):
        found = cast("Mapping[str, Any]", value)
        return {_TAG: "map", "of": [[k, _plain(v)] for k, v in found.items()]}
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[Any]", value)]
    return value


def _rich(value: Any) -> Any:
    if isinstance(value, list):
        return [_rich(item) for item in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    parts = cast("dict[str, Any]", value)
    tag = parts.pop(_TAG)
    if tag == "tuple":
        return tuple(_rich(item) for item in parts["of"])
    if tag == "map":
        return {name: _rich(item) for name, item in parts["of"]}
    return _CLASSES[tag](**{name: _rich(item) for name, item in parts.items()})

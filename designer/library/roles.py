"""Knows which step kind plays which part, by the marks of its fields. Must not know any by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.step import Kind


@dataclass(frozen=True, slots=True)
class Part:
    """A kind and the names of its fields by mark: {"workflow": "workflow", "mapping": "inputs"}."""

    kind: str
    version: int
    fields: dict[str, str]


def beginning(kinds: Mapping[str, Kind[Any]]) -> Part:
    """Return the kind with which a case begins without more being said; raises LookupError."""
    for kind in kinds.values():
        if kind.begins and not any(f.is_required() for f in kind.params.model_fields.values()):
            return Part(kind.name, kind.version, _marks(kind))
    raise LookupError("no step kind begins a case")


def ending(kinds: Mapping[str, Kind[Any]]) -> Part:
    """Return the kind with which a path ends and hands over a result; raises LookupError."""
    return _with(kinds, "mapping", category="end")


def calling(kinds: Mapping[str, Kind[Any]]) -> Part:
    """Return the kind that runs another workflow; raises LookupError."""
    return _with(kinds, "workflow")


def callers(kinds: Mapping[str, Kind[Any]]) -> frozenset[str]:
    """Return the names of all kinds that run another workflow."""
    return frozenset(kind.name for kind in kinds.values() if "workflow" in _marks(kind))


def _with(kinds: Mapping[str, Kind[Any]], mark: str, category: str = "") -> Part:
    for kind in kinds.values():
        marks = _marks(kind)
        if mark in marks and category in {"", kind.category}:
            return Part(kind.name, kind.version, marks)
    raise LookupError(f"no step kind has a field of the type {mark}")


def _marks(kind: Kind[Any]) -> dict[str, str]:
    properties = kind.params.model_json_schema().get("properties", {})
    return {
        str(schema["x-baton-field"]): name
        for name, schema in properties.items()
        if "x-baton-field" in schema
    }

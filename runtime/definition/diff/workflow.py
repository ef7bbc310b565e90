"""Knows how the attributes of a whole workflow are compared. Must not know steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.definition.diff.fields import MISSING, Place, field_changes
from runtime.definition.plain import as_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.definition import Definition
    from runtime.definition.diff.changes import Change
    from runtime.definition.json_value import JsonObject

_CODES = {
    "owners": ("owner", "owners"),
    "settings": ("setting", "setting"),
    "connections": ("connection", "connection"),
    "input": ("input", "input"),
    "data": ("data", "case data"),
    "tests": ("test", "test cases"),
    "samples": ("test", "test data"),
    "sla": ("sla", "service level"),
    "labels": ("label", "label"),
}
_DRAWING = {"layout", "format"}
_NOT_META = {"nodes", "edges", "graph"}


def workflow_changes(old: Definition, new: Definition, *, drawing: bool) -> Iterator[Change]:
    """Compare the attributes of two workflows, unknown ones included."""
    before, after = old.document(), new.document()
    metas = as_object(before["graph"]), as_object(after["graph"])
    for name in sorted(metas[0].keys() | metas[1].keys()):
        if name == "settings" and name in metas[0] and name in metas[1]:
            yield from _setting_changes(old, new)
        elif drawing or name not in _DRAWING:
            ends = metas[0].get(name, MISSING), metas[1].get(name, MISSING)
            yield from field_changes(*ends, _place(name))
    for name in sorted((before.keys() | after.keys()) - _NOT_META):
        ends = before.get(name, MISSING), after.get(name, MISSING)
        yield from field_changes(*ends, Place("workflow", name, "", (name,)))


def _setting_changes(old: Definition, new: Definition) -> Iterator[Change]:
    before, after = (_settings(side) for side in (old, new))
    for name in sorted(before.keys() | after.keys()):
        model = (new if name in after else old).meta.settings[name]
        place = Place("setting", f"settings.{name}", f"setting “{model.title or name}”")
        yield from field_changes(before.get(name, MISSING), after.get(name, MISSING), place)


def _settings(definition: Definition) -> JsonObject:
    return as_object(definition.graph.graph.get("settings", {}))


def _place(name: str) -> Place:
    code, word = _CODES.get(name, ("workflow", name.replace("_", " ")))
    return Place(code, name, "", (word,))

"""Knows how notes are written, moved and hung on steps. Must not know what one looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from designer.document.changes.steps import snapped, unused_id
from designer.document.history import Command
from designer.document.layout import NOTE_SIZE, NOTES, notes
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from designer.document.model import Model
    from runtime.definition.json_value import JsonObject, JsonValue


def add_note(
    model: Model, place: tuple[float, float], text: str = "", *, step: str = "", color: str = ""
) -> tuple[Command, str]:
    """Write a note; returns the command and the note's id."""
    name = unused_id(model, "note", notes(model))
    entry: JsonObject = {"text": text, "position": snapped(place), "size": [*NOTE_SIZE]}
    entry |= {key: value for key, value in {"step": step, "color": color}.items() if value}
    return Command("Add a note", (Edit("set", (*NOTES, name), entry),)), name


def set_note(model: Model, note: str, attribute: str, value: JsonValue) -> Command:
    """Set "text", "color" or "step" of a note; typing on becomes one entry of the history."""
    path = (*NOTES, note, attribute)
    same = model.value(path) == value
    return Command("Change a note", () if same else (Edit("set", path, value),), ".".join(path))


def set_notes(model: Model, values: Mapping[str, JsonValue], attribute: str, title: str) -> Command:
    """Set an attribute of several notes at once.

    Args:
        model: the document.
        values: by note.
        attribute: "color" or "step".
        title: names the entry of the history.
    """
    parts = [set_note(model, note, attribute, value).patch for note, value in values.items()]
    return Command(title, tuple(edit for part in parts for edit in part))


def move_notes(model: Model, places: Mapping[str, tuple[float, float]], merge: str = "") -> Command:
    """Put notes elsewhere."""
    patch: list[Edit] = []
    for note, place in places.items():
        path = (*NOTES, note, "position")
        if model.value(path) != (spot := snapped(place)):
            patch.append(Edit("set", path, cast("JsonValue", spot)))
    return Command("Move a note" if len(places) == 1 else "Move notes", tuple(patch), merge)


def resize_note(model: Model, note: str, size: tuple[float, float], merge: str = "") -> Command:
    """Make a note larger or smaller, never smaller than it can be read."""
    wanted = snapped((max(size[0], NOTE_SIZE[0]), max(size[1], NOTE_SIZE[1])))
    path = (*NOTES, note, "size")
    patch = (Edit("set", path, cast("JsonValue", wanted)),) if model.value(path) != wanted else ()
    return Command("Resize a note", patch, merge)


def remove_notes(model: Model, chosen: Iterable[str]) -> Command:
    """Take notes away; one that is gone already is passed over."""
    there = notes(model)
    patch = tuple(Edit("remove", (*NOTES, note)) for note in chosen if note in there)
    return Command("Remove a note" if len(patch) == 1 else f"Remove {len(patch)} notes", patch)

"""Knows where steps, frames and notes of a drawing stand, and what is folded. Not Qt or kinds.

What is drawn round the steps never changes what runs. A file may hold anything there: what has no
usable form is passed over, and stays in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from designer.document.model import Model
    from runtime.definition.json_value import JsonObject, JsonValue

Pair: TypeAlias = "tuple[float, float]"

LAYOUT = ("graph", "layout")
FRAMES = (*LAYOUT, "frames")
NOTES = (*LAYOUT, "notes")
FOLDED = (*LAYOUT, "folded")
KEPT = (*LAYOUT, "kept")
"""Where they stand in the document, as the path of an edit."""

NOTE_SIZE = (160.0, 96.0)
"""The smallest note, in logical pixels."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A dashed line round steps that belong together.

    Attributes:
        members: ids of the steps in it; those that are gone from the drawing are left out.
        collapsed: whether one card stands for all of them.
    """

    id: str
    title: str = ""
    members: tuple[str, ...] = ()
    collapsed: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A sticky note.

    Attributes:
        text: Markdown.
        position: top left corner.
        color: name of a paper ("yellow", "blue", …); "" is the usual one.
        step: id of the step it hangs on, "" for none.
    """

    id: str
    text: str = ""
    position: tuple[float, float] = (0.0, 0.0)
    size: tuple[float, float] = NOTE_SIZE
    color: str = ""
    step: str = ""


def place_of(model: Model, step: str) -> Pair:
    """Return the top left corner of a step's card; (0, 0) where none is written."""
    match model.nodes[step].get("position"):
        case [int() | float() as x, int() | float() as y]:
            return float(x), float(y)
        case _:
            return 0.0, 0.0


def frames(model: Model) -> dict[str, Frame]:
    """Return the frames by id; one without members is left out."""
    found: dict[str, Frame] = {}
    for name, entry in _entries(model, FRAMES):
        listed = entry.get("members")
        names = listed if isinstance(listed, list) else []
        members = tuple(m for m in names if isinstance(m, str) and m in model.nodes)
        if members:
            found[name] = Frame(
                name, _text(entry, "title"), members, entry.get("collapsed") is True
            )
    return found


def frame_of(model: Model, step: str) -> str:
    """Return the id of the frame a step is in, "" for none."""
    return next((name for name, frame in frames(model).items() if step in frame.members), "")


def notes(model: Model) -> dict[str, Note]:
    """Return the notes by id."""
    found: dict[str, Note] = {}
    for name, entry in _entries(model, NOTES):
        width, height = _pair(entry.get("size"), NOTE_SIZE)
        size = (max(width, NOTE_SIZE[0]), max(height, NOTE_SIZE[1]))
        step = _text(entry, "step")
        found[name] = Note(
            name,
            _text(entry, "text"),
            _pair(entry.get("position"), (0.0, 0.0)),
            size,
            _text(entry, "color"),
            step if step in model.nodes else "",
        )
    return found


def folded(model: Model) -> frozenset[str]:
    """Return the ids of steps whose inner steps are folded away."""
    return _flagged(model, FOLDED)


def kept(model: Model) -> frozenset[str]:
    """Return the ids of steps that stay where they are when the drawing is tidied up."""
    return _flagged(model, KEPT)


def _flagged(model: Model, path: tuple[str, ...]) -> frozenset[str]:
    held = model.value(path)
    flags = held.items() if isinstance(held, dict) else ()
    return frozenset(step for step, is_set in flags if is_set is True and step in model.nodes)


def _entries(model: Model, path: tuple[str, ...]) -> Iterator[tuple[str, JsonObject]]:
    held = model.value(path)
    for name, entry in (held if isinstance(held, dict) else {}).items():
        if isinstance(entry, dict):
            yield name, entry


def _text(entry: JsonObject, name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _pair(value: JsonValue, otherwise: tuple[float, float]) -> tuple[float, float]:
    match value:
        case [int() | float() as x, int() | float() as y]:
            return (float(x), float(y))
        case _:
            return otherwise

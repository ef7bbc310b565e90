"""Knows where steps and notes stand and how they move together. Must not know Qt or sizes.

A step moves with all that lies inside it, since inner steps have places of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.changes import steps as step_changes
from designer.document.changes.notes import move_notes
from designer.document.history import Command
from designer.document.layout import notes as notes_of
from designer.document.layout import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from designer.document.layout import Note, Pair
    from designer.document.model import Model
    from runtime.plan.problems import Edit


def outermost(model: Model, steps: Iterable[str]) -> list[str]:
    """Return steps without those that lie inside another of them."""
    chosen = dict.fromkeys(step for step in steps if step in model.nodes)
    return [step for step in chosen if not any(around in chosen for around in _around(model, step))]


def with_inside(model: Model, steps: Iterable[str]) -> list[str]:
    """Return steps and all that lies inside them, each once."""
    chosen = {step for step in steps if step in model.nodes}
    return [
        step
        for step in model.nodes
        if step in chosen or any(around in chosen for around in _around(model, step))
    ]


def shift(
    model: Model,
    steps: Iterable[str],
    by: Pair,
    *,
    notes: Iterable[str] = (),
    merge: str = "",
) -> Command:
    """Move steps and notes by a distance; what lies inside a step or hangs on it goes with it.

    Args:
        model: the document.
        steps: which steps.
        by: how far to the right and down.
        notes: which notes.
        merge: moves in a row with the same text here become one entry of the history.
    """
    outer = outermost(model, steps)
    places = {step: added(place_of(model, step), by) for step in with_inside(model, outer)}
    papers = list(dict.fromkeys([*notes, *hanging(model, places)]))
    spots = {note.id: added(note.position, by) for note in _chosen(model, papers)}
    patch = step_changes.move(model, places).patch + move_notes(model, spots).patch
    return Command(_title(model, outer, papers), patch, merge)


def hanging(model: Model, steps: Iterable[str]) -> list[str]:
    """Return the ids of the notes that hang on steps."""
    chosen = set(steps)
    return [note.id for note in notes_of(model).values() if note.step in chosen]


def put(model: Model, places: Mapping[str, Pair]) -> tuple[Edit, ...]:
    """Return the edits that put steps elsewhere, and with each the notes that hang on it.

    Args:
        model: the document.
        places: top left corners by step.
    """
    spots = carried(model, places)
    return (*step_changes.move(model, places).patch, *move_notes(model, spots).patch)


def carried(model: Model, places: Mapping[str, Pair]) -> dict[str, Pair]:
    """Return where the notes come that hang on steps which are put elsewhere."""
    spots: dict[str, Pair] = {}
    for note in notes_of(model).values():
        if note.step in places:
            before, after = place_of(model, note.step), places[note.step]
            spots[note.id] = added(note.position, (after[0] - before[0], after[1] - before[1]))
    return spots


def added(place: Pair, by: Pair) -> Pair:
    """Return a place that lies so much further."""
    return place[0] + by[0], place[1] + by[1]


def _chosen(model: Model, names: list[str]) -> list[Note]:
    return [note for name, note in notes_of(model).items() if name in names]


def _title(model: Model, steps: list[str], notes: list[str]) -> str:
    if len(steps) == 1:
        return f"Move “{step_changes.title_of(model, steps[0])}”"
    if steps:
        return f"Move {len(steps)} steps"
    return "Move a note" if len(notes) == 1 else f"Move {len(notes)} notes"


def _around(model: Model, step: str) -> list[str]:
    """Return the steps around a step, the nearest first."""
    found: list[str] = []
    parent = model.nodes[step].get("parent")
    while isinstance(parent, str) and parent in model.nodes:
        found.append(parent)
        parent = model.nodes[parent].get("parent")
    return found

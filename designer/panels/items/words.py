"""Knows how an item and what became of it read in a few words. Must not know Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from designer.panels import event_words, wording
from runtime.definition.personal import masked
from runtime.expressions.plain_language import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.panels.items.loops import Cell, Loop, Row, State
    from runtime.definition.json_value import JsonValue

_LONGEST = 120
ITEM_NAME, _STEPS = "item", "steps"
"""By these names formulas inside read an item, and what steps gave."""
ICONS: dict[State, str] = {
    "ok": "tick",
    "failed": "cross",
    "waiting": "clock",
    "running": "hourglass",
    "skipped": "chevrons-right",
}
"""The mark of each state: it is told by shape and word, never by colour alone."""


def _its_own(step: str, port: str) -> str:
    del step
    return port


def _in_words(*path: str) -> str:
    return words_of(path[-1])


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is told.

    Attributes:
        over: whether the run is: what is under way then was stopped.
        masks: whether what is about a person is hidden.
        outcome_of: what a way out says of how a step ended; "" for nothing.
        title_of: what people call a field, by the names by which formulas inside read it.
    """

    over: bool = False
    masks: bool = True
    outcome_of: Callable[[str, str], str] = _its_own
    title_of: Callable[..., str] = _in_words


def item_text(loop: Loop, row: int, manner: Manner) -> str:
    """Return an item in a few words."""
    return _short(loop.items[row], manner, (ITEM_NAME,), _LONGEST)


def _short(value: JsonValue, manner: Manner, head: tuple[str, ...], most: int = 60) -> str:
    shown = masked(value) if manner.masks else value
    return wording.short(shown, most, lambda name: manner.title_of(*head, name))


def number(loop: Loop, row: int) -> str:
    """Return the number of an item as people count: "3", of a list gone through again "2.3"."""
    if len(loop.begins) < 2:  # noqa: PLR2004 - once
        return f"{row + 1:,}"
    time = next(n for n in range(len(loop.begins), 0, -1) if loop.begins[n - 1] <= row)
    return f"{time}.{row - loop.begins[time - 1] + 1:,}"


def state_of(row: Row | None, cell: Cell | None, *, over: bool) -> State | None:
    """Return the state that a cell shows, None where nothing is known yet.

    Args:
        row: the item, None where it has not begun.
        cell: the step, None where the item never came to it.
        over: whether the run is.
    """
    if cell is not None:
        return "skipped" if over and cell.state in {"running", "waiting"} else cell.state
    return "skipped" if row is not None and (over or row.state != "running") else None


def cell_text(row: Row | None, cell: Cell | None, manner: Manner) -> str:
    """Return what became of a step for an item: a word, and what came out of it."""
    state = state_of(row, cell, over=manner.over)
    if cell is None:
        return "" if state is None else "not needed"
    match state:
        case "ok":
            return _done(cell, manner)
        case "failed":
            return _joined("failed", wording.first_sentence(message(cell, manner)))
        case "waiting":
            names = tuple(name for name in cell.message.split(",") if name)
            return _joined("waiting", wording.people(names))
        case "running":
            return cell.message or "running"
        case _:
            return (cell.message if cell.state == "skipped" else "") or "stopped"


def message(cell: Cell, manner: Manner) -> str:
    """Return why a step failed for an item."""
    return str(masked(cell.message)) if manner.masks else cell.message


def _done(cell: Cell, manner: Manner) -> str:
    because = cell.because if isinstance(cell.because, dict) else {}
    if "dry run" in because:
        return event_words.would(cell.step.rpartition("/")[2], str(because["dry run"]))
    word = "test data" if because.get("test data") is not None else "done"
    if cell.port not in {"", "out"}:
        word = manner.outcome_of(cell.step, cell.port) or word
    has_more = cell.output is not None and cell.port in {"", "out"}
    head = (_STEPS, cell.step)
    return _joined(word, _short(cell.output, manner, head) if has_more else "")


def _joined(*parts: str) -> str:
    return " \N{MIDDLE DOT} ".join(part for part in parts if part)

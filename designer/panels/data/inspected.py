"""Knows what is looked at: which step of which run, and what it could see. Must not know widgets.

What went in is laid out by the names by which formulas read it, so that a field can be dragged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from designer.forms.formulas.fields import SEPARATOR, STEPS
from designer.panels.data.nodes import exact_path, names_in
from runtime.expressions.plain_language import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from designer.panels.data.nodes import Way
    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.view import RunView

OUTPUT = "output"
"""Where what the step gives stands, for its own formulas that save."""
GIVEN = "given"
"""Where what was sent, asked or handed in stands, which formulas do not read."""

_TITLES = {
    GIVEN: "What it was given",
    "item": "The current item",
    "data": "The case",
    "input": "What the case began with",
    STEPS: "Results of earlier steps",
}
_READABLE = frozenset({"item", "data", "input", STEPS, "settings", "run", "index"})
_RANKS = {"pause": 0, "incident": 1, "task": 2, "retry": 3, "time": 4}


@dataclass(frozen=True)
class Inspected:
    """A step of a run as it is looked at.

    Attributes:
        step: its id, callers first; "" where there is none.
        visits: each time that the case came, as `designer.run_bridge.recorded` tells it.
        visit: which of them is looked at, from 0; -1 where there is none.
        at: that visit; {} where there is none.
        given: what it saw, by the names by which formulas read it.
    """

    step: str = ""
    visits: Sequence[dict[str, Any]] = field(default=(), compare=False)
    visit: int = -1
    at: dict[str, Any] = field(default_factory=dict[str, Any])
    given: JsonObject = field(default_factory=dict[str, Any])

    @property
    def output(self) -> JsonValue:
        """What came out."""
        return self.at.get("out")


def inspected(
    bench: Workbench, step: str, visits: Sequence[dict[str, Any]], visit: int | None = None
) -> Inspected:
    """Return a step of the run on the desk.

    Args:
        bench: what lies on the desk.
        step: its id.
        visits: each time that the case came there, up to the moment that is looked at.
        visit: which of them, from 0; None for the last.
    """
    run = bench.run
    if run is None or not visits:
        return Inspected(step)
    at = len(visits) - 1 if visit is None else min(visit, len(visits) - 1)
    found = visits[at]
    return Inspected(step, visits, at, found, _seen(run.view.input, step, found))


def looked_at(bench: Workbench) -> str:
    """Return the step that is selected, else the one where the run stands; "" for none."""
    if len(bench.selected) == 1:
        return bench.path_of(bench.selected[0])
    view = bench.view
    return standing(view) if view is not None else ""


def standing(view: RunView) -> str:
    """Return the step where a run stands or ended; of several the one that most needs a person."""
    if view.waiting:
        return min(view.waiting_for, key=lambda waits: _RANKS.get(waits.kind, 5)).step
    if not view.steps:
        return ""
    steps = [*view.steps.values()]
    found = [step for step in steps if step.under_way] or steps
    # The last of those that ended in the same moment: they came in this order.
    last = max(enumerate(found), key=lambda each: (each[1].ended or each[1].started, each[0]))
    return last[1].id


def _seen(begun_with: JsonValue, step: str, visit: dict[str, Any]) -> JsonObject:
    found: JsonObject = {}
    given = visit["in"]
    is_inner = "/" in step
    if given is not None and given is not visit["before"] and (is_inner or given != begun_with):
        found[GIVEN] = given
    if visit["index"] >= 0:
        found["item"] = visit["item"]
    if visit["before"]:
        found["data"] = visit["before"]
    if begun_with not in (None, {}) and not is_inner:
        found["input"] = begun_with
    if visit["results"]:
        found[STEPS] = visit["results"]
    return found


# --- how what went in is called -------------------------------------------------------------------


def title_in(title_of: Callable[[str], str], known: Callable[..., str], way: Way) -> str:
    """Return what people call a place in what went in.

    Args:
        title_of: names a step.
        known: names a field by its path, "" where no schema does.
        way: to the place.
    """
    last = way[-1] if way else ""
    if isinstance(last, int):
        return f"{last + 1:,}"
    match way:
        case [_]:
            return _TITLES.get(last, words_of(last))
        case [section, _] if section == STEPS:
            return title_of(last)
        case [_, _] if path := _path_of_fact(way):
            inner = path[2:] if path[0] == STEPS else path[1:]
            head = [title_of(path[1])] if path[0] == STEPS else []
            return SEPARATOR.join([*head, *map(words_of, inner)])
        case _:
            return known(*reference_in(way)) or called(last)


def title_under(known: Callable[..., str], head: tuple[str, ...], way: Way) -> str:
    """Return what people call a place in what a formula reads by `head`; `known` as above."""
    last = way[-1] if way else ""
    if isinstance(last, int):
        return f"{last + 1:,}"
    return known(*head, *names_in(way)) or called(last)


def called(name: str) -> str:
    """Return a name as words; one that people wrote for people stays as it is: "Discount %"."""
    return name if name[:1].isupper() or " " in name else words_of(name)


def reference_in(way: Way) -> tuple[str, ...]:
    """Return the names by which a formula reads a place in what went in; () where none can."""
    names = names_in(way)
    if not names or names[0] != GIVEN:
        return names
    fact = _path_of_fact(way)
    return (*fact, *names[2:]) if fact else ()


def path_in(way: Way) -> str:
    """Return a place in what went in as text for a formula, or for people."""
    if way and way[0] == GIVEN:
        fact = _path_of_fact(way)
        return exact_path(fact, way[2:]) if fact else exact_path((), way[1:]).lstrip(".")
    return exact_path((str(way[0]),), way[1:]) if way else ""


def path_out(step: str, way: Way) -> str:
    """Return a place in what came out as later steps read it."""
    return exact_path((STEPS, step), way)


def reference_out(way: Way) -> tuple[str, ...]:
    """Return the names by which the step's own settings read what came out of it."""
    return (OUTPUT, *names_in(way))


def _path_of_fact(way: Way) -> tuple[str, ...]:
    """Return the path that a decision looked at: its facts are named by what it read."""
    match way:
        case [section, str(fact), *_] if section == GIVEN:
            parts = tuple(fact.split("."))
            is_path = len(parts) > 1 and parts[0] in _READABLE and "`" not in fact and all(parts)
            return parts if is_path else ()
        case _:
            return ()

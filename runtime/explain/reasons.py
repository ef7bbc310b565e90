"""Knows why a step was left as it was: the condition, the row, the answer, the moment.

Must not know which events are told. What it reads is the evidence that the engine wrote down
(`because`), and the drawing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runtime.events import model
from runtime.explain.shown import and_list, who
from runtime.primitives import Choose, Compute, Group, Milestone, Person

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runtime.definition.json_value import JsonObject
    from runtime.explain.happenings import Happening
    from runtime.explain.shown import Shown
    from runtime.primitives import PlanStep

NO_CONDITION = "no condition held"


def done(
    name: str,
    found: Happening,
    event: model.StepCompleted,
    earlier: model.RunEvent | None,
    shown: Shown,
) -> str:
    """Returns how a step was left and why, without a full stop.

    Args:
        name: of the step, as it is told.
        found: what happened.
        event: the same, as an event.
        earlier: the event before it on the same path.
        shown: how values are told.
    """
    because: JsonObject = event.because if isinstance(event.because, dict) else {}
    for member, say in _EVIDENCE.items():
        if member in because:
            return say(name, found, because, shown)
    if isinstance(earlier, model.TimerSet):
        return f"the moment that {name} waited for had come"
    return f"{name} was done"


def _chosen(name: str, found: Happening, because: JsonObject, shown: Shown) -> str:
    way, facts = str(because["branch"]), because.get("facts")
    when = shown.text(str(because.get("when", "")))
    held = NO_CONDITION if when == NO_CONDITION else f"{when} held"
    told = f" ({shown.told(facts)})" if isinstance(facts, dict) and facts else ""
    del found
    return f"{name} went by “{way}”, because {held}{told}"


def _row(name: str, found: Happening, because: JsonObject, shown: Shown) -> str:
    rows, inputs = because.get("rows"), because.get("inputs")
    numbers = [str(row) for row in rows] if isinstance(rows, list) else []
    numbers = numbers if rows is not None else []
    which = f"row {and_list(numbers)} of its table" if numbers else "what counts when no row does"
    told = f" ({shown.told(inputs)})" if isinstance(inputs, dict) and inputs else ""
    way = found.event.port if isinstance(found.event, model.StepCompleted) else "out"
    by = "" if way == "out" else f" and it went by “{way}”"
    return f"at {name}, {which} applied{told}{by}"


def _met(name: str, found: Happening, because: JsonObject, shown: Shown) -> str:
    del found
    when = shown.text(str(because.get("when", "enough have come")))
    return f"{name} went on: {because['arrived']} of {because.get('of')} paths had come, and {when}"


def _answered(name: str, found: Happening, because: JsonObject, shown: Shown) -> str:
    del shown
    if "outcome" not in because:
        return f"{name} was left by “overdue”, for nobody had answered in time"
    port = found.event.port if isinstance(found.event, model.StepCompleted) else ""
    votes = because.get("votes")
    several = votes if isinstance(votes, list) else []
    by = [str(v["by"]) for v in several if isinstance(v, dict) and v.get("outcome") == port]
    people = and_list([who(each) for each in dict.fromkeys(by)])
    return f"that decided {name}: “{because['outcome']}”" + (f", by {people}" if people else "")


def _simple(text: str, member: str) -> Callable[[str, Any, JsonObject, Shown], str]:
    def say(name: str, found: Happening, because: JsonObject, shown: Shown) -> str:
        del found
        return text.format(name=name, it=shown.text(who(str(because[member]))))

    return say


_EVIDENCE: Mapping[str, Callable[[str, Any, JsonObject, Shown], str]] = {
    "branch": _chosen,
    "rows": _row,
    "arrived": _met,
    "task": _answered,
    "message": _simple("with that, {name} was done", "message"),
    "left by": _simple("{name} was left by “{it}”", "left by"),
    "stopped by": _simple("{name} was left, for “{it}” had stopped it", "stopped by"),
    "stopped": _simple("{name} stopped what it was to stop (paths: {it})", "stopped"),
    "the case stands at": _simple(
        "{name} could go on, for the case stood at “{it}”", "the case stands at"
    ),
    "the case does not stand at": _simple(
        "{name} came too late, for the case stood at “{it}” no more", "the case does not stand at"
    ),
    "skipped by": _simple("{name} counts as done, for {it} let the case go on", "skipped by"),
    "test data": _simple("test data stood for the work of {name}", "test data"),
    "dry run": _simple("{name} was not done, for this is a dry run: {it}", "dry run"),
}
"""By what stands in the evidence; the first that fits."""


# --- ways that were not taken ---------------------------------------------------------------------


def not_taken(step: PlanStep, port: str, also: tuple[str, ...], shown: Shown) -> dict[str, str]:
    """Returns why a step was not left by its other ways that are drawn.

    Args:
        step: as drawn.
        port: the way it was left by; "error" where it failed.
        also: further ways it was left by at the same time.
        shown: how conditions are told.
    """
    left = {port, *also, "undo"}
    return {
        way: _why_not(step, way, port, shown)
        for way, exits in step.exits.items()
        if exits and way not in left
    }


def _why_not(step: PlanStep, way: str, port: str, shown: Shown) -> str:
    aside = _ASIDE.get(way) or _LEFT_ASIDE.get(port)
    if aside:
        return aside
    match step.primitive:
        case Choose() as choose:
            reason = _not_chosen(choose, way, port, shown)
        case Person() as person:
            reason = _not_answered(person, way, port)
        case Group():
            reason = "it was left before" if way == "done" else "that did not happen while it ran"
        case Milestone():
            in_time = "the case stood where it was to stand"
            reason = in_time if way == "too_late" else "it came too late"
        case Compute(verdict=True):
            reason = "the rows that lead there did not apply"
        case _:
            reason = "it was left by another way"
    return reason


_ASIDE = {"error": "it did not fail", "cancelled": "nothing stopped it"}
_LEFT_ASIDE = {"error": "it failed before", "cancelled": "it was stopped before"}


def _not_chosen(choose: Choose, way: str, port: str, shown: Shown) -> str:
    ports = [branch.port for branch in choose.branches]
    if way == choose.default and way not in ports:
        return "a condition held"
    place = ports.index(way) if way in ports else -1
    taken = ports.index(port) if port in ports else len(ports)
    if place < 0:
        return "no condition leads there"
    if place > taken and not choose.every:
        return "an earlier way fitted already, so its condition was not looked at"
    return f"{shown.text(choose.branches[place].when.text)} did not hold"


def _not_answered(person: Person, way: str, port: str) -> str:
    if way == "overdue":
        return "it was answered in time"
    if port == "overdue":
        return "nobody had answered in time"
    title = next((each.title for each in person.outcomes if each.port == way), way)
    return f"“{title}” was not what they decided"


def label(step: PlanStep, port: str) -> str:
    """Returns what a way out of a step is called."""
    primitive = step.primitive
    if isinstance(primitive, Choose):
        return next((b.label or b.port for b in primitive.branches if b.port == port), port)
    if isinstance(primitive, Person):
        return next((way.title for way in primitive.outcomes if way.port == port), port)
    return port

"""Knows which events an explanation is made of: what led there, from the start on, and why not.

Must not know how a single event is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runtime.definition.record import record
from runtime.errors import BatonError
from runtime.events import model
from runtime.explain.happenings import happenings
from runtime.explain.reasons import label, not_taken
from runtime.explain.sentences import sentence
from runtime.explain.shown import Shown
from runtime.explain.teller import Teller
from runtime.explain.unreached import unreached
from runtime.primitives import CallPlan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.causes import Mover
    from runtime.events.model import Recorded
    from runtime.explain.happenings import Happening
    from runtime.primitives import Plan, PlanStep


class UnknownStepError(BatonError):
    """The workflow of the case has no such step."""

    code = "explain.step"


@record
class Told:
    """One thing that led there.

    Attributes:
        seq: its place in the case; `cause` the places of what led to it.
        at: when (ISO, UTC); `moment` the same as people here write it.
        step: id of the step with its callers; "" for the whole case.
        event: the type of the event.
        by: who or what moved it: "person", "time", "message" or "process".
        who: id of the person, where one did.
        sentence: in words.
        facts: values that it rests on, by name; personal ones are hidden unless asked for.
        not_taken: way out -> why it was not taken.
    """

    seq: int
    at: str
    moment: str
    step: str
    event: str
    by: Mover
    who: str
    sentence: str
    cause: tuple[int, ...]
    facts: JsonObject
    not_taken: dict[str, str]


@record
class Explanation:
    """How a case came to a step, or to where it is.

    Attributes:
        run: id of the case; `name` of its workflow.
        step: the step asked for, with its callers; "" for the whole case.
        title: what people call it.
        reached: whether the case came there.
        story: what led there, from the start on.
        why_not: where it was not reached, why not.
    """

    run: str
    name: str
    step: str
    title: str
    reached: bool
    story: tuple[Told, ...] = ()
    why_not: tuple[str, ...] = ()


def why(
    run: str, recorded: Sequence[Recorded], plan: Plan, step: str = "", shown: Shown | None = None
) -> Explanation:
    """Explains how a case came to a step and what came of it there, or all that happened in it.

    Args:
        run: id of the case.
        recorded: all its events.
        plan: what it is pinned to.
        step: id of a step, callers first ("credit_check/approve"), or a name that is its alone;
            of several visits the last one counts. "" for all that happened.
        shown: how values are told; None hides what is personal and takes this machine's time.

    Raises:
        UnknownStepError: the workflow has no such step.
    """
    teller = Teller(happenings(recorded, plan), plan, shown or Shown())
    place, drawn = _asked_for(plan, step) if step else ("", None)
    ends = _ends(teller.all, place)
    if place and not ends:
        reasons = unreached(teller, place)
        name, title = _name(teller), _title(drawn)
        return Explanation(run, name, place, title, reached=False, why_not=tuple(reasons))
    story = [_told(teller, found) for found in _leading(teller.all, ends)]
    told = tuple(each for each in story if each.sentence)
    return Explanation(run, _name(teller), place, _title(drawn), reached=True, story=told)


def _name(teller: Teller) -> str:
    return teller.plan.bodies[teller.plan.main].name or teller.plan.main


def _title(drawn: PlanStep | None) -> str:
    return drawn.name if drawn is not None else ""


def _asked_for(plan: Plan, step: str) -> tuple[str, PlanStep]:
    """Returns the place that was meant, and the step that is drawn there."""
    body, around = plan.bodies[plan.main], ""
    *callers, last = step.split("/")
    for caller in callers:
        call = body.steps.get(caller)
        primitive = call.primitive if call is not None else None
        if not isinstance(primitive, CallPlan) or primitive.body not in plan.bodies:
            raise _unknown(step, body.steps)
        body, around = plan.bodies[primitive.body], f"{around}{caller}/"
    named = [each for each in body.steps.values() if each.name.casefold() == last.casefold()]
    found = body.steps.get(last) or (named[0] if len(named) == 1 else None)
    if found is None:
        raise _unknown(step, body.steps)
    return around + found.id, found


def _unknown(step: str, steps: Iterable[str]) -> UnknownStepError:
    return UnknownStepError(
        f"The workflow of this case has no step “{step}”.",
        why="A case keeps the drawing it began with, and steps go by their id.",
        next_step=f"Name one of: {', '.join(sorted(steps))}.",
    )


# --- what led there -------------------------------------------------------------------------------


def _ends(everything: Sequence[Happening], place: str) -> list[int]:
    """Returns what is to be explained: the newest event at a step, or all that happened."""
    if not place:
        return [each.seq for each in everything]
    here = [each.seq for each in everything if each.place == place and each.step is not None]
    return here[-1:] or _coming(everything, place)[-1:]


def _coming(everything: Sequence[Happening], place: str) -> list[int]:
    """Returns the events that brought a path to a step where nothing has happened yet."""
    return [
        each.seq
        for each in everything
        for _, target, _ in (*getattr(each.event, "moves", ()), *getattr(each.event, "moved", ()))
        if each.around + target == place
    ]


def _leading(everything: Sequence[Happening], ends: list[int]) -> list[Happening]:
    """Returns all that led to some events, and those, in their order."""
    found, left = set(ends), list(ends)
    while left:
        for of in everything[left.pop()].cause.of:
            if of not in found:
                found.add(of)
                left.append(of)
    return [everything[seq] for seq in sorted(found)]


# --- telling it -----------------------------------------------------------------------------------


def _told(teller: Teller, found: Happening) -> Told:
    shown = teller.shown
    return Told(
        found.seq,
        found.at,
        shown.moment(found.at),
        found.place,
        type(found.event).__name__,
        found.cause.by,
        _person(found),
        sentence(teller, found),
        found.cause.of,
        shown.facts(_facts(found.event)),
        _not_taken(found, shown),
    )


def _person(found: Happening) -> str:
    if found.cause.by not in {"person", "message"}:
        return ""
    event: Any = found.event
    return str(getattr(event, "by", "") or getattr(event, "requester", "") or found.by)


def _facts(event: model.RunEvent) -> JsonObject:
    """Returns the values that an event rests on, as the engine wrote them down."""
    if isinstance(event, model.TaskOpened):
        return event.facts
    known: JsonValue = None
    if isinstance(event, model.StepCompleted) and isinstance(event.because, dict):
        known = event.because.get("facts") or event.because.get("inputs")
    return known if isinstance(known, dict) else {}


def _not_taken(found: Happening, shown: Shown) -> dict[str, str]:
    event, step = found.event, found.step
    if step is None:
        return {}
    if isinstance(event, model.StepFailed) and event.moves:
        reasons = not_taken(step, "error", (), shown)
    elif isinstance(event, model.StepCompleted):
        reasons = not_taken(step, event.port, event.also, shown)
    else:
        return {}
    return {label(step, way): reason for way, reason in reasons.items()}

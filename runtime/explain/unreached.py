"""Knows why a case has not come to a step: a way not taken, a step that waits, a path stopped.

Must not know how a single event is told.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from runtime.events import model
from runtime.explain.reasons import label, not_taken
from runtime.explain.sentences import sentence
from runtime.primitives import CallPlan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.explain.happenings import Happening
    from runtime.explain.teller import Teller
    from runtime.primitives import Body, Plan


def unreached(teller: Teller, place: str) -> list[str]:
    """Returns why a case did not come to a step, one sentence each, the nearest first.

    Args:
        teller: knows what happened.
        place: the step with its callers.
    """
    found: list[str] = []
    seen, left = {place}, deque([place])
    while left:
        here = left.popleft()
        for before, port in _ways_to(teller.plan, here):
            last = _last(teller, before)
            if last is None:
                if before not in seen:
                    seen.add(before)
                    left.append(before)
            else:
                found.append(_reason(teller, last, port))
    end = _end(teller)
    return list(dict.fromkeys([*found, *end])) or ["Nothing in the drawing leads there."]


def _ways_to(plan: Plan, place: str) -> Iterator[tuple[str, str]]:
    """Yields the steps with the ports from which a step is come to; a part by its own coming."""
    around, _, step = place.rpartition("/")
    body = _body(plan, around)
    if body is None:
        return
    prefix = f"{around}/" if around else ""
    for each in body.steps.values():
        for port, exits in each.exits.items():
            if any(one.target == step for one in exits):
                yield prefix + each.id, port
        if step in each.entries:
            yield prefix + each.id, ""
    if step == body.start and around:
        yield around, ""


def _body(plan: Plan, around: str) -> Body | None:
    body = plan.bodies.get(plan.main)
    for caller in filter(None, around.split("/")):
        call = body.steps.get(caller) if body is not None else None
        primitive = call.primitive if call is not None else None
        body = plan.bodies.get(primitive.body) if isinstance(primitive, CallPlan) else None
    return body


def _last(teller: Teller, place: str) -> Happening | None:
    """Returns the newest event at a step that says how it stands there."""
    for each in reversed(teller.all):
        here = each.place == place or place in _stopped_at(teller, each)
        if here and sentence(teller, each):
            return each
    return None


def _stopped_at(teller: Teller, found: Happening) -> list[str]:
    """Returns the steps at which an event stopped paths."""
    if not isinstance(found.event, model.TokensCancelled):
        return []
    return [teller.stands(token, found.seq)[0] for token in found.event.tokens]


def _reason(teller: Teller, last: Happening, port: str) -> str:
    """Why the case did not go on from a step that it has come to."""
    event, step = last.event, last.step
    way = f"“{label(step, port)}”" if step is not None and port else "what lies inside"
    if step is not None and port and isinstance(event, model.StepCompleted | model.StepFailed):
        left = event.port if isinstance(event, model.StepCompleted) else "error"
        also = event.also if isinstance(event, model.StepCompleted) else ()
        reasons = not_taken(step, left, also, teller.shown)
        if port in reasons:
            return f"{sentence(teller, last)} The way there is {way}: {reasons[port]}."
    if isinstance(event, model.StepCompleted | model.PathEnded | model.TokensCancelled):
        return sentence(teller, last)
    return f"{teller.name(last)} comes before it and is not done: {_lower(sentence(teller, last))}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _end(teller: Teller) -> list[str]:
    """Returns how the case ended, where it did; what was stopped then could not come there."""
    last = teller.all[-1]
    over = model.RunFailed | model.RunCancelled
    return [sentence(teller, last)] if isinstance(last.event, over) else []

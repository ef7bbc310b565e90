"""Knows each event with the step it happened at, as drawn, and its cause. Must not put it in words.

A step of a called workflow is named with its caller: "credit_check/approve".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from runtime.definition.record import record
from runtime.events import model
from runtime.events.causes import Causes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.events.causes import Cause
    from runtime.events.model import Recorded
    from runtime.primitives import Plan, PlanStep


@record
class Happening:
    """An event of a case, with what it happened at.

    Attributes:
        place: the step with its callers; "" where it is about the whole case.
        step: as it is drawn; None where the plan does not have it.
        around: the callers, each with "/" behind it.
        body: id of the workflow that the step belongs to.
        before: the newest event of the same path before this one, by its place; -1 for none.
    """

    seq: int
    at: str
    by: str
    event: model.RunEvent
    cause: Cause
    place: str = ""
    step: PlanStep | None = None
    around: str = ""
    body: str = ""
    before: int = -1


@dataclass(slots=True)
class _Reader:
    """Follows where each path is."""

    plan: Plan
    causes: Causes = field(default_factory=Causes)
    around: dict[int, str] = field(default_factory=dict[int, str])
    body: dict[int, str] = field(default_factory=dict[int, str])
    at: dict[int, str] = field(default_factory=dict[int, str])
    last: dict[int, int] = field(default_factory=dict[int, int])
    undone: dict[int, str] = field(default_factory=dict[int, str])

    def read(self, recorded: Recorded) -> Happening:
        event: Any = recorded.event
        token = getattr(event, "token", 1 if isinstance(event, model.RunStarted) else 0)
        body = self.body.setdefault(token, self.plan.main) if token else self.plan.main
        step = str(getattr(event, "step", "") or self.at.get(token, ""))
        around = self.around.get(token, "")
        found = Happening(
            recorded.seq,
            recorded.at,
            recorded.by,
            event,
            self.causes.of(recorded),
            around + step if step else "",
            step_of(self.plan, body, step),
            around,
            body,
            self.last.get(token, -1),
        )
        self._note(found, event, token, step)
        return found

    def _note(self, found: Happening, event: Any, token: int, step: str) -> None:
        if token:
            self.at[token], self.last[token] = step, found.seq
        around, body = found.around, found.body
        if isinstance(event, model.CallStarted):
            around, body = f"{found.place}/", event.body
        elif isinstance(event, model.UndoStarted):
            body = self.undone.get(event.of, body)
        elif isinstance(event, model.StepCompleted) and event.undo:
            self.undone[found.seq] = body
        for number, target, _ in getattr(event, "moves", ()):
            self.around[number], self.body[number] = around, body
            self.at[number], self.last[number] = target, found.seq
        for number, target, _ in getattr(event, "moved", ()):
            self.at[number], self.last[number] = target, found.seq


def step_of(plan: Plan, body: str, step: str) -> PlanStep | None:
    """Returns a step of a workflow; None where it is not drawn there."""
    drawn = plan.bodies.get(body)
    return drawn.steps.get(step) if drawn is not None else None


def happenings(recorded: Sequence[Recorded], plan: Plan) -> list[Happening]:
    """Returns all that happened, in its order."""
    reader = _Reader(plan)
    return [reader.read(each) for each in recorded]

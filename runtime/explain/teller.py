"""Knows how steps, paths, answers and errors of a case are named. Must not know what is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runtime.explain.happenings import step_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.definition.json_value import JsonObject
    from runtime.explain.happenings import Happening
    from runtime.explain.shown import Shown
    from runtime.primitives import Plan


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells what happened.

    Attributes:
        all: everything that happened, by place.
        plan: what the case is pinned to.
        shown: how values are told.
    """

    all: Sequence[Happening]
    plan: Plan
    shown: Shown

    def name(self, found: Happening) -> str:
        """Returns the step that something happened at, with what runs it."""
        plain = found.step.name if found.step is not None else found.place
        within = found.around.rstrip("/").replace("/", "”, in “")
        return f"“{plain}”" + (f" in “{within}”" if within else "")

    def beside(self, found: Happening, step: str) -> str:
        """Returns another step of the same workflow."""
        drawn = step_of(self.plan, found.body, step)
        return f"“{drawn.name if drawn is not None else step}”"

    def reason(self, text: str) -> str:
        """Returns why a person did something, behind what they did."""
        return f" (“{self.shown.text(text)}”)" if text else ""

    def error(self, error: JsonObject) -> str:
        """Returns what an error says, without its full stop."""
        text = str(error.get("message") or error.get("code") or "no reason was given")
        return self.shown.text(text.partition(". ")[0].rstrip("."))

    def answer(self, found: Happening, port: str) -> str:
        """Returns the title of an answer to a task."""
        ways = getattr(getattr(found.step, "primitive", None), "outcomes", ())
        return next((way.title for way in ways if way.port == port), port)

    def stands(self, token: int, before: int) -> tuple[str, str]:
        """Returns where a path stood before an event: the step with its callers, and in words."""
        for each in reversed(self.all[:before]):
            for number, target, _ in getattr(each.event, "moves", ()):
                if number == token:
                    return each.around + target, self.beside(each, target)
            if getattr(each.event, "token", 0) == token:
                return each.place, self.name(each)
        return "", "a step"

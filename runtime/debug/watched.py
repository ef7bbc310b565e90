"""Knows what must be remembered of a test run to act it out. Must not act or store anything.

Everything here is a fold of the run's events, so it is the same after a crash.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from runtime.debug.options import answers_in, troubles_in
from runtime.events import model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.debug.options import SimulatedAnswer, Trouble
    from runtime.events.model import RunEvent


@dataclass(slots=True)
class Watched:
    """A test run.

    Attributes:
        answers, troubles: how it is made up now, by step and by connection.
        given: how many simulated answers each step has had.
        open: tasks that can be answered, with what people see of them.
        voted: how many answers each task has had.
        calls: how many calls of each connection have met its trouble.
    """

    answers: dict[str, list[SimulatedAnswer]] = field(
        default_factory=dict[str, "list[SimulatedAnswer]"]
    )
    troubles: dict[str, Trouble] = field(default_factory=dict[str, "Trouble"])
    given: Counter[str] = field(default_factory=Counter[str])
    open: dict[str, model.TaskOpened] = field(default_factory=dict[str, model.TaskOpened])
    voted: Counter[str] = field(default_factory=Counter[str])
    calls: Counter[str] = field(default_factory=Counter[str])

    def see(self, event: RunEvent) -> None:
        """Takes one more event in."""
        match event:
            case model.TrialArranged():
                self.answers, self.troubles = answers_in(event), troubles_in(event)
            case model.TaskOpened():
                self.open[event.task] = event
            case model.TaskVoted():
                self.voted[event.task] += 1
                if event.simulated and event.task in self.open:
                    self.given[self.open[event.task].step] += 1
            case model.TaskClosed() | model.TaskRefused():
                # One that was refused is left to a person: the same answer is refused again.
                self.open.pop(event.task, None)
            case model.RetryScheduled() | model.StepFailed() | model.IncidentOpened():
                self.calls[str(event.error.get("detail", ""))] += 1
            case _:
                pass

    def next_answer(self, task: str) -> SimulatedAnswer | None:
        """Returns what a simulated person says next to a task, if somebody does."""
        opened = self.open.get(task)
        found = self.answers.get(opened.step) if opened is not None else None
        if opened is None or not found:
            return None
        return found[min(self.given[opened.step], len(found) - 1)]


def watched(events: Iterable[RunEvent]) -> Watched | None:
    """Returns what is remembered of a run; None for one that is no test."""
    found: Watched | None = None
    for event in events:
        if found is None and isinstance(event, model.TrialArranged):
            found = Watched()
        if found is not None:
            found.see(event)
    return found

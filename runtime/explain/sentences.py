"""Knows how each event is told by a colleague, in one sentence. Must not know which ones are told.

A sentence of "" is not told by itself: another one says it better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runtime.events import model
from runtime.explain import told_of_cases as cases
from runtime.explain import told_of_paths as paths
from runtime.explain import told_of_people as people

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.explain.happenings import Happening
    from runtime.explain.teller import Teller


def sentence(tell: Teller, found: Happening) -> str:
    """Returns one sentence; "" for what is not told by itself."""
    text = _SAY[type(found.event)](tell, found, found.event)
    return text and f"{text[0].upper()}{text[1:]}."


def _plainly(text: str) -> Callable[[Teller, Happening, Any], str]:
    """A sentence that names nothing but the step."""

    def say(tell: Teller, found: Happening, event: Any) -> str:
        del event
        return text.format(step=tell.name(found))

    return say


def _nothing(tell: Teller, found: Happening, event: Any) -> str:
    del tell, found, event
    return ""


_SAY: dict[type[Any], Callable[[Teller, Happening, Any], str]] = {
    model.RunStarted: cases.started,
    model.TrialArranged: _plainly("the test was made up: steps may have test data"),
    model.RunForked: _plainly("what stands above was taken from another run"),
    model.StepPaused: _plainly("the test paused before {step}"),
    model.StepResumed: cases.steered("let the test go on"),
    model.DataEdited: cases.steered("changed the data of the test"),
    model.StepScheduled: cases.scheduled,
    model.StepReturned: _nothing,
    model.StepCompleted: cases.step_completed,
    model.ResultIgnored: _plainly("a result of {step} came after its path had been stopped"),
    model.StepFailed: cases.step_failed,
    model.RetryScheduled: cases.retry,
    model.TimerSet: paths.timer,
    model.TaskOpened: people.asked,
    model.TaskVoted: people.voted,
    model.TaskRefused: people.refused,
    model.TaskDelegated: people.delegated,
    model.TaskReminded: _plainly("the people asked at {step} were reminded"),
    model.TaskEscalated: people.escalated,
    model.TaskClosed: people.closed,
    model.JoinArrived: paths.arrived,
    model.StepHeld: paths.held,
    model.StepAdmitted: paths.admitted,
    model.RaceStarted: _plainly("{step} let several waits begin; the first one over decides"),
    model.MessageAwaited: paths.awaited,
    model.MessageTaken: paths.taken,
    model.MessageSent: paths.sent,
    model.GroupStarted: _plainly("the part {step} began"),
    model.GroupEnded: _plainly("all steps inside of {step} were done"),
    model.BoundaryPassed: paths.boundary,
    model.ItemsAdded: paths.added,
    model.EachStarted: paths.each,
    model.EachStopped: paths.each_stopped,
    model.EachPassed: paths.passed,
    model.EachOver: _plainly("the last item of {step} was done"),
    model.ItemStarted: paths.item("began"),
    model.ItemEnded: paths.item("was done"),
    model.CallStarted: paths.called,
    model.CallEnded: _plainly("the workflow that {step} runs was done"),
    model.UndoStarted: paths.undo,
    model.UndoEnded: _plainly("{step} had undone it"),
    model.ScopesClosed: _nothing,
    model.PathEnded: _plainly("a path of the case ended at {step}"),
    model.TokensCancelled: paths.stopped,
    model.IncidentOpened: cases.incident,
    model.IncidentResolved: cases.resolved,
    model.RunSuspended: cases.steered("suspended the case"),
    model.RunResumed: cases.steered("let the case go on"),
    model.RunMigrated: cases.steered("let the case go on by another version of its workflow"),
    model.DataCorrected: cases.corrected,
    model.PathMoved: cases.moved,
    model.RunCompleted: cases.completed,
    model.RunFailed: cases.failed_run,
    model.RunCancelled: cases.cancelled_run,
}
SAID = frozenset(_SAY)
"""Types of events that can be told."""

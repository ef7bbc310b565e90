"""Knows how each event changes a run's state.

Must not decide anything: it only writes down what happened.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from runtime.events import model
from runtime.events.saves import saved, without
from runtime.kernel import evolve_scopes
from runtime.kernel.drafting import came_in, drop, leave, leave_join, put, save
from runtime.kernel.state import (
    Awaited,
    Held,
    Incident,
    Returned,
    RunState,
    Scope,
    Sent,
    Task,
    Token,
    Trial,
    Vote,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def evolve(state: RunState, event: model.RunEvent) -> RunState:
    """Returns the state after the event; the state given is not touched."""
    draft = state.fork()
    apply(draft, event)
    return draft


def fold(state: RunState, events: Iterable[model.RunEvent]) -> RunState:
    """Returns the state after all events."""
    draft = state.fork()
    for event in events:
        apply(draft, event)
    return draft


def apply(draft: RunState, event: model.RunEvent) -> None:
    """Changes a draft that nobody else can see yet."""
    _APPLY[type(event)](draft, event)
    draft.seq += 1


# --- one function an event ------------------------------------------------------------------------


def _run_started(draft: RunState, event: model.RunStarted) -> None:
    draft.status = "open"
    draft.plan, draft.definition, draft.name = event.plan, event.definition, event.name
    draft.key, draft.requester, draft.dry = event.key, event.requester, event.dry
    draft.environment, draft.replays = event.environment, event.replays
    root = Scope(0, 0, 0, 0, event.body, input=event.input, data={}, live=1)
    draft.scopes = draft.scopes.insert(0, root)
    draft.next_id = 2
    put(draft, Token(1, 0, event.step))


def _trial_arranged(draft: RunState, event: model.TrialArranged) -> None:
    draft.trial = Trial(event.pins, frozenset(event.stops), event.each)


def _step_paused(draft: RunState, event: model.StepPaused) -> None:
    token = draft.tokens[event.token]
    put(draft, token.at("paused", token.work))


def _step_resumed(draft: RunState, event: model.StepResumed) -> None:
    token = draft.tokens[event.token]
    if draft.trial is not None:
        draft.trial = replace(draft.trial, each=event.each)
    came_in(draft, token.scope)
    put(draft, token.at("ready", token.work))


def _data_edited(draft: RunState, event: model.DataEdited) -> None:
    scope = draft.scopes[draft.scopes[draft.tokens[event.token].scope].frame].copy()
    scope.data = event.data
    draft.scopes = draft.scopes.insert(scope.id, scope)


def _step_scheduled(draft: RunState, event: model.StepScheduled) -> None:
    token = draft.tokens[event.token]
    put(draft, token.at("scheduled", Sent(event.request, event.key), event.attempt))


def _meet(draft: RunState, event: model.StepReturned | model.StepCompleted) -> None:
    """At a join, the other tokens end, and those that have not come are too late for it."""
    for number in event.consumed:
        drop(draft, draft.tokens[number])
    for number in event.late:
        token = draft.tokens[number]
        put(draft, replace(token, late=(*token.late, event.step)))


def _step_returned(draft: RunState, event: model.StepReturned) -> None:
    _meet(draft, event)
    token = draft.tokens[event.token]
    if token.phase == "joining":
        leave_join(draft, token)
    if token.phase == "waiting":
        came_in(draft, token.scope)
    work = Returned(event.output, event.port, event.because, event.also)
    put(draft, token.at("returned", work))


def _step_completed(draft: RunState, event: model.StepCompleted) -> None:
    _meet(draft, event)
    token = draft.tokens[event.token]
    scope = draft.scopes[token.scope].copy()
    scope.last = event.output
    scope.outputs = scope.outputs.insert(event.step, event.output)
    from_outside = token.attempt > 0 or token.phase == "waiting"
    scope.idle = 0 if from_outside else scope.idle + 1
    leave(draft, token, event.moves, scope)
    if from_outside and scope.id:
        came_in(draft, scope.parent)
    if event.saves:
        save(draft, scope.frame, event.saves)
    if event.undo:
        evolve_scopes.note_undoable(draft, token, event.step, event.undo)


def _step_failed(draft: RunState, event: model.StepFailed) -> None:
    token = draft.tokens[event.token]
    scope = draft.scopes[token.scope].copy()
    scope.error = event.error
    leave(draft, token, event.moves, scope)


def _retry_scheduled(draft: RunState, event: model.RetryScheduled) -> None:
    old = draft.tokens[event.token]
    token = old.at("retrying", old.work)
    token.timers = (("retry", event.due),)
    put(draft, token)


def _timer_set(draft: RunState, event: model.TimerSet) -> None:
    token = draft.tokens[event.token].at("waiting")
    token.timers = (("delay", event.due),)
    put(draft, token)


def _task_opened(draft: RunState, event: model.TaskOpened) -> None:
    task = Task(event.task, event.assignees, event.not_allowed, escalate_to=event.escalate_to)
    token = draft.tokens[event.token].at("waiting", task)
    timers = (("due", event.due), ("remind", event.remind))
    token.timers = tuple(t for t in timers if t[1])
    put(draft, token)


def _change_task(draft: RunState, number: int, change: Callable[[Task], Task], done: str) -> None:
    """Replaces a token's task and takes away the timer that has done its work."""
    old = draft.tokens[number]
    if isinstance(old.work, Task):
        token = old.at("waiting", change(old.work))
        token.timers = tuple(t for t in old.timers if t[0] != done)
        put(draft, token)


def _task_voted(draft: RunState, event: model.TaskVoted) -> None:
    vote = Vote(event.by, event.outcome, event.values, event.reason, event.simulated)
    _change_task(draft, event.token, lambda t: replace(t, votes=(*t.votes, vote)), "")


def _task_delegated(draft: RunState, event: model.TaskDelegated) -> None:
    _change_task(
        draft,
        event.token,
        lambda t: replace(t, assignees=event.assignees, handed_on=(*t.handed_on, event.by)),
        "",
    )


def _task_reminded(draft: RunState, event: model.TaskReminded) -> None:
    _change_task(draft, event.token, lambda t: t, "remind")


def _task_escalated(draft: RunState, event: model.TaskEscalated) -> None:
    _change_task(
        draft,
        event.token,
        lambda t: replace(t, assignees=t.assignees + event.added, overdue=True),
        "due",
    )


def _only_evidence(draft: RunState, event: model.RunEvent) -> None:
    """An event that changes no state."""


def _join_arrived(draft: RunState, event: model.JoinArrived) -> None:
    token = draft.tokens[event.token]
    if event.swallowed:
        drop(draft, token)
        return
    joining = token.at("joining")
    joining.watches = event.watches
    put(draft, joining)
    place = (token.scope, event.step)
    waiting = draft.joins.get(place) or ()
    draft.joins = draft.joins.insert(place, (*waiting, (token.id, event.edge)))


def _held(draft: RunState, event: model.StepHeld) -> None:
    token = draft.tokens[event.token].at("held", Held(event.why, draft.seq))
    token.watches = True
    put(draft, token)


def _admitted(draft: RunState, event: model.StepAdmitted) -> None:
    token = draft.tokens[event.token].at("ready")
    token.admitted = True
    put(draft, token)


def _message_awaited(draft: RunState, event: model.MessageAwaited) -> None:
    awaited = Awaited(event.name, event.key, event.kept)
    put(draft, draft.tokens[event.token].at("waiting", awaited))


def _path_ended(draft: RunState, event: model.PathEnded) -> None:
    token = draft.tokens[event.token]
    scope = draft.scopes[token.scope].copy()
    if isinstance(event.output, dict):
        scope.ended = {**(scope.ended or {}), **event.output}
    leave(draft, token, (), scope)
    if event.saves:
        save(draft, scope.frame, event.saves)


def _tokens_cancelled(draft: RunState, event: model.TokensCancelled) -> None:
    stopped = frozenset(event.tokens)
    for number in event.tokens:
        token = draft.tokens.get(number)
        if token is not None:
            drop(draft, token)
    for scope in list(draft.scopes.values()):
        if scope.owner in stopped:
            draft.scopes = draft.scopes.remove(scope.id)


def _incident_opened(draft: RunState, event: model.IncidentOpened) -> None:
    token = draft.tokens[event.token]
    if token.phase == "joining":
        leave_join(draft, token)
    put(draft, token.at("incident", Incident(event.kind, event.error, token.work)))


def _incident_resolved(draft: RunState, event: model.IncidentResolved) -> None:
    token = draft.tokens[event.token]
    work = token.work.work if isinstance(token.work, Incident) else None
    came_in(draft, token.scope)
    if isinstance(work, Returned):
        put(draft, token.at("returned", work))
    elif isinstance(work, Sent) and event.request is not None:
        put(draft, token.at("ready", Sent(event.request, work.key)))
    else:
        put(draft, token.at("ready", work))


def _run_suspended(draft: RunState, event: model.RunSuspended) -> None:
    draft.suspended = event.by


def _run_resumed(draft: RunState, event: model.RunResumed) -> None:
    del event
    draft.suspended = ""


def _data_corrected(draft: RunState, event: model.DataCorrected) -> None:
    scope = draft.scopes[event.scope].copy()
    scope.data = without(saved(scope.data, event.saves), event.removed)
    draft.scopes = draft.scopes.insert(scope.id, scope)
    came_in(draft, event.scope)


def _path_moved(draft: RunState, event: model.PathMoved) -> None:
    token = draft.tokens[event.token]
    came_in(draft, token.scope)
    leave(draft, token, event.moves, draft.scopes[token.scope].copy())


def _run_completed(draft: RunState, event: model.RunCompleted) -> None:
    draft.status, draft.output = "completed", event.output


def _run_failed(draft: RunState, event: model.RunFailed) -> None:
    draft.status, draft.error = "failed", event.error


def _run_cancelled(draft: RunState, event: model.RunCancelled) -> None:
    draft.status = "cancelled"
    draft.error = {"code": "cancelled", "message": event.reason, "by": event.by}


_APPLY: dict[type[Any], Callable[[RunState, Any], None]] = {
    model.RunStarted: _run_started,
    model.TrialArranged: _trial_arranged,
    model.RunForked: _only_evidence,
    model.StepPaused: _step_paused,
    model.StepResumed: _step_resumed,
    model.DataEdited: _data_edited,
    model.StepScheduled: _step_scheduled,
    model.StepReturned: _step_returned,
    model.StepCompleted: _step_completed,
    model.ResultIgnored: _only_evidence,
    model.StepFailed: _step_failed,
    model.RetryScheduled: _retry_scheduled,
    model.TimerSet: _timer_set,
    model.TaskOpened: _task_opened,
    model.TaskVoted: _task_voted,
    model.TaskRefused: _only_evidence,
    model.TaskDelegated: _task_delegated,
    model.TaskReminded: _task_reminded,
    model.TaskEscalated: _task_escalated,
    model.TaskClosed: _only_evidence,
    model.JoinArrived: _join_arrived,
    model.StepHeld: _held,
    model.StepAdmitted: _admitted,
    model.MessageAwaited: _message_awaited,
    model.MessageTaken: _only_evidence,
    model.MessageSent: _only_evidence,
    model.PathEnded: _path_ended,
    model.TokensCancelled: _tokens_cancelled,
    model.IncidentOpened: _incident_opened,
    model.IncidentResolved: _incident_resolved,
    model.RunSuspended: _run_suspended,
    model.RunResumed: _run_resumed,
    model.DataCorrected: _data_corrected,
    model.PathMoved: _path_moved,
    model.RunCompleted: _run_completed,
    model.RunFailed: _run_failed,
    model.RunCancelled: _run_cancelled,
    **evolve_scopes.APPLY,
}

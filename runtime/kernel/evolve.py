"""Knows how each event changes a run's state.

Must not decide anything: it only writes down what happened.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rpds import HashTrieMap

from runtime.events import model
from runtime.kernel.state import (
    Called,
    Incident,
    Items,
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

    from runtime.definition.json_value import JsonObject, JsonValue

_ACTIVE = frozenset({"ready", "scheduled", "returned"})


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


# --- tokens and scopes ----------------------------------------------------------------------------


def _put(draft: RunState, token: Token) -> None:
    """Stores a token and keeps the sums over tokens right."""
    old = draft.tokens.get(token.id)
    if old is not None:
        _uncount(draft, old)
    draft.active += token.phase in _ACTIVE
    draft.incidents += token.phase == "incident"
    if token.timers:
        draft.timed = draft.timed.insert(token.id, min(due for _, due in token.timers))
    draft.tokens = draft.tokens.insert(token.id, token)


def _uncount(draft: RunState, token: Token) -> None:
    draft.active -= token.phase in _ACTIVE
    draft.incidents -= token.phase == "incident"
    if token.timers:
        draft.timed = draft.timed.remove(token.id)


def _drop(draft: RunState, token: Token) -> None:
    """Ends a token; a scope it owned ends with it."""
    _uncount(draft, token)
    draft.tokens = draft.tokens.remove(token.id)
    if token.scope in draft.scopes:
        scope = draft.scopes[token.scope].copy()
        scope.live -= 1
        draft.scopes = draft.scopes.insert(scope.id, scope)
    if token.phase == "joining":
        _leave_join(draft, token)


def _leave_join(draft: RunState, token: Token) -> None:
    place = (token.scope, token.step)
    left = tuple(at for at in draft.joins[place] if at[0] != token.id)
    draft.joins = draft.joins.insert(place, left) if left else draft.joins.remove(place)


def _move(draft: RunState, scope: int, moves: model.Moves, late: tuple[str, ...] = ()) -> int:
    """Places tokens at their next steps; returns how many of them are new.

    Where a token that is `late` at a join parts, all its parts are.
    """
    new = 0
    for number, step, edge in moves:
        if number >= draft.next_id:
            draft.next_id = number + 1
            new += 1
        _put(draft, Token(number, scope, step, edge, late=late))
    return new


def _leave(draft: RunState, token: Token, moves: model.Moves, scope: Scope) -> None:
    """A token leaves its step: the moves stand for it, or it ends; `scope` is a copy."""
    scope.live += _move(draft, token.scope, moves, token.late)
    if not any(move[0] == token.id for move in moves):
        _uncount(draft, token)
        draft.tokens = draft.tokens.remove(token.id)
        scope.live -= 1
    if token.phase == "joining":
        _leave_join(draft, token)
    draft.scopes = draft.scopes.insert(scope.id, scope)


def with_path(document: JsonValue, path: list[str], value: JsonValue) -> JsonObject:
    """Returns the document with one field set; what is not on the path is shared, not copied."""
    base: JsonObject = dict(document) if isinstance(document, dict) else {}
    head, rest = path[0], path[1:]
    base[head] = with_path(base.get(head), rest, value) if rest else value
    return base


def _save(draft: RunState, frame: int, saves: JsonObject) -> None:
    scope = draft.scopes[frame].copy()
    for path, value in saves.items():
        scope.data = with_path(scope.data, path.split("."), value)
    draft.scopes = draft.scopes.insert(frame, scope)


# --- one function an event ------------------------------------------------------------------------


def _run_started(draft: RunState, event: model.RunStarted) -> None:
    draft.status = "open"
    draft.plan, draft.definition, draft.name = event.plan, event.definition, event.name
    draft.key, draft.requester, draft.dry = event.key, event.requester, event.dry
    draft.environment = event.environment
    root = Scope(0, 0, 0, 0, event.body, input=event.input, data={}, live=1)
    draft.scopes = draft.scopes.insert(0, root)
    draft.next_id = 2
    _put(draft, Token(1, 0, event.step))


def _trial_arranged(draft: RunState, event: model.TrialArranged) -> None:
    draft.trial = Trial(event.pins, frozenset(event.stops), event.each)


def _step_paused(draft: RunState, event: model.StepPaused) -> None:
    token = draft.tokens[event.token]
    _put(draft, token.at("paused", token.work))


def _step_resumed(draft: RunState, event: model.StepResumed) -> None:
    token = draft.tokens[event.token]
    if draft.trial is not None:
        draft.trial = replace(draft.trial, each=event.each)
    _came_in(draft, token.scope)
    _put(draft, token.at("ready", token.work))


def _data_edited(draft: RunState, event: model.DataEdited) -> None:
    scope = draft.scopes[draft.scopes[draft.tokens[event.token].scope].frame].copy()
    scope.data = event.data
    draft.scopes = draft.scopes.insert(scope.id, scope)


def _step_scheduled(draft: RunState, event: model.StepScheduled) -> None:
    token = draft.tokens[event.token]
    _put(draft, token.at("scheduled", Sent(event.request, event.key), event.attempt))


def _meet(draft: RunState, event: model.StepReturned | model.StepCompleted) -> None:
    """At a join, the other tokens end, and those that have not come are too late for it."""
    for number in event.consumed:
        _drop(draft, draft.tokens[number])
    for number in event.late:
        token = draft.tokens[number]
        _put(draft, replace(token, late=(*token.late, event.step)))


def _step_returned(draft: RunState, event: model.StepReturned) -> None:
    _meet(draft, event)
    token = draft.tokens[event.token]
    if token.phase == "joining":
        _leave_join(draft, token)
    if token.phase == "waiting":
        _came_in(draft, token.scope)
    work = Returned(event.output, event.port, event.because)
    _put(draft, token.at("returned", work))


def _came_in(draft: RunState, number: int) -> None:
    """Something from outside came into a scope, and so into all around it."""
    scope = draft.scopes.get(number)
    while scope is not None:
        if scope.idle:
            scope = scope.copy()
            scope.idle = 0
            draft.scopes = draft.scopes.insert(scope.id, scope)
        scope = draft.scopes.get(scope.parent) if scope.id else None


def _step_completed(draft: RunState, event: model.StepCompleted) -> None:
    _meet(draft, event)
    token = draft.tokens[event.token]
    scope = draft.scopes[token.scope].copy()
    scope.last = event.output
    scope.outputs = scope.outputs.insert(event.step, event.output)
    came_in = token.attempt > 0 or token.phase == "waiting"
    scope.idle = 0 if came_in else scope.idle + 1
    _leave(draft, token, event.moves, scope)
    if came_in and scope.id:
        _came_in(draft, scope.parent)
    if event.saves:
        _save(draft, scope.frame, event.saves)


def _step_failed(draft: RunState, event: model.StepFailed) -> None:
    token = draft.tokens[event.token]
    scope = draft.scopes[token.scope].copy()
    scope.error = event.error
    _leave(draft, token, event.moves, scope)


def _retry_scheduled(draft: RunState, event: model.RetryScheduled) -> None:
    old = draft.tokens[event.token]
    token = old.at("retrying", old.work)
    token.timers = (("retry", event.due),)
    _put(draft, token)


def _timer_set(draft: RunState, event: model.TimerSet) -> None:
    token = draft.tokens[event.token].at("waiting")
    token.timers = (("delay", event.due),)
    _put(draft, token)


def _task_opened(draft: RunState, event: model.TaskOpened) -> None:
    task = Task(event.task, event.assignees, event.not_allowed, escalate_to=event.escalate_to)
    token = draft.tokens[event.token].at("waiting", task)
    timers = (("due", event.due), ("remind", event.remind))
    token.timers = tuple(t for t in timers if t[1])
    _put(draft, token)


def _change_task(draft: RunState, number: int, change: Callable[[Task], Task], done: str) -> None:
    """Replaces a token's task and takes away the timer that has done its work."""
    old = draft.tokens[number]
    if isinstance(old.work, Task):
        token = old.at("waiting", change(old.work))
        token.timers = tuple(t for t in old.timers if t[0] != done)
        _put(draft, token)


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
        _drop(draft, token)
        return
    _put(draft, token.at("joining"))
    place = (token.scope, event.step)
    waiting = draft.joins.get(place) or ()
    draft.joins = draft.joins.insert(place, (*waiting, (token.id, event.edge)))


def _each_started(draft: RunState, event: model.EachStarted) -> None:
    items = Items(event.items, 0, 0, HashTrieMap())
    _put(draft, draft.tokens[event.token].at("inside", items))


def _open_scope(draft: RunState, scope: Scope, moves: model.Moves) -> None:
    draft.next_id = max(draft.next_id, scope.id + 1)
    scope.live = _move(draft, scope.id, moves)
    draft.scopes = draft.scopes.insert(scope.id, scope)


def _item_started(draft: RunState, event: model.ItemStarted) -> None:
    owner = draft.tokens[event.token]
    outer = draft.scopes[owner.scope]
    items = owner.work
    if not isinstance(items, Items):
        return
    item = items.items[event.index]
    _open_scope(
        draft,
        Scope(event.scope, outer.id, owner.id, outer.frame, outer.body, None, event.index, item),
        event.moves,
    )
    work = replace(items, begun=event.index + 1, active=items.active + 1)
    _put(draft, owner.at("inside", work))


def _item_ended(draft: RunState, event: model.ItemEnded) -> None:
    draft.scopes = draft.scopes.remove(event.scope)
    owner = draft.tokens[event.token]
    items = owner.work
    if isinstance(items, Items):
        results = items.results.insert(event.index, event.result)
        work = replace(items, active=items.active - 1, results=results, last=event.result)
        _put(draft, owner.at("inside", work))


def _scopes_closed(draft: RunState, event: model.ScopesClosed) -> None:
    for number in event.scopes:
        if number in draft.scopes:
            draft.scopes = draft.scopes.remove(number)


def _each_stopped(draft: RunState, event: model.EachStopped) -> None:
    owner = draft.tokens[event.token]
    items = owner.work
    if isinstance(items, Items):
        _put(draft, owner.at("inside", replace(items, stopped=True)))


def _call_started(draft: RunState, event: model.CallStarted) -> None:
    owner = draft.tokens[event.token]
    _open_scope(
        draft,
        Scope(event.scope, owner.scope, owner.id, event.scope, event.body, event.input, data={}),
        event.moves,
    )
    _put(draft, owner.at("inside"))


def _call_ended(draft: RunState, event: model.CallEnded) -> None:
    draft.scopes = draft.scopes.remove(event.scope)
    _put(draft, draft.tokens[event.token].at("inside", Called(event.output)))


def _path_ended(draft: RunState, event: model.PathEnded) -> None:
    token = draft.tokens[event.token]
    scope = draft.scopes[token.scope].copy()
    if isinstance(event.output, dict):
        scope.ended = {**(scope.ended or {}), **event.output}
    _leave(draft, token, (), scope)
    if event.saves:
        _save(draft, scope.frame, event.saves)


def _tokens_cancelled(draft: RunState, event: model.TokensCancelled) -> None:
    stopped = frozenset(event.tokens)
    for number in event.tokens:
        token = draft.tokens.get(number)
        if token is not None:
            _drop(draft, token)
    for scope in list(draft.scopes.values()):
        if scope.owner in stopped:
            draft.scopes = draft.scopes.remove(scope.id)


def _incident_opened(draft: RunState, event: model.IncidentOpened) -> None:
    token = draft.tokens[event.token]
    if token.phase == "joining":
        _leave_join(draft, token)
    _put(draft, token.at("incident", Incident(event.kind, event.error, token.work)))


def _incident_resolved(draft: RunState, event: model.IncidentResolved) -> None:
    token = draft.tokens[event.token]
    work = token.work.work if isinstance(token.work, Incident) else None
    _came_in(draft, token.scope)
    if isinstance(work, Returned):
        _put(draft, token.at("returned", work))
    elif isinstance(work, Sent) and event.request is not None:
        _put(draft, token.at("ready", Sent(event.request, work.key)))
    else:
        _put(draft, token.at("ready", work))


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
    model.EachStarted: _each_started,
    model.ItemStarted: _item_started,
    model.ItemEnded: _item_ended,
    model.ScopesClosed: _scopes_closed,
    model.EachStopped: _each_stopped,
    model.CallStarted: _call_started,
    model.CallEnded: _call_ended,
    model.PathEnded: _path_ended,
    model.TokensCancelled: _tokens_cancelled,
    model.IncidentOpened: _incident_opened,
    model.IncidentResolved: _incident_resolved,
    model.RunCompleted: _run_completed,
    model.RunFailed: _run_failed,
    model.RunCancelled: _run_cancelled,
}

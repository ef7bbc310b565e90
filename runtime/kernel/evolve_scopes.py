"""Knows how events of scopes change a run's state: items, called workflows, groups, undoing.

Must not decide anything: it only writes down what happened.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rpds import HashTrieMap

from runtime.events import model
from runtime.kernel.drafting import came_in, drop, leave, move, open_scope, outward, put
from runtime.kernel.state import (
    Called,
    Grouped,
    Items,
    RunState,
    Scope,
    Token,
    Undoable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.definition.json_value import JsonValue

# --- for each -------------------------------------------------------------------------------------


def _each_started(draft: RunState, event: model.EachStarted) -> None:
    items = Items(event.items, 0, 0, HashTrieMap())
    put(draft, draft.tokens[event.token].at("inside", items))


def _item_started(draft: RunState, event: model.ItemStarted) -> None:
    owner = draft.tokens[event.token]
    outer = draft.scopes[owner.scope]
    items = owner.work
    if not isinstance(items, Items):
        return
    item = items.items[event.index]
    open_scope(
        draft,
        Scope(event.scope, outer.id, owner.id, outer.frame, outer.body, None, event.index, item),
        event.moves,
    )
    work = replace(items, begun=event.index + 1, active=items.active + 1)
    put(draft, owner.at("inside", work))


def _item_ended(draft: RunState, event: model.ItemEnded) -> None:
    draft.scopes = draft.scopes.remove(event.scope)
    owner = draft.tokens[event.token]
    items = owner.work
    if isinstance(items, Items):
        results = items.results.insert(event.index, event.result)
        work = replace(items, active=items.active - 1, results=results, last=event.result)
        put(draft, owner.at("inside", work))


def _scopes_closed(draft: RunState, event: model.ScopesClosed) -> None:
    for number in event.scopes:
        if number in draft.scopes:
            draft.scopes = draft.scopes.remove(number)


def _each_stopped(draft: RunState, event: model.EachStopped) -> None:
    owner = draft.tokens[event.token]
    items = owner.work
    if isinstance(items, Items):
        put(draft, owner.at("inside", replace(items, stopped=True)))


def _items_added(draft: RunState, event: model.ItemsAdded) -> None:
    owner = draft.tokens[event.token]
    items = owner.work
    if isinstance(items, Items):
        more, added = [*items.items, *event.items], items.added + len(event.items)
        put(draft, owner.at("inside", replace(items, items=more, added=added)))
        if event.by:
            came_in(draft, owner.scope)


def _each_passed(draft: RunState, event: model.EachPassed) -> None:
    """New paths go on; the for-each itself stays until its last item is done."""
    owner = draft.tokens[event.token]
    scope = draft.scopes[owner.scope].copy()
    scope.last = event.output
    scope.outputs = scope.outputs.insert(event.step, event.output)
    scope.live += move(draft, owner.scope, event.moves, owner.late)
    draft.scopes = draft.scopes.insert(scope.id, scope)
    items = owner.work
    if isinstance(items, Items):
        put(draft, owner.at("inside", replace(items, stopped=event.stops, passed=True)))


def _each_over(draft: RunState, event: model.EachOver) -> None:
    drop(draft, draft.tokens[event.token])


# --- called workflows -----------------------------------------------------------------------------


def _call_started(draft: RunState, event: model.CallStarted) -> None:
    owner = draft.tokens[event.token]
    open_scope(
        draft,
        Scope(event.scope, owner.scope, owner.id, event.scope, event.body, event.input, data={}),
        event.moves,
    )
    put(draft, owner.at("inside"))


def _call_ended(draft: RunState, event: model.CallEnded) -> None:
    draft.scopes = draft.scopes.remove(event.scope)
    put(draft, draft.tokens[event.token].at("inside", Called(event.output)))


# --- groups and races -----------------------------------------------------------------------------


def _group_started(draft: RunState, event: model.GroupStarted) -> None:
    owner = draft.tokens[event.token]
    outer = draft.scopes[owner.scope]
    inner = Scope(event.scope, outer.id, owner.id, outer.frame, outer.body)
    open_scope(draft, inner, event.moves)
    token = owner.at("inside", Grouped(event.scope, event.awaits))
    token.timers = event.timers
    put(draft, token)


def _group_ended(draft: RunState, event: model.GroupEnded) -> None:
    """What the steps inside gave can be read outside from now on."""
    inner = draft.scopes[event.scope]
    draft.scopes = draft.scopes.remove(event.scope)
    outer = draft.scopes[inner.parent].copy()
    for step, output in inner.outputs.items():
        outer.outputs = outer.outputs.insert(step, output)
    draft.scopes = draft.scopes.insert(outer.id, outer)
    owner = draft.tokens[event.token]
    put(draft, owner.at("inside", Called(inner.last)))


def _boundary_passed(draft: RunState, event: model.BoundaryPassed) -> None:
    owner = draft.tokens[event.token]
    scope = draft.scopes[owner.scope].copy()
    scope.live += move(draft, owner.scope, event.moves, owner.late)
    draft.scopes = draft.scopes.insert(scope.id, scope)
    work = owner.work
    if isinstance(work, Grouped):
        awaits = tuple(each for each in work.awaits if each[0] != event.port)
        token = owner.at("inside", Grouped(work.scope, awaits))
        token.timers = tuple(each for each in owner.timers if each[0] != event.port)
        put(draft, token)
    came_in(draft, owner.scope)


def _race_started(draft: RunState, event: model.RaceStarted) -> None:
    token = draft.tokens[event.token]
    leave(draft, token, event.moves, draft.scopes[token.scope].copy(), race=token.id)


# --- undoing --------------------------------------------------------------------------------------


def note_undoable(draft: RunState, token: Token, step: str, undo: str) -> None:
    """Keeps what is needed to undo, later, what a step has just done."""
    around = tuple(scope.id for scope in outward(draft, token.scope))
    seen = draft.scopes[token.scope].copy()
    seen.outputs = HashTrieMap(_readable(draft, token.scope))
    seen.index, seen.item = _item(draft, token.scope)
    frame = draft.scopes[seen.frame]
    seen.input, seen.data = frame.input, frame.data
    draft.undoable = draft.undoable.insert(draft.seq, Undoable(step, undo, around, seen))


def _readable(draft: RunState, number: int) -> dict[str, JsonValue]:
    """Returns the outputs that can be read in a scope, up to its frame."""
    found: dict[str, JsonValue] = {}
    for scope in outward(draft, number):
        found = {**dict(scope.outputs.items()), **found}
        if scope.id == scope.frame:
            break
    return found


def _item(draft: RunState, number: int) -> tuple[int, JsonValue]:
    for scope in outward(draft, number):
        if scope.index >= 0:
            return scope.index, scope.item
        if scope.id == scope.frame:
            break
    return -1, None


def _undo_started(draft: RunState, event: model.UndoStarted) -> None:
    """The undo reads what could be read where the work was done, and the case as it is now."""
    owner = draft.tokens[event.token]
    done = draft.undoable[event.of]
    draft.undoable = draft.undoable.remove(event.of)
    scope = done.scope.copy()
    scope.id, scope.parent, scope.owner = event.scope, owner.scope, owner.id
    if all(scope.frame != around.id for around in outward(draft, owner.scope)):
        scope.frame = event.scope  # it was done in a called workflow
    scope.live, scope.idle, scope.ended, scope.last = 0, 0, None, None
    open_scope(draft, scope, event.moves)
    put(draft, owner.at("inside"))


def _undo_ended(draft: RunState, event: model.UndoEnded) -> None:
    draft.scopes = draft.scopes.remove(event.scope)


APPLY: dict[type[Any], Callable[[RunState, Any], None]] = {
    model.EachStarted: _each_started,
    model.ItemStarted: _item_started,
    model.ItemEnded: _item_ended,
    model.ScopesClosed: _scopes_closed,
    model.EachStopped: _each_stopped,
    model.ItemsAdded: _items_added,
    model.EachPassed: _each_passed,
    model.EachOver: _each_over,
    model.CallStarted: _call_started,
    model.CallEnded: _call_ended,
    model.GroupStarted: _group_started,
    model.GroupEnded: _group_ended,
    model.BoundaryPassed: _boundary_passed,
    model.RaceStarted: _race_started,
    model.UndoStarted: _undo_started,
    model.UndoEnded: _undo_ended,
}

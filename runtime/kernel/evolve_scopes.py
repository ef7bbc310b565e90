"""Knows how events of scopes change a run's state: items, called workflows, groups, undoing.

Must not decide anything: it only writes down what happened.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rpds import HashTrieMap

from runtime.events import model
from runtime.kernel.drafting import came_in, drop, leave, leave_join, move, open_scope, outward, put
from runtime.kernel.state import (
    Called,
    Grouped,
    Items,
    RunState,
    Scope,
    Token,
    Undoable,
    Waiting,
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


# --- another version ------------------------------------------------------------------------------


def _run_migrated(draft: RunState, event: model.RunMigrated) -> None:
    """Everything that is known by a step's id is known by the new one from now on."""
    renamed: dict[str, Any] = dict(event.renamed)
    draft.plan, draft.definition, draft.name = event.plan, event.definition, event.name
    for number, step, edge in event.moved:
        token = draft.tokens[number]
        names = renamed.get(draft.scopes[token.scope].body, {})
        late = tuple(names.get(join, join) for join in token.late)
        put(draft, replace(token, step=step, edge=edge, late=late))
    draft.joins = _joins(draft)
    for number in event.again:
        token = draft.tokens[number]
        if token.phase == "joining":
            leave_join(draft, token)
        put(draft, token.at("ready"))
    for scope in list(draft.scopes.values()):
        draft.scopes = draft.scopes.insert(scope.id, _renamed(scope, renamed))
    for place, done in list(draft.undoable.items()):
        names = renamed.get(done.scope.body, {})
        step, undo = names.get(done.step, done.step), names.get(done.undo, done.undo)
        kept = replace(done, step=step, undo=undo, scope=_renamed(done.scope, renamed))
        draft.undoable = draft.undoable.insert(place, kept)
    came_in(draft, 0)


def _joins(draft: RunState) -> HashTrieMap[tuple[int, str], Waiting]:
    """Who waits at which join, by where the paths stand now; who came first stays first."""
    joins: HashTrieMap[tuple[int, str], Waiting] = HashTrieMap()
    for waiting in draft.joins.values():
        for number, _ in waiting:
            token = draft.tokens[number]
            place = (token.scope, token.step)
            here = (*(joins.get(place) or ()), (number, token.edge))
            joins = joins.insert(place, here)
    return joins


def _renamed(scope: Scope, renamed: dict[str, Any]) -> Scope:
    """Returns the scope with the outputs under the new ids; a step's own output is not hidden."""
    copy = scope.copy()
    for old, new in sorted(renamed.get(scope.body, {}).items()):
        if old in scope.outputs and new not in scope.outputs:
            copy.outputs = copy.outputs.insert(new, scope.outputs[old])
    return copy


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
    model.RunMigrated: _run_migrated,
}

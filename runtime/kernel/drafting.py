"""Knows how a draft of a run's state is kept in order: tokens, scopes and the sums over them.

Must not know any event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.events.saves import saved
from runtime.kernel.state import Scope, Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.json_value import JsonObject
    from runtime.events.model import Moves
    from runtime.kernel.state import RunState

_ACTIVE = frozenset({"ready", "scheduled", "returned"})


def put(draft: RunState, token: Token) -> None:
    """Stores a token and keeps the sums over tokens right."""
    old = draft.tokens.get(token.id)
    if old is not None:
        uncount(draft, old)
    draft.active += token.phase in _ACTIVE
    draft.incidents += token.phase == "incident"
    if token.timers:
        draft.timed = draft.timed.insert(token.id, min(due for _, due in token.timers))
    if token.watches:
        draft.watching = draft.watching.insert(token.id, None)
    draft.tokens = draft.tokens.insert(token.id, token)


def uncount(draft: RunState, token: Token) -> None:
    """Takes a token out of the sums over tokens."""
    draft.active -= token.phase in _ACTIVE
    draft.incidents -= token.phase == "incident"
    if token.timers:
        draft.timed = draft.timed.remove(token.id)
    if token.watches:
        draft.watching = draft.watching.remove(token.id)


def drop(draft: RunState, token: Token) -> None:
    """Ends a token; a scope it owned ends with it."""
    uncount(draft, token)
    draft.tokens = draft.tokens.remove(token.id)
    if token.scope in draft.scopes:
        scope = draft.scopes[token.scope].copy()
        scope.live -= 1
        draft.scopes = draft.scopes.insert(scope.id, scope)
    if token.phase == "joining":
        leave_join(draft, token)


def leave_join(draft: RunState, token: Token) -> None:
    """A token waits at its join no more."""
    place = (token.scope, token.step)
    left = tuple(at for at in draft.joins[place] if at[0] != token.id)
    draft.joins = draft.joins.insert(place, left) if left else draft.joins.remove(place)


def move(
    draft: RunState, scope: int, moves: Moves, late: tuple[str, ...] = (), race: int = 0
) -> int:
    """Places tokens at their next steps; returns how many of them are new.

    Where a token that is `late` at a join parts, all its parts are.
    """
    new = 0
    for number, step, edge in moves:
        if number >= draft.next_id:
            draft.next_id = number + 1
            new += 1
        put(draft, Token(number, scope, step, edge, late=late, race=race))
    return new


def leave(draft: RunState, token: Token, moves: Moves, scope: Scope, race: int = 0) -> None:
    """A token leaves its step: the moves stand for it, or it ends; `scope` is a copy."""
    scope.live += move(draft, token.scope, moves, token.late, race)
    if not any(move[0] == token.id for move in moves):
        uncount(draft, token)
        draft.tokens = draft.tokens.remove(token.id)
        scope.live -= 1
    if token.phase == "joining":
        leave_join(draft, token)
    draft.scopes = draft.scopes.insert(scope.id, scope)


def save(draft: RunState, frame: int, saves: JsonObject) -> None:
    """Sets fields of the case data; a name with dots leads inside."""
    scope = draft.scopes[frame].copy()
    scope.data = saved(scope.data, saves)
    draft.scopes = draft.scopes.insert(frame, scope)


def came_in(draft: RunState, number: int) -> None:
    """Something from outside came into a scope, and so into all around it."""
    scope = draft.scopes.get(number)
    while scope is not None:
        if scope.idle:
            scope = scope.copy()
            scope.idle = 0
            draft.scopes = draft.scopes.insert(scope.id, scope)
        scope = draft.scopes.get(scope.parent) if scope.id else None


def outward(draft: RunState, number: int) -> Iterator[Scope]:
    """Yields a scope and all around it, innermost first."""
    scope = draft.scopes[number]
    yield scope
    while scope.id:
        scope = draft.scopes[scope.parent]
        yield scope


def open_scope(draft: RunState, scope: Scope, moves: Moves) -> None:
    """Opens a scope with its first tokens; the scope given is kept, not copied."""
    draft.next_id = max(draft.next_id, scope.id + 1)
    scope.live = move(draft, scope.id, moves)
    draft.scopes = draft.scopes.insert(scope.id, scope)

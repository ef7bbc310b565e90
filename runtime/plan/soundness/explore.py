"""Knows how all that can come of a region is looked at, up to a limit. Knows no drawing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from runtime.plan.soundness.game import Stuck

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.plan.soundness.game import Game, State

MOST_TOKENS = 60
"""Paths under way at once: a loop that begins new ones with every round has no last state."""

Trail: TypeAlias = tuple[tuple[str, str], ...]
"""The choices that led to a state: steps and the ports they were left by."""


class Budget:
    """How many states may still be looked at."""

    def __init__(self, states: int) -> None:
        self.left = states


@dataclass(slots=True)
class Explored:
    """What can come of a region.

    Attributes:
        whole: nothing was left out; `crowded` when that is because paths become ever more.
        stuck: steps at which it can stand for ever, each with how it comes to that.
        circles: steps to which it can come again and again, with nothing to wait for.
        endless: steps at which a case stands that can neither end nor get stuck any more.
        twice: steps at which two paths can be under way at once.
        states: how many were looked at.
    """

    whole: bool = True
    crowded: bool = False
    stuck: dict[str, Trail] = field(default_factory=dict[str, Trail])
    circles: dict[str, Trail] = field(default_factory=dict[str, Trail])
    endless: tuple[str, ...] = ()
    twice: set[str] = field(default_factory=set[str])
    states: int = 0


def explore(game: Game, budget: Budget, counted: frozenset[str]) -> Explored:
    """Look at every state of a region.

    Args:
        game: its moves.
        budget: is used up by the states.
        counted: steps at which two paths at once are worth telling.
    """
    return _Search(game, budget, counted).run()


class _Search:
    def __init__(self, game: Game, budget: Budget, counted: frozenset[str]) -> None:
        self._game, self._budget, self._counted = game, budget, counted
        self._found = Explored()
        self._how: dict[State, tuple[State | None, str, str]] = {}
        self._before: defaultdict[State, list[State]] = defaultdict(list)
        self._good: list[State] = []
        self._todo: list[State] = []

    def run(self) -> Explored:
        self._take(self._game.begin(), None, "", "")
        while self._todo and self._found.whole:
            state = self._todo.pop()
            for place, way, following in self._game.moves(state):
                port = way.port if len(place.ways) > 1 else ""
                self._take(following, state, place.step, port)
        if self._found.whole:
            self._find_endless()
        self._found.states = len(self._how)
        return self._found

    def _take(
        self, following: Iterable[State | Stuck], before: State | None, step: str, port: str
    ) -> None:
        for each in following:
            if isinstance(each, Stuck):
                kept = self._found.circles if each.circles else self._found.stuck
                kept.setdefault(each.step, self._trail(before, step, port))
                if before is not None:
                    self._good.append(before)
                continue
            if before is not None:
                self._before[each].append(before)
            if each not in self._how:
                self._how[each] = (before, step, port)
                self._look_at(each)

    def _look_at(self, state: State) -> None:
        self._budget.left -= 1
        if not state[1]:
            self._good.append(state)
            return
        self._todo.append(state)
        if self._budget.left < 0 or len(state[1]) > MOST_TOKENS:
            self._found.whole, self._found.crowded = False, len(state[1]) > MOST_TOKENS
        steps = [step for step, place in self._game.steps_of(state) if place.act != "join"]
        if len(set(steps)) < len(steps):
            twice = {step for step in steps if steps.count(step) > 1}
            self._found.twice |= twice & self._counted

    def _find_endless(self) -> None:
        good = set(self._good)
        todo = list(good)
        while todo:
            for before in self._before[todo.pop()]:
                if before not in good:
                    good.add(before)
                    todo.append(before)
        for state in self._how:
            if state not in good:
                self._found.endless = tuple(sorted({s for s, _ in self._game.steps_of(state)}))
                return

    def _trail(self, state: State | None, step: str, port: str) -> Trail:
        made = [(step, port)] if port else []
        while state is not None:
            state, step, port = self._how[state]
            if port:
                made.append((step, port))
        return tuple(reversed(made))

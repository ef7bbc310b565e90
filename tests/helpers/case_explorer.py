"""Explores with the real kernel all that can become of a case, whatever its data are. A named fake.

It stands for a host that answers what is asked in any order and with any outcome. What only a
person could mend (a formula that fails with no path drawn for that) is left out: it is no fault of
the drawing. Where the case stands for ever the kernel says so itself, and that is a fault.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from runtime.events import model
from runtime.kernel import decide, new_state
from runtime.kernel.signals import Answered, Decide, Deliver, EffectDone, EffectFailed, Start
from runtime.kernel.state import Awaited, Grouped, Held, Items, Returned, RunState, Task
from runtime.primitives import Finish, Join, Person
from tests.helpers.kernel_driver import ANALYST, NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.kernel.signals import Signal
    from runtime.kernel.state import Scope, Token
    from runtime.kernel.turn import Ask
    from runtime.primitives import Plan, PlanStep

FAULTS = {"join.short", "milestone.passed"}
ERROR: JsonObject = {"code": "x", "message": "It fails."}
PAST = "2000-01-01T00:00:00+00:00"


@dataclass(slots=True)
class Seen:
    """What a case was seen to come to.

    Attributes:
        whole: all was looked at.
        stuck: steps at which a case stood for ever.
        endless: whether a case was there that could neither end nor be said to stand for ever.
        twice: steps that were under way twice at once in one region.
        came: steps to which a case came.
        states: how many were looked at.
    """

    whole: bool = True
    stuck: set[str] = field(default_factory=set[str])
    endless: bool = False
    twice: set[str] = field(default_factory=set[str])
    came: set[str] = field(default_factory=set[str])
    states: int = 0

    @property
    def sound(self) -> bool:
        """Whether every case came to its end, and nothing stood for ever or ran twice at once."""
        return not (self.stuck or self.endless or self.twice)


@dataclass(slots=True)
class Standing:
    """A case at one moment, with what the host is still to answer."""

    state: RunState
    asks: tuple[Ask, ...]


def explore(plan: Plan, most: int = 2_000) -> Seen:
    """Returns all that can become of a case, up to so many states."""
    return _Explorer(plan, most).run()


class _Explorer:
    def __init__(self, plan: Plan, most: int) -> None:
        self._plan, self._most = plan, most
        self._seen = Seen()
        self._known: dict[Any, int] = {}
        self._before: defaultdict[int, list[int]] = defaultdict(list)
        self._good: set[int] = set()
        self._todo: list[tuple[int, Standing]] = []

    def run(self) -> Seen:
        self._take(Standing(new_state("r"), ()), Start("digest", None, ANALYST), (), -1)
        while self._todo and self._seen.whole:
            number, standing = self._todo.pop()
            for signal, rest in self.signals(standing):
                self._take(standing, signal, rest, number)
        self._seen.states = len(self._known)
        if self._seen.whole:
            self._seen.endless |= len(self._leading_on()) < len(self._known)
        return self._seen

    def _leading_on(self) -> set[int]:
        todo = list(self._good)
        while todo:
            new = {b for b in self._before[todo.pop()] if b >= 0} - self._good
            self._good |= new
            todo += new
        return self._good

    def _take(self, standing: Standing, signal: Signal, rest: tuple[Ask, ...], before: int) -> None:
        decision = decide(self._plan, standing.state, signal, NOW)
        state = decision.state
        for event in decision.events:
            for _, step, _ in getattr(event, "moves", ()):
                self._seen.came.add(step)
        codes = [
            (str(e.error.get("code")), str(e.error.get("step") or e.step))
            for e in decision.events
            if isinstance(e, model.IncidentOpened | model.StepFailed)
        ]
        faults = {step for code, step in codes if code in FAULTS}
        if any(code == "loop.endless" for code, _ in codes):
            self._seen.endless = True
            self._good.add(before)
            return
        if faults:
            self._seen.stuck |= faults
            self._good.add(before)
            return
        if any(isinstance(e, model.IncidentOpened) for e in decision.events):
            return
        alive = tuple(a for a in (*rest, *decision.asks) if _still_asked(state, a))
        self._note(Standing(state, alive), before)

    def _note(self, standing: Standing, before: int) -> None:
        state = standing.state
        key = _key(standing)
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = len(self._known)
            if state.ended:
                assert state.status == "failed" or not len(state.tokens), "a token is left behind"
                self._good.add(number)
            else:
                self._todo.append((number, standing))
                self._count(state)
        self._before[number].append(before)
        self._seen.whole = self._seen.whole and len(self._known) < self._most

    def _count(self, state: RunState) -> None:
        places = [(t.scope, t.step) for t in state.tokens.values()]
        for place in places:
            step = self._step(state, *place)
            if places.count(place) > 1 and not isinstance(step.primitive, Join | Finish):
                self._seen.twice.add(place[1])

    def _step(self, state: RunState, scope: int, step: str) -> PlanStep:
        return self._plan.bodies[state.scopes[scope].body].steps[step]

    # --- what the world may do --------------------------------------------------------------------

    def signals(self, standing: Standing) -> Iterator[tuple[Signal, tuple[Ask, ...]]]:
        """Yields all that may happen next, each with the asks that are still open then."""
        state = standing.state
        for place, ask in enumerate(standing.asks):
            rest = (*standing.asks[:place], *standing.asks[place + 1 :])
            for values, failure in _answers(ask):
                yield Answered(ask.token, ask.step, ask.stage, ask.scope, values, failure), rest
        for token in sorted(state.tokens.values(), key=lambda t: t.id):
            step = self._step(state, token.scope, token.step)
            for signal in _happenings(token, step):
                yield signal, standing.asks


def _happenings(token: Token, step: PlanStep) -> Iterator[Signal]:
    work = token.work
    if token.phase == "scheduled":
        yield EffectDone(token.id, token.step, token.attempt, {"n": 1})
        yield EffectFailed(token.id, token.step, token.attempt, ERROR)
    elif isinstance(work, Task) and isinstance(step.primitive, Person):
        for outcome in step.primitive.outcomes:
            yield Decide(work.id, ANALYST, outcome.port, {}, "because")
    elif isinstance(work, Awaited):
        yield Deliver("m", work.name, work.key, None)
    elif isinstance(work, Grouped):
        for _, name, key, _ in work.awaits:
            yield Deliver("m", name, key, None)


def _answers(ask: Ask) -> Iterator[tuple[tuple[JsonValue, ...], JsonObject | None]]:
    """Yields every answer that makes a difference; a failure too."""
    count = len(ask.questions)
    if ask.stage == "choose" and ask.first_true:
        for place in range(count):
            yield (*([False] * place), True), None
        yield (False,) * count, None
    elif ask.stage == "choose" or ask.stage.startswith("join ") or ask.stage == "until":
        for values in product((False, True), repeat=count):
            yield values, None
    elif ask.stage == "items":
        for count in range(3):
            yield ([*range(count)],), None
    elif ask.stage == "task":
        yield ("?", "finance", *([None] * (count - 2))), None
    elif ask.stage == "due":
        yield (PAST,), None
    else:
        yield (1,) * count, None
    yield (), ERROR


def _still_asked(state: RunState, ask: Ask) -> bool:
    token = state.tokens.get(ask.token)
    if token is None or state.ended or token.step != ask.step:
        return False
    if ask.stage == "saves":
        return token.phase == "returned"
    if ask.stage in ("result", "until"):
        return token.phase == "inside" and ask.scope in state.scopes
    return token.phase == "ready"


# --- states that are the same for what can come ---------------------------------------------------


def _key(standing: Standing) -> Any:
    """Returns what is equal for two states in which the same can happen: no ids, no data."""
    state = standing.state
    if state.ended:
        return ("ended",)
    tokens = sorted(state.tokens.values(), key=lambda t: t.id)
    rank = {0: -1} | {t.id: n for n, t in enumerate(tokens)}
    scopes = sorted(state.scopes.values(), key=lambda s: s.id)
    area = {s.id: n for n, s in enumerate(scopes)}
    since = sorted(t.work.since for t in tokens if isinstance(t.work, Held))
    races = sorted({t.race for t in tokens})
    waiting = {n: at for at in state.joins.values() for at, (n, _) in enumerate(at)}
    return (
        tuple(
            (
                area[t.scope],
                t.step,
                t.edge,
                t.phase,
                tuple(sorted(set(t.late))),
                races.index(t.race),
                t.watches,
                t.admitted,
                waiting.get(t.id, -1),
                _work(t, since),
            )
            for t in tokens
        ),
        tuple(_area(s, rank, area) for s in scopes),
        tuple((rank[a.token], a.stage, area.get(a.scope, -1)) for a in standing.asks),
        tuple(
            sorted(
                (u.step, u.undo, tuple(area.get(s, -1) for s in u.around))
                for u in state.undoable.values()
            )
        ),
    )


def _area(scope: Scope, rank: dict[int, int], area: dict[int, int]) -> Any:
    known = tuple(sorted(scope.outputs))
    return (area.get(scope.parent, -1), rank.get(scope.owner, -1), scope.index, known)


def _work(token: Token, since: list[int]) -> Any:
    work = token.work
    if isinstance(work, Held):
        return (work.why, since.index(work.since))
    if isinstance(work, Items):
        return (len(work.items), work.begun, work.active, work.stopped, work.passed)
    if isinstance(work, Grouped):
        return tuple(sorted(port for port, *_ in work.awaits))
    if isinstance(work, Returned):
        return (work.port, work.also)
    return type(work).__name__


def play_at_random(plan: Plan, chance: Random, most: int = 5_000) -> RunState:
    """Returns how a case stands after random events: at its end, or where nothing can happen.

    What fails is tried again, as a person would; a fault of the drawing ends the play.
    """
    standing = Standing(new_state("r"), ())
    explorer = _Explorer(plan, most)
    decision = decide(plan, standing.state, Start("digest", None, ANALYST), NOW)
    standing = Standing(decision.state, tuple(decision.asks))
    for _ in range(most):
        signals = [] if standing.state.ended else list(explorer.signals(standing))
        while signals:
            signal, rest = signals.pop(chance.randrange(len(signals)))
            decision = decide(plan, standing.state, signal, NOW)
            opened = [e for e in decision.events if isinstance(e, model.IncidentOpened)]
            if any(e.error.get("code") in FAULTS for e in opened):
                return decision.state
            if not opened:
                state = decision.state
                alive = tuple(a for a in (*rest, *decision.asks) if _still_asked(state, a))
                standing = Standing(state, alive)
                break
        else:
            break
    return standing.state

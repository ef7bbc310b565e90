"""Drives the pure kernel without a host: answers asks, ends effects, lets time pass. A named fake.

Expressions are not evaluated: an expression's text is a Python literal that is its value.
"""

from __future__ import annotations

import ast
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from runtime.events.codec import decode, encode
from runtime.events.model import Actor, PathEnded, StepCompleted, StepScheduled
from runtime.kernel import decide, fold, new_state, resume
from runtime.kernel.pure import holds
from runtime.kernel.signals import Answered, Decide, EffectDone, Lost, Migrate, Start, Tick
from runtime.kernel.state import Task
from runtime.primitives import Body, Due, Exit, Expr, Pass, Plan, PlanStep, Policy

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import RunEvent
    from runtime.kernel import RunState
    from runtime.kernel.signals import Signal
    from runtime.kernel.state import Token
    from runtime.kernel.turn import Ask
    from runtime.primitives import Primitive

_Event = TypeVar("_Event")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANALYST = Actor("user:analyst", ("finance",))
BUYER = Actor("user:buyer", ("legal", "finance"))


def step(
    name: str,
    primitive: Primitive,
    *to: str,
    saves: tuple[tuple[str, Expr], ...] = (),
    parent: str = "",
    entries: tuple[str, ...] = (),
    policy: Policy | None = None,
    incoming: int = 1,
    **ports: str,
) -> PlanStep:
    """Returns a compiled step; `to` are the targets of port "out", `ports` one target each."""
    exits = {"out": tuple(Exit(f"{name}-{target}", target) for target in to)} if to else {}
    exits |= {port: (Exit(f"{name}-{port}", target),) for port, target in ports.items()}
    return PlanStep(
        id=name,
        name=name,
        kind="fake",
        version=1,
        primitive=primitive,
        params={},
        exits=exits,
        incoming=incoming,
        saves=saves,
        policy=policy or Policy(),
        parent=parent,
        entries=entries,
    )


def plan(*steps: PlanStep, **bodies: tuple[PlanStep, ...]) -> Plan:
    """Returns a plan that begins before the first step; more bodies by name."""

    def body(name: str, parts: tuple[PlanStep, ...]) -> Body:
        begin = step("start", Pass(), parts[0].id, incoming=0)
        return Body(name, name, name, "start", {s.id: s for s in (begin, *parts)}, {})

    made = {name: body(name, parts) for name, parts in bodies.items()}
    return Plan("main", {"main": body("main", steps), **made})


class Driver:
    """Runs a plan to where only time, people or effects can take it on.

    Args:
        crash: forget everything but the events, through their bytes, after each signal.
    """

    def __init__(self, made: Plan, *, given: JsonValue = None, crash: bool = False) -> None:
        self.plan = made
        self.crash = crash
        self.state: RunState = new_state("r")
        self.events: list[RunEvent] = []
        self.now = NOW
        self.refused = ""
        self.send(Start("digest", given, ANALYST))

    def send(self, signal: Signal) -> None:
        """Delivers a signal and answers what is asked until nothing is."""
        asks = self._take(signal)
        if self.crash:
            asks = self._read_back()
        todo: deque[Ask] = deque(asks)
        while todo:
            todo.extend(self._take(answer(todo.popleft(), self.now)))
            if self.crash:
                todo = deque(self._read_back())

    def _take(self, signal: Signal) -> list[Ask]:
        decision = decide(self.plan, self.state, signal, self.now)
        again = decide(self.plan, self.state, signal, self.now)
        assert (again.events, again.state) == (decision.events, decision.state)
        assert fold(self.state, decision.events) == decision.state
        self.state = decision.state
        if isinstance(signal, Migrate) and not decision.refused:
            self.plan = signal.to
        self.events += decision.events
        self.refused = decision.refused
        check_sums(self.state, len(self.events))
        return decision.asks

    def _read_back(self) -> list[Ask]:
        """A crash: the state is the fold of what the journal's bytes say."""
        kept = [decode(*encode(event)) for event in self.events]
        assert kept == self.events
        state = fold(new_state("r"), kept)
        assert state == self.state
        self.state = state
        return resume(self.plan, state, self.now)

    # --- what the world does ----------------------------------------------------------------------

    @property
    def out(self) -> list[int]:
        """Tokens whose effect is under way."""
        return sorted(t.id for t in self.state.tokens.values() if t.phase == "scheduled")

    def effect_done(self, at: str, output: JsonValue = None) -> None:
        """The first effect under way at a step succeeds."""
        token = next(t for t in self._tokens() if t.step == at and t.phase == "scheduled")
        self.send(EffectDone(token.id, at, token.attempt, output))

    def lose_effects(self) -> None:
        """The process that had started effects is gone."""
        for number in self.out:
            self.send(Lost(number))

    def vote(self, who: Actor, outcome: str, reason: str = "", at: str = "") -> None:
        """A person answers the open task, or the one at a step."""
        tasks = [t for t in self._tokens() if isinstance(t.work, Task) and at in ("", t.step)]
        work = tasks[0].work
        assert isinstance(work, Task)
        self.send(Decide(work.id, who, outcome, {}, reason))

    def advance(self, seconds: float) -> None:
        """Lets time pass; timers that are due fire."""
        self.now += timedelta(seconds=seconds)
        self.send(Tick())

    def _tokens(self) -> list[Token]:
        return sorted(self.state.tokens.values(), key=lambda t: t.id)

    @property
    def completed(self) -> list[str]:
        """Steps in the order in which they completed or ended a path."""
        return [e.step for e in self.events if isinstance(e, StepCompleted | PathEnded)]

    def of(self, kind: type[_Event]) -> list[_Event]:
        """Events of one class."""
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def scheduled(self) -> list[StepScheduled]:
        """All schedules of effects."""
        return self.of(StepScheduled)


def answer(ask: Ask, now: datetime) -> Answered:
    """Answers as the host would, with each expression's literal; "!" fails."""
    values: list[JsonValue] = []
    for question in ask.questions:
        if isinstance(question, Due):
            values.append((now + timedelta(seconds=int(str(question.after)))).isoformat())
            continue
        if question.text == "!":
            error: JsonObject = {"code": "T1", "message": "It fails."}
            return Answered(ask.token, ask.step, ask.stage, ask.scope, tuple(values), error)
        values.append(_value(question.text, ask.context))
        if ask.first_true and holds(values[-1]):
            break
    return Answered(ask.token, ask.step, ask.stage, ask.scope, tuple(values))


def _value(text: str, context: JsonObject) -> JsonValue:
    """A literal, or a name in the context written as `@data.size`."""
    if not text.startswith("@"):
        return ast.literal_eval(text)
    found: JsonValue = context
    for part in text[1:].split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def check_sums(state: RunState, events: int) -> None:
    """Asserts that what a state keeps as sums is the sum of its parts."""
    tokens = list(state.tokens.values())
    assert state.seq == events
    active = [t for t in tokens if t.phase in ("ready", "scheduled", "returned")]
    assert state.active == len(active)
    assert state.incidents == sum(t.phase == "incident" for t in tokens)
    timed = {t.id: min(at for _, at in t.timers) for t in tokens if t.timers}
    assert dict(state.timed.items()) == timed
    for scope in state.scopes.values():
        assert scope.live == sum(t.scope == scope.id for t in tokens)
    assert all(t.scope in state.scopes for t in tokens)
    joining = {(s, n): [w[0] for w in at] for (s, n), at in state.joins.items()}
    for token in tokens:
        place = (token.scope, token.step)
        assert (token.id in joining.get(place, [])) == (token.phase == "joining")

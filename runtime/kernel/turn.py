"""Knows how one decision is worked out: a draft state, its events, the tokens still to be moved.

Must not know any primitive; those stand in their own modules and are handed in as a table.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runtime.events import model
from runtime.kernel.context import context_of, facts_of, roots_of
from runtime.kernel.evolve import apply
from runtime.kernel.state import Held, Returned, RunState, Scope, Task, Token, Trial

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.kernel.signals import Answered
    from runtime.primitives import Due, Expr, Plan, PlanStep

TURN = "turn"
"""Why a step waits where of the steps around it only one is under way at a time."""
ROUNDS = 1000
"""How often one decision takes a case to one step: what ends a loop that asks nothing."""
IDLE = 100_000
"""How many steps a scope goes without anything from outside: a loop that is never left ends so."""


@dataclass(slots=True)
class Ask:
    """Questions for the host's evaluator. They are not events; their results are.

    Attributes:
        token, stage, scope: who asks and what for; the answer carries them back.
        questions: expressions, or moments to be worked out.
        context: what the expressions may read.
        first_true: stop after the first question whose answer holds.
    """

    token: int
    stage: str
    scope: int
    step: str
    questions: tuple[Expr | Due, ...]
    context: JsonObject
    first_true: bool = False


@dataclass(frozen=True, slots=True)
class Handler:
    """What the kernel does with one primitive.

    Attributes:
        arrive: a token has come to the step, or stands there ready again.
        answered: the host has answered an ask of the step.
        fired: a timer of the step is due; its purpose is named.
        inner_over: no token is left in a scope that the step owns.
        again: a state was read back in which the step's scopes are open.
        saved: what the step saves is known; without it the token leaves by its port.
        stuck: every path of a scope waits at these steps, so none can ever come to another.
        look: nothing moves any more; a token that watches may go on because of the others.
        itself: it brings paths together or ends them, so test data never stands in for it.
        catches: by its error path, where one is drawn, it is left when a step inside fails.
        takes_turns: whether of the steps inside only one is under way at a time.
        undoes: what is done inside undoes something, and is never undone itself.
    """

    arrive: Callable[[Turn, Token, PlanStep], None]
    answered: Callable[[Turn, Token, PlanStep, Answered], None] | None = None
    fired: Callable[[Turn, Token, PlanStep, str], None] | None = None
    inner_over: Callable[[Turn, Token, PlanStep, Scope], None] | None = None
    again: Callable[[Turn, Token, PlanStep], None] | None = None
    saved: Callable[[Turn, Token, PlanStep, Returned, JsonObject], None] | None = None
    stuck: Callable[[Turn, Scope, list[PlanStep]], None] | None = None
    look: Callable[[Turn, Token, PlanStep], None] | None = None
    itself: bool = False
    catches: bool = False
    takes_turns: Callable[[PlanStep], bool] | None = None
    undoes: bool = False


class Turn:
    """One decision under way."""

    __slots__ = ("_handlers", "_todo", "asks", "events", "now", "plan", "refused", "state")

    def __init__(
        self, plan: Plan, state: RunState, now: datetime, handlers: dict[type[Any], Handler]
    ) -> None:
        self.plan = plan
        self.state = state.fork()
        self.now = now
        self.events: list[model.RunEvent] = []
        self.asks: list[Ask] = []
        self.refused = ""
        self._todo: deque[int] = deque()
        self._handlers = handlers

    # --- looking ----------------------------------------------------------------------------------

    def step_of(self, token: Token) -> PlanStep:
        """Returns the compiled step a token is at."""
        body = self.plan.bodies[self.state.scopes[token.scope].body]
        return body.steps[token.step]

    def handler(self, step: PlanStep) -> Handler:
        """Returns what the kernel does with the step's primitive."""
        return self._handlers[type(step.primitive)]

    def token_of_task(self, task: str) -> Token | None:
        """Returns the token whose open task has this id."""
        for token in self.state.tokens.values():
            if isinstance(token.work, Task) and token.work.id == task:
                return token
        return None

    # --- writing ----------------------------------------------------------------------------------

    def emit(self, event: model.RunEvent) -> None:
        """Writes down what happened; the draft follows."""
        apply(self.state, event)
        self.events.append(event)

    def ask(
        self,
        token: Token,
        step: PlanStep,
        stage: str,
        questions: tuple[Expr | Due, ...],
        *,
        scope: int | None = None,
        extra: JsonObject | None = None,
        first_true: bool = False,
    ) -> None:
        """Asks the host; its answer comes back as a signal. A halted case asks when it goes on."""
        if self.state.suspended:
            return
        place = token.scope if scope is None else scope
        context = context_of(self.plan, self.state, place, roots_of(questions))
        if extra:
            context.update(extra)
        self.asks.append(Ask(token.id, stage, place, step.id, questions, context, first_true))

    def facts(self, token: Token, expressions: tuple[Expr, ...]) -> JsonObject:
        """Returns what expressions looked at, as evidence of a decision."""
        return facts_of(self.plan, self.state, token.scope, expressions)

    def moves(
        self, token: Token, step: PlanStep, port: str, also: tuple[str, ...] = ()
    ) -> model.Moves:
        """Returns where a token goes by its ports: itself first, new ones by the other edges."""
        exits = step.exits.get(port) or ()
        if also:
            exits += tuple(way for each in also for way in step.exits.get(each) or ())
        if not exits:
            return ()
        if len(exits) == 1:
            return ((token.id, exits[0].target, exits[0].edge),)
        first = self.state.next_id - 1
        numbers = (token.id, *range(first + 1, first + len(exits)))
        return tuple((n, e.target, e.edge) for n, e in zip(numbers, exits, strict=True))

    def new_moves(self, step: PlanStep, port: str) -> model.Moves:
        """Returns the new tokens that begin at a port while the step itself is not left."""
        exits = step.exits.get(port) or ()
        return tuple((self.state.next_id + n, e.target, e.edge) for n, e in enumerate(exits))

    def finish(
        self,
        token: Token,
        step: PlanStep,
        output: JsonValue,
        port: str,
        because: JsonValue = None,
        *,
        consumed: tuple[int, ...] = (),
        late: tuple[int, ...] = (),
        also: tuple[str, ...] = (),
    ) -> None:
        """A step has its output: it saves to the case if it must, then its token goes on.

        At a join, the `consumed` tokens end with it, and the `late` ones when they come to it. The
        token leaves by further ports too where these are named in `also`.
        """
        number, name = token.id, step.id
        if token.race:
            self._win(token, step, consumed)
            late = tuple(other for other in late if other in self.state.tokens)
        if step.saves:
            self.emit(model.StepReturned(number, name, output, port, because, consumed, late, also))
            self.ask_saves(token, step, output)
            return
        moves = self.moves(token, step, port, also)
        undo = self._undo_of(token, step)
        self.emit(
            model.StepCompleted(
                number, name, port, output, {}, because, moves, consumed, late, also, undo
            )
        )
        self.follow(moves, token.scope)

    def _win(self, token: Token, step: PlanStep, consumed: tuple[int, ...] = ()) -> None:
        """The first of a race is over: the others are withdrawn, but for those that end with it."""
        spared = (token.id, *consumed)
        every = self.state.tokens.values()
        rest = [t for t in every if t.race == token.race and t.id not in spared]
        self.cancel_tokens(rest, f"“{step.name}” came first", token.id)

    def _undo_of(self, token: Token, step: PlanStep) -> str:
        """Returns the step that undoes this one; what is done while undoing is never undone."""
        drawn = step.exits.get("undo")
        if not drawn or self._undoes(token.scope):
            return ""
        return drawn[0].target

    def _undoes(self, number: int) -> bool:
        scope = self.state.scopes[number]
        while scope.id:
            owner = self.state.tokens[scope.owner]
            if self.handler(self.step_of(owner)).undoes:
                return True
            scope = self.state.scopes[scope.parent]
        return False

    def ask_saves(self, token: Token, step: PlanStep, output: JsonValue) -> None:
        """Asks for what a step writes to the case."""
        questions = tuple(expr for _, expr in step.saves)
        self.ask(token, step, "saves", questions, extra={"output": output})

    def saved(self, token: Token, step: PlanStep, work: Returned, saves: JsonObject) -> None:
        """What a step saves is known: its token goes on by the port, or its path ends there."""
        ends = self.handler(step).saved
        if ends is not None:
            ends(self, token, step, work, saves)
            return
        moves = self.moves(token, step, work.port, work.also)
        event = model.StepCompleted(
            token.id,
            step.id,
            work.port,
            work.output,
            saves,
            work.because,
            moves,
            also=work.also,
            undo=self._undo_of(token, step),
        )
        self.emit(event)
        self.follow(moves, token.scope)

    def follow(self, moves: model.Moves, scope: int) -> None:
        """Queues the tokens that moved; without any the scope may be over."""
        if moves:
            self._todo.extend(move[0] for move in moves)
        else:
            self.scope_may_be_over(scope)

    def fail(self, token: Token, step: PlanStep, error: JsonObject, kind: str = "failed") -> None:
        """A step failed for good: its error path if one is drawn, else that of a group around it.

        Without either, it is an incident for a person; what is in doubt always is.
        """
        moves = self.moves(token, step, "error")
        catcher = None if moves or kind == "in_doubt" else self._catcher(token)
        if moves and kind != "in_doubt":
            if token.race:
                self._win(token, step)
            self.emit(model.StepFailed(token.id, step.id, error, moves))
            self.follow(moves, token.scope)
        elif catcher is not None:
            self._fail_around(catcher, token, step, error)
        else:
            self.emit(model.IncidentOpened(token.id, step.id, kind, error))

    def _catcher(self, token: Token) -> Token | None:
        """Returns the token of the nearest group around that is left when a step inside fails."""
        scope = self.state.scopes[token.scope]
        while scope.id:
            owner = self.state.tokens[scope.owner]
            step = self.step_of(owner)
            if self.handler(step).catches and step.exits.get("error"):
                return owner
            scope = self.state.scopes[owner.scope]
        return None

    def _fail_around(self, owner: Token, token: Token, failed: PlanStep, error: JsonObject) -> None:
        around = self.step_of(owner)
        self.close_scopes(owner, around, f"“{failed.name}” failed", token.id)
        self.fail(owner, around, {**error, "step": failed.id})

    # --- moving on --------------------------------------------------------------------------------

    def arrive_later(self, token: int) -> None:
        """Queues a token that has just come to its step."""
        self._todo.append(token)

    def run(self) -> None:
        """Moves all queued tokens on until each waits for something; in a halted case none."""
        if self.state.suspended:
            return
        rounds: Counter[tuple[int, str]] = Counter()
        self._move_on(rounds)
        while len(self.state.watching) and not self.state.ended and self._look_again():
            self._move_on(rounds)

    def _look_again(self) -> bool:
        """Lets go on what waited for other paths of the case; whether anything did."""
        before = len(self.events), len(self.asks)
        for token in sorted(
            map(self.state.tokens.__getitem__, self.state.watching), key=_waits_since
        ):
            step = self.step_of(token)
            look = self.handler(step).look
            if isinstance(token.work, Held) and token.work.why == TURN:
                self._may_take_turn(token, step)
            elif look is not None:
                look(self, token, step)
            if (len(self.events), len(self.asks)) != before:
                return True
        return False

    def _may_take_turn(self, token: Token, step: PlanStep) -> None:
        """Where one path is under way at a time, the one that has waited longest is next."""
        tokens = self.state.tokens.values()
        here = [t for t in tokens if t.scope == token.scope and t.phase != "joining"]
        held = [t.work.since for t in here if isinstance(t.work, Held) and t.work.why == TURN]
        mine = token.work.since if isinstance(token.work, Held) else -1
        if len(held) == len(here) and mine == min(held):
            self.admit(token, step)

    def admit(self, token: Token, step: PlanStep) -> None:
        """Lets a step begin that was held back."""
        self.emit(model.StepAdmitted(token.id, step.id))
        self.arrive_later(token.id)

    def _move_on(self, rounds: Counter[tuple[int, str]]) -> None:
        while self._todo and not self.state.ended:
            token = self.state.tokens.get(self._todo.popleft())
            if token is None or token.phase != "ready":
                continue
            step = self.step_of(token)
            rounds[token.scope, step.id] += 1
            idle = self.state.scopes[token.scope].idle
            if rounds[token.scope, step.id] > ROUNDS or idle >= IDLE:
                # Not by its error path: that may lead back into the loop.
                self.emit(model.IncidentOpened(token.id, step.id, "loop", _endless(step)))
            elif token.scope and not token.admitted and self._takes_turns(token):
                self.emit(model.StepHeld(token.id, step.id, TURN))
            elif self.state.trial is None or not self._pauses(token, step, self.state.trial):
                self.arrive(token, step)

    def _takes_turns(self, token: Token) -> bool:
        owner = self.state.tokens[self.state.scopes[token.scope].owner]
        around = self.step_of(owner)
        takes_turns = self.handler(around).takes_turns
        return takes_turns is not None and takes_turns(around)

    def arrive(self, token: Token, step: PlanStep) -> None:
        """Lets a step begin its work; in a test run, test data may stand in for it."""
        trial = self.state.trial
        if self.state.suspended or (trial is not None and self._stands_in(token, step, trial)):
            return
        self._handlers[type(step.primitive)].arrive(self, token, step)

    def _pauses(self, token: Token, step: PlanStep, trial: Trial) -> bool:
        """Whether a test run stops before a step of its own drawing."""
        if not (trial.each or step.id in trial.stops or token.edge in trial.stops):
            return False
        if self.state.scopes[token.scope].body != self.plan.main:
            return False
        self.emit(model.StepPaused(token.id, step.id))
        return True

    def _stands_in(self, token: Token, step: PlanStep, trial: Trial) -> bool:
        """Gives a step its test data as output; by its error path the data is the error."""
        pin = trial.pins.get(step.id)
        if not isinstance(pin, dict) or self.state.scopes[token.scope].body != self.plan.main:
            return False
        if self.handler(step).itself:
            return False
        port, output = str(pin.get("port") or "out"), pin.get("output")
        if port == "error":
            told = output if isinstance(output, dict) else {"message": str(output or "")}
            self.fail(token, step, {"code": "test_data", "message": "", **told})
        else:
            self.finish(token, step, output, port, {"test data": pin.get("sample") or True})
        return True

    def take_up(self, token: Token) -> None:
        """Goes on with a token that was read back, or mended: asks again what it waits for."""
        step = self.step_of(token)
        handler = self.handler(step)
        if isinstance(token.work, Returned) and token.phase == "returned":
            self.ask_saves(token, step, token.work.output)
        elif token.phase == "ready":
            self.arrive(token, step)
        elif token.phase == "inside" and handler.again is not None:
            handler.again(self, token, step)

    def scope_may_be_over(self, number: int) -> None:
        """Ends a scope in which no token is left: the run, a sub-workflow, an item."""
        scope = self.state.scopes.get(number)
        if scope is None or self.state.ended or self.state.suspended:
            return
        if scope.live > 0:
            self._may_be_stuck(scope)
            return
        if number == 0:
            self.emit(model.RunCompleted(output_of(scope)))
            return
        owner = self.state.tokens[scope.owner]
        step = self.step_of(owner)
        inner_over = self.handler(step).inner_over
        if inner_over is not None:
            inner_over(self, owner, step, scope)

    def _may_be_stuck(self, scope: Scope) -> None:
        """Without this, a case whose paths all wait for each other would wait for ever."""
        joins = self.state.joins
        if not len(joins):
            return
        steps = self.plan.bodies[scope.body].steps.values()
        met = [step for step in steps if (scope.id, step.id) in joins]
        if met and sum(len(joins[scope.id, step.id]) for step in met) == scope.live:
            stuck = self.handler(met[0]).stuck
            if stuck is not None:
                stuck(self, scope, met)

    def close_scopes(self, owner: Token, step: PlanStep, why: str, by_path: int) -> None:
        """Stops everything in the scopes that a token owns, and closes them.

        Args:
            owner: whose scopes they are.
            step: where it is.
            why: in words.
            by_path: the path that leads to it.
        """
        inner = {s.id for s in self.state.scopes.values() if s.id and s.owner == owner.id}
        if not inner:
            return
        inside = [t for t in self.state.tokens.values() if t.scope in inner]
        self.cancel_tokens(inside, why, by_path)
        self.emit(model.ScopesClosed(owner.id, step.id, tuple(sorted(inner)), by_path))

    def withdraw(self, token: Token, by_path: int) -> None:
        """Nobody is asked any more at a step that another path (0: a person) has left so."""
        if isinstance(token.work, Task):
            self.emit(model.TaskClosed(token.id, token.work.id, "cancelled", by_path))

    def cancel_tokens(self, tokens: list[Token], why: str, by_path: int) -> None:
        """Stops paths, with everything inside them; open tasks are closed.

        Args:
            tokens: the paths.
            why: in words.
            by_path: the path that leads to it, 0 for a person.
        """
        doomed = self.with_inner(tokens)
        for token in doomed:
            self.withdraw(token, by_path)
        if doomed:
            self.emit(model.TokensCancelled(tuple(t.id for t in doomed), why, by_path))

    def with_inner(self, tokens: list[Token]) -> list[Token]:
        """Returns the tokens and all that live in scopes they own, oldest and so outermost first.

        The state's maps have no order of their own: it differs from process to process.
        """
        found = {token.id: token for token in tokens}
        owners = set(found)
        while owners:
            scopes = {s.id for s in self.state.scopes.values() if s.id and s.owner in owners}
            inner = {t.id: t for t in self.state.tokens.values() if t.scope in scopes}
            owners = inner.keys() - found.keys()
            found |= inner
        return [found[number] for number in sorted(found)]


def _waits_since(token: Token) -> tuple[int, int]:
    """Sorts those that watch: who has waited longest is first."""
    return token.work.since if isinstance(token.work, Held) else 0, token.id


def _endless(step: PlanStep) -> JsonObject:
    message = (
        f"The case came to “{step.name}” again and again, without anything to wait for. "
        "Draw a way out of the loop. A retry goes round as often again."
    )
    return {"code": "loop.endless", "message": message}


def output_of(scope: Scope) -> JsonValue:
    """Returns what a scope gives: what its ends gave, else its case data, else its last output."""
    if scope.ended is not None:
        return scope.ended
    return scope.data if scope.data is not None else scope.last

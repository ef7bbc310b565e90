"""Knows the engine's loop: deliver signals, decide, commit, start effects, again.

Must not know kinds or databases.

One turn takes all that has arrived, lets the kernel decide for every run concerned, makes the
events of all of them durable in one transaction, and only then starts the effects they scheduled.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runtime.errors import BatonError, DuplicateError, FencedError, JournalError, RefusedError
from runtime.events.model import StepScheduled
from runtime.host.answers import Answerer
from runtime.host.live import Letter, Live
from runtime.host.performer import Performer
from runtime.host.writer import Writer
from runtime.kernel import decide, fold, new_state, resume
from runtime.kernel.signals import Answered, EffectDone, EffectFailed, Lost, Signal, Start, Tick
from runtime.kernel.turn import Ask
from runtime.plan import codec

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from runtime.definition.json_value import JsonObject
    from runtime.ports import Batch, CalendarBook, Clock, Connections, Evaluator, Journal
    from runtime.primitives import Plan
    from runtime.step import Kind

_log = logging.getLogger(__name__)

TURN = 512
"""Letters taken in one turn, at most."""
BREATH = 0.005
"""Seconds after which the loop lets everything else run."""
LOOK_AGAIN = 30.0
"""Seconds after which timers that another process has set are looked for."""
PLANS = 64


@dataclass(frozen=True, slots=True)
class Parts:
    """What a host is made of."""

    journal: Journal
    evaluator: Evaluator
    calendars: CalendarBook
    connections: Connections
    clock: Clock
    kind: Callable[[str], Kind[Any]]


class Host:
    """Runs workflows. Use as an async context manager.

    Attributes:
        listeners: called with every batch after it has become durable.
    """

    def __init__(self, parts: Parts) -> None:
        self.listeners: list[Callable[[Batch], None]] = []
        self._journal = parts.journal
        self._clock = parts.clock
        self._answerer = Answerer(parts.evaluator, parts.calendars)
        self._performer = Performer(parts.kind, parts.connections, parts.clock)
        self._writer = Writer(parts.journal, parts.clock)
        self._lives: dict[str, Live] = {}
        self._plans: dict[str, Plan] = {}
        self._inbox: deque[Letter] = deque()
        self._dirty: dict[str, Live] = {}
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop_task: asyncio.Task[None] | None = None
        self._next_due: datetime | None = None
        self._due_changed = asyncio.Event()

    # --- life -------------------------------------------------------------------------------------

    async def __aenter__(self) -> Host:
        self._recover()
        self._loop_task = asyncio.create_task(self._loop(), name="baton-host")
        self._spawn(self._keep_time())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stops at once; what is under way is recovered by the next process, as after a crash."""
        tasks = [*self._tasks, *([self._loop_task] if self._loop_task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._writer.close()

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- what others ask for ----------------------------------------------------------------------

    async def start(self, run: str, plan: Plan, signal: Start) -> None:
        """Begins a run; returns when that is durable."""
        self._plans[signal.plan] = plan
        self._lives[run] = Live(run, plan, signal.plan, new_state(run))
        await self.send(run, signal)

    async def send(self, run: str, signal: Signal) -> None:
        """Delivers a signal; returns when what follows from it is durable.

        Raises:
            RefusedError: the signal was not accepted; says why.
            UnknownRunError: there is no such run.
            JournalError: it could not be made durable; nothing happened.
        """
        waiter = asyncio.get_running_loop().create_future()
        self._post(Letter(run, signal, waiter))
        await waiter

    async def settle(self, run: str) -> None:
        """Waits until nothing in the run goes on by itself: it has ended, or waits for people.

        Time or mending.
        """
        live = self._lives.get(run)
        if live is None or live.is_idle:
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        live.settled.append(waiter)
        await waiter

    @property
    def in_memory(self) -> int:
        """How many runs are in memory."""
        return len(self._lives)

    # --- the loop ---------------------------------------------------------------------------------

    def _post(self, letter: Letter) -> None:
        self._inbox.append(letter)
        self._wake.set()

    async def _loop(self) -> None:
        breath = self._clock.monotonic()
        while True:
            if not self._inbox and not self._dirty:
                self._wake.clear()
                await self._wake.wait()
                breath = self._clock.monotonic()
            elif self._clock.monotonic() - breath > BREATH:
                await asyncio.sleep(0)
                breath = self._clock.monotonic()
            for _ in range(min(len(self._inbox), TURN)):
                self._deliver(self._inbox.popleft())
            if self._dirty:
                await self._flush()

    def _deliver(self, letter: Letter) -> None:
        try:
            live = self._lives.get(letter.run) or self._load(letter.run)
            live.letters.append(letter)
            self._dirty[letter.run] = live
            self._decide(live, letter)
        except BatonError as error:
            _give_up(letter.waiter, error)

    def _load(self, run: str) -> Live:
        """Brings a run back into memory: the fold of its events."""
        state = fold(new_state(run), (r.event for r in self._journal.load(run)))
        live = self._lives[run] = Live(run, self._plan(state.plan), state.plan, state)
        return live

    def _plan(self, digest: str) -> Plan:
        found = self._plans.get(digest)
        if found is None:
            while len(self._plans) >= PLANS:
                del self._plans[next(iter(self._plans))]
            found = self._plans[digest] = codec.decode(self._journal.plan(digest))
        return found

    def _decide(self, live: Live, letter: Letter) -> None:
        """Lets the kernel decide, and answers what it asks as long as answers come at once."""
        now = self._clock.now()
        asks: deque[Ask] = deque()
        if isinstance(letter.content, Ask):
            asks.append(letter.content)
        else:
            decision = decide(live.plan, live.state, letter.content, now)
            live.adopt(decision, letter.content.actor.id)
            asks.extend(decision.asks)
            if decision.refused:
                live.refusals.append((letter, decision.refused))
        for _ in range(TURN):
            if not asks:
                return
            self._answer(live, asks, now)
        self._inbox.extend(Letter(live.run, ask) for ask in asks)

    def _answer(self, live: Live, asks: deque[Ask], now: datetime) -> None:
        answer = self._answerer.answer(live.run, live.state.seq, asks.popleft(), now)
        if isinstance(answer, Answered):
            decision = decide(live.plan, live.state, answer, now)
            live.adopt(decision, answer.actor.id)
            asks.extend(decision.asks)
        else:
            live.out += 1
            self._spawn(self._come_back(live, answer))

    async def _come_back(self, live: Live, result: Awaitable[Any]) -> None:
        """Waits for an effect or a slow evaluation and delivers its outcome."""
        signal = await result
        live.out -= 1
        self._post(Letter(live.run, signal))

    # --- making it durable ------------------------------------------------------------------------

    async def _flush(self) -> None:
        """Commits what was decided in this turn, then tells who waits and starts effects."""
        now = self._clock.now()
        lives = list(self._dirty.values())
        self._dirty.clear()
        changed = [live for live in lives if live.events]
        batches = [live.batch(now) for live in changed]
        fenced: Sequence[JournalError | None] = ()
        if batches:
            try:
                fenced = await self._commit(batches)
            except JournalError as error:
                _log.error("The journal cannot be written: %s", error)
                self._lose(lives, error)
                return
        for live, batch, fence in zip(changed, batches, fenced, strict=True):
            if fence is None:
                self._committed(live, batch)
            elif isinstance(fence, FencedError) and not isinstance(fence, DuplicateError):
                self._fenced(live)
            else:
                self._refused(live, fence)
        for live in lives:
            self._tell(live)

    async def _commit(self, batches: list[Batch]) -> Sequence[JournalError | None]:
        if self._writer.is_quick(sum(len(batch.events) for batch in batches)):
            with suppress(JournalError):
                return self._writer.commit(batches)
        return await self._writer.commit_elsewhere(batches)

    def _committed(self, live: Live, batch: Batch) -> None:
        live.events = []
        if batch.wake_at is not None and (self._next_due is None or batch.wake_at < self._next_due):
            self._next_due = batch.wake_at
            self._due_changed.set()
        for listener in self.listeners:
            listener(batch)
        for event in batch.events:
            if type(event) is StepScheduled:
                self._perform(live, event)

    def _perform(self, live: Live, event: StepScheduled) -> None:
        """Starts an effect whose schedule is durable.

        One that was overtaken in the same commit is not.
        """
        token = live.state.tokens.get(event.token)
        if token is None or token.phase != "scheduled" or token.attempt != event.attempt:
            return
        step = live.plan.bodies[live.state.scopes[token.scope].body].steps[event.step]
        outcome = self._performer.perform(live.run, live.digest, step, event, dry=live.state.dry)
        if inspect.isawaitable(outcome):
            live.out += 1
            self._spawn(self._come_back(live, outcome))
        else:
            self._inbox.append(Letter(live.run, outcome))

    def _fenced(self, live: Live) -> None:
        """Another process went on with this run: forget what was decided, read it again.

        Deliver again.
        """
        self._lives.pop(live.run, None)
        live.events = []
        live.refusals = []
        self._inbox.extend(letter for letter in live.letters if not isinstance(letter.content, Ask))
        live.letters = []

    def _refused(self, live: Live, error: JournalError) -> None:
        """This run's events cannot be kept: an effect's result becomes a failure.

        Who waits is told.
        """
        self._lives.pop(live.run, None)
        for letter in live.letters:
            if isinstance(letter.content, EffectDone):
                self._inbox.append(Letter(live.run, _as_failure(letter.content, error)))
            _give_up(letter.waiter, error)
        live.letters = []

    def _lose(self, lives: list[Live], error: JournalError) -> None:
        """Nothing was written: the runs are as the journal has them, and who waits is told."""
        for live in lives:
            self._lives.pop(live.run, None)
            for letter in live.letters:
                _give_up(letter.waiter, error)
            for waiter in live.settled:
                _give_up(waiter, error)

    def _tell(self, live: Live) -> None:
        """Tells who waited for these letters; lets an idle run leave the memory."""
        refused = {id(letter): why for letter, why in live.refusals}
        for letter in live.letters:
            why = refused.get(id(letter))
            if letter.waiter is not None and not letter.waiter.done():
                if why:
                    letter.waiter.set_exception(RefusedError(why))
                else:
                    letter.waiter.set_result(None)
        live.letters, live.refusals = [], []
        if live.is_idle and not any(letter.run == live.run for letter in self._inbox):
            self._rest(live)

    def _rest(self, live: Live) -> None:
        self._lives.pop(live.run, None)
        for waiter in live.settled:
            if not waiter.done():
                waiter.set_result(None)
        live.settled = []

    # --- time and recovery ------------------------------------------------------------------------

    async def _keep_time(self) -> None:
        """Wakes runs whose timers are due."""
        self._next_due = self._journal.next_due()
        while True:
            self._due_changed.clear()
            left = LOOK_AGAIN
            if self._next_due is not None:
                left = min(left, (self._next_due - self._clock.now()).total_seconds())
            if left > 0:
                await self._sleep_or_change(left)
            if self._next_due is None or self._next_due <= self._clock.now():
                await self._tick()

    async def _sleep_or_change(self, seconds: float) -> None:
        sleep = asyncio.ensure_future(self._clock.sleep(seconds))
        change = asyncio.ensure_future(self._due_changed.wait())
        try:
            await asyncio.wait({sleep, change}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleep.cancel()
            change.cancel()

    async def _tick(self) -> None:
        due = self._journal.due(self._clock.now(), TURN)
        ticks = [self.send(run, Tick()) for run in due]
        for found in await asyncio.gather(*ticks, return_exceptions=True):
            if isinstance(found, Exception):
                _log.error("A timer could not be fired: %s", found)
                await self._clock.sleep(1)
        self._next_due = self._journal.next_due()

    def _recover(self) -> None:
        """Takes up what a process that is gone had under way."""
        for run in self._journal.unfinished():
            live = self._load(run)
            for ask in resume(live.plan, live.state, self._clock.now()):
                self._inbox.append(Letter(run, ask))
            for token in live.state.tokens.values():
                if token.phase == "scheduled":
                    self._inbox.append(Letter(run, Lost(token.id)))
        if self._inbox:
            self._wake.set()


def _as_failure(done: EffectDone, error: JournalError) -> EffectFailed:
    """The effect has happened, and its result cannot be kept: a person must know."""
    told: JsonObject = {"code": error.code, "message": str(error)}
    return EffectFailed(done.token, done.step, done.attempt, told)


def _give_up(waiter: asyncio.Future[None] | None, error: BatonError) -> None:
    if waiter is not None and not waiter.done():
        waiter.set_exception(error)

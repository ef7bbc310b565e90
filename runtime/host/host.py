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
from typing import TYPE_CHECKING

from runtime.errors import BatonError, DuplicateError, FencedError, JournalError, RefusedError
from runtime.events.model import StepScheduled
from runtime.host.answers import Answerer, broken
from runtime.host.live import Letter, Live
from runtime.host.mail import Mail, tell
from runtime.host.performer import Performer
from runtime.host.postman import Postman
from runtime.host.timekeeper import AGAIN, Timekeeper
from runtime.host.told import busy, fault
from runtime.host.writer import Writer
from runtime.kernel import decide, fold, new_state, resume
from runtime.kernel.signals import (
    Answered,
    Cancel,
    EffectDone,
    EffectFailed,
    Lost,
    Migrate,
    Signal,
    Start,
    Tick,
)
from runtime.kernel.turn import Ask
from runtime.plan import codec

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from runtime.definition.json_value import JsonObject
    from runtime.host.parts import Parts
    from runtime.ports import (
        Batch,
    )
    from runtime.primitives import Plan

_log = logging.getLogger(__name__)

TURN = 512
"""Letters taken in one turn, at most."""
BREATH = 0.005
"""Seconds after which the loop lets everything else run."""
LOOK = 0.05
"""Seconds after which a run that another process has under way is looked at again."""
PATIENCE = 30.0
"""Seconds for which a person's signal waits for such a run."""
PLANS = 64
_MOVES = "Something is under way in this case just now. Wait until it rests, then migrate it."


class Host:
    """Runs workflows. Use as an async context manager.

    Attributes:
        listeners: called with every batch after it has become durable.
        postman: brings messages to cases; None where none are sent.
    """

    def __init__(self, parts: Parts) -> None:
        self.listeners: list[Callable[[Batch], None]] = []
        self._journal = parts.journal
        self._clock = parts.clock
        self._answerer = Answerer(parts.evaluator, parts.calendars)
        self._performer = Performer(parts.kind, parts.connections, parts.clock, parts.hinder)
        self._leave = parts.leave
        self._writer = Writer(parts.journal, parts.clock)
        self._mail = Mail()
        self._inbox = self._mail.inbox
        self._time = Timekeeper(parts.journal, parts.clock, self.send, self._take_over)
        self.postman = Postman(parts.post, parts.clock, self.send) if parts.post else None
        self._lives: dict[str, Live] = {}
        self._plans: dict[str, Plan] = {}
        self._dirty: dict[str, Live] = {}
        # Effects that this host has begun and whose outcome is not durable: not lost, however
        # often the run is read again.
        self._begun: set[tuple[str, int, int]] = set()
        # Runs of which a commit was refused: signal by signal, so that the culprit is known.
        self._careful: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._worker: asyncio.Task[None] | None = None

    # --- life -------------------------------------------------------------------------------------

    async def __aenter__(self) -> Host:
        self._take_over()
        self._worker = asyncio.create_task(self._work(), name="baton-host")
        self._spawn(self._time.keep())
        if self.postman is not None:
            self.listeners.append(self.postman.see)
            self._spawn(self.postman.keep())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stops at once; what is under way is recovered by the next process, as after a crash."""
        tasks = [*self._tasks, *([self._worker] if self._worker else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._mail.close()
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

    async def take_on(self, live: Live, signal: Signal) -> None:
        """Begins a run with what was taken over from another one, and lets it go on from there.

        Both become durable at once; returns then. What was open there is taken up as after a crash.

        Args:
            live: the run, with the events it begins with.
            signal: lets it go on.

        Raises:
            JournalError: it could not be made durable; no run began.
        """
        self._plans[live.digest] = live.plan
        self._lives[live.run] = live
        waiter = self._mail.waiter()
        self._mail.post(Letter(live.run, signal, waiter))
        self._resume(live)  # behind the signal, so that no commit comes before it
        await waiter

    async def send(self, run: str, signal: Signal) -> None:
        """Delivers a signal; returns when what follows from it is durable.

        Raises:
            RefusedError: the signal was not accepted, or another process keeps the run to itself;
                says why.
            UnknownRunError: there is no such run.
            JournalError: it could not be made durable; nothing happened.
            BatonError: the host has ended.
        """
        waiter = self._mail.waiter()
        self._mail.post(Letter(run, signal, waiter))
        await waiter

    async def settle(self, run: str) -> None:
        """Waits until nothing in the run goes on here by itself.

        Then it has ended, waits for people, time or mending, or another process goes on with it.

        Raises:
            JournalError: what happened could not be made durable yet; it is tried again.
            BatonError: the host has ended.
        """
        while self._goes_on(run):
            await self._mail.rested(run)

    def _goes_on(self, run: str) -> bool:
        live = self._lives.get(run)
        return not live.is_idle if live is not None else self._mail.is_on_its_way(run)

    @property
    def in_memory(self) -> int:
        """How many runs are in memory."""
        return len(self._lives)

    # --- the loop ---------------------------------------------------------------------------------

    async def _work(self) -> None:
        """The loop; should it ever end by a fault, nobody is left waiting for it."""
        try:
            await self._loop()
        except Exception:  # noqa: BLE001 - it is told, and nothing can go on
            _log.exception("The engine has stopped")
            self._mail.close()

    async def _loop(self) -> None:
        breath = self._clock.monotonic()
        while True:
            if not self._inbox and not self._dirty:
                self._mail.arrived.clear()
                await self._mail.arrived.wait()
                breath = self._clock.monotonic()
            elif self._clock.monotonic() - breath > BREATH:
                await asyncio.sleep(0)
                breath = self._clock.monotonic()
            for _ in range(min(len(self._inbox), TURN)):
                if not self._deliver(self._inbox.popleft()):
                    break
            if self._dirty:
                await self._flush()

    def _deliver(self, letter: Letter) -> bool:
        """Gives a run a letter; returns whether more may be delivered before the next commit."""
        if letter.run in self._careful and letter.run in self._dirty:
            self._inbox.appendleft(letter)
            return False
        live = self._lives.get(letter.run)
        if letter.of is not None and letter.of is not live:
            return True
        try:
            live = live or self._load(letter)
            if live is not None:
                live.letters.append(letter)
                self._dirty[letter.run] = live
                self._decide(live, letter)
        except BatonError as error:
            self._undeliverable(letter, error)
        except Exception as error:  # noqa: BLE001 - one case's fault must not end the engine
            _log.exception("Case %s met a fault of the engine", letter.run)
            self._forget(letter.run)
            self._undeliverable(letter, fault(error))
        return True

    def _undeliverable(self, letter: Letter, error: BatonError) -> None:
        """Tells who waits. What nobody waits for is kept until the journal can be read again."""
        if letter.waiter is not None:
            tell(letter.waiter, error)
        elif isinstance(error, JournalError):
            _log.error("Case %s cannot be read: %s", letter.run, error)
            self._mail.post_later(letter, AGAIN)
        self._mail.rest(letter.run, error)

    def _load(self, letter: Letter) -> Live | None:
        """Brings a run back into memory, unless another process has it under way."""
        run = letter.run
        state = fold(new_state(run), (r.event for r in self._journal.load(run)))
        hold = self._journal.hold(run)
        if hold == "theirs" and not isinstance(letter.content, Cancel):
            self._put_off(letter)
            return None
        live = self._lives[run] = Live(run, self._plan(state.plan), state.plan, state)
        if hold in {"ours", "lost"}:
            live.row = "running"
            self._resume(live)
        return live

    def _put_off(self, letter: Letter) -> None:
        """Another process goes on with the run: a signal waits until it rests there."""
        now = self._clock.monotonic()
        letter.until = letter.until or now + PATIENCE
        if isinstance(letter.content, Tick):
            # Its timers are fired there.
            tell(letter.waiter)
        elif letter.waiter is None or now < letter.until:
            self._mail.post_later(letter, LOOK if now < letter.until else AGAIN)
            return
        else:
            tell(letter.waiter, busy())
        self._mail.rest(letter.run)

    def _resume(self, live: Live) -> None:
        """Asks again what was open, and gives up effects of which nobody here knows."""
        for ask in resume(live.plan, live.state, self._clock.now()):
            self._mail.post(Letter(live.run, ask, of=live))
        for token in live.state.tokens.values():
            begun = (live.run, token.id, token.attempt) in self._begun
            if token.phase == "scheduled" and not begun:
                self._mail.post(Letter(live.run, Lost(token.id), of=live))

    def _take_over(self) -> None:
        """Takes up what a process that is gone had under way; a tick makes a run be read."""
        for run in self._journal.unfinished():
            if run not in self._leave:
                self._mail.post(Letter(run, Tick()))

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
        at_once = TURN
        if isinstance(letter.content, Ask):
            asks.append(letter.content)
            at_once = 1 if live.run in self._careful else TURN
        else:
            if isinstance(letter.content, Migrate) and live.out:
                live.refusals.append((letter, _MOVES))
                return
            decision = decide(live.plan, live.state, letter.content, now)
            live.adopt(decision, letter.content.actor.id)
            if live.state.plan not in {"", live.digest}:
                live.plan, live.digest = self._plan(live.state.plan), live.state.plan
            asks.extend(decision.asks)
            if decision.refused:
                live.refusals.append((letter, decision.refused))
            if isinstance(letter.content, Tick) and not decision.events:
                live.row = "stale"
            at_once = 0 if live.run in self._careful else TURN
        for _ in range(at_once):
            if not asks:
                return
            self._answer(live, asks, now)
        self._inbox.extend(Letter(live.run, ask, of=live) for ask in asks)

    def _answer(self, live: Live, asks: deque[Ask], now: datetime) -> None:
        ask = asks.popleft()
        try:
            answer = self._answerer.answer(live.run, live.state.seq, ask, now)
        except Exception as error:  # noqa: BLE001 - an evaluator's fault must not end the engine
            answer = broken(ask, error)
        if isinstance(answer, Answered):
            decision = decide(live.plan, live.state, answer, now)
            live.adopt(decision, answer.actor.id)
            asks.extend(decision.asks)
        else:
            live.out += 1
            self._spawn(self._come_back(live, _caught(ask, answer), live))

    async def _come_back(
        self, live: Live, result: Awaitable[Signal], of: Live | None = None
    ) -> None:
        """Waits for an effect or a slow evaluation and delivers its outcome."""
        signal = await result
        live.out -= 1
        self._mail.post(Letter(live.run, signal, of=of))

    # --- making it durable ------------------------------------------------------------------------

    async def _flush(self) -> None:
        """Commits what was decided in this turn, then tells who waits and starts effects."""
        now = self._clock.now()
        lives = list(self._dirty.values())
        self._dirty.clear()
        changed = [live for live in lives if live.must_be_written]
        batches = [live.batch(now) for live in changed]
        results: Sequence[JournalError | None] = ()
        if batches:
            try:
                results = await self._commit(batches)
            except JournalError as error:
                _log.error("The journal cannot be written: %s", error)
                self._lose(lives, error)
                return
        for live, batch, refusal in zip(changed, batches, results, strict=True):
            if refusal is None:
                self._committed(live, batch)
            else:
                self._not_committed(live, refusal)
        for live in lives:
            if self._lives.get(live.run) is live:
                self._tell(live)

    async def _commit(self, batches: list[Batch]) -> Sequence[JournalError | None]:
        if self._writer.is_quick(sum(len(batch.events) for batch in batches)):
            with suppress(JournalError):
                return self._writer.commit(batches)
        return await self._writer.commit_elsewhere(batches)

    def _committed(self, live: Live, batch: Batch) -> None:
        live.events = []
        live.row = batch.status
        self._time.expect(batch.wake_at)
        for listener in self.listeners:
            try:
                listener(batch)
            except Exception:  # noqa: BLE001 - whoever listens must not end the engine
                _log.exception("A listener failed")
        for event in batch.events[live.taken :]:
            if type(event) is StepScheduled:
                self._perform(live, event)
        live.taken = 0

    def _perform(self, live: Live, event: StepScheduled) -> None:
        """Starts an effect whose schedule is durable.

        One that was overtaken in the same commit is not.
        """
        token = live.state.tokens.get(event.token)
        if token is None or token.phase != "scheduled" or token.attempt != event.attempt:
            return
        body = live.state.scopes[token.scope].body
        step = live.plan.bodies[body].steps[event.step]
        place = (live.digest, body)
        self._begun.add((live.run, event.token, event.attempt))
        outcome = self._performer.perform(live.run, place, step, event, dry=live.state.dry)
        if inspect.isawaitable(outcome):
            live.out += 1
            self._spawn(self._come_back(live, outcome))
        else:
            self._mail.post(Letter(live.run, outcome))

    def _not_committed(self, live: Live, error: JournalError) -> None:
        """The journal refused this run's events alone."""
        letters = [letter for letter in live.letters if letter.of is None]
        self._forget(live.run)
        if (isinstance(error, DuplicateError) and not live.first_seq) or live.taken:
            for letter in letters:
                tell(letter.waiter, error)
        elif isinstance(error, FencedError):
            # Another process went on: forget what was decided, read it again, deliver again.
            self._mail.post_first(letters)
        elif live.run not in self._careful:
            self._careful.add(live.run)
            self._begin_anew(live)
            self._mail.post_first(letters)
        else:
            self._name_culprit(live, live.letters[0], error)
        self._mail.rest(live.run)

    def _begin_anew(self, live: Live) -> None:
        """A run of which nothing is in the journal cannot be read from there."""
        if isinstance(live.letters[0].content, Start):
            fresh = Live(live.run, live.plan, live.digest, new_state(live.run))
            self._lives[live.run] = fresh

    def _name_culprit(self, live: Live, letter: Letter, error: JournalError) -> None:
        """What follows from this one letter cannot be kept: it becomes a failure; who waits hears.

        Without that the run would stand still, and nobody would know why.
        """
        content = letter.content
        told: JsonObject = {"code": error.code, "message": str(error)}
        if isinstance(content, EffectDone):
            # A write has happened all the same: it is in doubt, and never just repeated.
            failed: Signal = EffectFailed(
                content.token, content.step, content.attempt, told, unknown=True
            )
        elif isinstance(content, Ask):
            failed = Answered(content.token, content.step, content.stage, content.scope, (), told)
        else:
            tell(letter.waiter, error)
            return
        self._mail.post_first([Letter(live.run, failed)])

    def _lose(self, lives: list[Live], error: BatonError) -> None:
        """Nothing was written: the runs are as the journal has them, and who waits is told.

        What systems have answered is kept and delivered again.
        """
        for live in lives:
            self._forget(live.run)
            for letter in live.letters:
                if letter.waiter is not None:
                    tell(letter.waiter, error)
                elif letter.of is None:
                    self._mail.post_later(letter, AGAIN)
            self._mail.rest(live.run, error)
            if live.first_seq or not live.events:
                self._mail.post_later(Letter(live.run, Tick()), AGAIN)

    def _tell(self, live: Live) -> None:
        """Tells who waited for these letters; lets an idle run leave the memory."""
        refused = {id(letter): why for letter, why in live.refusals}
        for letter in live.letters:
            why = refused.get(id(letter))
            tell(letter.waiter, RefusedError(why) if why else None)
            content = letter.content
            if isinstance(content, EffectDone | EffectFailed):
                self._begun.discard((live.run, content.token, content.attempt))
        live.letters, live.refusals = [], []
        if live.is_idle:
            self._forget(live.run)
            self._careful.discard(live.run)
            self._mail.rest(live.run)

    def _forget(self, run: str) -> None:
        self._lives.pop(run, None)
        self._dirty.pop(run, None)


async def _caught(ask: Ask, answer: Awaitable[Answered]) -> Answered:
    try:
        return await answer
    except Exception as error:  # noqa: BLE001 - an evaluator's fault must not end the engine
        return broken(ask, error)

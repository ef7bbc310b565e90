"""Knows how to run one case in a test, with a process that may die. Must not know examples.

The harness is the world outside of the process: its clock, its people, its systems and the file of
its database outlive a crash. After one it opens the database again and goes on from the journal.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

from runtime import steps
from runtime.calendars import NamedCalendars
from runtime.calendars.duration import parse_duration
from runtime.embedded import EmbeddedRuntime
from runtime.errors import BatonError, RefusedError
from runtime.events import model
from runtime.events.model import Actor
from runtime.plan.compile import no_library
from runtime.primitives import Effect
from runtime.step import Around
from runtime.store import open_store
from runtime.testing.clock import ManualClock
from runtime.testing.crash import Crash, CrashingJournal
from runtime.testing.world import World

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
    from pathlib import Path

    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import Recorded
    from runtime.events.view import RunView
    from runtime.ports import Batch, Session, TaskRow
    from runtime.step import Kind
    from runtime.store.journal import StoreJournal

LOOKED_INTO = Actor("user:operator.doubt")
"""Who mends what a crash left in doubt; what they do is no part of the test."""
TAKEN_OVER = "taken_over"
"""Code of the pause after a process that had sent a request is gone."""
_ANSWERS = (
    model.TaskVoted,
    model.TaskRefused,
    model.TaskDelegated,
    model.IncidentResolved,
    model.ItemsAdded,
)
_LOOKS = 2_000


def empty_database(folder: Path) -> bytes:
    """Returns a database file with its tables and nothing in them, made in an empty folder."""
    file = folder / "empty.sqlite"
    open_store(f"sqlite:///{file}").close()
    return file.read_bytes()


class NoConnections:
    """A test reaches no system: whoever needs one scripts the effect."""

    async def session(self, name: str) -> Session:
        """Refuses.

        Raises:
            BatonError: always.
        """
        raise BatonError(
            f"A test tried to open the connection “{name}”.",
            why="Tests reach no system.",
            next_step="Script what the step's effect gives.",
        )


class WorkflowHarness:
    """Runs one case. Use as an async context manager.

    Args:
        folder: where the database is put; empty.
        crash: where the process dies, once; None never.
        clock: the case's time.
        seed: an `empty_database`, copied to save the making of its tables.
        kinds: the step kinds by name; None takes all there are.
        calendars: business calendars by name; None knows the standard one only.

    Attributes:
        world: the scripted systems.
        run: id of the case, "" before it has begun.
    """

    def __init__(
        self,
        folder: Path,
        *,
        crash: Crash | None = None,
        clock: ManualClock | None = None,
        seed: bytes | None = None,
        kinds: Mapping[str, Kind[Any]] | None = None,
        calendars: NamedCalendars | None = None,
    ) -> None:
        self.world = World()
        self.clock = clock or ManualClock()
        self.crash = crash or Crash()
        self.run = ""
        self._messages = 0
        self._calendars = calendars or NamedCalendars()
        self._file = folder / "case.sqlite"
        if seed is not None:
            self._file.write_bytes(seed)
        known = steps.kinds() if kinds is None else kinds
        self._kinds = {name: self.world.stand_in(kind) for name, kind in known.items()}
        self._runtime: EmbeddedRuntime | None = None

    async def __aenter__(self) -> WorkflowHarness:
        await self._open()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runtime is not None:
            await self._runtime.__aexit__(None, None, None)
            self._runtime = None

    async def _open(self) -> None:
        store = open_store(f"sqlite:///{self._file}")
        journal = CrashingJournal(store.journal, self.crash)
        self._journal = store.journal = cast("StoreJournal", journal)
        self._runtime = EmbeddedRuntime(
            store,
            connections=NoConnections(),
            calendars=self._calendars,
            clock=self.clock,
            kinds=self._kinds,
        )
        self._runtime.listen(self._note_run)
        await self._runtime.__aenter__()

    def _note_run(self, batch: Batch) -> None:
        self.run = batch.run

    @property
    def runtime(self) -> EmbeddedRuntime:
        """The runtime of the living process."""
        if self._runtime is None:
            raise RuntimeError("the harness is used inside of `async with` only")
        return self._runtime

    # --- what happens -----------------------------------------------------------------------------

    async def start(
        self,
        definition: Definition,
        given: JsonValue = None,
        *,
        requester: str = "user:requester",
        others: Sequence[Definition] = (),
    ) -> str:
        """Begins the case and lets it go as far as it goes by itself; returns its id.

        Args:
            definition: what is run; it must pass `check` without errors.
            given: the input.
            requester: who starts it.
            others: the workflows that this one runs.
        """
        for each in (definition, *others):
            self._learn(each)
        known = {each.meta.id: each for each in others}
        library = known.__getitem__ if known else no_library

        async def begin() -> None:
            await self.runtime.start(
                definition, {} if given is None else given, actor=Actor(requester), library=library
            )

        await self._durably(begin, done=self._has_begun)
        await self.settle()
        return self.run

    async def answer(
        self,
        step: str,
        *,
        by: str,
        roles: Sequence[str] = (),
        outcome: str = "",
        values: JsonObject | None = None,
        reason: str = "",
    ) -> None:
        """A person answers the open task of a step.

        Raises:
            RefusedError: they may not, or nothing is open there.
        """
        task = self.task(step, by).task
        actor = Actor(by, tuple(roles))
        await self._by_hand(
            lambda: self.runtime.decide(
                self.run, task, actor=actor, outcome=outcome, values=values, reason=reason
            )
        )

    async def delegate(
        self, step: str, *, by: str, to: Sequence[str], roles: Sequence[str] = (), reason: str = ""
    ) -> None:
        """A person hands the open task of a step to others; raises RefusedError."""
        task = self.task(step, by).task
        actor = Actor(by, tuple(roles))
        await self._by_hand(
            lambda: self.runtime.delegate(self.run, task, actor=actor, to=tuple(to), reason=reason)
        )

    async def resolve(
        self,
        step: str,
        action: Literal["retry", "skip", "route"],
        *,
        by: str = "user:operator",
        output: JsonValue = None,
        request: JsonValue = None,
        reason: str = "mended",
        port: str = "",
    ) -> None:
        """A person mends the incident of a step; raises RefusedError when there is none."""
        await self._by_hand(
            lambda: self.runtime.resolve(
                self.run,
                step,
                action,
                actor=Actor(by),
                reason=reason,
                request=request,
                output=output,
                port=port,
            )
        )

    async def send_message(
        self, name: str, *, key: str = "", content: JsonValue = None, by: str = "user:sender"
    ) -> None:
        """Sends a message, and waits until the case has it if it waits for it."""
        self._messages += 1
        message = f"message {self._messages}"

        async def send() -> None:
            self.runtime.send_message(
                name, actor=Actor(by), key=key, content=content, message=message
            )
            await self._until_delivered()

        await self._durably(send)
        await self.settle()

    async def _until_delivered(self) -> None:
        for _ in range(_LOOKS):
            if not self.runtime.delivering:
                return
            await asyncio.sleep(0.001)
        raise AssertionError("a message that could be delivered was not")

    async def add_items(self, step: str, items: Sequence[JsonValue], *, by: str) -> None:
        """A person adds items to a repetition; raises RefusedError."""
        await self._by_hand(lambda: self.runtime.add_items(self.run, step, items, actor=Actor(by)))

    async def advance(self, duration: str) -> None:
        """Lets time pass, stopping at every timer of the case on the way."""
        length = parse_duration(duration)
        await self.advance_to(
            self.clock.now() + timedelta(days=length.days, seconds=length.seconds)
        )

    async def advance_to(self, moment: datetime) -> None:
        """Lets time pass up to a moment."""
        while True:
            due = self._next_due()
            if due is None or due > moment:
                break
            self.clock.move_to(due)
            await self._durably(self._until_nothing_is_due)
            await self.settle()
        self.clock.move_to(moment)

    async def settle(self) -> None:
        """Waits until the case has ended or waits for people, time or mending."""
        await self._durably(self._settled)

    async def _settled(self) -> None:
        """A message that the case has sent may be for the case itself."""
        await self.runtime.settle(self.run)
        while self.runtime.delivering:
            await self._until_delivered()
            await self.runtime.settle(self.run)

    # --- looking ----------------------------------------------------------------------------------

    def view(self) -> RunView:
        """Returns the case as people see it."""
        return self.runtime.view(self.run)

    def events(self) -> Sequence[Recorded]:
        """Returns everything that happened in the case."""
        return self.runtime.events(self.run)

    def task(self, step: str, by: str = "") -> TaskRow:
        """Returns the open task of a step; of several, the first that names the person.

        Raises:
            RefusedError: there is none.
        """
        found = [task for task in self.runtime.tasks(run=self.run) if task.step == step]
        if not found:
            raise RefusedError(f"Nobody is asked at step “{step}” now.")
        return next((task for task in found if by in task.assignees), found[0])

    # --- dying and coming back --------------------------------------------------------------------

    async def _durably(
        self, act: Callable[[], Awaitable[None]], done: Callable[[], bool] | None = None
    ) -> None:
        """Acts; when the process dies meanwhile, opens it again and acts once more if need be."""
        if await self._survives(act()):
            return
        await self._reopen()
        if done is None or not done():
            await act()

    async def _survives(self, action: Awaitable[None]) -> bool:
        """Returns whether the action came to its end before the process died."""
        acting = asyncio.ensure_future(action)
        dying = asyncio.ensure_future(self.crash.fired.wait())
        try:
            await asyncio.wait({acting, dying}, return_when=asyncio.FIRST_COMPLETED)
            if dying.done() and not self.crash.over:
                return False
            await acting
            return True
        finally:
            for task in (acting, dying):
                task.cancel()
            await asyncio.gather(acting, dying, return_exceptions=True)

    async def _reopen(self) -> None:
        await self.__aexit__()
        self.crash.over = True
        await self._open()
        if self._has_begun():
            await self.runtime.settle(self.run)
            await self._let_look()
            await self._clear_doubt()

    async def _let_look(self) -> None:
        """Lets the moment pass that Baton gives other systems before it looks into them."""
        for recorded in list(self.events()):
            event = recorded.event
            if isinstance(event, model.RetryScheduled) and event.error.get("code") == TAKEN_OVER:
                await self.advance_to(datetime.fromisoformat(event.due))

    async def _clear_doubt(self) -> None:
        """A person looks into the other system: skips what was done, tries the rest again."""
        for recorded in list(self.events()):
            event = recorded.event
            if isinstance(event, model.IncidentOpened) and event.kind == "in_doubt":
                key = self._key(event.token, event.step)
                done = self.world.happened(event.step, key)
                await self.runtime.resolve(
                    self.run,
                    event.step,
                    "skip" if done else "retry",
                    actor=LOOKED_INTO,
                    reason="looked into the other system",
                    output=done.output if done else None,
                )
                await self.runtime.settle(self.run)

    def _key(self, token: int, step: str) -> str:
        """Returns the idempotency key of a step's last attempt."""
        keys = [
            recorded.event.key
            for recorded in self.events()
            if isinstance(recorded.event, model.StepScheduled)
            and (recorded.event.token, recorded.event.step) == (token, step)
        ]
        return keys[-1]

    def _has_begun(self) -> bool:
        rows = self.runtime.runs()
        self.run = rows[0].run if rows else ""
        return bool(rows)

    async def _by_hand(self, act: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """A person does something; they do it again only if nothing of it was written down."""
        before = self._by_people()
        await self._durably(act, done=lambda: self._by_people() > before)
        await self.settle()

    def _by_people(self) -> int:
        found = [r for r in self.events() if isinstance(r.event, _ANSWERS)]
        return sum(recorded.by != LOOKED_INTO.id for recorded in found)

    def _next_due(self) -> datetime | None:
        return self._journal.next_due()

    async def _until_nothing_is_due(self) -> None:
        for _ in range(_LOOKS):
            due = self._next_due()
            if due is None or due > self.clock.now():
                return
            await asyncio.sleep(0.001)
        raise AssertionError("a timer that was due did not fire")

    def _learn(self, definition: Definition) -> None:
        """Tells the world what may be repeated after a lost reply."""
        declared = definition.meta.connections.items()
        around = Around({name: found.connector for name, found in declared})
        for node in definition.nodes():
            kind: Kind[Any] = self._kinds[node.kind]
            primitive = kind.compile(kind.params.model_validate(node.params), around)
            if isinstance(primitive, Effect):
                self.world.knows(node.id, primitive.repeat)

"""Knows how one process starts, shows and steers runs. Must not know tables, tokens or step kinds.

```python
async with EmbeddedRuntime.open("sqlite:///cases.sqlite") as runtime:
    run = await runtime.start(definition, {"amount": 100}, actor=Actor("user:analyst"))
    await runtime.settle(run)
    print(runtime.view(run).status)
```
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from functools import cache
from typing import TYPE_CHECKING, Any

from runtime import steps
from runtime.embedded.bindings import BoundConnections
from runtime.embedded.forking import Trial
from runtime.embedded.inputs import Form
from runtime.embedded.operations import Operations
from runtime.embedded.prepared import Preparer
from runtime.events.run_ids import new_run_id
from runtime.host.clock import SystemClock
from runtime.host.host import Host
from runtime.host.parts import Parts
from runtime.kernel.signals import (
    AddItems,
    Arrange,
    Decide,
    Delegate,
    EditData,
    Proceed,
    Start,
)
from runtime.plan.compile import Library, no_library
from runtime.ports import TEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import Actor, TrialArranged
    from runtime.host.performer import Hinder
    from runtime.ports import (
        CalendarBook,
        Clock,
        Connections,
        Evaluator,
        MessageRow,
    )
    from runtime.step import Kind
    from runtime.store import Store


__all__ = ["EmbeddedRuntime", "Trial"]


class EmbeddedRuntime(Operations):
    """Runs workflows in this process. Use as an async context manager, from one event loop.

    Args:
        store: where runs are kept; closed with the runtime.
        connections, calendars, evaluator, clock: None takes the real ones of this machine.
        kinds: the step kinds by name; None takes all there are.
        hinder: lets a test make connections fail.
        leave: runs that are not taken up when their process is gone, such as one that broke it.
    """

    def __init__(
        self,
        store: Store,
        *,
        connections: Connections | None = None,
        calendars: CalendarBook | None = None,
        evaluator: Evaluator | None = None,
        clock: Clock | None = None,
        kinds: Mapping[str, Kind[Any]] | None = None,
        hinder: Hinder | None = None,
        leave: Iterable[str] = (),
    ) -> None:
        self._kinds = steps.kinds() if kinds is None else kinds
        clock = clock or SystemClock()
        self._own = None if connections else _own_connections()
        host = Host(
            Parts(
                store.journal,
                evaluator or _own_evaluator(),
                calendars or _own_calendars(),
                connections or self._own or _own_connections(),
                clock,
                self._kinds.__getitem__,
                hinder,
                frozenset(leave),
                store.post,
            )
        )
        super().__init__(store, host, Preparer(self._kinds), clock)
        self._stack = AsyncExitStack()

    @classmethod
    def open(cls, url: str | None = None, **parts: Any) -> Self:
        """Returns a runtime on a database; None is this user's own file.

        Raises:
            JournalError: the database cannot be opened.
        """
        from runtime.store import open_store

        return cls(open_store(url), **parts)

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            stack.callback(self._store.close)
            if self._own is not None:
                stack.push_async_callback(self._own.close)
            await stack.enter_async_context(self._host)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    # --- running ----------------------------------------------------------------------------------

    async def start(
        self,
        definition: Definition,
        given: JsonValue,
        *,
        actor: Actor,
        key: str = "",
        environment: str = "",
        dry: bool = False,
        library: Library = no_library,
        trial: Trial | None = None,
    ) -> str:
        """Begins a case and returns its id once that is durable.

        Args:
            definition: what to run; it is compiled and pinned to the case.
            given: what the start form asks for; checked against the definition's input schema.
            actor: who starts it.
            key: a business key to find the case by; several cases may share one.
            environment: whose values the settings take.
            dry: writes are described and not done.
            library: finds the sub-workflows by id.
            trial: makes it a test run, in the environment `TEST` unless another is given.

        Raises:
            InvalidWorkflowError: the definition cannot be run; `detail` lists why.
            FormError: `given` does not fit.
            JournalError: it could not be made durable; no case began.
        """
        environment = environment or (TEST if trial else "")
        ready = self._preparer.prepare(definition, environment, library)
        ready.form.check(given)
        self._store.journal.keep_plan(ready.digest, ready.body)
        run = (trial.run if trial else "") or new_run_id(self._clock.now())
        if trial is not None:
            self.keep_drawing(ready.digest, definition)
        how = trial.how if trial else None
        signal = Start(ready.digest, given, actor, key, environment, dry, how)
        await self._host.start(run, ready.plan, signal)
        return run

    async def settle(self, run: str) -> None:
        """Waits until the case has ended or waits for people, time or mending."""
        await self._host.settle(run)

    @property
    def in_memory(self) -> int:
        """How many cases are in memory; one that only waits is not."""
        return self._host.in_memory

    # --- people -----------------------------------------------------------------------------------

    async def decide(
        self,
        run: str,
        task: str,
        *,
        actor: Actor,
        outcome: str = "",
        values: JsonObject | None = None,
        reason: str = "",
        simulated: bool = False,
    ) -> None:
        """A person answers a task.

        Args:
            run: id of the case.
            task: id of the task in it.
            actor: who answers.
            outcome: name of the answer; "" takes the only one where there is just one.
            values: what was filled into the form.
            reason: one sentence why; some answers need it.
            simulated: a test answers in this person's name; the journal says so.

        Raises:
            RefusedError: this person may not, or not any more; says why. The attempt is kept as
                evidence.
            FormError: the form is not filled in correctly.
        """
        row = self._store.index.task(run, task)
        if not outcome and len(row.outcomes) == 1:
            outcome = row.outcomes[0][0]
        if values or outcome == row.outcomes[0][0]:
            Form(row.form, row.title).check(values or {})
        signal = Decide(task, actor, outcome, values or {}, reason, simulated)
        await self._host.send(run, signal)

    async def delegate(
        self, run: str, task: str, *, actor: Actor, to: tuple[str, ...], reason: str = ""
    ) -> None:
        """A person hands a task to others; raises RefusedError."""
        await self._host.send(run, Delegate(task, actor, to, reason))

    # --- messages ---------------------------------------------------------------------------------

    def send_message(
        self,
        name: str,
        *,
        actor: Actor,
        key: str = "",
        content: JsonValue = None,
        message: str = "",
    ) -> str:
        """Sends a message to the case that waits for it, now or later; returns its id.

        Args:
            name: of the message, as the waiting step has it.
            actor: who sends it.
            key: what it belongs to, as the waiting step works it out.
            content: what the step gets as its output.
            message: its id; the same one sent again changes nothing. "" makes one.

        Raises:
            JournalError: it could not be kept.
        """
        now = self._clock.now()
        message = message or new_run_id(now)
        self._store.post.send(message, name, key, content, by=actor.id, at=now)
        if self._host.postman is not None:
            self._host.postman.look()
        return message

    @property
    def delivering(self) -> bool:
        """Whether a message may be on its way to a case here."""
        return self._host.postman is not None and not self._host.postman.idle

    async def delivered(self) -> None:
        """Waits until no message is on its way to a case here."""
        if self._host.postman is not None:
            await self._host.postman.rested()

    def messages(self, *, taken: bool | None = None, most: int = 100) -> Sequence[MessageRow]:
        """Returns messages, newest first: all, those a case has taken, or the others."""
        return self._store.post.messages(taken=taken, most=most)

    async def add_items(
        self, run: str, step: str, items: Sequence[JsonValue], *, actor: Actor
    ) -> None:
        """A person adds items to a repetition that is under way.

        Raises:
            RefusedError: it is not under way, or takes no more.
        """
        await self._host.send(run, AddItems(step, tuple(items), actor))

    # --- test runs --------------------------------------------------------------------------------

    async def arrange(self, run: str, trial: TrialArranged, *, actor: Actor) -> None:
        """Makes a test run up otherwise from here on; raises RefusedError for a real case."""
        await self._host.send(run, Arrange(actor, trial))

    async def proceed(self, run: str, *, actor: Actor, token: int = 0, each: bool = False) -> None:
        """Lets a paused test run go on.

        Args:
            run: id of the test run.
            actor: who lets it.
            token: the path that goes on; 0 for all that are paused.
            each: only up to the next step.

        Raises:
            RefusedError: it is not paused.
        """
        await self._host.send(run, Proceed(actor, (token,) if token else (), each))

    async def edit_data(self, run: str, data: JsonValue, *, actor: Actor, token: int = 0) -> None:
        """Replaces the case data of a paused test run; raises RefusedError when it is not paused.

        Args:
            run: id of the test run.
            data: all case data, as the next steps see it.
            actor: who changes it.
            token: the paused path whose case data is meant; 0 for the oldest.
        """
        await self._host.send(run, EditData(actor, data, token))


def _own_connections() -> BoundConnections:
    from runtime.vault import ConnectionBook, open_vault

    return BoundConnections(ConnectionBook(), open_vault)


@cache
def _own_evaluator() -> Evaluator:
    """One for the process: what it has compiled must not be dropped by another thread."""
    from runtime.expressions.in_process import InProcessEvaluator

    return InProcessEvaluator()


def _own_calendars() -> CalendarBook:
    from platformdirs import user_config_path

    from runtime.calendars import NamedCalendars

    return NamedCalendars.load(user_config_path("baton", appauthor=False) / "calendars.json")

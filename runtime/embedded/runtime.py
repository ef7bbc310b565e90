"""Knows how one process starts, shows and steers runs. Must not know tables, tokens or step kinds.

```python
async with EmbeddedRuntime.open("sqlite:///cases.sqlite") as runtime:
    run = await runtime.start(definition, {"amount": 100}, actor=Actor("user:ada"))
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
from runtime.embedded.inputs import Form
from runtime.embedded.prepared import Preparer
from runtime.embedded.run_ids import new_run_id
from runtime.errors import RefusedError
from runtime.events.view import RunView, view_of
from runtime.host.clock import SystemClock
from runtime.host.host import Host, Parts
from runtime.kernel.signals import Cancel, Decide, Delegate, Resolve, Start
from runtime.plan.compile import Library, no_library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType
    from typing import Literal, Self

    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import Actor, Recorded
    from runtime.ports import (
        Batch,
        CalendarBook,
        Clock,
        Connections,
        Evaluator,
        RunRow,
        TaskRow,
    )
    from runtime.step import Kind
    from runtime.store import Store


class EmbeddedRuntime:
    """Runs workflows in this process. Use as an async context manager, from one event loop.

    Args:
        store: where runs are kept; closed with the runtime.
        connections, calendars, evaluator, clock: None takes the real ones of this machine.
        kinds: the step kinds by name; None takes all there are.
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
    ) -> None:
        self._store = store
        self._kinds = steps.kinds() if kinds is None else kinds
        self._clock = clock or SystemClock()
        self._own = None if connections else _own_connections()
        self._host = Host(
            Parts(
                store.journal,
                evaluator or _own_evaluator(),
                calendars or _own_calendars(),
                connections or self._own or _own_connections(),
                self._clock,
                self._kinds.__getitem__,
            )
        )
        self._preparer = Preparer(self._kinds)
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

        Raises:
            InvalidWorkflowError: the definition cannot be run; `detail` lists why.
            FormError: `given` does not fit.
            JournalError: it could not be made durable; no case began.
        """
        ready = self._preparer.prepare(definition, environment, library)
        ready.form.check(given)
        self._store.journal.keep_plan(ready.digest, ready.body)
        run = new_run_id(self._clock.now())
        signal = Start(ready.digest, given, actor, key, environment, dry)
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
    ) -> None:
        """A person answers a task.

        Args:
            run: id of the case.
            task: id of the task in it.
            actor: who answers.
            outcome: name of the answer; "" takes the only one where there is just one.
            values: what was filled into the form.
            reason: one sentence why; some answers need it.

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
        await self._host.send(run, Decide(task, actor, outcome, values or {}, reason))

    async def delegate(
        self, run: str, task: str, *, actor: Actor, to: tuple[str, ...], reason: str = ""
    ) -> None:
        """A person hands a task to others; raises RefusedError."""
        await self._host.send(run, Delegate(task, actor, to, reason))

    async def resolve(
        self,
        run: str,
        step: str,
        action: Literal["retry", "skip", "route"],
        *,
        actor: Actor,
        reason: str = "",
        request: JsonValue = None,
        output: JsonValue = None,
        port: str = "",
    ) -> None:
        """A person decides how an incident goes on.

        Args:
            run: id of the case.
            step: where it stands.
            action: try again, count as done, or send by the step's error path.
            actor: who decides.
            reason: one sentence why.
            request: with retry, what is sent in place of before.
            output: with skip, what counts as the step's output.
            port: with skip, the way it leaves by; "" where there is only one.

        Raises:
            RefusedError: there is no incident, or it cannot go on like this.
        """
        waiting = self.view(run).waiting_for
        token = next((w.token for w in waiting if w.kind == "incident" and w.step == step), None)
        if token is None:
            raise RefusedError(
                f"Step “{step}” of this case has no incident.",
                next_step="Run `baton runs show` to see what it waits for.",
            )
        await self._host.send(run, Resolve(token, actor, action, reason, request, output, port))

    async def cancel(self, run: str, *, actor: Actor, reason: str) -> None:
        """A person stops the case; raises RefusedError when it is over."""
        await self._host.send(run, Cancel(actor, reason))

    # --- looking ----------------------------------------------------------------------------------

    def view(self, run: str) -> RunView:
        """Returns the case as people see it; raises UnknownRunError."""
        return view_of(run, self.events(run))

    def events(self, run: str) -> Sequence[Recorded]:
        """Returns everything that happened in a case; raises UnknownRunError."""
        return self._store.journal.load(run)

    def runs(self, **filters: Any) -> Sequence[RunRow]:
        """Returns cases, newest first; filters as in runtime.ports.RunIndex."""
        return self._store.index.runs(**filters)

    def tasks(self, *, status: str = "open", run: str = "") -> Sequence[TaskRow]:
        """Returns people's tasks, oldest first."""
        return self._store.index.tasks(status=status, run=run)

    def listen(self, listener: Callable[[Batch], None]) -> None:
        """Calls the listener with every batch of events after it has become durable."""
        self._host.listeners.append(listener)


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

"""A process that works on cases at the counting server until it is killed. Knows what cases do.

Where it dies is said from outside: at one of its commits, at one of its requests (by the server),
or at any instant (by whoever started it). What it was told is accepted, it writes down.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from unittest import mock

from connectors.connector import catalogue
from connectors.credential import Connection
from runtime import steps
from runtime.calendars import NamedCalendars
from runtime.embedded import EmbeddedRuntime
from runtime.embedded.prepared import Preparer
from runtime.errors import RefusedError
from runtime.events.model import Actor
from runtime.plan.compile import no_library
from runtime.store import open_store
from tests.helpers.drawings import draw, each, join
from tests.helpers.dying_process import SURVIVED, Points, WatchedJournal

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from connectors.connector import Session
    from runtime.definition.definition import Definition
    from runtime.errors import JournalError
    from runtime.ports import Batch, Clock
    from runtime.store.journal import StoreJournal

CATALOG = Path(__file__).parent / "catalog"
PREPARER = Preparer(steps.kinds())
"""Keeps compiled drawings, so that a process that is forked need not compile them."""
SELLER, LEAD = Actor("user:seller"), Actor("user:lead", ("finance",))
CASES = ("writes", "people")
_CONNECTED = {"counter": {"connector": "counting"}}


@dataclass(frozen=True)
class Life:
    """What a process has to do, and where it dies.

    Attributes:
        folder: where its journal stands, and the list of what was accepted.
        server: the counting server's address with the scope.
        commit: the commit point it dies at; 0 none.
        request: "NTH.WHEN" of the request it dies at; "" none.
    """

    folder: str
    server: str
    commit: int = 0
    request: str = ""

    @property
    def url(self) -> str:
        """The address of its journal."""
        return f"sqlite:///{self.folder}/cases.sqlite"


class NotingJournal(WatchedJournal):
    """Notes which events each commit is about, so that it is known what a death was between."""

    def __init__(self, journal: StoreJournal, points: Points, folder: Path) -> None:
        super().__init__(journal, points)
        self._file = os.open(folder / "at", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)

    def commit(self, batches: Sequence[Batch]) -> Sequence[JournalError | None]:
        """Commits."""
        names = {type(event).__name__ for batch in batches for event in batch.events}
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, " ".join(sorted(names)).encode(), 0)
        return super().commit(batches)


def died_at(folder: Path) -> list[str]:
    """The types of the events that the last commit of the dead process was about."""
    file = folder / "at"
    return file.read_text().split() if file.exists() else []


def accepted(folder: Path) -> list[str]:
    """The cases that some process was told are accepted."""
    file = folder / "accepted"
    return file.read_text().split() if file.exists() else []


class Counter:
    """Opens the connection `counter` (runtime.ports.Connections)."""

    def __init__(self, address: str) -> None:
        self._connection = Connection("counter", "counting", address, {}, None)
        self._lock = asyncio.Lock()
        self._session: Session | None = None

    async def session(self, name: str) -> Session:
        """Return the one session."""
        assert name == "counter"
        async with self._lock:
            if self._session is None:
                session = catalogue.load("counting").session(self._connection)
                self._session = await session.__aenter__()
            return self._session

    async def close(self) -> None:
        """Close it."""
        if self._session is not None:
            await self._session.__aexit__(None, None, None)


@asynccontextmanager
async def working(
    life: Life, clock: Clock | None = None, points: Points | None = None, fate: str = "-"
) -> AsyncGenerator[EmbeddedRuntime]:
    """The engine on the journal of a life; what a dead process left is taken up."""
    store = open_store(life.url)
    if points is not None:
        noting = NotingJournal(store.journal, points, Path(life.folder))
        store.journal = cast("StoreJournal", noting)
    counter = Counter(f"{life.server}/{fate}")
    try:
        async with EmbeddedRuntime(
            store, connections=counter, calendars=NamedCalendars(), clock=clock
        ) as runtime:
            with mock.patch.object(runtime, "_preparer", PREPARER):
                yield runtime
    finally:
        await counter.close()


async def begin(runtime: EmbeddedRuntime, life: Life) -> None:
    """Starts the cases that are not accepted yet, and notes each that is."""
    known = {row.key for row in runtime.runs()}
    for case in CASES:
        if case not in known:
            drawing = people_and_paths() if case == "people" else four_writes()
            run = await runtime.start(drawing, {"mark": case}, actor=SELLER, key=case)
            _note(Path(life.folder), run)


def _note(folder: Path, run: str) -> None:
    file = os.open(folder / "accepted", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    os.write(file, f"{run}\n".encode())
    os.close(file)


async def serve_people(runtime: EmbeddedRuntime) -> None:
    """Lets the people of all cases do their part: decide, and send the message."""
    for row in runtime.runs():
        await runtime.settle(row.run)
    for task in runtime.tasks():
        # A task that was answered a moment ago may be listed still.
        try:
            await runtime.decide(task.run, task.task, actor=LEAD, outcome="approved")
        except RefusedError:
            continue
    for row in runtime.runs():
        if row.key == "people":
            runtime.send_message("signed", actor=SELLER, key=row.key, message=row.run)
            await runtime.delivered()
            await runtime.settle(row.run)


def _call(step: str, operation: str, mark: str, **more: Any) -> dict[str, Any]:
    params = {"connection": "counter", "operation": operation, "inputs": {"mark": mark}}
    return {"id": step, "kind": "call", "params": params, **more}


@cache
def four_writes() -> Definition:
    """A write of each sort, one after the other."""
    return draw(
        [
            "start",
            _call("slot", "put_slot", "input.mark & ' slot'"),
            _call("keyed", "post_keyed", "input.mark & ' keyed'"),
            _call("note", "write_note", "input.mark & ' note'"),
            _call("pay", "pay", "input.mark & ' pay'"),
            "end",
        ],
        ["start>slot", "slot>keyed", "keyed>note", "note>pay", "pay>end"],
        id="four_writes",
        name="Four writes",
        connections=_CONNECTED,
    )


@cache
def people_and_paths() -> Definition:
    """Payments in a repetition beside a note, then a person, a message, a moment and the end."""
    return draw(
        [
            "start",
            "split:parallel",
            each("each", "[1, 2]", mode="in_parallel"),
            _call("pay", "pay", "input.mark & ' pay ' & $string(index)", parent="each"),
            _call("note", "write_note", "input.mark & ' note'"),
            join("both"),
            {
                "id": "ask",
                "kind": "approval",
                "params": {"title": "Bill it?", "assignees": '"role:finance"'},
            },
            {"id": "signed", "kind": "message", "params": {"message": "signed", "key": '"people"'}},
            {"id": "tell", "kind": "send_message", "params": {"message": "told", "key": "'x'"}},
            "end",
            "refused:end",
        ],
        [
            "start>split", "split>each", "split>note", "each.each>pay", "each.done>both",
            "note>both", "both>ask", "ask.approved>signed", "ask.rejected>refused",
            "signed>tell", "tell>end",
        ],
        id="people_and_paths",
        name="People and paths",
        connections=_CONNECTED,
    )  # fmt: skip


def warm_up() -> None:
    """Compiles the drawings once, for all processes that are forked from this one."""
    mock.patch.object(catalogue, "_CATALOG", CATALOG).start()
    for drawing in (four_writes(), people_and_paths()):
        PREPARER.prepare(drawing, "", no_library)


def child(life: Life) -> None:
    """Works until it is killed; says by its exit code that it was not."""
    asyncio.run(_live(life))
    sys.exit(SURVIVED)


async def _live(life: Life) -> None:
    points = Points(life.commit)
    fate = f"{os.getpid()}.{life.request}" if life.request else "-"
    async with working(life, points=points, fate=fate) as runtime:
        await begin(runtime, life)
        await serve_people(runtime)

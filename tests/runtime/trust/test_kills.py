"""What a person loses when this fails: after a crash an invoice stands twice, or a case is gone.

Processes are really killed while they write to a server that counts: at every commit, in the middle
of requests (by the server, before, while and after it did the work), and at random instants; those
that take over are killed, too. What is asserted of writes was read back from the server.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connectors.connector import catalogue
from runtime.events import model
from runtime.ports import ENDED
from runtime.testing.clock import ManualClock
from runtime.testing.harness import empty_database
from tests.helpers import killed_process
from tests.helpers.counting_server import WHENS, Stands, counting, read_back, until_quiet
from tests.helpers.dying_process import SURVIVED
from tests.helpers.killed_process import CATALOG, LEAD, Life, accepted, died_at, serve_people
from tests.helpers.outside import until

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from runtime.embedded import EmbeddedRuntime
    from runtime.events.view import WaitingFor

KILLS = 1_000
SHARDS = 4
LONGEST_CHAIN = 4
COMMIT_POINTS, REQUESTS, SECONDS = 18, 7, 0.09
"""About what the first life of a chain has; those that take over have about a third of it."""
ONCE = {"notes", "payments"}
"""Writes that nobody at the server keeps from being done twice."""


def seed_of(shard: int) -> int:
    """The same in CI each time; BATON_KILL_SEED repeats another one."""
    fresh = 20_260_302 if os.environ.get("CI") else int(time.time())
    return int(os.environ.get("BATON_KILL_SEED", fresh)) + shard


@dataclass
class Campaign:
    """What was killed, where, and what came of it."""

    seed: int
    kills: int = 0
    how: Counter[str] = field(default_factory=Counter[str])
    at: Counter[str] = field(default_factory=Counter[str])
    survived: int = 0
    cases: int = 0
    in_doubt: int = 0

    def told(self) -> str:
        """The line that is printed."""
        ways = ", ".join(f"{how} {n}" for how, n in sorted(self.how.items()))
        types = ", ".join(sorted(self.at))
        return (
            f"{self.kills} kills, seed {self.seed}: {ways}. {len(self.at)} event types at the "
            f"moment of death: {types}. {self.cases} cases accepted, {self.in_doubt} writes in "
            f"doubt and listed, {self.survived} processes lived to their end."
        )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a counting server."""
    with counting(tmp_path_factory.mktemp("counting")) as address:
        yield address


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty database."""
    return empty_database(tmp_path_factory.mktemp("seed"))


@pytest.fixture(autouse=True)
def our_catalogue(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The catalogue leads to the connectors of the tests."""
    monkeypatch.setattr(catalogue, "_CATALOG", CATALOG)
    catalogue.load.cache_clear()
    yield
    catalogue.load.cache_clear()


@contextmanager
def memory_folder(seed: bytes) -> Generator[Path]:
    """A folder that costs no flush of a disk: what is written survives a kill in memory, too."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder of our own in it
    path = tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else None)
    try:
        folder = Path(path)
        (folder / "cases.sqlite").write_bytes(seed)
        yield folder
    finally:
        shutil.rmtree(path)


def drawn_fate(chance: random.Random, share: float) -> tuple[str, int, str, float | None]:
    """How the next process dies: in words, its commit, its request, its seconds.

    Args:
        chance: draws.
        share: how much of a whole life it may have.
    """
    how = chance.choice(("commit", "request", "instant"))
    if how == "commit":
        return how, chance.randint(1, round(COMMIT_POINTS * share)), "", None
    if how == "request":
        when = chance.choice(WHENS)
        return f"request {when}", 0, f"{chance.randint(1, round(REQUESTS * share))}.{when}", None
    return how, 0, "", chance.uniform(0.005, SECONDS * share)


def kill_one(
    campaign: Campaign, chance: random.Random, folder: Path, address: str, share: float
) -> None:
    """Lets one process live until it is killed, or to its end."""
    how, commit, request, seconds = drawn_fate(chance, share)
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.helpers.killed_process_warm"])
    life = Life(str(folder), address, commit, request)
    process = context.Process(target=killed_process.child, args=(life,), daemon=True)
    process.start()
    process.join(seconds if seconds is not None else 60)
    if seconds is not None:
        process.kill()
        process.join()
    assert process.exitcode in {-signal.SIGKILL, SURVIVED}, (process.exitcode, campaign.seed)
    killed = process.exitcode == -signal.SIGKILL
    process.close()
    if not killed:
        campaign.survived += 1
        return
    campaign.kills += 1
    campaign.how[how] += 1
    campaign.at.update(died_at(folder))


def check_now(folder: Path, address: str) -> None:
    """What holds at any moment, before anybody takes over."""
    until_quiet(address.rpartition("/")[0])
    with closing(sqlite3.connect(folder / "cases.sqlite")) as database:
        known = {run for (run,) in database.execute("SELECT run FROM runs")}
        gaps = database.execute(
            "SELECT run_no FROM events GROUP BY run_no HAVING count(*) <> max(seq) + 1"
        ).fetchall()
    assert known.issuperset(accepted(folder)), "an accepted case is gone"
    assert not gaps, "an event is missing"
    assert not twice(address), "a write stands twice"


def twice(address: str) -> list[Stands]:
    """What stands at the server more often than it may."""
    base, _, scope = address.rpartition("/")
    return [s for s in read_back(base, scope) if s.writes > 1 and s.what != "slots"]


async def recovered(campaign: Campaign, folder: Path, address: str) -> None:
    """The next process takes over; then people look at what is in doubt, and all ends."""
    clock = ManualClock(datetime.now(UTC) + timedelta(minutes=1))
    async with killed_process.working(Life(str(folder), address), clock) as runtime:
        await rest(runtime, clock)
        rows = runtime.runs()
        campaign.cases += len(accepted(folder))
        standing = {row.run for row in rows if row.status in {*ENDED, "waiting"}}
        assert standing == {row.run for row in rows}, "a case neither ended nor waits"
        assert standing.issuperset(accepted(folder)), "an accepted case is gone"
        await mended(campaign, runtime, address)
        while {row.status for row in runtime.runs()} - {"completed"}:
            await serve_people(runtime)
        assert {row.status for row in runtime.runs()} <= {"completed"}
        assert_counted(runtime, address)


async def rest(runtime: EmbeddedRuntime, clock: ManualClock) -> None:
    """Lets everything go as far as it goes by itself, past all pauses."""
    await settled(runtime)
    while any(w.kind == "retry" for row in runtime.runs() for w in waiting(runtime, row.run)):
        clock.move_to(clock.now() + timedelta(minutes=10))
        await asyncio.sleep(0.002)
        await settled(runtime)


async def settled(runtime: EmbeddedRuntime) -> None:
    """Waits until no case goes on by itself; one that rests may be sent a message by another."""
    for row in runtime.runs():
        await runtime.settle(row.run)
    rest_at = {*ENDED, "waiting"}
    await until(lambda: {row.status for row in runtime.runs()} <= rest_at, 30)


def waiting(runtime: EmbeddedRuntime, run: str) -> tuple[WaitingFor, ...]:
    """What a case waits for."""
    return tuple(runtime.view(run).waiting_for)


async def mended(campaign: Campaign, runtime: EmbeddedRuntime, address: str) -> None:
    """A person looks at the server for each write in doubt, and says what became of it."""
    base, _, scope = address.rpartition("/")
    paid = {stands.mark for stands in read_back(base, scope) if stands.what == "payments"}
    doubted: set[str] = set()
    for row in runtime.runs(incidents=True):
        for waits in runtime.view(row.run).waiting_for:
            assert (waits.kind, waits.step) == ("incident", "pay")
            assert "may have happened" in waits.message
            doubted.add(mark_of(runtime, row.run, waits.token))
    assert paid <= told_done(runtime) | doubted, "a payment was made and nobody is told"
    campaign.in_doubt += len(doubted)
    for row in runtime.runs(incidents=True):
        while open_ := [w for w in waiting(runtime, row.run) if w.kind == "incident"]:
            done = mark_of(runtime, row.run, open_[0].token) in paid
            await runtime.resolve(row.run, "pay", "skip" if done else "retry", actor=LEAD)
            await runtime.settle(row.run)


def mark_of(runtime: EmbeddedRuntime, run: str, token: int) -> str:
    """What a path last asked the server to do."""
    marks = [
        str(r.event.request["mark"])
        for r in runtime.events(run)
        if isinstance(r.event, model.StepScheduled)
        and r.event.token == token
        and isinstance(r.event.request, dict)
    ]
    return marks[-1]


def told_done(runtime: EmbeddedRuntime) -> set[str]:
    """The marks of all writes of which the journal says that they were done."""
    events = [r.event for row in runtime.runs() for r in runtime.events(row.run)]
    outputs = [event.output for event in events if isinstance(event, model.StepCompleted)]
    return {
        str(output["mark"]) for output in outputs if isinstance(output, dict) and "mark" in output
    }


def assert_counted(runtime: EmbeddedRuntime, address: str) -> None:
    """Every write of every case stands exactly once at the server, and nothing else does."""
    base, _, scope = address.rpartition("/")
    stands = read_back(base, scope)
    cases = {row.key for row in runtime.runs()}
    wanted = {f"{case} {what}" for case in cases - {"people"} for what in WRITES}
    wanted |= {"people note", "people pay 0", "people pay 1"} if "people" in cases else set()
    assert {s.mark for s in stands} == wanted, "a write is lost, or nobody asked for it"
    assert not twice(address), "a write stands twice"


WRITES = ("slot", "keyed", "note", "pay")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill that nothing can catch")
@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_thousand_kills_lose_nothing_and_double_nothing(
    shard: int, server: str, seed: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    campaign = Campaign(seed_of(shard))
    chance = random.Random(campaign.seed)
    chain = 0
    while campaign.kills < KILLS // SHARDS:
        chain += 1
        address = f"{server}/{shard}-{chain}"
        with memory_folder(seed) as folder:
            for life in range(chance.randint(1, LONGEST_CHAIN)):
                kill_one(campaign, chance, folder, address, 0.4 if life else 1.0)
                check_now(folder, address)
            asyncio.run(recovered(campaign, folder, address))
    with capfd.disabled():
        sys.stderr.write(f"\n{campaign.told()}\n")
    assert set(campaign.how) == {"commit", "instant", *(f"request {when}" for when in WHENS)}
    assert campaign.in_doubt
    assert len(campaign.at) >= 15

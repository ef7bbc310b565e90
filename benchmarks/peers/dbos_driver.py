"""Knows how DBOS runs ten durable steps on SQLite, one workflow at a time or many. Knows no Baton.

Runs in the peer's own environment: the standard library, DBOS with its SQLAlchemy, and
benchmarks.child only. Its own SQLite setting is the rollback journal; here the file is in
write-ahead mode, which is quicker, and `synchronous` is left to DBOS and SQLite and read back.

The options are `folder`, `seconds`, `at_once`, and `how`: "threads" or "async".
"""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import child

STEPS = 10
THREADS = 64
"""More only make it slower."""
SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


class Engine:
    """The library with one workflow of ten steps, once with threads and once as coroutines."""

    def __init__(self, folder: Path) -> None:
        self._url = f"sqlite:///{folder / 'dbos.sqlite'}"
        self._sql: Any = importlib.import_module("sqlalchemy")
        self._engine: Any = self._sql.create_engine(self._url, pool_size=20)
        self._sql.event.listen(self._engine, "connect", _write_ahead)
        self.dbos: Any = importlib.import_module("dbos").DBOS
        self.dbos(
            config={
                "name": "bench",
                "log_level": "ERROR",
                "console_log_level": "ERROR",
                "enable_otlp": False,
                "system_database_url": self._url,
                "system_database_engine": self._engine,
            }
        )
        self.case, self.async_case = self._define()

    def _define(self) -> tuple[Any, Any]:
        def step(data: dict[str, Any]) -> dict[str, Any]:
            return data

        async def async_step(data: dict[str, Any]) -> dict[str, Any]:
            return data

        durable = self.dbos.step(name="step")(step)
        async_durable = self.dbos.step(name="async_step")(async_step)

        def case(data: dict[str, Any]) -> dict[str, Any]:
            for _ in range(STEPS):
                data = durable(data)
            return data

        async def async_case(data: dict[str, Any]) -> dict[str, Any]:
            for _ in range(STEPS):
                data = await async_durable(data)
            return data

        workflow = self.dbos.workflow
        return workflow(name="case")(case), workflow(name="async_case")(async_case)

    def settings(self) -> child.Figures:
        """Returns what its connections to the file really use."""
        with self._engine.connect() as connection:
            mode = connection.execute(self._sql.text("PRAGMA journal_mode")).scalar()
            level = connection.execute(self._sql.text("PRAGMA synchronous")).scalar()
        return {"journal_mode": str(mode).upper(), "synchronous": SYNCHRONOUS[level]}


def _write_ahead(connection: Any, _: object) -> None:
    connection.isolation_level = "IMMEDIATE"
    connection.execute("PRAGMA busy_timeout = 30000")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")


def given(number: int) -> dict[str, Any]:
    """Returns what a case begins with."""
    return {"id": number, "amount": number % 200, "customer": f"c{number % 97}"}


def with_threads(engine: Engine, seconds: float, at_once: int) -> float:
    """Returns cases a second; each thread runs one after the other."""

    def lane(until: float) -> int:
        count = 0
        while time.perf_counter() < until:
            engine.case(given(count))
            count += 1
        return count

    lanes = min(at_once, THREADS)
    with ThreadPoolExecutor(lanes) as pool:
        # Once around to warm up; a lane runs at least one case.
        list(pool.map(engine.case, map(given, range(lanes))))
        begun = time.perf_counter()
        count = sum(pool.map(lane, [begun + seconds] * lanes))
        return count / (time.perf_counter() - begun)


async def with_coroutines(engine: Engine, seconds: float, at_once: int) -> float:
    """Returns cases a second; each coroutine runs one after the other."""
    engine.dbos.launch()

    async def lane(until: float) -> int:
        count = 0
        while time.perf_counter() < until:
            await engine.async_case(given(count))
            count += 1
        return count

    await engine.async_case(given(0))
    begun = time.perf_counter()
    counts = await asyncio.gather(*(lane(begun + seconds) for _ in range(at_once)))
    return sum(counts) / (time.perf_counter() - begun)


def main() -> None:
    """Takes one measurement."""
    options = child.options()
    engine = Engine(Path(options["folder"]))
    seconds, at_once = options["seconds"], int(options["at_once"])
    if options["how"] == "async":
        cases = asyncio.run(with_coroutines(engine, seconds, at_once))
    else:
        engine.dbos.launch()
        cases = with_threads(engine, seconds, at_once)
    child.hand_over({"value": cases * STEPS, **engine.settings()})
    sys.stdout.flush()
    # Its background threads would keep the process.
    os._exit(0)


if __name__ == "__main__":
    main()

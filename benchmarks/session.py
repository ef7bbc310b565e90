"""Knows the order of the measurements: Baton, its peers and the disk in turn, round after round.

Must not know what is good enough. Nothing else of Baton runs meanwhile, so each has the machine;
and because they alternate, a slow minute of the machine is slow for all of them.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import postgres
from benchmarks.child import Figures, MeasureError, measure
from benchmarks.peers.environment import EnvironmentMissingError, environment_of
from benchmarks.targets import DBOS, SPIFF

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROUNDED = ("P1", "P2", "P3", "P4", "P7", "P8")
"""Rows that are measured once a round; the others once."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How long and how much.

    Attributes:
        rounds: how often each row is measured; the medians count.
        seconds: of each measurement of a rate; `limit_seconds` of each of the disk.
        items, cases, idle, steps, window: of P3, P5 (cases, seconds at rest) and P7.
        repeat: how often P3 and P6 are repeated in one measurement.
    """

    rounds: int = 5
    seconds: float = 2.0
    limit_seconds: float = 0.7
    items: int = 1000
    cases: int = 100_000
    idle: float = 60.0
    resumed: int = 50
    steps: int = 20_000
    window: int = 1000
    repeat: int = 5


FULL = Sizes()
QUICK = Sizes(
    rounds=1,
    seconds=0.2,
    limit_seconds=0.1,
    items=100,
    cases=200,
    idle=0.5,
    resumed=3,
    steps=400,
    window=100,
    repeat=1,
)


@dataclass(slots=True)
class Session:
    """One run of the benchmarks.

    Attributes:
        sizes: how long and how much.
        rows: which rows.
        peers: whether the peers are measured too.
        say: told what is done at the moment.
        samples: what was measured -> the figures of each round.
        skipped: row or peer -> why it was not measured.
    """

    sizes: Sizes
    rows: tuple[str, ...]
    peers: bool
    say: Callable[[str], None]
    samples: dict[str, list[Figures]] = field(
        default_factory=lambda: defaultdict[str, list[Figures]](list)
    )
    skipped: dict[str, str] = field(default_factory=dict[str, str])
    _pythons: dict[str, Path] = field(default_factory=dict[str, Path])
    _server: str | None = None

    def run(self) -> None:
        """Measures everything that was asked for."""
        self._find_peers()
        with ExitStack() as stack:
            if "P8" in self.rows:
                self._server = stack.enter_context(postgres.server())
                if self._server is None:
                    self.skipped["P8"] = "no Postgres server answers, and none could be started"
            for number in range(1, self.sizes.rounds + 1):
                for row in (row for row in ROUNDED if row in self.rows):
                    self.say(f"round {number} of {self.sizes.rounds}: {row}")
                    _ROUND[row](self)
                self._limits()
        for row in (row for row in self.rows if row not in ROUNDED):
            self.say(row)
            _ONCE[row](self)

    def _find_peers(self) -> None:
        wanted = {SPIFF: {"P1"}, DBOS: {"P1", "P2"}} if self.peers else {}
        for peer, rows in wanted.items():
            if rows & set(self.rows):
                self.say(f"environment of {peer}")
                try:
                    self._pythons[peer] = environment_of(peer)
                except EnvironmentMissingError as error:
                    self.skipped[peer] = str(error)

    # --- one measurement --------------------------------------------------------------------------

    def _take(self, name: str, module: str, options: Figures, peer: str = "") -> None:
        """Adds one sample, made in a folder of its own on the disk that holds temporary files."""
        with tempfile.TemporaryDirectory(prefix="baton-bench-") as folder:
            url = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
            given = {"folder": folder, "url": url, **options}
            try:
                found = measure(f"benchmarks.{module}", given, self._pythons.get(peer))
            except MeasureError as error:
                self.skipped[name] = str(error)
                self.say(f"{name} could not be measured: {error}")
            else:
                self.samples[name].append(found)

    def _rate(self, name: str, what: str, **more: object) -> None:
        options: Figures = {"what": what, "seconds": self.sizes.seconds, **more}
        self._take(name, "measures.throughput", options)

    def _peer(self, peer: str, row: str, how: str = "", at_once: int = 1) -> None:
        if peer in self._pythons:
            options: Figures = {"seconds": self.sizes.seconds, "how": how, "at_once": at_once}
            name = " ".join(part for part in (row, peer, how) if part)
            self._take(name, f"peers.{peer}_driver", options, peer)

    # --- rows -------------------------------------------------------------------------------------

    def one_at_a_time(self) -> None:
        """P1, with both peers between its two variants."""
        self._rate("P1", "one_at_a_time")
        self._peer(SPIFF, "P1")
        self._peer(DBOS, "P1", "threads")
        self._rate("P1 coroutine", "one_at_a_time", kind="noop_async")
        self._peer(DBOS, "P1", "async")

    def many_at_once(self) -> None:
        """P2, with DBOS between its two variants."""
        self._rate("P2", "many_at_once")
        self._peer(DBOS, "P2", "threads", 256)
        self._rate("P2 coroutine", "many_at_once", kind="noop_async")
        self._peer(DBOS, "P2", "async", 256)

    def for_each(self) -> None:
        """P3."""
        self._rate("P3", "for_each", items=self.sizes.items, repeat=self.sizes.repeat)

    def pure(self) -> None:
        """P4."""
        self._rate("P4", "pure")

    def waiting(self) -> None:
        """P5."""
        sizes = self.sizes
        options: Figures = {"cases": sizes.cases, "idle": sizes.idle, "resumed": sizes.resumed}
        self._take("P5", "measures.waiting", options)

    def cold_start(self) -> None:
        """P6."""
        self._take("P6", "measures.cold_start", {"repeat": self.sizes.repeat})

    def long_run(self) -> None:
        """P7."""
        options: Figures = {"steps": self.sizes.steps, "window": self.sizes.window}
        self._take("P7", "measures.long_run", options)

    def on_postgres(self) -> None:
        """P8."""
        if self._server is not None:
            with postgres.database(self._server) as url:
                self._rate("P8", "many_at_once", url=url)

    def _limits(self) -> None:
        self._take("limit", "measures.limits", {"seconds": self.sizes.limit_seconds})


_ROUND: Mapping[str, Callable[[Session], None]] = {
    "P1": Session.one_at_a_time,
    "P2": Session.many_at_once,
    "P3": Session.for_each,
    "P4": Session.pure,
    "P7": Session.long_run,
    "P8": Session.on_postgres,
}
_ONCE: Mapping[str, Callable[[Session], None]] = {
    "P5": Session.waiting,
    "P6": Session.cold_start,
}

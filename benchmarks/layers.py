"""Knows the command `bench layers`: in which layer of the engine the time goes.

Must not know targets. A timer of the system interrupts this process a thousand times a second and
the innermost frame of ours says which layer was at work; a call into C (SQLite, orjson, rpds)
counts for the line that made it. So nothing is slowed down as a tracing profiler would. All commits
are made in the loop's own thread here, because only that one is looked at.
Works where the system has interval timers: Linux and macOS.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import workflows
from benchmarks.child import ROOT
from benchmarks.measures.throughput import MEASURES, Bench
from runtime.embedded import EmbeddedRuntime
from runtime.events.model import Actor
from runtime.host.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

EVERY = 0.001
ROWS = {"P1": "one_at_a_time", "P2": "many_at_once", "P3": "for_each", "P4": "pure"}

FLUSH = "commit, with the flush to the disk"
LAYERS = (
    ("runtime/store/sqlite.py", "commit", FLUSH),
    ("runtime/store/sqlite.py", "", "SQL"),
    ("runtime/store/payload.py", "", "codec"),
    ("runtime/store/projection.py", "", "codec"),
    ("runtime/store", "", "store"),
    ("runtime/events", "", "codec"),
    ("runtime/kernel", "", "kernel"),
    ("runtime/expressions", "", "expressions"),
    ("runtime/host", "", "host"),
    ("runtime/embedded", "", "host"),
    ("benchmarks", "", "the benchmark itself"),
)
"""Where a file stands, the name of a function or "", and the layer; the first that fits counts."""
OTHER = "event loop and the rest"


def layer_of(frame: FrameType | None) -> str:
    """Returns the layer of the innermost frame that belongs to the project."""
    while frame is not None and "/asyncio/" not in frame.f_code.co_filename:
        name = frame.f_code.co_filename
        if name.startswith(str(ROOT)) and "/.venv" not in name:
            place = Path(name).relative_to(ROOT).as_posix()
            return _layer(place, frame.f_code.co_name)
        frame = frame.f_back
    return OTHER


def _layer(place: str, function: str) -> str:
    for start, only, layer in LAYERS:
        if place.startswith(start) and only in ("", function):
            return layer
    return OTHER


class Sampler:
    """Counts where the main thread is while it is entered as a context."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def _take(self, number: int, frame: FrameType | None) -> None:
        del number
        self.counts[layer_of(frame)] += 1

    def __enter__(self) -> Sampler:
        signal.signal(signal.SIGALRM, self._take)
        signal.setitimer(signal.ITIMER_REAL, EVERY, EVERY)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    def shares(self) -> dict[str, float]:
        """Returns layer -> share of the time, the largest first."""
        whole = self.counts.total() or 1
        return {layer: count / whole for layer, count in self.counts.most_common()}


def _always(self: Writer, events: int) -> bool:
    del self, events
    return True


async def sample(row: str, seconds: float) -> dict[str, float]:
    """Runs a row's work for some seconds and returns the share of each layer."""
    Writer.is_quick = _always
    with tempfile.TemporaryDirectory(prefix="baton-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'layers.sqlite'}"
        async with EmbeddedRuntime.open(url, kinds=workflows.kinds()) as runtime:
            bench = Bench(runtime, Actor("user:bench"), seconds)
            repeat = int(seconds * 8)
            options = {"items": 1000, "repeat": repeat}
            with Sampler() as sampler:
                await MEASURES[ROWS[row]](bench, options)
    return sampler.shares()


def main(words: Sequence[str] | None = None) -> int:
    """Prints a table of shares for people on stderr, with --json an object on stdout."""
    parser = argparse.ArgumentParser(prog="python3 packaging/dev.py bench layers")
    parser.add_argument("--json", action="store_true", help="print one JSON object at the end")
    parser.add_argument("--seconds", type=float, default=4.0, help="for each row")
    options = parser.parse_args(words)
    if not hasattr(signal, "setitimer"):
        print("This system has no interval timers, which this benchmark needs.", file=sys.stderr)
        return 1
    found = {row: asyncio.run(sample(row, options.seconds)) for row in ROWS}
    for layer in sorted({layer for shares in found.values() for layer in shares}):
        figures = "  ".join(f"{row} {found[row].get(layer, 0.0):4.0%}" for row in ROWS)
        print(f"{layer:36}{figures}", file=sys.stderr)
    if options.json:
        print(json.dumps(found), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Knows the command `bench designer`: what is measured, in which order, and what is printed where.

Must not know how anything is measured. Never an assertion about time: the table says what was met,
and the exit code is 0 whenever the figures could be taken. Every measurement runs in a process of
its own; the sizes and the peer take turns, round after round, and the medians count.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.child import Figures, MeasureError, measure
from benchmarks.designer_measures import drawings
from benchmarks.peers.environment import EnvironmentMissingError, environment_of

if TYPE_CHECKING:
    from collections.abc import Sequence

PEER = "nodegraphqt"
PEER_STEPS = 1000
SMALL = 60
TARGETS: dict[str, dict[str, float]] = {
    "D500": {
        "open_ms": 300,
        "pan_p95_ms": 33,
        "drag_ms": 8,
        "move_all_ms": 150,
        "fit_all_ms": 50,
        "first_far_ms": 50,
        "check_ms": 100,
        "undo_ms": 30,
    },
    "D2000": {"open_ms": 800, "pan_p95_ms": 33, "fit_all_ms": 100, "layout_s": 1.5},
    "D5000": {"open_ms": 2000, "held_ms": 50, "edit_held_ms": 50},
}
"""The most that each may take."""
LIMITS = {"cold_start_s": 1.3, "idle_cpu_percent": 100 * 0.05 / 60}
TIMES = 8.0
"""How many times quicker than the peer it is to be."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How often: rounds, frames of each pan, repetitions; and how long nothing is done."""

    rounds: int = 5
    frames: int = 60
    repeat: int = 5
    settle: float = 10.0
    idle: float = 60.0


QUICK = Sizes(rounds=1, frames=8, repeat=2, settle=0.5, idle=1.0)


@dataclass(slots=True)
class Session:
    """One run: what was measured so far, and what could not be."""

    sizes: Sizes
    folder: Path
    peer: bool
    samples: dict[str, list[Figures]] = field(
        default_factory=lambda: defaultdict[str, list[Figures]](list)
    )
    skipped: dict[str, str] = field(default_factory=dict[str, str])

    def run(self) -> None:
        """Measures everything."""
        for steps in (SMALL, *_counts(), PEER_STEPS):
            drawings.write(self.folder, steps)
        python = self._environment()
        for number in range(1, self.sizes.rounds + 1):
            _say(f"round {number} of {self.sizes.rounds}")
            for row, steps in zip(TARGETS, _counts(), strict=True):
                self._canvas(row, steps)
            self._canvas("own", PEER_STEPS)
            if python is not None:
                given = {"file": self._file(PEER_STEPS), "small": self._file(SMALL)}
                given |= {"frames": self.sizes.frames}
                self._take(PEER, "benchmarks.peers.nodegraphqt_driver", given, python)
            self._helper("check", 500)
            self._helper("layout", 2000)
        _say("the whole window")
        sizes = self.sizes
        given = {"repeat": sizes.repeat, "settle": sizes.settle, "idle": sizes.idle}
        given |= {"file": self._file(500), "folder": str(self.folder / "own")}
        self._take("window", "benchmarks.designer_measures.window", given)
        given = {"repeat": sizes.repeat, "folder": str(self.folder / "held")}
        given |= {"file": self._file(5000), "small": self._file(SMALL)}
        self._take("held", "benchmarks.designer_measures.held", given)

    def _environment(self) -> Path | None:
        if not self.peer:
            return None
        _say(f"environment of {PEER}")
        try:
            return environment_of(PEER)
        except EnvironmentMissingError as error:
            self.skipped[PEER] = str(error)
            return None

    def _file(self, steps: int) -> str:
        return str(self.folder / f"drawing-{steps}.baton.json")

    def _canvas(self, name: str, steps: int) -> None:
        given: Figures = {"file": self._file(steps), "small": self._file(SMALL)}
        given |= {"frames": self.sizes.frames, "repeat": self.sizes.repeat}
        self._take(name, "benchmarks.designer_measures.canvas", given)

    def _helper(self, what: str, steps: int) -> None:
        given = {"file": self._file(steps), "what": what, "repeat": self.sizes.repeat}
        self._take(what, "benchmarks.designer_measures.helping", given)

    def _take(self, name: str, module: str, given: Figures, python: Path | None = None) -> None:
        try:
            self.samples[name].append(measure(module, given, python))
        except MeasureError as error:
            self.skipped[name] = str(error)
            _say(f"{name} could not be measured: {error}")

    # --- what was found ---------------------------------------------------------------------------

    def _median(self, name: str, figure: str) -> float | None:
        values = [sample[figure] for sample in self.samples.get(name, ())]
        return round(statistics.median(values), 3) if values else None

    def found(self) -> Figures:
        """Returns the object that `--json` prints."""
        found: Figures = {}
        for row in TARGETS:
            names = self.samples[row][0] if self.samples.get(row) else {}
            found[row] = {name: self._median(row, name) for name in names}
        checked = self._median("check", "seconds")
        found["D500"]["check_ms"] = None if checked is None else round(checked * 1000, 1)
        found["D2000"]["layout_s"] = self._median("layout", "seconds")
        for name in ("held_ms", "edit_held_ms"):
            found["D5000"][name] = self._median("held", name)
        for name in (*LIMITS, "first_start_s"):
            found[name] = self._median("window", name)
        found["vs_nodegraphqt"] = {
            # From file to picture; a frame with the whole drawing in view; one at natural size.
            "load": self._times("open_ms"),
            "pan": self._times("pan_ms"),
            "pan_near": self._times("pan_near_ms"),
            "steps": PEER_STEPS,
        }
        found["nodegraphqt"] = {
            n: self._median(PEER, n) for n in ("open_ms", "pan_ms", "pan_near_ms")
        }
        found["skipped"] = self.skipped
        found["machine"] = _machine()
        return found

    def _times(self, figure: str) -> float | None:
        """Returns how many times quicker than the peer, round by round, as a median."""
        pairs = zip(self.samples.get("own", ()), self.samples.get(PEER, ()), strict=False)
        times = [peer[figure] / own[figure] for own, peer in pairs]
        return round(statistics.median(times), 1) if times else None


def _counts() -> list[int]:
    return [int(row.removeprefix("D")) for row in TARGETS]


def _machine() -> Figures:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "load_at_the_end": load,
    }


def table(found: Figures) -> str:
    """Returns what was found as lines for a person."""
    lines = [f"{'':24}{'measured':>10}{'at most':>10}"]
    for row, targets in TARGETS.items():
        lines += [_line(f"{row} {n}", found[row].get(n), most) for n, most in targets.items()]
    lines += [_line(name, found[name], most) for name, most in LIMITS.items()]
    peer = found["vs_nodegraphqt"]
    lines += [_times_line(name, peer[name]) for name in ("load", "pan")]
    return "\n".join([*lines, *(f"skipped {n}: {why}" for n, why in found["skipped"].items())])


def _line(name: str, value: Any, most: float) -> str:
    told = "-" if value is None else "met" if value <= most else "NOT MET"
    shown = "skipped" if value is None else f"{value:.3g}"
    return f"{name:24}{shown:>10}{most:>10.3g}  {told}"


def _times_line(name: str, value: Any) -> str:
    told = "-" if value is None else "met" if value >= TIMES else "NOT MET"
    shown = "skipped" if value is None else f"{value:.1f}"
    return f"{name + ', times NodeGraphQt':24}{shown:>10}{TIMES:>10.3g}  {told} (at least)"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def parser() -> argparse.ArgumentParser:
    """Returns the command line."""
    made = argparse.ArgumentParser(
        prog="python3 packaging/dev.py bench designer",
        description="Measures the designer against its targets and another node editor.",
        epilog="example: python3 packaging/dev.py bench designer --rounds 3 --json",
    )
    made.add_argument("--json", action="store_true", help="print one JSON object at the end")
    made.add_argument("--quick", action="store_true", help="little of each: to see that it works")
    made.add_argument("--rounds", type=int, help="how often each thing is measured")
    made.add_argument("--no-peer", action="store_true", help="leave NodeGraphQt out")
    return made


def main(words: Sequence[str] | None = None) -> int:
    """Measures and prints: the table for people goes to stderr, the JSON object to stdout."""
    options = parser().parse_args(words)
    sizes = QUICK if options.quick else Sizes()
    if options.rounds:
        sizes = Sizes(options.rounds, sizes.frames, sizes.repeat, sizes.settle, sizes.idle)
    with tempfile.TemporaryDirectory(prefix="baton-bench-") as folder:
        session = Session(sizes, Path(folder), peer=not options.no_peer)
        session.run()
        found = session.found()
    _say("\n" + table(found))
    if options.json:
        print(json.dumps(found), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

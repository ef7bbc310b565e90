"""Knows how soon the whole window is there, and what it costs when nobody touches it.

The options are `file`, `folder`, `repeat`, `settle` and `idle` (seconds).
Must not know the targets.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import child

LAST_LINES = 6
_COMPILE_ANEW = "PYTHONDONTWRITEBYTECODE"


def start(file: Path, folder: Path, *words: str) -> subprocess.Popen[str]:
    """Starts the designer with a workflow, in a folder of its own."""
    command = [sys.executable, "-m", "benchmarks.designer_measures.shown", str(file), str(folder)]
    return subprocess.Popen(
        [*command, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_as_installed(folder) | {"QT_QPA_PLATFORM": "offscreen"},
    )


def _as_installed(folder: Path) -> dict[str, str]:
    """Returns an environment in which modules are compiled once, as in an installed program."""
    kept = {name: value for name, value in os.environ.items() if name != _COMPILE_ANEW}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode")}


def told(process: subprocess.Popen[str]) -> str:
    """Returns the next line that the designer writes; raises AssertionError when it ends first."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        assert process.stderr is not None
        raise AssertionError("\n".join(process.stderr.read().splitlines()[-LAST_LINES:]))
    return line.strip()


def cold_start(file: Path, folder: Path) -> float:
    """Returns the seconds from the start of the process to the first picture with the workflow."""
    begun = time.perf_counter()
    with start(file, folder) as process:
        told(process)
        taken = time.perf_counter() - begun
        process.communicate()
    return taken


def idle(file: Path, folder: Path, settle: float, seconds: float) -> child.Figures:
    """Returns the share of one core that the window and its helpers use while nothing is done."""
    with start(file, folder, str(settle), str(seconds)) as process:
        told(process)
        own, others = told(process).split()
        process.communicate()
    used = float(own) + float(others)
    return {"idle_cpu_percent": 100 * used / seconds, "idle_cpu_s": used, "idle_s": seconds}


def main() -> None:
    """Takes one measurement."""
    options = child.options()
    file, folder = Path(options["file"]), Path(options["folder"])
    first = cold_start(file, folder)
    later = [cold_start(file, folder) for _ in range(int(options["repeat"]))]
    figures: child.Figures = {"cold_start_s": statistics.median(later), "first_start_s": first}
    figures |= idle(file, folder, float(options["settle"]), float(options["idle"]))
    child.hand_over(figures)


if __name__ == "__main__":
    main()

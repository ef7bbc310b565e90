"""Knows how one measurement runs in a fresh process and hands its figures over.

Must not know what is measured. Each measurement has a process of its own, so that none inherits
the memory, the threads or the warm caches of the one before.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, TypeAlias

ROOT = Path(__file__).resolve().parent.parent
LAST_LINES = 8
PATIENCE = 1800
"""Seconds after which a measurement is given up."""

Figures: TypeAlias = dict[str, Any]
"""What a measurement found, as plain JSON."""


class MeasureError(Exception):
    """A measurement did not come to its end; says what its process wrote last."""


def measure(module: str, options: Figures, python: Path | None = None) -> Figures:
    """Runs a module in a fresh process and returns what `hand_over` gave there.

    Args:
        module: its dotted name; it is given the options as one JSON argument.
        options: what and how long, as plain JSON.
        python: whose Python; None means this one.

    Raises:
        MeasureError: it failed, or took half an hour.
    """
    command = [str(python or sys.executable), "-m", module, json.dumps(options)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired as error:
        raise MeasureError(f"{module} did not end within {PATIENCE} seconds") from error
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        told = "\n".join((done.stderr or done.stdout).splitlines()[-LAST_LINES:])
        raise MeasureError(f"{module} failed:\n{told}")
    figures: Figures = json.loads(lines[-1])
    return figures


def options() -> Figures:
    """Returns, in the child, what the parent asked for."""
    given: Figures = json.loads(sys.argv[1])
    return given


def hand_over(figures: Figures) -> None:
    """Ends the child's work: its figures become the last line of its output."""
    print(json.dumps(figures), flush=True)

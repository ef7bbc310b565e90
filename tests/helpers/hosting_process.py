"""A process that has a case under way and lives until it is told, or killed.

Usage: hosting_process.py URL RUN. Prints a line once the case is under way; ends with its input.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from runtime.store import open_store
from tests.helpers.batches import batch, started, step

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def hosting(url: str, run: str) -> Generator[subprocess.Popen[str]]:
    """Starts such a process and waits until its case is under way."""
    script = [sys.executable, "-m", "tests.helpers.hosting_process", url, run]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == f"{run}\n"
        yield child
        if child.poll() is None:
            child.kill()


def main(url: str, run: str) -> None:
    """Begins a case whose effect has no result yet."""
    with open_store(url) as store:
        store.journal.commit([batch(run, 0, started(run), step()[0])])
        sys.stdout.write(f"{run}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A process that commits without end and says what was confirmed. Must not know how it ends.

Usage: committing_process.py URL. Prints `run first_seq` after each commit that was confirmed.
"""

from __future__ import annotations

import sys

from runtime.store import open_store
from tests.helpers.batches import batch, opened, started, step

RUNS = 5


def main(url: str) -> None:
    """Starts five runs and writes to all of them in every commit."""
    with open_store(url) as store:
        runs = [f"r{n}" for n in range(RUNS)]
        store.journal.commit([batch(run, 0, started(run)) for run in runs])
        for place in range(1, 1_000_000, 3):
            group = [batch(run, place, *step(place), opened(f"t{place}")) for run in runs]
            if not any(store.journal.commit(group)):
                sys.stdout.write("".join(f"{run} {place}\n" for run in runs))
                sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])

"""Knows the command `bench engine`: which rows, how long, what is printed where.

Must not know how a row is measured. Never an assertion about time: the table says what was met,
and the exit code is 0 whenever the figures could be taken.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.report import summary, table
from benchmarks.session import FULL, QUICK, Session, Sizes
from benchmarks.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Sequence


def parser() -> argparse.ArgumentParser:
    """Returns the command line."""
    made = argparse.ArgumentParser(
        prog="python3 packaging/dev.py bench engine",
        description="Measures the engine against its targets, its peers and the disk.",
        epilog="example: python3 packaging/dev.py bench engine --only P1,P2 --json",
    )
    made.add_argument("--json", action="store_true", help="print one JSON object at the end")
    made.add_argument("--only", type=_rows, default=tuple(TARGETS), metavar="P1,P2")
    made.add_argument("--quick", action="store_true", help="tiny sizes: to see that it works")
    made.add_argument("--rounds", type=int, help="how often each row is measured")
    made.add_argument("--no-peers", action="store_true", help="leave SpiffWorkflow and DBOS out")
    return made


def _rows(text: str) -> tuple[str, ...]:
    asked = {name.strip().upper() for name in text.split(",")}
    unknown = asked - set(TARGETS)
    if unknown:
        raise argparse.ArgumentTypeError(
            f"no such row: {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}"
        )
    return tuple(row for row in TARGETS if row in asked)


def main(words: Sequence[str] | None = None) -> int:
    """Measures and prints: the table for people goes to stderr, the JSON object to stdout."""
    options = parser().parse_args(words)
    sizes: Sizes = QUICK if options.quick else FULL
    if options.rounds:
        sizes = replace(sizes, rounds=options.rounds)
    session = Session(sizes, options.only, not options.no_peers, _say)
    session.run()
    found = summary(session.samples, session.rows, session.skipped)
    print("\n" + table(found), file=sys.stderr, flush=True)
    if options.json:
        print(json.dumps(found), flush=True)
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

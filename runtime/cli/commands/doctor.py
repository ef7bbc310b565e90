"""Knows the command `doctor`: is a database in order, and mend it. Must not know what order is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli import values
from runtime.cli.command import DONE, FAILED, Command
from runtime.cli.engine import stored

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console
    from runtime.embedded.doctor import Diagnosis


def _add(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--mend", action="store_true", help="put right what can be put right without guessing"
    )
    values.add_database(parser)


def _do(options: Namespace, console: Console) -> int:
    from runtime.embedded.doctor import Doctor

    with stored(values.database_of(options)) as store:
        found = Doctor(store, mend=options.mend).examine()
    if console.json:
        console.result(
            {
                "cases": found.cases,
                "under_way_elsewhere": found.skipped,
                "sound": found.sound,
                "findings": [
                    {
                        "code": each.code,
                        "run_id": each.run or None,
                        "sentence": each.sentence,
                        "mendable": each.mendable,
                        "mended": each.mended,
                    }
                    for each in found.findings
                ],
            }
        )
    else:
        _show(found, console)
    return DONE if found.sound else FAILED


def _show(found: Diagnosis, console: Console) -> None:
    for each in found.findings:
        console.line(f"{each.run or 'journal'}: {each.sentence}")
    if found.skipped:
        console.line(f"{found.skipped} cases are under way elsewhere and were left out.")
    wrong = len(found.findings)
    end = f"{wrong} findings." if wrong else "Nothing is wrong."
    console.line(f"{found.cases} cases were looked at. {end}")


COMMAND = Command(
    help="check a database: every case, every list, every large value",
    example="baton doctor --mend",
    add=_add,
    do=_do,
    more="The events are the truth: what follows from them is made anew, an event that is missing "
    "is never made up. The exit code is 1 while something is wrong.",
)

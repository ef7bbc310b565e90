"""Knows the command `work`: go on with all cases. Must not know how a case goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli import values
from runtime.cli.command import DONE, STOPPED, Command

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console


def _add(parser: ArgumentParser) -> None:
    how_long = parser.add_mutually_exclusive_group()
    how_long.add_argument(
        "--until-idle",
        action="store_true",
        help="end when nothing is left to do within 5 seconds (this is the default)",
    )
    how_long.add_argument(
        "--for",
        dest="wait",
        type=values.seconds,
        metavar="SECONDS",
        help="stay this long for timers and retries",
    )
    parser.add_argument(
        "--answers", metavar="@FILE", help="what simulated people answer to their tasks"
    )
    values.add_database(parser)


def _do(options: Namespace, console: Console) -> int:
    import asyncio

    from runtime.cli import report
    from runtime.cli.answers import read_answers
    from runtime.cli.driving import Driver

    answers = read_answers(options.answers) if options.answers is not None else None
    driver = Driver(values.database_of(options), console, answers, options.wait)
    try:
        views, due = asyncio.run(driver.work())
    except KeyboardInterrupt:
        console.note("Stopped. All cases stand where they are; `baton work` goes on with them.")
        return STOPPED
    if console.json:
        reports = [report.report_of(view) for view in views]
        next_due = due.isoformat() if due else None
        console.result(
            {"worked_on": [*reports], "next_due": next_due, "refused": [*driver.refused]}
        )
        return DONE
    console.table(
        ("case", "workflow", "status"),
        [(view.run, view.name or view.definition, report.status_words(view)) for view in views],
    )
    console.line("Nothing is left to do now." if due is None else f"Next at {due:%F %T} UTC.")
    return DONE


COMMAND = Command(
    help="go on with all cases: what a stopped process left, due timers, retries",
    example="baton work --for 3600",
    add=_add,
    do=_do,
    more="The exit code is 0 also when a case has failed; `baton runs list` shows how they stand.",
)

"""Knows the command `run`: start a case and drive it. Must not know how a case goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli import values
from runtime.cli.command import DONE, FAILED, STOPPED, Command

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the workflow file")
    parser.add_argument(
        "--input", default="{}", metavar="JSON|@FILE", help="what the start form asks for"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="write nothing anywhere; list what would be done"
    )
    parser.add_argument(
        "--no-test-data",
        action="store_true",
        help="let a dry run leave out the test data that the workflow keeps",
    )
    parser.add_argument(
        "--answers", metavar="@FILE", help="what simulated people answer to their tasks"
    )
    parser.add_argument("--key", default="", help="a business key to find the case by")
    parser.add_argument(
        "--environment", default="", metavar="NAME", help="whose values the settings take"
    )
    values.add_wait(parser)
    values.add_actor(parser)
    values.add_database(parser)


def _do(options: Namespace, console: Console) -> int:
    from runtime.cli.starting import Order, start

    order = Order.of(options)
    try:
        view = start(order, console)
    except KeyboardInterrupt:
        console.note(f"Stopped. {order.how_to_go_on}")
        return STOPPED
    return FAILED if view.status in {"failed", "cancelled"} else DONE


COMMAND = Command(
    help="start a case of a workflow and drive it until it ends or waits",
    example="baton run offer.baton.json --input @deal.json --as user:analyst --json",
    add=_add,
    do=_do,
    more=(
        "Called workflows are found by their id in the *.baton.json files beside FILE.\n"
        "A dry run uses what the workflow keeps for tests, as the designer does: an output\n"
        "that is pinned to a step stands for its work, and simulated people answer the tasks of\n"
        "steps that no answers file names. Settings have their values for “test”.\n"
        "The form of an answers file is told in docs/cli.md."
    ),
)

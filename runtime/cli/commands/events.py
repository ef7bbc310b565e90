"""Knows the command `events`: how a case came to where it is. Must not know how it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli import report, values
from runtime.cli.command import DONE, Command
from runtime.cli.engine import stored

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console
    from runtime.definition.json_value import JsonObject
    from runtime.events.model import Recorded


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="id of the case")
    parser.add_argument(
        "--from",
        dest="first",
        type=values.count,
        default=0,
        metavar="SEQ",
        help="only from this place on (0)",
    )
    values.add_database(parser)


def _do(options: Namespace, console: Console) -> int:
    from runtime.events.codec import as_object
    from runtime.events.words import sentence

    with stored(values.database_of(options)) as store:
        recorded = store.journal.load(options.run)
    for each in recorded:
        if each.seq < options.first:
            continue
        event: JsonObject = as_object(each.event)
        if console.json:
            console.result(_place(each) | event)
        else:
            who = "" if each.by == "system" else f"  ({each.by})"
            console.line(f"{each.seq:>4}  {report.moment(each.at)}  {sentence(event)}{who}")
    return DONE


def _place(recorded: Recorded) -> JsonObject:
    return {"seq": recorded.seq, "at": recorded.at, "by": recorded.by}


COMMAND = Command(
    help="tell how a case came to where it is, event by event",
    example="baton events 01m7wxveh0svbx8vzb4f --json",
    add=_add,
    do=_do,
    more="With --json, one object a line.",
)

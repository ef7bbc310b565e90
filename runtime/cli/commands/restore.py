"""Knows the command `restore`: a backup takes the place of a database. Must not know how."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from runtime.cli import values
from runtime.cli.command import DONE, Command

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the backup")
    values.add_database(parser)


def _do(options: Namespace, console: Console) -> int:
    from runtime.store.restoring import restore

    kept = restore(Path(options.file), values.database_of(options))
    if console.json:
        console.result({"restored": options.file, "kept": str(kept) if kept else None})
        return DONE
    console.line(f"{options.file} was restored.")
    if kept:
        console.line(f"What stood there before is kept in {kept}.")
    console.line("Systems have kept what was done since the backup: look there before going on.")
    return DONE


COMMAND = Command(
    help="put a backup in the place of a database that nobody has open",
    example="baton restore cases-monday.sqlite",
    add=_add,
    do=_do,
    more="What stood there is kept beside it under another name. The journal knows nothing of what "
    "was done after the backup: before `baton work`, look in the other systems for what the cases "
    "would do again.",
)

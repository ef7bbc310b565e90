"""Knows the command `backup`: a whole copy while others work. Must not know how it is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from runtime.cli import values
from runtime.cli.command import DONE, Command
from runtime.cli.engine import stored

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the copy; must not exist yet")
    values.add_database(parser)


def _do(options: Namespace, console: Console) -> int:
    file = Path(options.file)
    with stored(values.database_of(options)) as store:
        store.backup(file)
    if console.json:
        console.result({"backup": str(file), "bytes": file.stat().st_size})
    else:
        console.line(f"The backup stands in {file}.")
    return DONE


COMMAND = Command(
    help="write a whole copy of a database, also while others work on it",
    example="baton backup cases-monday.sqlite",
    add=_add,
    do=_do,
    more="The database makes the copy itself, so it is of one moment. Do not copy the file: what "
    "was written last may stand beside it.",
)

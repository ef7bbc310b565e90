"""Knows how a command begins a folder and says what to do next. Must not know what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli.command import DONE, Command

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from runtime.cli.console import Console


def beginning(
    make: Callable[[str], tuple[Path, Sequence[str]]],
    *,
    what: str,
    called: str,
    example: tuple[str, str],
    where: str,
    suite: str,
) -> Command:
    """Returns a command that makes a folder from templates.

    Args:
        make: makes it from its name; returns it with its files.
        what: it is, in the help.
        called: who calls it by its name: "what files call it".
        example: the command, and a name that it may be given.
        where: it stands.
        suite: the tests that it passes.
    """
    command, name = example

    def add(parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help=f"{called}, such as {name}")

    def do(options: Namespace, console: Console) -> int:
        folder, files = make(options.name)
        if console.json:
            console.result({"folder": str(folder), "files": [*files]})
            return DONE
        console.line(f"{folder} is there, and passes its contract:")
        for file in files:
            console.line(f"  {file}")
        console.line(f"next: python3 packaging/dev.py test {suite}")
        return DONE

    return Command(
        help=f"make the folder of a new {what} that already passes its contract",
        example=f"baton {command} {name}",
        add=add,
        do=do,
        more=f"It stands in {where} of this Baton; no other file changes.",
    )

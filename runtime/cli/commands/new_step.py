"""Knows the command `new-step`: begin a step kind. Must not know any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli.command import DONE, Command

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="what files call it, such as send_reminder")


def _do(options: Namespace, console: Console) -> int:
    from runtime.cli.scaffold import new_step

    folder, files = new_step(options.name)
    if console.json:
        console.result({"folder": str(folder), "files": [*files]})
        return DONE
    console.line(f"{folder} is there, and passes its contract:")
    for name in files:
        console.line(f"  {name}")
    console.line("next: python3 packaging/dev.py test tests/contracts/test_step_kinds.py")
    return DONE


COMMAND = Command(
    help="make the folder of a new step kind that already passes its contract",
    example="baton new-step send_reminder",
    add=_add,
    do=_do,
    more="It stands in runtime/steps of this Baton; no other file changes.",
)

"""Knows the command `new-connector`: begin a connector. Must not know any system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli.command import DONE, Command

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="what connections call it, such as our_crm")


def _do(options: Namespace, console: Console) -> int:
    from runtime.cli.scaffold import new_connector

    folder, files = new_connector(options.name)
    if console.json:
        console.result({"folder": str(folder), "files": [*files]})
        return DONE
    console.line(f"{folder} is there, and passes its contract:")
    for name in files:
        console.line(f"  {name}")
    console.line("next: python3 packaging/dev.py test tests/connectors/test_catalog_entries.py")
    return DONE


COMMAND = Command(
    help="make the folder of a new connector that already passes its contract",
    example="baton new-connector our_crm",
    add=_add,
    do=_do,
    more="It stands in connectors/catalog of this Baton; no other file changes.",
)

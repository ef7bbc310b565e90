"""Knows the command `diff`: what changed between two files. Must not know how it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli import problems
from runtime.cli.command import DONE, Command

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console
    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="the earlier workflow file")
    parser.add_argument("new", metavar="NEW", help="the later workflow file")
    parser.add_argument("--drawing", action="store_true", help="also tell what moved on the canvas")


def _do(options: Namespace, console: Console) -> int:
    from runtime.definition.diff import diff

    old, new = problems.load(options.old), problems.load(options.new)
    changes = diff(old, new, schemas=_schemas(old, new), drawing=options.drawing)
    if console.json:
        shown: list[JsonObject] = [
            {"code": c.code, "where": c.where, "sentence": c.sentence, "old": c.old, "new": c.new}
            for c in changes
        ]
        console.result({"changes": [*shown]})
        return DONE
    for change in changes:
        console.line(f"{change.sentence}.")
    if not changes:
        console.line("Nothing that matters to the process has changed.")
    return DONE


def _schemas(*definitions: Definition) -> dict[str, JsonObject]:
    """Returns the schemas of the kinds that are drawn, so that fields have their titles."""
    from runtime import steps

    drawn = {node.kind for definition in definitions for node in definition.nodes()}
    known = drawn & set(steps.names())
    return {name: steps.kind(name).params.model_json_schema() for name in sorted(known)}


COMMAND = Command(
    help="tell what changed between two workflow files, in the words of the process",
    example="baton diff offer.v1.baton.json offer.baton.json",
    add=_add,
    do=_do,
    more="Positions on the canvas do not count as changes. The exit code is 0 also with changes.",
)

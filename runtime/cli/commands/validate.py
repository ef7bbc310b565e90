"""Knows the command `validate`: check files. Must not know what is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli import problems
from runtime.cli.command import DONE, FAILED, Command
from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from runtime.cli.console import Console
    from runtime.definition.json_value import JsonObject


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a workflow file")
    parser.add_argument(
        "--bound",
        action="store_true",
        help="also ask whether each connection is set up on this machine",
    )


def _do(options: Namespace, console: Console) -> int:
    results = [_look_at(name, bound=options.bound) for name in options.files]
    valid = all(result["valid"] for result in results)
    if console.json:
        console.result({"valid": valid, "files": [*results]})
    else:
        for result in results:
            _show(result, console)
    return DONE if valid else FAILED


def _look_at(name: str, *, bound: bool) -> JsonObject:
    try:
        definition = problems.load(name)
    except DefinitionError as error:
        return {"file": name, "valid": False, "problems": [problems.broken(error)]}
    connections = problems.bound_connections(definition) if bound else None
    found = problems.find(definition, connections)
    return {
        "file": name,
        "valid": all(problem.severity != "error" for problem in found),
        "problems": [problems.shown(problem) for problem in found],
    }


def _show(result: JsonObject, console: Console) -> None:
    found = result["problems"] if isinstance(result["problems"], list) else []
    counted = f"{len(found)} problem{'' if len(found) == 1 else 's'}" if found else "no problems"
    console.line(f"{result['file']}: {'valid' if result['valid'] else 'not valid'}, {counted}")
    for problem in found:
        if isinstance(problem, dict):
            for line in problems.in_words(problem):
                console.line(line)


COMMAND = Command(
    help="say what is wrong with workflow files, where, and how to mend it",
    example="baton validate offer.baton.json --json",
    add=_add,
    do=_do,
    more="Warnings do not forbid running; errors do, and end with exit code 1.",
)

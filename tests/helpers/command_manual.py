"""Writes the reference part of docs/cli.md from the command line itself.

`python -m tests.helpers.command_manual` prints it.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, cast

from runtime.cli.grammar import COMMANDS, command, parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.cli.command import Command

EVERYWHERE = {"--help", "--json", "--verbose"}


def reference() -> str:
    """The section of every command, in the order of the help."""
    return "\n".join(_sections())


def _sections() -> Iterator[str]:
    parsers = _children(parser())
    for name in COMMANDS:
        declared = command(name)
        if not declared.actions:
            yield from _section(f"baton {name}", declared, parsers[name])
            continue
        yield f"### `baton {name}`\n\n{_sentence(declared)} Without an action it lists.\n"
        actions = _children(parsers[name])
        for action, each in declared.actions.items():
            yield from _section(f"baton {name} {action}", each, actions[action])


def _section(title: str, declared: Command, made: argparse.ArgumentParser) -> Iterator[str]:
    more = f" {' '.join(declared.more.split())}" if declared.more else ""
    yield f"### `{title}`\n\n{_sentence(declared)}{more}\n"
    rows = [row for action in made._actions if (row := _row(action))]
    if rows:
        yield "\n".join(["| argument | meaning |", "|---|---|", *rows, ""])
    yield f"```\n{declared.example}\n```\n"


def _sentence(declared: Command) -> str:
    return f"{declared.help[0].upper()}{declared.help[1:]}."


def _row(action: argparse.Action) -> str:
    if EVERYWHERE & set(action.option_strings):
        return ""
    shown = action.metavar or (
        "|".join(str(choice) for choice in action.choices) if action.choices else ""
    )
    if action.option_strings and action.nargs != 0:
        shown = f"{action.option_strings[0]} {shown or action.dest.upper()}"
    elif action.option_strings:
        shown = action.option_strings[0]
    text = str(action.help).replace("|", "\\|")
    return f"| `{str(shown).replace('|', chr(92) + '|')}` | {text} |"


def _children(made: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in made._actions:
        if action.nargs == argparse.PARSER:
            return cast("dict[str, argparse.ArgumentParser]", action.choices)
    return {}


if __name__ == "__main__":
    sys.stdout.write(reference())

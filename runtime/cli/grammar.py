"""Knows how command lines are read. Must not know what a command does."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, cast

from runtime.cli.command import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.cli.command import Command

COMMANDS = (
    "validate",
    "run",
    "runs",
    "tasks",
    "messages",
    "events",
    "work",
    "doctor",
    "backup",
    "restore",
    "diff",
    "schema",
    "kinds",
    "connectors",
    "connections",
    "new-step",
    "new-connector",
)
"""All commands, in the order in which the help lists them."""

_EXITS = (
    "exit code: 0 done (also: the case waits), 1 what was named is wrong or has failed,\n"
    "2 the command line is wrong, 130 stopped by Ctrl-C"
)


class Parser(argparse.ArgumentParser):
    """Reads command lines; a mistake is an error with words, not the end of the process."""

    def error(self, message: str) -> NoReturn:
        """Raises UsageError."""
        raise UsageError(
            f"This command line is not understood: {message}.",
            next_step=f"`{self.prog} --help` shows how it goes.",
        )


class _Commands(Protocol):
    """What argparse hands out to add commands to; its class is private."""

    def add_parser(self, name: str, **words: Any) -> Parser:
        """Adds the parser of a command."""
        ...


def command(name: str) -> Command:
    """Returns a command, importing its module only."""
    module = import_module(f"runtime.cli.commands.{name.replace('-', '_')}")
    return cast("Command", module.COMMAND)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Reads a command line; `do` in the result is what performs it.

    Raises:
        UsageError: it is not understood.
        SystemExit: help or version was asked for and has been shown.
    """
    words = list(argv)
    if not words:
        words = ["--help"]
    name = words[0]
    if name in COMMANDS and command(name).actions and (len(words) == 1 or _is_option(words[1])):
        words.insert(1, "list")
    return parser((name,) if name in COMMANDS else COMMANDS).parse_args(words)


def _is_option(word: str) -> bool:
    return word.startswith("-") and word not in {"-h", "--help"}


def parser(names: Sequence[str] = COMMANDS) -> Parser:
    """Returns the parser of these commands."""
    top = Parser(
        prog="baton",
        description="Runs business processes durably across systems and people.",
        epilog=f"`baton COMMAND --help` shows a command with an example.\n{_EXITS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, help="show the version and end")
    commands = top.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)
    for name in names:
        declared = command(name)
        made = _add(commands, name, declared)
        if not declared.actions:
            continue
        actions = made.add_subparsers(metavar="ACTION", required=True, parser_class=Parser)
        for action, each in declared.actions.items():
            _add(actions, action, each)
    return top


def _add(
    commands: _Commands,
    name: str,
    declared: Command,
) -> Parser:
    made = commands.add_parser(
        name,
        help=declared.help,
        description=f"{declared.help[0].upper()}{declared.help[1:]}.",
        epilog="\n\n".join(p for p in (declared.more, f"example: {declared.example}") if p),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if declared.do is not None:
        declared.add(made)
        made.add_argument("--json", action="store_true", help="write JSON for programs")
        made.add_argument("--verbose", action="store_true", help="show technical detail of errors")
        made.set_defaults(do=declared.do)
    return made


class _Version(argparse.Action):
    """Shows the version; looks it up only when it is asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:  # noqa: A002 - argparse's name
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        sys.stdout.write(f"baton {version('baton')}\n")
        parser.exit()

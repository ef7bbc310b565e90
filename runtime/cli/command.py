"""Knows what a command declares: words, arguments, what it calls. Must not know any command."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from runtime.errors import BatonError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping

    from runtime.cli.console import Console

    Do: TypeAlias = Callable[[Namespace, Console], int]
    Add: TypeAlias = Callable[[ArgumentParser], None]

DONE = 0
FAILED = 1
USAGE = 2
STOPPED = 130


class UsageError(BatonError):
    """The command line itself is wrong; ends with exit code 2."""

    code = "usage"


class InputError(BatonError):
    """A file or value that the command line names cannot be used; ends with exit code 1."""

    code = "input"


def no_arguments(parser: ArgumentParser) -> None:
    """Adds nothing."""
    del parser


@dataclass(frozen=True, slots=True)
class Command:
    """One command, or a group of them.

    Attributes:
        help: what it does, in one line without a full stop.
        example: one command line that works.
        add: adds its arguments.
        do: performs it and returns the exit code; None for a group.
        actions: the commands of a group by name; "list" is taken when none is named.
        more: further sentences for its help page.
    """

    help: str
    example: str
    add: Add = no_arguments
    do: Do | None = None
    actions: Mapping[str, Command] = field(default_factory=dict[str, "Command"])
    more: str = ""

"""Knows that the command `baton` begins here. Must not know what a command does.

Nothing heavy is imported until a command needs it: a cold start must stay quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command.

    Args:
        argv: the words after `baton`; None takes this process's.

    Returns:
        0 done, 1 what was named is wrong or has failed, 2 the command line is wrong, 130 stopped
        by Ctrl-C.
    """
    from runtime.cli.entry import run_command

    return run_command(argv)

"""Knows how a command does one thing to a case and shows how the case then stands. No kind."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from runtime.cli import report, values
from runtime.cli.command import DONE, FAILED, STOPPED

if TYPE_CHECKING:
    from argparse import Namespace

    from runtime.cli.console import Console
    from runtime.cli.driving import Act


def perform(options: Namespace, console: Console, act: Act) -> int:
    """Does it, drives the case until it rests, shows it, and returns the exit code.

    Args:
        options: with `run`, the database and perhaps how long to wait.
        console: where the case is shown.
        act: what is done.

    Raises:
        RefusedError: it is not allowed, or not now.
        JournalError: the database cannot be used.
    """
    from runtime.cli.driving import Driver

    driver = Driver(values.database_of(options), console, wait=getattr(options, "wait", None))
    try:
        view = asyncio.run(driver.drive(act))
    except KeyboardInterrupt:
        console.note(f"Stopped. Case {options.run} stands where it is; `baton work` goes on.")
        return STOPPED
    report.show(view, console)
    return FAILED if view.status in {"failed", "cancelled"} else DONE

"""Knows how a command is called and how it ends, also badly. Must not know any command."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import TYPE_CHECKING

from runtime.cli.command import FAILED, STOPPED, USAGE, UsageError
from runtime.cli.console import Console
from runtime.cli.grammar import parse

if TYPE_CHECKING:
    from collections.abc import Sequence


def run_command(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; never raises for what goes wrong in it."""
    if argv is None:
        _be_quick()
    words = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A console that knows few letters shows a question mark and does not fail.
            reconfigure(errors="replace")
    console = Console(json="--json" in words, verbose="--verbose" in words)
    try:
        return _run(words, console)
    except BrokenPipeError:
        return _nobody_reads()
    except KeyboardInterrupt:
        console.note("Stopped.")
        return STOPPED
    except Exception as error:  # noqa: BLE001 - the last place where an error becomes words
        return _fail(error, console)


def _be_quick() -> None:
    """Saves a fifth of the time of a short run, in a process that does nothing else."""
    # Most of a short run is imports, and what they make lives on: looking for garbage in it, and
    # once more when the process ends, finds none.
    gc.set_threshold(200_000)
    atexit.register(gc.freeze)
    # Else pydantic asks every installed distribution whether it brings a plugin.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _run(words: list[str], console: Console) -> int:
    try:
        options = parse(words)
    except SystemExit as end:  # help was shown
        return int(end.code or 0)
    code: int = options.do(options, console)
    sys.stdout.flush()
    return code


def _fail(error: Exception, console: Console) -> int:
    from runtime.cli.failures import more_of, words_of

    console.error(words_of(error), more_of(error))
    return USAGE if isinstance(error, UsageError) else FAILED


def _nobody_reads() -> int:
    """The reader of a pipe has gone, as `head` does: not an error of the command."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED

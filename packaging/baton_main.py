"""Starts the frozen command. Knows where the command line begins and how to list what came."""

from __future__ import annotations

import json
import multiprocessing
import sys


def start() -> int:
    """Runs the command line, or lists for the smoke test what the application has in it."""
    if sys.argv[1:] == ["--inventory"]:
        from inventory import inventory

        print(json.dumps(inventory()))
        return 0
    from runtime.cli import main

    return main()


if __name__ == "__main__":
    # A worker process of the frozen application is this very file, started once more.
    multiprocessing.freeze_support()
    sys.exit(start())

"""Starts the frozen command. Knows where the command line begins and how to list what came."""

from __future__ import annotations

import importlib
import json
import multiprocessing
import sys


def start() -> int:
    """Runs the command line or a child of the window, or lists what the application has in it."""
    if sys.argv[1:] == ["--inventory"]:
        from inventory import inventory

        print(json.dumps(inventory()))
        return 0
    if len(sys.argv) == 3 and sys.argv[1] == "--child":  # noqa: PLR2004 - the program, the word, the name
        # The window starts its children by starting this program once more.
        importlib.import_module(f"designer.run_bridge.{sys.argv[2]}").main()
        return 0
    if sys.argv[1:2] == ["design"]:
        return design(sys.argv[2:])
    from runtime.cli import main

    return main()


def design(arguments: list[str]) -> int:
    """Opens the designer, where the application has it in it."""
    try:
        from designer.app import main
    except ModuleNotFoundError:
        print("This application has no designer in it; it runs workflows only.", file=sys.stderr)
        return 1
    return main(arguments)


if __name__ == "__main__":
    # A worker process of the frozen application is this very file, started once more.
    multiprocessing.freeze_support()
    sys.exit(start())

"""Starts the frozen command. Knows where the command line begins and how to list what came."""

from __future__ import annotations

import importlib
import json
import multiprocessing
import sys


def start() -> int:
    """Runs the command line or a child of the window, or lists what the application has in it."""
    match sys.argv[1:]:
        case ["--inventory"]:
            from inventory import inventory

            print(json.dumps(inventory()))
        case ["--child", name]:
            # The window starts its children by starting this program once more.
            importlib.import_module(f"designer.run_bridge.{name}").main()
        case ["design", *arguments]:
            return design(arguments)
        case _:
            from runtime.cli import main

            return main()
    return 0


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

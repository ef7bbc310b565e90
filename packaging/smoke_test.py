"""Tries the frozen application. Knows that it must have in it what the source tree has.

A frozen application that lost its step kinds starts without complaint; only a comparison shows it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from inventory import inventory

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "dist" / "baton" / ("baton.exe" if os.name == "nt" else "baton")


def ask(*arguments: str, folder: str) -> tuple[int, str]:
    """Runs the frozen command away from the source tree; returns its exit code and output.

    Args:
        arguments: what to run.
        folder: an empty folder, which is also the home, so that nothing of this machine helps.
    """
    here = {"HOME": folder, "USERPROFILE": folder, "PYTHONUTF8": "1"}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    result = subprocess.run(
        [str(PROGRAM), *arguments],
        cwd=folder,
        env={**clean, **here},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    if result.returncode:
        print(result.stderr[-2000:])
    return result.returncode, result.stdout


def same_inventory(folder: str) -> bool:
    """Compares what the application opens with what the source tree opens, and prints both."""
    code, text = ask("--inventory", folder=folder)
    frozen: dict[str, list[str]] = json.loads(text) if code == 0 else {}
    good = True
    for what, names in inventory().items():
        there = frozen.get(what, [])
        print(f"  {what}: {len(there)} of {len(names)}")
        different = sorted(set(names) ^ set(there))
        if different or not names:
            good = False
            print(f"    not the same: {', '.join(different) or 'nothing is there at all'}")
    return good


def main() -> int:
    """Returns 0 when the application is whole, 1 when not."""
    if not PROGRAM.exists():
        print(f"There is no {PROGRAM.relative_to(ROOT)}: run `python3 packaging/dev.py freeze`.")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        whole = same_inventory(folder)
        for command in (("--help",), ("kinds", "--json"), ("schema",)):
            code, text = ask(*command, folder=folder)
            print(f"  baton {' '.join(command)}: exit {code}, {len(text)} characters")
            whole = whole and code == 0 and bool(text)
    print("The frozen application is whole." if whole else "The frozen application is NOT whole.")
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())

"""Writes the locks from pyproject.toml, or checks them. Knows uv, and no library by name."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FULL = ROOT / "packaging" / "requirements-dev.txt"
HEADLESS = ROOT / "packaging" / "requirements-headless.txt"


def resolve(choice: list[str], target: Path) -> None:
    """Writes one lock for every system and Python at once, naming no package index.

    Args:
        choice: which extras and groups of pyproject.toml go in, and other options of uv.
        target: the lock; what it pins already is kept where that is still allowed.

    Raises:
        CalledProcessError: there is no solution; uv has printed why.
    """
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "pyproject.toml", *choice]
    form = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    look = ["--no-annotate", "--custom-compile-command", "python3 packaging/dev.py lock"]
    subprocess.run([*command, *form, *look, "--output-file", str(target)], cwd=ROOT, check=True)


def pins(path: Path) -> list[str]:
    """The lines of a lock without its comments; none where there is no lock yet."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line for line in lines if not line.startswith("#")]


def resolve_all(folder: Path, options: list[str]) -> dict[Path, Path]:
    """Writes every lock into a folder; returns lock -> its new text."""
    full, headless = folder / FULL.name, folder / HEADLESS.name
    for old, new in ((FULL, full), (HEADLESS, headless)):
        if old.exists():
            shutil.copy(old, new)
    resolve(["--extra", "designer", "--extra", "hub", "--group", "dev", *options], full)
    # The second lock is a part of the first: never another version of anything.
    resolve(["--extra", "hub", "--group", "test", "--constraint", str(full)], headless)
    return {FULL: full, HEADLESS: headless}


def main() -> int:
    """Writes or checks the locks; 1 where a check finds a difference or there is no solution."""
    parser = argparse.ArgumentParser(prog="python3 packaging/dev.py lock", description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            locks = resolve_all(Path(folder), ["--upgrade"] if options.upgrade else [])
        except subprocess.CalledProcessError:
            return 1
        changed = [lock for lock, new in locks.items() if pins(lock) != pins(new)]
        if not options.check:
            for lock, new in locks.items():
                shutil.copy(new, lock)
    names = ", ".join(lock.name for lock in changed) or "none"
    if options.check and changed:
        print(f"Not what pyproject.toml asks for: {names}. Run `python3 packaging/dev.py lock`.")
        return 1
    print(f"Locks {'that differ' if options.check else 'changed'}: {names}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Lists the project's own files. Must not know what any of them says."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("designer", "runtime", "connectors")


def own_files() -> list[Path]:
    """Every file of the project: what git tracks, or all there is where the tree has no git."""
    if (ROOT / ".git").exists():
        names = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout.split("\0")
        return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    skipped = {"build", "dist", "__pycache__"}
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not any(
            part in skipped or part.startswith(".") for part in path.relative_to(ROOT).parts[:-1]
        )
    ]


def python_files(*folders: str) -> list[Path]:
    """The project's Python files below these top-level folders."""
    return sorted(
        path
        for path in own_files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders
    )


def name_of(path: Path) -> str:
    """A path as the project names it, for messages and test ids."""
    return path.relative_to(ROOT).as_posix()

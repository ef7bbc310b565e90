"""Photographs the designer: real windows with real workflows and real runs, off-screen.

    python3 packaging/dev.py pictures [--out FOLDER] [--only NAME] [--theme NAME] [--size WxH]
    python3 packaging/dev.py pictures --docs

Knows sizes, files and processes; what is on a picture stands in picture_scenes.py. Each size is a
process of its own: Qt takes the scale of a screen once, when it starts.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from designer.settings.preferences import ThemeChoice

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / ".cache" / "pictures"
SIZES = ("1280x800", "1440x900", "3840x2160")
THEMES: tuple[ThemeChoice, ...] = ("light", "dark", "contrast")
DOCS, DOCS_SIZE = ROOT / "docs" / "pictures", "1600x1000"
SHOWN: dict[str, tuple[str, ThemeChoice]] = {
    "designer": ("run-data", "light"),
    "designer-dark": ("run-failed-data", "dark"),
    "decision-table": ("spreadsheet", "light"),
    "tasks": ("tasks", "light"),
}
"""The pictures in the documentation: their scene and theme."""
SHARP = 2560
"""A screen of so many pixels across, or more, shows everything twice as large."""


def command_line() -> argparse.ArgumentParser:
    """The command line of this file."""
    parser = argparse.ArgumentParser(
        prog="dev.py pictures", description="Photographs the designer."
    )
    parser.add_argument("--out", type=Path, default=OUT, help="folder for the pictures")
    parser.add_argument("--only", default="", help="pictures whose name begins so")
    parser.add_argument("--theme", choices=THEMES, help="one theme; all by default")
    parser.add_argument("--size", help="one size in pixels, such as 1440x900; three by default")
    parser.add_argument("--docs", action="store_true", help="those that the documentation shows")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return parser


def parsed(size: str) -> tuple[int, int, int]:
    """The width and height of a window and the scale of its screen."""
    width, _, height = size.partition("x")
    scale = 2 if int(width) >= SHARP else 1
    return int(width) // scale, int(height) // scale, scale


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures; 0 where all came out."""
    options = command_line().parse_args(arguments)
    themes = (options.theme,) if options.theme else THEMES
    sizes = (options.size,) if options.size else SIZES
    if options.here and options.docs:
        return take_for_docs()
    if options.docs:
        return in_a_process(options, THEMES, DOCS_SIZE)
    if options.here:
        return take(options.out, options.only, themes, sizes[0])
    return max(in_a_process(options, themes, size) for size in sizes)


def in_a_process(options: argparse.Namespace, themes: tuple[ThemeChoice, ...], size: str) -> int:
    """Take the pictures of one size, with the scale of its screen; 0 where all came out."""
    *_, scale = parsed(size)
    more = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
    command = [sys.executable, str(Path(__file__)), "--here", "--size", size]
    command += ["--out", str(options.out.absolute()), "--only", options.only]
    command += ["--docs"] if options.docs else []
    for theme in themes if len(themes) == 1 else ():
        command += ["--theme", theme]
    with tempfile.TemporaryDirectory() as home:  # runs of this machine's user are not pictured
        env = {**os.environ, **more, "XDG_DATA_HOME": home}
        return subprocess.run(command, env=env, check=False).returncode


def take(out: Path, only: str, themes: tuple[ThemeChoice, ...], size: str) -> int:
    """Take the pictures of one size in this process; 0 where all came out."""
    from picture_scenes import SCENES
    from picture_stage import Stage

    wanted = {name: scene for name, scene in SCENES.items() if name.startswith(only)}
    width, height, _ = parsed(size)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder), width, height)
        for theme in themes:
            stage.set_theme(theme)
            for name, scene in wanted.items():
                target = out / size / theme / f"{name}.png"
                target.parent.mkdir(parents=True, exist_ok=True)
                failed += not stage.take(target, scene)
        stage.close()
    sys.stdout.write(f"{len(wanted) * len(themes) - failed} pictures of {size} in {out / size}\n")
    return 1 if failed or not wanted else 0


def take_for_docs() -> int:
    """Take the pictures that the documentation shows; 0 where all came out."""
    from picture_scenes import SCENES
    from picture_stage import Stage

    width, height, _ = parsed(DOCS_SIZE)
    failed = 0
    DOCS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder), width, height)
        for name, (scene, theme) in SHOWN.items():
            stage.set_theme(theme)
            failed += not stage.take(DOCS / f"{name}.webp", SCENES[scene])
        stage.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

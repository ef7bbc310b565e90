"""Builds the designer and opens its window: the composition root. Nothing else knows all parts.

What is not needed for the first picture is made after it: a cold start is felt.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.panels.workbench import Services
    from designer.shell.studio import Studio

_NO_FONT = (
    "Baton cannot show its window: this machine has no font for text.\n"
    "Install one, for example with: sudo apt-get install fonts-noto-core"
)


def build(folder: Path | None = None) -> Studio:
    """Make the window with all that works for it; nothing is started or shown yet.

    Args:
        folder: where settings and unsaved edits are kept; None for the person's own.
    """
    from designer.document.drafts.shelf import Shelf
    from designer.settings.preferences import PreferencesFile
    from designer.shell.studio import Studio

    kept = folder or Path(platformdirs.user_data_dir("baton", appauthor=False))
    settings = PreferencesFile(folder / "designer.json" if folder else None)
    preferences = settings.load()
    studio = Studio(_services(), Shelf(kept / "drafts"), settings, preferences)
    if settings.message:
        from designer.shell.banner import Message

        studio.say(Message(settings.message, tone="waiting"))
    return studio


def prepare() -> None:
    """Make the start quicker; to be called before anything else is imported."""
    from designer.shell import collecting

    collecting.look_seldom()
    # Nobody extends the data classes of Baton: do not read what every installed package offers.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def begin(studio: Studio) -> None:
    """Do what waits for the first picture."""
    from designer.shell import collecting

    studio.begin()
    collecting.set_aside()
    studio.files.opened.connect(collecting.set_aside)


def _services() -> Services:
    from designer.library.cards import CardMaker
    from designer.library.offers import offers
    from designer.panels.workbench import Services
    from designer.run_bridge.engine import Engine
    from designer.run_bridge.helper import Helper
    from runtime.steps import kinds

    known = kinds()
    return Services(known, CardMaker(known), offers(known), Helper(), Engine())


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window and stay until it is closed.

    Returns:
        0; 1 where no window can be shown; 2 is raised by argparse for a wrong call.
    """
    options = _command_line().parse_args(arguments)
    prepare()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    app = QApplication([sys.argv[0]])
    app.setApplicationName("Baton")
    app.setDesktopFileName("baton")
    from designer.assets import style
    from designer.shell import collecting

    collecting.look_when_idle()
    if style.fonts_missing():
        sys.stderr.write(_NO_FONT + "\n")
        return 1
    studio = build()
    if options.file:
        studio.open_name(options.file)
    studio.window.appear(studio.window.screen().availableGeometry())
    QTimer.singleShot(0, studio, lambda: begin(studio))
    code = app.exec()
    studio.close()
    return code


def _command_line() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="baton design", description="Opens the designer.")
    parser.add_argument("file", nargs="?", help="a workflow to open")
    return parser


if __name__ == "__main__":
    sys.exit(main())

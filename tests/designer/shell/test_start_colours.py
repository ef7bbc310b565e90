"""What a person loses when the start page keeps its colours: one page that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.assets.theme import DARK, LIGHT
from designer.shell.start_page import StartPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_colours_chosen_while_nobody_looks_are_there_when_one_does(qtbot: QtBot) -> None:
    start = StartPage(LIGHT)
    qtbot.addWidget(start)
    start.show_choices((), (), ())
    start.show()
    light = start.viewport().grab().toImage()
    start.hide()
    start.set_theme(DARK)
    start.show()
    dark = start.viewport().grab().toImage()
    assert dark != light
    start.set_theme(LIGHT)
    assert start.viewport().grab().toImage() == light

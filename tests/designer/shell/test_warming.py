"""Tests that what the first settings need is loaded beforehand, and the window lives meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from designer.forms.registry import editors, loaded
from designer.shell.warming import Warming
from runtime.steps import kinds

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_all_editors_are_there_before_the_first_step_is_selected(qtbot: QtBot) -> None:
    """Otherwise the window stands still when a person selects their first step."""
    home = QObject()
    loaded.cache_clear()
    warming = Warming(kinds().values(), home)
    assert not loaded.cache_info().currsize
    qtbot.waitUntil(lambda: warming.is_done, timeout=30_000)
    assert loaded.cache_info().currsize == len(set(editors().values()))


def test_the_panels_are_made_one_at_a_time(qtbot: QtBot) -> None:
    """Made in one go, they would hold the window a moment after it opened."""
    home, made, turns = QObject(), list[int](), list[None]()
    timer = QTimer(home, interval=0)
    timer.timeout.connect(lambda: turns.append(None))
    timer.start()
    makes = [lambda: made.append(len(turns))] * 2
    warming = Warming((), home, makes)
    qtbot.waitUntil(lambda: warming.is_done, timeout=30_000)
    one, other = made
    assert other > one

"""A newcomer who is shown how it goes must get through, and may leave at any moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from designer.document.changes.steps import set_value
from designer.library.templates import example_case
from designer.library.tours import TEMPLATE, tour
from tests.helpers.drawings import data, draw
from tests.helpers.run_sessions import RecordingEngine, events_of, session_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.shell.bubble import Bubble
    from designer.shell.studio import Studio

SMALL = draw(["begin:start", data("one", "1"), "done:end"], ["begin>one", "one>done"], id="small")


def bubble(studio: Studio) -> Bubble:
    found = studio.touring.bubble
    assert found is not None
    return found


@pytest.fixture
def shown(studio: Studio, qtbot: QtBot) -> Studio:
    """Somebody has asked on the start page to be shown how it goes."""
    qtbot.waitExposed(studio.window)
    buttons = studio.window.start.findChildren(QPushButton)
    next(each for each in buttons if each.accessibleName() == "Show me how it goes").click()
    qtbot.waitUntil(lambda: bubble(studio).isVisible())
    return studio


def ended_run(studio: Studio) -> None:
    """A run that is over lies on the desk."""
    run, events = events_of(SMALL)
    studio.bench.set_run(session_of(RecordingEngine(), SMALL, run, events))
    studio.bench.run_grew.emit()


def test_every_stop_ends_by_what_it_asks_for_and_the_last_one_by_the_person(
    shown: Studio,
) -> None:
    assert [stop.until for stop in tour()] == ["started", "ended", "changed", "compared", ""]
    touring, bench = shown.touring, shown.bench
    assert bubble(shown).accessibleName().startswith("1 of 5 · Run it")
    shown.run.started.emit()
    assert touring.at == 1
    ended_run(shown)
    assert touring.at == 2
    step = tour()[2].step
    bench.document.do(set_value(bench.document.model, "book", ("notes",), "other"))
    assert touring.at == 2, "something else was changed"
    bench.document.do(set_value(bench.document.model, step, ("params", "hit"), "unique"))
    assert touring.at == 3
    bench.compare_wanted.emit()
    assert touring.at == 4
    bubble(shown).findChildren(QPushButton)[0].click()
    assert touring.bubble is None


def test_it_points_at_what_is_to_be_pressed_and_follows_the_window(
    shown: Studio, qtbot: QtBot
) -> None:
    note, header = bubble(shown), shown.window.header
    qtbot.waitUntil(note.ring.isVisible)
    qtbot.waitUntil(lambda: header.geometry().contains(note.ring.geometry().center()))
    shown.window.resize(1300, 820)
    qtbot.waitUntil(lambda: note.ring.geometry().right() <= 1300 + 8)
    assert shown.window.rect().contains(note.geometry())
    shown.run.started.emit()
    card = shown.view.canvas.step_item(tour()[1].step)
    assert card is not None
    qtbot.waitUntil(lambda: not header.geometry().contains(note.ring.geometry().center()))


def test_one_leaves_it_by_escape_and_begins_again_from_the_menu(
    shown: Studio, qtbot: QtBot
) -> None:
    QTest.keyClick(shown.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: shown.touring.bubble is None)
    shown.run.started.emit()
    assert shown.touring.at == -1
    shown.window.actions_of.run("help.tour")
    assert shown.touring.at == 0


def test_another_workflow_is_none_of_the_tour(shown: Studio) -> None:
    shown.run.started.emit()
    shown.files.new()
    assert shown.touring.bubble is None


def test_what_the_tour_names_is_there() -> None:
    """Else a newcomer looks for a step that nobody finds."""
    from designer.library.offers import template_document

    nodes = cast("list[dict[str, str]]", template_document(TEMPLATE)["nodes"])
    named = {stop.step for stop in tour()} - {""}
    assert named <= {node["id"] for node in nodes}
    assert isinstance(example_case(TEMPLATE), dict), "the tour is no example of a case"
    assert "supplier" in cast("dict[str, str]", example_case(TEMPLATE))

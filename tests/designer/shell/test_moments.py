"""A run is looked at as it was: the drawing shows it, says so, and one button leads back to now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.helpers.run_sessions import RecordingEngine, session_of, signed_sow_events

if TYPE_CHECKING:
    from designer.shell.studio import Studio

TEMPLATE = "signed-sow-to-invoice"


def _run(studio: Studio) -> None:
    studio.files.from_template(TEMPLATE)
    name, events = signed_sow_events()
    engine = RecordingEngine()
    run = session_of(engine, studio.bench.document.definition(), name, events)
    studio.bench.set_run(run)
    assert cast("Any", run.parent()) is engine


def _first(studio: Studio) -> str:
    """The step that the run began at."""
    assert studio.bench.run is not None
    return next(iter(studio.bench.run.view.steps))


def _states(studio: Studio) -> dict[str, str]:
    scene = studio.link.scene
    items = {step: scene.step_item(step) for step in studio.bench.document.model.nodes}
    return {step: item.face.state.name for step, item in items.items() if item is not None}


def _travelled(studio: Studio) -> int:
    ways = studio.bench.document.model.edges
    items = [studio.link.scene.edge_item(key) for key in ways]
    return sum(item is not None and item.line.state.count > 0 for item in items)


def test_the_drawing_shows_how_it_stood_and_then_how_it_stands(studio: Studio) -> None:
    _run(studio)
    now, gone = _states(studio), _travelled(studio)
    studio.bench.set_moment(1)
    assert _states(studio)[_first(studio)] == "running"
    assert set(_states(studio).values()) == {"running", "idle", "pinned"}
    assert _travelled(studio) == 0
    studio.bench.set_moment(None)
    assert _states(studio) == now
    assert _travelled(studio) == gone > 1


def test_a_note_says_that_this_is_the_past_and_leads_back(studio: Studio) -> None:
    _run(studio)
    note = studio.moments.note
    assert not note.isVisible()
    studio.bench.set_moment(5)
    assert note.isVisible()
    assert note.accessibleName().startswith("As it was at ")
    assert studio.view.rect().contains(note.geometry())
    note.findChildren(QPushButton)[0].click()
    assert studio.bench.moment is None
    assert not note.isVisible()


def test_going_by_keys_brings_the_step_into_view(studio: Studio) -> None:
    _run(studio)
    track = studio.moments.bar.track
    QTest.keyClick(track, Qt.Key.Key_Home)
    seen = studio.view.visible_rect()
    item = studio.link.scene.step_item(_first(studio))
    assert item is not None
    assert seen.contains(item.card_rect())
    QTest.keyClick(track, Qt.Key.Key_End)
    assert studio.bench.moment is None


def test_the_slider_leaves_with_the_run(studio: Studio) -> None:
    _run(studio)
    assert studio.moments.bar.isVisible()
    studio.bench.set_moment(3)
    studio.bench.set_run(None)
    assert not studio.moments.bar.isVisible()
    assert not studio.moments.note.isVisible()
    assert set(_states(studio).values()) <= {"idle", "problem", "pinned", "disabled"}


def _go(studio: Studio, action: str) -> int:
    """Ask for an action as a menu does; returns the moment that is looked at then."""
    assert studio.window.actions_of.run(action) == ""
    bar = studio.moments.bar
    return bar.track.value()


def test_menu_and_keys_lead_through_what_went_wrong_and_back_to_now(studio: Studio) -> None:
    none = studio.window.actions_of.run("run.later")
    assert none.startswith("No run is shown")
    _run(studio)
    last = studio.moments.bar.track.maximum()
    first = _go(studio, "run.later")
    assert 1 <= first < last
    there = _go(studio, "run.later")
    assert there > first
    assert _go(studio, "run.earlier") == first
    _go(studio, "run.replay")
    assert studio.moments.bar.is_playing
    assert _go(studio, "run.now") == last
    assert not studio.moments.bar.is_playing
    assert studio.bench.moment is None

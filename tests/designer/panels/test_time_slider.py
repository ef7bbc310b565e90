"""A run is seen again as it was at any moment, by mouse, by keyboard and by replaying it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from designer.assets.theme import DARK
from designer.panels.run_states import Travelled
from designer.panels.time_slider.bar import TimeBar
from designer.panels.time_slider.marks import Marks
from designer.shell.canvas_link import CanvasLink
from designer.shell.state_link import StateLink
from runtime.definition.definition import Definition
from runtime.events import model
from tests.helpers.drawings import data, draw, each
from tests.helpers.long_drawings import long_drawing, round_and_round
from tests.helpers.run_sessions import (
    engine_of,
    events_of,
    run_desk,
    session_of,
    show_run,
    signed_sow,
    signed_sow_events,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.panels.workbench import Workbench
    from tests.helpers.stall_watch import StallWatch

pytest_plugins = ["tests.helpers.stall_watch"]

_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bench(qtbot: QtBot) -> Workbench:
    del qtbot
    return run_desk(signed_sow())


def shown(qtbot: QtBot, bench: Workbench) -> TimeBar:
    bar = TimeBar(bench)
    qtbot.addWidget(bar)
    bar.resize(900, 44)
    bar.show() if bench.run else None
    return bar


@pytest.fixture
def bar(qtbot: QtBot, bench: Workbench) -> TimeBar:
    """The bar of a whole run."""
    show_run(bench, *signed_sow_events())
    return shown(qtbot, bench)


def count() -> int:
    return len(signed_sow_events()[1])


def test_it_is_there_only_while_a_run_is_shown(qtbot: QtBot, bench: Workbench) -> None:
    bar = shown(qtbot, bench)
    assert not bar.isVisible()
    show_run(bench, *signed_sow_events())
    assert bar.isVisible()
    bench.set_run(None)
    assert not bar.isVisible()


def test_dragging_looks_at_the_moments_under_the_pointer(bar: TimeBar, bench: Workbench) -> None:
    track = bar.track
    spots = [QPoint(track.place_of(moment), 13) for moment in (10, 20, count())]
    stepped: list[str] = []
    bar.stepped.connect(stepped.append)
    QTest.mousePress(track, _LEFT, _NONE, spots[0])
    assert bench.moment == 10
    QTest.mouseMove(track, spots[1])
    assert bench.moment == 20
    QTest.mouseMove(track, spots[2])
    assert bench.moment is None, "the end is now"
    QTest.mouseRelease(track, _LEFT, _NONE, spots[2])
    assert not stepped, "the drawing does not jump about under a hand that drags"


def test_keys_go_event_by_event_and_the_drawing_follows(bar: TimeBar, bench: Workbench) -> None:
    stepped: list[str] = []
    bar.stepped.connect(stepped.append)
    keys = Qt.Key
    QTest.keyClick(bar.track, keys.Key_Home)
    assert bench.moment == 1
    QTest.keyClick(bar.track, keys.Key_Right)
    QTest.keyClick(bar.track, keys.Key_Right)
    assert bench.moment == 3
    QTest.keyClick(bar.track, keys.Key_Left)
    assert bench.moment == 2
    assert any(stepped)
    QTest.keyClick(bar.track, keys.Key_End)
    assert bench.moment is None


def test_it_says_when_and_what_it_was(bar: TimeBar, bench: Workbench) -> None:
    bench.set_moment(1)
    said = bar.words_of(1)
    assert "Signed SOW received: The case “Signed SOW to invoice” begins" in said
    assert said[2] == said[5] == ":", "the time of day comes first"
    assert bar.track.accessibleDescription() == said
    assert bar.count.text() == f"1 of {count()}"


def test_a_name_that_is_a_question_has_no_colon_behind_it(bar: TimeBar) -> None:
    """Else people read “Who must approve?: The test pauses before it”."""
    said = [bar.words_of(moment) for moment in range(1, count() + 1)]
    assert any("? " in words for words in said)
    assert not any("?:" in words for words in said)


def test_one_leaps_to_what_failed_or_had_to_wait(bar: TimeBar, bench: Workbench) -> None:
    waits = [n for n, e in enumerate(signed_sow_events()[1], 1) if "TaskOpened" in repr(e)]
    assert waits
    bench.set_moment(1)
    bar.leap.click()
    assert bench.moment is not None
    assert bench.moment <= waits[0]
    bench.set_moment(waits[0] - 1)
    QTest.keyClick(bar.track, Qt.Key.Key_Right, _CTRL)
    assert bench.moment == waits[0]
    QTest.keyClick(bar.track, Qt.Key.Key_Right, _CTRL)
    QTest.keyClick(bar.track, Qt.Key.Key_Left, _CTRL)
    assert bench.moment == waits[0]


def test_live_leads_back_to_now(bar: TimeBar, bench: Workbench) -> None:
    bench.set_moment(4)
    assert not bar.live.isChecked()
    bar.live.click()
    assert bench.moment is None
    assert bar.live.isChecked()
    bar.live.click()
    assert bar.live.isChecked(), "it is no switch: now stays now"


def test_a_run_is_replayed_to_its_end_and_nothing_ticks_afterwards(
    bar: TimeBar, bench: Workbench, qtbot: QtBot
) -> None:
    moments: list[int | None] = []
    bench.moment_changed.connect(lambda: moments.append(bench.moment))
    bar.speed.setCurrentIndex(bar.speed.count() - 1)
    QTest.keyClick(bar.track, Qt.Key.Key_Space)
    assert bar.is_playing
    assert bar.play.accessibleName().startswith("Stand still")
    qtbot.waitUntil(lambda: not bar.is_playing, timeout=10_000)
    assert moments[0] == 1
    assert moments[-1] is None
    assert len(moments) > 3
    assert bar.play.accessibleName().startswith("Replay")


def test_a_replay_stands_still_on_demand_and_for_another_run(
    bar: TimeBar, bench: Workbench
) -> None:
    bar.play.click()
    bar.play.click()
    assert not bar.is_playing
    assert bench.moment == 1
    bar.play.click()
    QTest.mouseClick(bar.track, _LEFT, _NONE, QPoint(bar.track.place_of(9), 13))
    assert not bar.is_playing, "whoever takes the handle wants to stay there"
    assert bench.moment == 9
    bar.play.click()
    bench.set_run(None)
    assert not bar.is_playing


def test_the_past_stays_while_the_run_goes_on(qtbot: QtBot, bench: Workbench) -> None:
    name, events = signed_sow_events()
    run = session_of(engine_of(bench), bench.document.definition(), name, events[:20])
    whole = session_of(engine_of(bench), bench.document.definition(), name, events)
    bench.set_run(run)
    bar = shown(qtbot, bench)
    assert bar.live.text() == "Live"
    run.events += whole.events[20:25]
    run.changed.emit()
    assert (bar.track.value(), bench.moment) == (25, None), "now moves on"
    bench.set_moment(7)
    run.events += whole.events[25:30]
    run.changed.emit()
    assert (bar.track.value(), bench.moment) == (7, 7)
    assert bar.track.maximum() == 30


def test_other_colours_leave_the_moment(bar: TimeBar, bench: Workbench) -> None:
    bench.set_moment(9)
    bench.set_theme(DARK)
    assert bar.track.value() == 9
    bar.grab()


def test_many_marks_lie_on_few_pixels_and_failures_are_never_hidden() -> None:
    marks = Marks()
    waits = model.TimerSet(1, "wait", "2026-11-20T08:00:00+00:00")
    failed = model.StepFailed(1, "wait", {"message": "no"})
    events = [model.Recorded(n, "", "", failed if n == 5000 else waits) for n in range(10_000)]
    marks.take(events)
    spots = marks.spots(10_000, 100)
    assert len(spots) == 101
    assert spots[50] == "failed"
    assert (marks.before(3), marks.after(3), marks.after(10_000)) == (2, 4, None)


def test_edges_are_counted_as_they_were() -> None:
    inner = {**data("inner", "item"), "parent": "all"}
    drawing = draw(
        ["start", each("all", "[1..300]"), inner, "end"],
        ["start>all", "all.each>inner", "all.done>end"],
    )
    run, events = events_of(drawing)
    bench = run_desk(drawing)
    session = show_run(bench, run, events)
    travelled = Travelled()
    for recorded in session.events:
        travelled.see(recorded, session.view)
    for moment in (0, 1, 7, 555, len(events)):
        view = Travelled()
        for recorded in session.events[:moment]:
            view.see(recorded, session.view)
        assert travelled.at(moment) == view.counts
    assert travelled.at(None) == travelled.at(len(events))
    assert session.at(555) == session.at(555)


@pytest.mark.slow
def test_dragging_over_a_long_run_never_holds_the_window(
    qtbot: QtBot, stall_watch: StallWatch
) -> None:
    drawing = Definition.from_document(long_drawing(500))
    bench = run_desk(drawing)
    link = CanvasLink(bench, bench)
    StateLink(bench, link, bench)
    qtbot.addWidget(link.view)
    link.view.resize(1200, 800)
    link.view.show()
    link.view.fit_all()
    session = session_of(engine_of(bench), drawing, "run", round_and_round(drawing, 20_000))
    qtbot.waitUntil(lambda: len(session.events) == 20_000, timeout=30_000)
    bar = shown(qtbot, bench)
    with stall_watch:
        bench.set_run(session)
        qtbot.wait(50)
    stall_watch.hold_to()
    with stall_watch:
        for left in [*range(880, 0, -20), *range(0, 880, 20)]:
            bar.track.setValue(bar.track.moment_at(left))
            qtbot.wait(5)
    stall_watch.hold_to()

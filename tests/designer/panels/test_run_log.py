"""What happened in a run is told line by line, in words, and each line leads to its moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from time import thread_time
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.assets.theme import DARK
from designer.panels import event_words
from designer.panels.log_model import WHAT, WHEN, WHERE
from designer.panels.run_log import RunLog
from runtime.debug import SimulatedAnswer
from runtime.events.model import (
    Recorded,
    RunCancelled,
    RunForked,
    StepPaused,
    StepResumed,
)
from runtime.events.run_ids import new_run_id
from tests.helpers.drawings import draw, each
from tests.helpers.outside import send
from tests.helpers.run_sessions import (
    engine_of,
    events_of,
    run_desk,
    session_of,
    show_run,
    signed_sow,
    signed_sow_events,
)
from tests.helpers.stall_watch import hold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from designer.panels.workbench import Workbench
    from tests.helpers.stall_watch import StallWatch

pytest_plugins = ["tests.helpers.stall_watch"]

_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
BOOKINGS = 20


@pytest.fixture
def bench(qtbot: QtBot) -> Workbench:
    del qtbot
    return run_desk(signed_sow())


def shown(qtbot: QtBot, bench: Workbench) -> RunLog:
    panel = RunLog(bench)
    qtbot.addWidget(panel)
    panel.moment_asked.connect(bench.set_moment)
    panel.resize(1000, 300)
    panel.show()
    return panel


def lines(panel: RunLog) -> list[str]:
    return [panel.model.line(row).partition("\t")[2] for row in range(panel.model.rowCount())]


def row_of(panel: RunLog, step: str) -> int:
    """The first row of a step, by the name on its card."""
    model = panel.model
    rows = range(model.rowCount())
    return next(row for row in rows if model.index(row, WHERE).data() == step)


def click(panel: RunLog, row: int, keys: Qt.KeyboardModifier = _NONE) -> None:
    index = panel.model.index(row, WHAT)
    panel.list.scrollTo(index)
    place: QPoint = panel.list.visualRect(index).center()
    QTest.mouseClick(panel.list.viewport(), _LEFT, keys, place)


def test_without_a_run_it_says_how_to_get_one(qtbot: QtBot, bench: Workbench) -> None:
    panel = shown(qtbot, bench)
    assert "F5" in panel.empty.text()
    assert panel.empty.isVisible()
    assert not panel.copy_all.isEnabled()


def test_a_run_reads_as_sentences_with_the_names_on_the_cards(
    qtbot: QtBot, bench: Workbench, qtmodeltester: ModelTester
) -> None:
    panel = shown(qtbot, bench)
    show_run(bench, *signed_sow_events())
    said = lines(panel)
    assert said[0].endswith("The case “Signed SOW to invoice” begins, asked for by Account manager")
    assert said[-1].endswith("The case is done")
    assert not [line for line in said if "role:" in line or "user:" in line]
    assert panel.note.text() == f"{len(said):,} of {len(said):,} events"
    cast("Any", qtmodeltester).check(panel.model)


def test_a_line_leads_to_its_moment_and_its_step(qtbot: QtBot, bench: Workbench) -> None:
    panel = shown(qtbot, bench)
    run = show_run(bench, *signed_sow_events())
    step = next(iter([*run.view.steps][2:]))
    at = row_of(panel, bench.title_of(step))
    click(panel, at)
    assert bench.moment == at + 1
    assert bench.selected == (step,)
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    assert bench.moment == at + 1, "walking through the lines to read them changes nothing"
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert bench.moment == at + 2


def test_the_line_of_the_moment_that_is_looked_at_is_marked(qtbot: QtBot, bench: Workbench) -> None:
    panel = shown(qtbot, bench)
    show_run(bench, *signed_sow_events())
    bench.set_moment(5)
    assert panel.list.currentIndex().row() == 4
    bench.set_moment(None)
    assert panel.list.currentIndex().row() == panel.model.rowCount() - 1


def test_only_the_lines_of_the_selected_step_are_shown_on_demand(
    qtbot: QtBot, bench: Workbench
) -> None:
    panel = shown(qtbot, bench)
    assert not panel.only.isEnabled()
    run = show_run(bench, *signed_sow_events())
    step = next(iter([*run.view.steps][2:]))
    bench.select((step,))
    panel.only.setChecked(True)
    model = panel.model
    names = {model.index(row, WHERE).data() for row in range(model.rowCount())}
    assert names == {bench.title_of(step)}
    at = model.place(0)
    click(panel, 0)
    assert bench.moment == at, "the moment counts all events, not those that are shown"
    panel.only.setChecked(False)
    assert model.rowCount() == len(run.events)


def test_a_run_that_goes_on_is_followed_until_somebody_reads_above(
    qtbot: QtBot, bench: Workbench
) -> None:
    name, events = signed_sow_events()
    panel = shown(qtbot, bench)
    run = session_of(engine_of(bench), bench.document.definition(), name, events[:30])
    bench.set_run(run)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 30)
    whole = session_of(engine_of(bench), bench.document.definition(), name, events)
    bar = panel.list.verticalScrollBar()
    run.events += whole.events[30:40]
    run.changed.emit()
    assert panel.model.rowCount() == 40
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)
    bar.setValue(0)
    run.events += whole.events[40:50]
    run.changed.emit()
    assert bar.value() == 0


def test_lines_are_copied_as_text(qtbot: QtBot, bench: Workbench) -> None:
    panel = shown(qtbot, bench)
    show_run(bench, *signed_sow_events())
    click(panel, 1)
    click(panel, 3, Qt.KeyboardModifier.ShiftModifier)
    assert bench.moment == 2, "lines that are chosen for copying lead nowhere"
    panel.copy_all.click()
    assert QGuiApplication.clipboard().text().splitlines() == [
        panel.model.line(row) for row in (1, 2, 3)
    ]


def test_a_dry_run_leads_to_what_it_did_not_write(qtbot: QtBot) -> None:
    items = f"[1..{BOOKINGS}]"
    inner = {**send("book", value="item"), "parent": "all", "name": "Book it"}
    drawing = draw(
        ["start", each("all", items), inner, "end"],
        ["start>all", "all.each>book", "all.done>end"],
    )
    bench = run_desk(drawing)
    panel = shown(qtbot, bench)
    show_run(bench, *events_of(drawing))
    assert panel.undone.text() == f"{BOOKINGS} things would have been done"
    asked: list[bool] = []
    bench.undone_wanted.connect(lambda: asked.append(True))
    panel.undone.click()
    assert asked, "the bar of the run lists them"
    assert any("Not done, this is a dry run" in line for line in lines(panel))
    bench.set_run(None)
    assert not panel.undone.isVisible()


def test_a_run_of_several_days_tells_the_day_as_well(qtbot: QtBot, bench: Workbench) -> None:
    name, events = signed_sow_events()
    late = replace(events[-1], at="2035-12-24T12:00:00+00:00")
    panel = shown(qtbot, bench)
    show_run(bench, name, [*events[:-1], late])
    last = panel.model.line(panel.model.rowCount() - 1)
    assert last.startswith("Mon 24 Dec ")
    assert panel.list.header().sectionSize(WHEN) >= 150


def test_other_colours_change_nothing_that_is_read(qtbot: QtBot, bench: Workbench) -> None:
    panel = shown(qtbot, bench)
    show_run(bench, *signed_sow_events())
    before = lines(panel)
    bench.set_theme(DARK)
    assert lines(panel) == before


def test_a_long_run_opens_without_holding_the_window(
    qtbot: QtBot, bench: Workbench, stall_watch: StallWatch
) -> None:
    panel = shown(qtbot, bench)
    name, events = signed_sow_events()
    run = session_of(engine_of(bench), bench.document.definition(), name, events)
    run.events += run.events[1:] * (20_000 // len(run.events))
    with stall_watch:
        bench.set_run(run)
        qtbot.waitUntil(lambda: panel.model.rowCount() == len(run.events))
    stall_watch.hold_to()


def forked(events: Sequence[Recorded], run: str, step: str) -> list[Recorded]:
    """The events of a test from a step on, as the runtime records them."""
    at = next(n for n, each in enumerate(events) if getattr(each.event, "step", "") == step)
    token: int = getattr(events[at].event, "token", 0)
    begin = [
        RunForked(run, at, step),
        StepPaused(token, step),
        StepResumed(token, step, "user:me"),
    ]
    whole = [each.event for each in events[:at]] + begin + [each.event for each in events[at:]]
    return [Recorded(seq, events[0].at, "", event) for seq, event in enumerate(whole)]


def test_the_log_of_a_test_from_here_begins_with_where_it_started(
    qtbot: QtBot, bench: Workbench
) -> None:
    """Else it begins with what another run did, and with a pause that nobody asked for."""
    name, events = signed_sow_events()
    began = datetime(2026, 11, 20, 8, 3, 12, tzinfo=UTC)
    run = new_run_id(began)
    step = next(s for e in events[8:] if (s := getattr(e.event, "step", "")))
    panel = shown(qtbot, bench)
    whole = forked(events, run, step)
    show_run(bench, name, whole)
    told = f"Started from “{bench.title_of(step)}” with the data of the run of "
    assert lines(panel)[0] == f"\t{told}{began.astimezone():%H:%M:%S}"
    assert run not in "".join(lines(panel))
    assert "pauses before it" not in lines(panel)[1]
    assert "lets the test go on" not in "".join(lines(panel))
    assert panel.note.text() == "{0:,} of {0:,} events".format(len(lines(panel)))
    first = panel.model.place(0)
    click(panel, 0)
    assert bench.moment == first, "the moment counts what was taken over too"
    assert bench.selected == (step,)


def test_an_id_of_another_form_is_not_read_as_a_time() -> None:
    event = RunForked("run-7f3a", 12, "who")
    told = event_words.what(Recorded(1, "2026-11-20T08:00:00Z", "", event))
    assert told == "Started from a step with the data of an earlier run"


def test_a_way_is_called_in_the_log_as_on_the_card(qtbot: QtBot) -> None:
    """Else one looks on the drawing for a way that has no such name there."""
    ask = {"id": "ask", "kind": "approval", "name": "Finance approves"}
    ask |= {"params": {"title": "Pay?", "assignees": '"role:finance"'}}
    drawing = draw(
        ["start", ask, "yes:end", "no:end"],
        ["start>ask", "ask.approved>yes", "ask.rejected>no"],
    )
    bench = run_desk(drawing)
    panel = shown(qtbot, bench)
    answers = (SimulatedAnswer("ask", "rejected", reason="Too dear."),)
    show_run(bench, *events_of(drawing, answers=answers))
    card = bench.services.cards.card(bench.document.model.nodes["ask"], {})
    assert [port.title for port in card.ports if port.name == "rejected"] == ["refused"]
    told = [line for line in lines(panel) if "“" in line and line.startswith("Finance approves")]
    assert any(line.endswith("Done, goes on by “refused”") for line in told)
    assert any("says “refused”" in line for line in told)
    assert "rejected" not in "".join(told)


def test_a_run_that_was_stopped_says_the_word_once() -> None:
    by_hand = RunCancelled("user:me", "Stopped by the person who tests.")
    told = event_words.what(Recorded(1, "2026-11-20T08:00:00Z", "", by_hand))
    assert told == "The case is stopped by the person here"
    dear = RunCancelled("user:me", "Too dear.")
    told = event_words.what(Recorded(1, "2026-11-20T08:00:00Z", "", dear))
    assert told == "The case is stopped by the person here: Too dear."


def test_one_event_more_costs_as_little_at_the_end_of_a_long_run(
    qtbot: QtBot, bench: Workbench, stall_watch: StallWatch
) -> None:
    """Else a run gets slower to watch the longer it lasts."""
    panel = shown(qtbot, bench)
    name, events = signed_sow_events()
    run = session_of(engine_of(bench), bench.document.definition(), name, events)
    run.events += run.events[1:] * (20_000 // len(run.events))
    bench.set_run(run)
    qtbot.waitUntil(lambda: panel.model.rowCount() == len(run.events))
    taken, painted = list[float](), list[float]()
    with stall_watch:
        for event in run.events[1:101]:
            run.events.append(event)
            began = thread_time()
            run.changed.emit()
            taken.append(thread_time() - began)
            QApplication.processEvents()
            painted.append(thread_time() - began)
    assert panel.model.rowCount() == len(run.events)
    hold(sorted(taken)[50], 0.002, "one event at 20,000 rows")
    hold(sorted(painted)[50], 0.008, "one event at 20,000 rows, with what is painted")


def test_who_has_named_nobody_in_the_settings_is_told_of_as_a_person() -> None:
    """“Me lets the test go on” is no sentence, and says in a kept log nothing about who it was."""
    recorded = Recorded(1, "2026-11-20T08:00:00Z", "", StepResumed(1, "who", "user:me"))
    assert event_words.what(recorded) == "The person here lets the test go on"
    recorded = Recorded(1, "2026-11-20T08:00:00Z", "", StepResumed(1, "who", "user:lead_buyer"))
    assert event_words.what(recorded) == "Lead buyer lets the test go on"

"""A step that a person skipped must not look done, wherever a run is looked at."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from designer.canvas.summing_up import summed_up
from designer.document.model import Model
from designer.panels import event_words
from designer.panels.data.panel import DataPanel
from designer.panels.history.two_runs import Manner, OneRun, run_differences
from designer.panels.items.fold import ItemFold
from designer.panels.items.words import Manner as ItemManner
from designer.panels.items.words import cell_text, state_of
from designer.panels.run_states import of_run
from designer.panels.time_slider.marks import Marks
from runtime.events import model
from runtime.events.model import Recorded
from runtime.events.view import view_of
from tests.helpers.drawings import data, draw, each
from tests.helpers.run_sessions import events_of, run_desk, show_run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.qtbot import QtBot

    from runtime.definition.definition import Definition

AT = "2026-11-20T08:00:00+00:00"


def plain() -> Definition:
    return draw(
        ["start", data("sum", "1"), data("last", "2"), "end"],
        ["start>sum", "sum>last", "last>end"],
        id="d",
    )


@cache
def done() -> tuple[Recorded, ...]:
    return tuple(events_of(plain())[1])


@cache
def skipped(by: str = "user:finance_lead") -> tuple[Recorded, ...]:
    """The same run, but that its first step failed and was skipped by a person."""
    return tuple(_skipped(list(done()), "sum", by))


def _skipped(events: list[Recorded], step: str, by: str) -> list[Recorded]:
    at = next(
        n
        for n, each in enumerate(events)
        if isinstance(each.event, model.StepCompleted) and each.event.step == step
    )
    token: int = getattr(events[at].event, "token", 0)
    failed = model.IncidentOpened(token, step, "failed", {"message": "No."})
    solved = model.IncidentResolved(token, step, "skip", by, "Done by hand.")
    more = [failed, solved]
    whole = [each.event for each in events[:at]] + more + [each.event for each in events[at:]]
    return [Recorded(seq, AT, by, event) for seq, event in enumerate(whole)]


def test_its_card_says_by_whom_and_has_the_mark_of_what_was_not_done() -> None:
    drawn = Model(plain().document())
    shown = of_run(drawn, view_of("r", skipped()), {})
    assert (shown.steps["sum"].name, shown.steps["sum"].line) == (
        "skipped",
        "skipped by Finance lead",
    )
    assert shown.steps["last"].name == "ok"
    unnamed = of_run(drawn, view_of("r", skipped("user:me")), {})
    assert unnamed.steps["sum"].line == "skipped by hand"
    assert summed_up([shown.steps["sum"]]).line == "1 of 1 not done"


def test_a_step_that_is_come_to_again_and_done_is_done() -> None:
    """What happened at an earlier visit says nothing about the last one."""
    events = [*skipped()]
    last = next(each for each in events if getattr(each.event, "step", "") == "last")
    back = model.StepCompleted(
        getattr(last.event, "token", 0), "last", "out", moves=((90, "sum", "again"),)
    )
    end = model.StepCompleted(90, "sum", "out")
    events = [*events[:-2], Recorded(0, AT, "", back), Recorded(0, AT, "", end)]
    shown = of_run(Model(plain().document()), view_of("r", events), {})
    assert shown.steps["sum"].name == "ok"


def test_the_log_the_time_slider_and_the_comparison_tell_it_too() -> None:
    events = skipped()
    tones = [event_words.tone(each) for each in events if event_words.is_skip(each)]
    assert tones == ["skipped"]
    marks = Marks()
    marks.take(events)
    assert marks.tones == ["failed", "skipped"]
    before, now = (OneRun(view_of("r", each)) for each in (done(), events))
    manner = Manner(masks=True, title_of=str, port_of=lambda _, port: port, schemas=lambda _: {})
    found = run_differences(before, now, Model(plain().document()), manner)
    states = [(d.step, d.before, d.now) for d in found if d is not None and d.sort == "state"]
    assert states == [("sum", "done", "skipped by Finance lead")]


def test_the_data_of_the_step_say_it_above_them(qtbot: QtBot) -> None:
    bench = run_desk(plain())
    panel = DataPanel(bench)
    qtbot.addWidget(panel)
    panel.show()
    show_run(bench, "r", _because(skipped()))
    bench.select(("sum",))
    qtbot.waitUntil(lambda: panel.seen.step == "sum")
    qtbot.waitUntil(lambda: panel.heading.state.text() == "skipped by Finance lead")


def _because(events: Sequence[Recorded]) -> list[Recorded]:
    """As the runtime records them: the end of the step says by whom too."""
    found: list[Recorded] = []
    for recorded in events:
        event = recorded.event
        if isinstance(event, model.StepCompleted) and event.step == "sum":
            event = replace(event, because={"skipped by": "user:finance_lead"})
        found.append(replace(recorded, event=event))
    return found


def test_a_skipped_item_is_told_from_those_that_were_done() -> None:
    inner = {**data("book", "item"), "parent": "all"}
    drawing = draw(
        ["start", each("all", "[1..2]"), inner, "end"],
        ["start>all", "all.each>book", "all.done>end"],
    )
    fold = ItemFold()
    fold.take(_skipped(events_of(drawing)[1], "book", "user:me"))
    rows = fold.loops["all"].rows
    told = [
        (state_of(row, cell, over=True), cell_text(row, cell, ItemManner(over=True)))
        for row in rows
        if row is not None
        for cell in row.cells.values()
    ]
    assert told[0] == ("skipped", "skipped by hand")
    assert told[1][0] == "ok"

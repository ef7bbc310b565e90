"""What a card says of a run must be true of the step as it is drawn now, or look out of date."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest

from designer.document.history import Command
from designer.document.moment import now
from designer.panels.run_states import Travelled, of_run
from designer.run_bridge.orders import TestOrder
from designer.run_bridge.session import RunSession
from designer.shell.canvas_link import CanvasLink
from designer.shell.countdown import Countdown
from designer.shell.run_from import why_not_as_run, why_not_from
from designer.shell.state_link import StateLink
from runtime.events.model import Recorded, RunForked, TaskOpened
from runtime.events.view import view_of
from runtime.plan.problems import Edit
from tests.helpers.drawings import choice, data, draw, each
from tests.helpers.run_sessions import (
    engine_of,
    events_of,
    run_desk,
    session_of,
    show_run,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.qtbot import QtBot

    from designer.canvas.states import EdgeState
    from designer.panels.workbench import Workbench

DRAWING = draw(
    ["begin:start", data("first", "1"), data("second", "2"), "done:end"],
    ["begin>first", "first>second", "second>done"],
    id="deal",
)


@pytest.fixture
def ran() -> tuple[str, list[Recorded]]:
    return events_of(DRAWING)


class Desk:
    """A desk whose canvas follows runs."""

    def __init__(self) -> None:
        self.bench: Workbench = run_desk(DRAWING)
        self.link = CanvasLink(self.bench)
        self.states = StateLink(self.bench, self.link)

    def stale(self) -> set[str]:
        """The steps whose cards say that what they show is out of date."""
        items = self.link.scene.step_items()
        return {item.step for item in items if item.face.state.stale}

    def change(self, step: str, value: str) -> None:
        """Let a step compute something else."""
        edit = Edit("set", ("nodes", step, "params", "value"), value)
        self.bench.document.do(Command("Change", (edit,)))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    made = Desk()
    qtbot.addWidget(made.link.view)
    return made


def _forked(recorded: Sequence[Recorded], run: str, step: str) -> list[Recorded]:
    """The events of a test that begins at a step of an earlier run, as the runtime records them."""
    at = next(n for n, each in enumerate(recorded) if getattr(each.event, "step", "") == step)
    mark = replace(recorded[at], event=RunForked(run, at, step))
    return [
        replace(each, seq=seq)
        for seq, each in enumerate([*recorded[:at], mark, *recorded[at:]], start=recorded[0].seq)
    ]


def test_a_step_that_was_changed_since_the_run_looks_out_of_date(
    desk: Desk, ran: tuple[str, list[Recorded]]
) -> None:
    show_run(desk.bench, *ran)
    assert not desk.stale()
    desk.change("second", "3")
    assert desk.stale() == {"second"}
    desk.bench.document.undo()
    assert not desk.stale()


def test_what_a_test_from_here_took_over_is_out_of_date_where_it_was_changed_before(
    desk: Desk, ran: tuple[str, list[Recorded]]
) -> None:
    """It was never done the way it is drawn now, though it stands in the new run."""
    run, events = ran
    show_run(desk.bench, run, events)
    desk.change("first", "10")
    desk.change("second", "20")
    now = desk.bench.document.definition()
    again = session_of(engine_of(desk.bench), now, "run-2", _forked(events, run, "second"))
    desk.bench.set_run(again)
    assert desk.stale() == {"first"}


def test_the_drawing_of_a_recorded_run_that_nobody_kept_makes_nothing_look_out_of_date(
    desk: Desk, ran: tuple[str, list[Recorded]]
) -> None:
    run, events = ran
    known = session_of(engine_of(desk.bench), DRAWING, run, events)
    known.document = {}
    desk.bench.set_run(known)
    assert not desk.stale()


# --- testing from a step --------------------------------------------------------------------------


def _reason(desk: Desk, step: str) -> str:
    return why_not_from(desk.bench, lambda: "", step)


def test_without_a_run_a_test_cannot_begin_at_a_step(desk: Desk) -> None:
    assert "test the workflow once" in _reason(desk, "second")


def test_a_test_begins_only_where_the_run_came_to(
    desk: Desk, ran: tuple[str, list[Recorded]]
) -> None:
    run, events = ran
    at = next(n for n, each in enumerate(events) if getattr(each.event, "step", "") == "second")
    show_run(desk.bench, run, events[: at - 1])
    assert not _reason(desk, "first")
    assert "never came to" in _reason(desk, "done")
    assert "not in the draft" in _reason(desk, "gone")


def test_the_drawing_of_then_says_why_it_cannot_be_tested(
    desk: Desk, ran: tuple[str, list[Recorded]]
) -> None:
    """Else a grey entry of the menu is a riddle."""

    def reason(step: str, needs: str = "") -> str:
        return why_not_as_run(desk.bench, lambda: needs, step)

    assert "No run is shown" in reason("second")
    session = show_run(desk.bench, *ran)
    session.document = DRAWING.document()
    assert "Nothing was changed" in reason("second")
    desk.change("second", "5")
    assert not reason("second")
    assert reason("second", "A run is under way.") == "A run is under way."
    assert "not drawn yet" in reason("fresh")
    session.document = {}
    assert "Nobody has kept" in reason("second")


def test_a_run_that_has_not_begun_is_no_run_yet(desk: Desk) -> None:
    order = TestOrder(document=DRAWING.document())
    desk.bench.set_run(RunSession(cast("Any", engine_of(desk.bench)), order))
    assert _reason(desk, "first")


# --- the ways that a case took ----------------------------------------------------------------


def test_lines_follow_what_happened(qtbot: QtBot) -> None:
    """Else a way that was never taken looks as if it might be, and a list looks untouched."""
    inner = {**data("inner", "item"), "parent": "all"}
    drawing = draw(
        ["start", choice("ask", "yes", "no", when="true"), each("all", "[1, 2, 3]"), inner, "end"],
        [
            *("start>ask", "ask.yes>all", "ask.no>all", "ask.otherwise>all"),
            *("all.each>inner", "all.done>end"),
        ],
        id="ways",
    )
    bench = run_desk(drawing)
    link = CanvasLink(bench)
    qtbot.addWidget(link.view)
    states = StateLink(bench, link)
    show_run(bench, *events_of(drawing))
    states.paint()
    found: dict[str, EdgeState] = {}
    for key, line in bench.document.model.edges.items():
        item = link.scene.edge_item(key)
        if item is not None and line["source"] in {"ask", "all"}:
            found[str(line["port"])] = item.line.state
    names = {port: state.name for port, state in found.items()}
    assert names == {
        "yes": "ok",
        "no": "skipped",
        "otherwise": "skipped",
        "each": "ok",
        "done": "ok",
    }
    assert found["each"].count == 3


def test_a_way_that_may_still_be_taken_does_not_look_passed_by() -> None:
    drawing = draw(
        ["start", data("first", "1"), data("second", "2"), "done:end"],
        ["start>first", "first>second", "second>done"],
        id="ways",
    )
    run, events = events_of(drawing)
    at = next(n for n, each in enumerate(events) if getattr(each.event, "step", "") == "first")
    model = run_desk(drawing).document.model
    travelled, view = Travelled(), view_of(run, events[:at])
    for recorded in events[:at]:
        travelled.see(recorded, view)
    shown = of_run(model, view, travelled.counts)
    assert {state.name for state in shown.edges.values()} <= {"running", "ok", "idle"}


def test_lines_behind_the_end_of_a_stopped_run_look_not_reached() -> None:
    """Solid lines between steps that no case will come to look as if it went there."""
    drawing = draw(
        ["start", data("first", "1"), data("second", "2"), data("third", "3"), "done:end"],
        ["start>first", "first>second", "second>third", "third>done"],
        id="ways",
    )
    run, events = events_of(drawing)
    at = next(n for n, each in enumerate(events) if getattr(each.event, "step", "") == "first")
    model = run_desk(drawing).document.model
    view = view_of(run, events[:at])
    stopped = replace(view, status="cancelled", ended="2026-11-20T08:00:00Z")
    shown = of_run(model, stopped, {})
    behind = {k: e for k, e in model.edges.items() if e["source"] in {"second", "third"}}
    assert {shown.edges[key].name for key in behind} == {"skipped"}
    assert not {*of_run(model, view, {}).edges} & behind.keys()


def _line(desk: Desk) -> str:
    item = desk.link.scene.step_item("first")
    assert item is not None
    return item.face.state.line


def test_a_card_counts_down_until_an_answer_is_due_and_nothing_ticks_otherwise(
    desk: Desk, ran: tuple[str, list[Recorded]]
) -> None:
    """Who looks at the drawing an hour later would read the time of an hour ago."""
    run, recorded = ran
    begun = next(n for n, each in enumerate(recorded) if getattr(each.event, "step", "") == "first")
    token = getattr(recorded[begun].event, "token", 1)
    due = (now() + timedelta(hours=3, minutes=30)).isoformat()
    task = TaskOpened(token, "first", "t", "Fine?", ("role:finance",), (), {}, {}, due)
    show_run(desk.bench, run, recorded[:begun])
    countdown = desk.states.findChildren(Countdown)[0]
    assert countdown.seconds is None
    show_run(desk.bench, run, [*recorded[:begun], replace(recorded[begun], event=task)])
    assert _line(desk) == "Finance · 3 h left"
    assert 1_700 < (countdown.seconds or 0) <= 1_800
    desk.bench.set_moment(begun + 1)
    assert _line(desk).startswith("Finance · due ")
    assert countdown.seconds is None

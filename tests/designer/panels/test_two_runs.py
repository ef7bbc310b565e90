"""Tests that people see what differs between two runs, and where.

If they fail, a person who changed a limit and ran again has to look through every step by hand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.assets.theme import LIGHT
from designer.canvas.edge_paint import color_of_state
from designer.canvas.inks import Inks
from designer.canvas.states import EdgeState
from designer.document.model import Model
from designer.forms.formulas.fields import PERSONAL
from designer.panels.history.panel import HistoryPanel
from designer.panels.history.two_runs import (
    Manner,
    OneRun,
    RunDifference,
    marks,
    run_differences,
)
from designer.panels.run_states import mark_differing, of_run
from runtime import steps
from runtime.debug import SimulatedAnswer
from runtime.definition.personal import MASK
from runtime.events.view import RunView, StepView, WaitingFor, view_of
from tests.helpers.designer_helper import InProcessReply
from tests.helpers.drawings import choice, data, draw, each
from tests.helpers.run_sessions import engine_of, events_of, run_desk, session_of
from tests.helpers.studios import StudioHelper

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.panels.workbench import Workbench
    from runtime.definition.definition import Definition
    from runtime.events.model import Recorded

APPROVED = SimulatedAnswer("ask", "approved")


def payment(limit: int) -> Definition:
    """Amounts over a limit are asked about before they are noted."""
    ask: dict[str, Any] = {
        "id": "ask",
        "kind": "approval",
        "name": "Finance approves",
        "params": {"title": "Pay {{ input.amount }}?", "assignees": "'role:finance'"},
    }
    kept = "{'amount': input.amount, 'email': 'analyst@example.com', 'way': 'limit " + f"{limit}'}}"
    return draw(
        [
            "start",
            choice("over", "ask", when=f"$number(input.amount) > {limit}", name="Over the limit"),
            ask,
            data("keep", kept, name="Note the payment"),
            {"id": "end", "kind": "end", "name": "Paid"},
        ],
        ["start>over", "over.ask>ask", "over.otherwise>keep", "ask.approved>keep", "keep>end"],
        id="pay",
    )


def plain_manner(*, masks: bool = False) -> Manner:
    def schema_of(kind: str) -> Any:
        return steps.kind(kind).params.model_json_schema()

    return Manner(masks, str.capitalize, lambda _step, port: port, schema_of)


def compared(
    before: tuple[Definition, Any], now: tuple[Definition, Any], *, masks: bool = False
) -> list[RunDifference]:
    sides = [
        OneRun(events if isinstance(events, RunView) else view_of("r", events), drawing.document())
        for drawing, events in (before, now)
    ]
    drawn = Model(now[0].document())
    found = run_differences(sides[0], sides[1], drawn, plain_manner(masks=masks))
    return [each for each in found if each is not None]


def told(found: list[RunDifference]) -> list[tuple[str, str, str, str]]:
    return [(each.step, each.what, each.before, each.now) for each in found]


@pytest.fixture(scope="module")
def low() -> tuple[Definition, list[Recorded]]:
    """200 against a limit of 100: somebody is asked, and approves."""
    return payment(100), events_of(payment(100), {"amount": "200"}, answers=(APPROVED,))[1]


@pytest.fixture(scope="module")
def high() -> tuple[Definition, list[Recorded]]:
    """200 against a limit of 15,000: nobody is asked."""
    return payment(15_000), events_of(payment(15_000), {"amount": "200"})[1]


def test_what_a_changed_limit_changes_is_told_in_the_order_of_the_drawing(
    low: tuple[Definition, list[Recorded]], high: tuple[Definition, list[Recorded]]
) -> None:
    found = told(compared(low, high))
    places = [each[0] for each in found]
    assert places == sorted(places, key=["", "start", "over", "ask", "keep", "end"].index)
    assert (
        "over",
        "Ways, row 1, Taken when",
        "$number(input.amount) > 100",
        "$number(input.amount) > 15000",
    ) in found
    assert ("over", "Goes on by", "ask", "otherwise") in found
    assert ("ask", "Reached", "done", "not needed") in found
    assert ("keep", "Way", "limit 100", "limit 15000") in found


def test_cards_say_what_tells_most(
    low: tuple[Definition, list[Recorded]], high: tuple[Definition, list[Recorded]]
) -> None:
    """Else one sees that something differs, and not what."""
    said = marks(compared(low, high))
    assert said == {
        "over": "changed, other way",
        "ask": "not reached now",
        "keep": "changed, other result",
    }
    model = Model(high[0].document())
    shown = of_run(model, view_of("r", high[1]), {})
    mark_differing(shown, model, {**said, "ask/inner": "other result"}, frozenset())
    assert shown.steps["over"].differs == "changed, other way"
    assert shown.steps["over"].name == "ok", "the run is still to be seen"
    assert not shown.steps["start"].differs
    (way, other) = (str(edge["key"]) for edge in model.out_edges("over"))
    mark_differing(shown, model, said, frozenset({way}))
    assert color_of_state(shown.edges[way], Inks(LIGHT)) == LIGHT.accent
    assert not shown.edges.get(other, EdgeState()).differs
    assert shown.steps["ask"].differs == "not reached now", "what a step says of itself comes first"
    mark_differing(
        shown, model, {"call/start": "changed", "end/deep/er": "changed"}, frozenset(), "call/"
    )
    assert shown.steps["start"].differs == "changed"
    assert not shown.steps["end"].differs
    mark_differing(shown, model, {"end/deep/er": "changed"}, frozenset())
    assert shown.steps["end"].differs == "differs inside"


def test_a_run_does_not_differ_from_itself(low: tuple[Definition, list[Recorded]]) -> None:
    assert compared(low, low) == []


def test_steps_still_to_come_are_no_difference(low: tuple[Definition, list[Recorded]]) -> None:
    """Else every step behind a task that waits looks like a mistake."""
    drawing = payment(100)
    _, events = events_of(drawing, {"amount": "200"}, stands=True)
    found = told(compared(low, (drawing, events)))
    assert found == [
        ("", "How it stands", "completed at “End”", "waits at “Ask”"),
        ("ask", "State", "done", "waits for Finance"),
    ]


def test_where_a_run_would_have_gone_that_was_stopped_is_no_difference(
    low: tuple[Definition, list[Recorded]],
) -> None:
    """Nobody knows it; who stops a test to change something is not told that all came anew."""
    drawing = payment(100)
    _, events = events_of(drawing, {"amount": "200"}, stands=True)
    stopped = view_of("r", events)
    stopped.status, stopped.ended = "cancelled", stopped.started
    found = told(compared((drawing, stopped), low))
    assert found == [
        ("", "How it stands", "stopped at “Ask”", "completed at “End”"),
        ("ask", "State", "stopped", "done"),
    ]


def test_what_is_personal_is_hidden_here_too(low: tuple[Definition, list[Recorded]]) -> None:
    _, events = events_of(payment(100), {"amount": "7", "email": "employee@example.com"})
    found = [
        each for row in told(compared(low, (payment(100), events), masks=True)) for each in row
    ]
    assert not any("@" in text for text in found)
    assert "Began with: Email" in found


def pay_is_personal(step: str) -> frozenset[tuple[str, ...]]:
    del step
    return frozenset({("pay",)})


def test_sentences_hide_what_the_data_hide() -> None:
    """A failure names who it is about, and a write that was not done names whom it is for."""
    drawing = payment(1)
    views = [RunView("r", status="running") for _ in range(2)]
    for view, name in zip(views, ("Berg", "Stein"), strict=True):
        view.input = {"last_name": name, "iban": "known", "pay": "5432"}
        view.steps["keep"] = StepView("keep", "incident", 1)
        view.steps["over"] = StepView("over", "failed", 1)
        view.steps["over"].error = {"message": f"Nobody knows {name} with 5432."}
        view.at[1] = "keep"
        view.waiting[1] = WaitingFor("incident", "keep", 1, message=f"{name} is not in the ERP.")
        view.would_do.append({"step": "keep", "would": f"would pay {name} at a@b.example"})
    sides = [OneRun(view, drawing.document()) for view in views]
    manner = replace(plain_manner(masks=True), marked_in=pay_is_personal)
    found = run_differences(sides[0], sides[1], Model(drawing.document()), manner)
    rows = {each[1:] for each in told([one for one in found if one is not None]) if each[0]}
    unknown = f"failed: Nobody knows {MASK} with {MASK}."
    assert rows == {
        ("State", unknown, unknown),
        ("State", f"failed: {MASK} is not in the ERP.", f"failed: {MASK} is not in the ERP."),
        ("Would be done", f"would pay {MASK} at {MASK}", f"would pay {MASK} at {MASK}"),
    }
    shown_ = {each[2] for each in told(compared((drawing, views[0]), (drawing, views[1])))}
    assert "would pay Berg at a@b.example" in shown_, "who looks at all sees all"


def round_and_round(third: str, items: str) -> Definition:
    """A step that is come to three times, and one that is done for each item."""
    count = "{'n': $exists(steps.count.n) ? steps.count.n + 1 : 1}"
    noted = "{'amount': steps.count.n = 2 ? " + third + " : steps.count.n}"
    return draw(
        [
            "start",
            data("count", count, name="Count"),
            data("note", noted, name="Note"),
            choice("more", "again", when="steps.count.n < 3", name="More?"),
            each("all", items),
            data("line", "{'amount': item}", parent="all"),
            "end",
        ],
        [
            "start>count",
            "count>note",
            "note>more",
            "more.again>count",
            "more.otherwise>all",
            "all.each>line",
            "all.done>end",
        ],
        id="round",
    )


def test_each_visit_of_a_loop_is_compared_with_the_same_one_before() -> None:
    """Else what went wrong in the second round is not told where the third came out the same."""
    runs: list[OneRun] = []
    for third, items in (("2", "[1, 2, 3]"), ("7", "[1, 5, 3]")):
        drawing = round_and_round(third, items)
        events = events_of(drawing)[1]
        runs.append(OneRun(view_of("r", events), drawing.document(), events))
    drawn = Model(dict(runs[1].document))
    found = run_differences(runs[0], runs[1], drawn, plain_manner())
    rows = [each for each in told([one for one in found if one is not None]) if each[1] != "Took"]
    results = [each for each in rows if each[0] in {"note", "line"} and ": " in each[1]]
    assert results == [
        ("note", "Visit 2: Amount", "2", "7"),
        ("line", "Item 2: Amount", "2", "5"),
    ]


class MarkingHelper(StudioHelper):
    """Says that a field is about a person whose name tells nothing of it."""

    def schema_for(
        self, document: dict[str, Any], step: str, *, saving: bool = False
    ) -> InProcessReply:
        """What formulas see."""
        del document, step, saving
        begun = {"properties": {"amount": {PERSONAL: True}}}
        return InProcessReply(lambda: {"type": "object", "properties": {"input": begun}}, 0)


def test_what_only_the_schema_marks_as_personal_is_hidden_too(qtbot: QtBot) -> None:
    """Whoever shows two runs to others relies on what the form says of its fields."""
    sides = [(payment(100), events_of(payment(100), {"amount": sum_})[1]) for sum_ in ("7", "8")]
    made = desk_with(*sides)
    made.services = replace(made.services, helper=cast("Any", MarkingHelper()))
    panel = shown(qtbot, made)
    QTest.mouseClick(panel.runs.compare, Qt.MouseButton.LeftButton)

    def values(*, masks: bool) -> set[tuple[str, str, str]]:
        panel.two.set_masks(masks)
        return {(each.what, each.before, each.now) for each in panel.two.model.rows}

    hidden = {("Began with: Amount", MASK, MASK), ("Amount", MASK, MASK)}
    qtbot.waitUntil(lambda: values(masks=True) >= hidden)
    open_ = {("Began with: Amount", "7", "8"), ("Amount", "7", "8")}
    qtbot.waitUntil(lambda: values(masks=False) >= open_)


def test_times_that_nobody_notices_are_no_difference() -> None:
    """Else every step differs, since no two runs are equally fast."""

    def view(seconds: float) -> RunView:
        made = RunView("r", status="completed", started="2026-11-20T08:00:00+00:00")
        moment = f"2026-11-20T08:00:{seconds:06.3f}+00:00"
        made.ended = moment
        done = StepView("keep", "completed", 1, started=made.started, ended=moment, port="out")
        made.steps["keep"] = done
        return made

    drawing = payment(1)
    assert compared((drawing, view(0.2)), (drawing, view(0.9))) == []
    assert told(compared((drawing, view(2)), (drawing, view(30)))) == [
        ("keep", "Took", "2.0 s", "30 s")
    ]


def test_a_step_that_came_or_went_with_the_drawing_is_told() -> None:
    """Also one that is drawn no longer, which has no card that could be marked."""
    old, new = draw(["start", data("gone"), "end"], []), draw(["start", "end", data("fresh")], [])
    view = RunView("r", status="completed", ended="2026-11-20T08:00:00+00:00")
    assert told(compared((old, view), (new, view))) == [
        ("fresh", "The step", "not drawn yet", "drawn"),
        ("gone", "The step", "drawn", "taken away"),
    ]


def test_a_number_in_a_table_and_a_long_formula_are_told_shortly() -> None:
    """Else both sides look the same, for what differs is cut off."""
    long = "$sum(data.lines.(amount * quantity * rate_of(currency, data.day))) > "
    nodes = [{**data("a", f"{long}{limit}"), "saves": {"x": limit}} for limit in ("10000", "15000")]
    view = RunView("r", status="completed", ended="2026-11-20T08:00:00+00:00")
    drawings = [draw(["start", node], ["start>a"]) for node in nodes]
    found = told(compared((drawings[0], view), (drawings[1], view)))
    assert found[0][2:] == ("…ncy, data.day))) > 10000", "…ncy, data.day))) > 15000")
    assert found[1] == ("a", "Kept in the case, x", "10,000", "15,000")


def test_a_line_that_leads_elsewhere_is_told() -> None:
    nodes: list[Any] = ["start", data("a"), data("b")]
    old, new = draw(nodes, ["start>a"]), draw(nodes, ["start>b"])
    view = RunView("r", status="completed", ended="2026-11-20T08:00:00+00:00")
    assert told(compared((old, view), (new, view))) == [
        ("start", "“out” leads to", "“A”", "“B”"),
    ]


def test_a_failure_is_told_with_its_reason() -> None:
    drawing = payment(1)
    fine = RunView("r", status="running")
    fine.steps["keep"] = StepView("keep", "completed", 1, ended="2026-11-20T08:00:00+00:00")
    stuck = RunView("r", status="running")
    stuck.steps["keep"] = StepView("keep", "incident", 1)
    stuck.at[1] = "keep"
    stuck.waiting[1] = WaitingFor("incident", "keep", 1, message="The ERP refused. Try later.")
    found = told(compared((drawing, fine), (drawing, stuck)))
    assert ("keep", "State", "done", "failed: The ERP refused.") in found


# --- in the window --------------------------------------------------------------------------------


@pytest.fixture
def bench(
    low: tuple[Definition, list[Recorded]], high: tuple[Definition, list[Recorded]]
) -> Workbench:
    """A desk on which the later run lies; the engine knows both."""
    return desk_with(low, high)


def desk_with(
    low: tuple[Definition, list[Recorded]], high: tuple[Definition, list[Recorded]]
) -> Workbench:
    """A desk with two runs, the later one shown."""
    made = run_desk(high[0])
    engine = engine_of(made)
    for name, (drawing, events) in {"r1": low, "r2": high}.items():
        engine.recorded[name] = session_of(engine, drawing, name, events)
    engine.rows = [row("r2", "09"), row("other", "08", definition="deal"), row("r1", "07")]
    made.set_run(engine.recorded["r2"])
    return made


def row(run: str, hour: str, **changes: Any) -> dict[str, Any]:
    """A run as the engine lists it."""
    plain = {"run": run, "definition": "pay", "status": "completed", "test": True, "dry": True}
    return {**plain, "started": f"2026-11-20T{hour}:00:00+00:00", "ended": "", **changes}


def shown(qtbot: QtBot, bench: Workbench) -> HistoryPanel:
    panel = HistoryPanel(bench)
    qtbot.addWidget(panel)
    panel.resize(900, 260)
    panel.show()
    qtbot.waitUntil(lambda: panel.runs.model.rowCount() == 3)
    return panel


def texts(panel: HistoryPanel) -> list[str]:
    model = panel.two.model
    return [str(model.index(at, 0).data()) for at in range(model.rowCount())]


def test_one_button_compares_with_the_run_before(qtbot: QtBot, bench: Workbench) -> None:
    panel = shown(qtbot, bench)
    assert panel.runs.compare.text() == "Compare with the run before"
    QTest.mouseClick(panel.runs.compare, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(bench.differing))
    assert panel.two.isVisible()
    assert bench.run is not None
    assert bench.run.run == "r2", "the later run stays where it is"
    edges = bench.document.model.edges
    ways = {(edges[key]["source"], edges[key]["port"]) for key in bench.differing_ways}
    assert ways == {("over", "ask"), ("over", "otherwise"), ("ask", "approved")}
    named = [name for name in texts(panel) if name]
    assert named[0] == "Over the limit", "each step is named once, at its first row"
    assert len(named) == len(set(named))


def test_a_click_on_a_difference_leads_to_its_step(qtbot: QtBot, bench: Workbench) -> None:
    panel = shown(qtbot, bench)
    panel.compare_shown()
    qtbot.waitUntil(lambda: bool(bench.differing))
    at = texts(panel).index("Finance approves")
    place = panel.two.list.visualRect(panel.two.model.index(at, 1)).center()
    QTest.mouseClick(
        panel.two.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    assert bench.selected == ("ask",)


def test_two_runs_that_were_chosen_are_compared_whichever_was_chosen_first(
    qtbot: QtBot, bench: Workbench
) -> None:
    panel = shown(qtbot, bench)
    bench.set_run(None)
    panel.runs.list.selectAll()
    assert not panel.runs.compare.isEnabled(), "three are too many"
    keys = panel.runs.list.selectionModel()
    keys.clearSelection()
    for at in (2, 0):
        flag = keys.SelectionFlag.Select | keys.SelectionFlag.Rows
        keys.select(panel.runs.model.index(at, 0), flag)
    assert panel.runs.pair() == ("r1", "r2")
    QTest.mouseClick(panel.runs.compare, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(bench.differing))
    assert bench.run is not None
    assert bench.run.run == "r2"


def test_the_row_that_is_looked_at_stays_when_the_run_goes_on(
    qtbot: QtBot, bench: Workbench
) -> None:
    """Else the list jumps to its beginning under the eyes of who reads it."""
    panel = shown(qtbot, bench)
    panel.compare_shown()
    qtbot.waitUntil(lambda: bool(bench.differing))
    list_, model = panel.two.list, panel.two.model
    at = texts(panel).index("Note the payment") + 1
    what = model.rows[at].what
    list_.setCurrentIndex(model.index(at, 0))
    assert bench.run is not None
    with qtbot.waitSignal(model.modelReset):
        bench.run.changed.emit()
    qtbot.waitUntil(lambda: model.rowCount() > at)
    assert model.rows[list_.currentIndex().row()].what == what


def test_the_first_run_says_why_there_is_nothing_to_compare(qtbot: QtBot, bench: Workbench) -> None:
    panel = shown(qtbot, bench)
    panel.runs.list.setCurrentIndex(panel.runs.model.index(2, 0))
    assert not panel.runs.compare.isEnabled()
    assert "first run" in panel.runs.compare.toolTip()


def test_the_marks_go_with_the_comparison(qtbot: QtBot, bench: Workbench) -> None:
    """Else cards say for ever that they differ, and nobody knows from what."""
    panel = shown(qtbot, bench)
    panel.compare_shown()
    qtbot.waitUntil(lambda: bool(bench.differing))
    QTest.mouseClick(panel.two.end, Qt.MouseButton.LeftButton)
    assert not bench.differing
    assert panel.runs.isVisible()
    panel.compare_shown()
    qtbot.waitUntil(lambda: bool(bench.differing))
    bench.set_run(None)
    assert not bench.differing
    assert panel.runs.isVisible()


def test_the_run_that_was_shown_before_is_the_one_before(bench: Workbench) -> None:
    """Else a repeated run is compared with one that somebody else began meanwhile."""
    engine = engine_of(bench)
    assert bench.former == ""
    bench.set_run(engine.recorded["r1"])
    assert bench.former == "r2"
    bench.set_run(None)
    bench.set_run(engine.recorded["r2"])
    assert bench.former == "r1"

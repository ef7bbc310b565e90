"""The right dock sets what is selected; every edit can be undone, and typing is never disturbed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QToolButton

from designer.assets.theme import DARK
from designer.document.changes import steps as changes
from designer.document.changes.edges import connect
from designer.document.workflow import WorkflowDocument
from designer.forms.fold import Fold
from designer.forms.formulas.dialog import FormulaDialog
from designer.forms.formulas.expression import ExpressionEditor
from designer.panels.settings.context import form_context
from designer.panels.settings.edge_page import EdgePage
from designer.panels.settings.many_page import ManyPage
from designer.panels.settings.step_page import StepPage
from designer.panels.settings.undoing import Undoing
from designer.panels.settings.workflow_page import WorkflowPage
from designer.panels.step_settings import StepSettings
from runtime import steps
from runtime.plan.problems import Edit, Fix, Problem
from tests.helpers.desks import desk, document_of
from tests.helpers.drawings import choice, data, draw, each
from tests.helpers.forms import type_in
from tests.helpers.run_sessions import (
    events_of,
    run_desk,
    show_run,
    signed_sow,
    signed_sow_events,
    told,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.panels.workbench import Workbench
    from tests.helpers.stall_watch import StallWatch

pytest_plugins = ["tests.helpers.stall_watch"]

ODD: dict[str, Any] = {"id": "odd", "kind": "time_machine", "name": "Odd", "params": {"a": [1, {}]}}


@pytest.fixture
def bench() -> Workbench:
    return desk(
        document_of(
            [
                {"id": "begin", "kind": "start", "name": "Deal signed"},
                {"id": "wait", "kind": "wait", "name": "Cool down", "params": {"duration": "P2D"}},
                {
                    "id": "create",
                    "kind": "call",
                    "name": "Create",
                    "params": {
                        "connection": "erp",
                        "operation": "create_client",
                        "inputs": {"name": "input.name", "code": '"C-7"', "gone": "1"},
                    },
                },
                ODD,
            ],
            [("begin", "out", "wait")],
            connections={"erp": {"connector": "tryton"}},
        )
    )


@pytest.fixture
def panel(bench: Workbench, qtbot: QtBot) -> StepSettings:
    made = StepSettings(bench)
    qtbot.addWidget(made)
    made.resize(380, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def step_page(panel: StepSettings) -> StepPage:
    assert isinstance(panel.page, StepPage)
    return panel.page


def editor(panel: StepSettings, name: str) -> Any:
    form = step_page(panel).form
    assert form is not None
    return form.editor(name)


def button(panel: StepSettings, text: str) -> QPushButton:
    return next(b for b in panel.page.findChildren(QPushButton) if b.text() == text)


def name_line(panel: StepSettings) -> QLineEdit:
    lines = panel.page.findChildren(QLineEdit)
    return next(line for line in lines if line.accessibleName() == "Name of the step")


def _seen(panel: StepSettings) -> list[StepPage]:
    return [page for page in panel.findChildren(StepPage) if page.isVisible()]


def test_the_page_fits_what_is_selected(panel: StepSettings, bench: Workbench) -> None:
    assert isinstance(panel.page, WorkflowPage)
    bench.select(("wait",))
    assert isinstance(panel.page, StepPage)
    bench.select((), ("begin-wait",))
    assert isinstance(panel.page, EdgePage)
    bench.select(("wait", "create"))
    assert isinstance(panel.page, ManyPage)
    bench.select(())
    assert isinstance(panel.page, WorkflowPage)


@pytest.mark.parametrize("kind", steps.names())
def test_every_kind_can_be_looked_at_without_being_changed(kind: str, qtbot: QtBot) -> None:
    bench = desk(document_of([{"id": "it", "kind": kind, "name": "It"}]))
    panel = StepSettings(bench)
    qtbot.addWidget(panel)
    bench.select(("it",))
    panel.page.refresh()
    assert not bench.document.is_modified
    assert bench.document.history.entries == []


@pytest.mark.parametrize("kind", ["approval", "decision", "http_request", "set_fields"])
def test_the_page_of_a_step_comes_without_holding_the_window(
    kind: str, qtbot: QtBot, stall_watch: StallWatch
) -> None:
    """Otherwise the canvas stops under the hand with each step that is selected."""
    bench = desk(document_of([{"id": "it", "kind": kind, "name": "It"}]))
    panel = StepSettings(bench)
    qtbot.addWidget(panel)
    panel.resize(380, 800)
    panel.show()
    for turn in range(3):  # what is only loaded once has come with the first
        with stall_watch as watch:
            bench.select(("it",))
            qtbot.waitUntil(lambda: bool(_seen(panel)))
            qtbot.wait(20)
        if turn:
            watch.hold_to()
        bench.select(())
        assert isinstance(panel.page, WorkflowPage)


def test_walking_through_steps_ends_at_the_page_of_the_last(
    panel: StepSettings, bench: Workbench, qtbot: QtBot
) -> None:
    """Steps are walked through faster than their pages come; the last one's has to be shown."""
    for step in ("wait", "odd", "wait", "odd"):
        bench.select((step,))
        qtbot.wait(1)
    qtbot.waitUntil(lambda: "odd" in [page.step for page in _seen(panel)])
    assert [page.step for page in _seen(panel)] == ["odd"]


def test_typing_a_name_is_one_entry_of_the_history(panel: StepSettings, bench: Workbench) -> None:
    bench.select(("wait",))
    line = name_line(panel)
    line.selectAll()
    type_in(line, "Pause")
    assert bench.document.step("wait")["name"] == "Pause"
    assert len(bench.document.history.entries) == 1
    bench.document.undo()
    assert line.text() == "Cool down"


def test_a_value_is_edited_undone_and_redone(panel: StepSettings, bench: Workbench) -> None:
    bench.select(("wait",))
    amount = editor(panel, "duration").findChild(QLineEdit)
    amount.selectAll()
    type_in(amount, "5")
    assert bench.document.step("wait")["params"] == {"duration": "P5D"}
    bench.document.undo()
    assert amount.text() == "2"
    bench.document.redo()
    assert amount.text() == "5"


def test_a_change_from_elsewhere_does_not_take_the_cursor_away(
    panel: StepSettings, bench: Workbench
) -> None:
    bench.select(("wait",))
    line = name_line(panel)
    line.setFocus()
    line.setCursorPosition(3)
    page = panel.page
    bench.document.do(changes.move(bench.document.model, {"wait": (80, 80)}))
    bench.document.do(changes.set_value(bench.document.model, "wait", ("notes",), "Ask first"))
    assert panel.page is page
    assert line.hasFocus()
    assert line.cursorPosition() == 3


def test_a_step_of_an_unknown_kind_keeps_what_it_was_set_to(
    panel: StepSettings, bench: Workbench
) -> None:
    bench.select(("odd",))
    line = name_line(panel)
    line.selectAll()
    type_in(line, "New")
    assert bench.document.step("odd")["params"] == ODD["params"]


def test_a_problem_stands_at_its_field_and_a_button_mends_it(
    panel: StepSettings, bench: Workbench
) -> None:
    bench.select(("wait",))
    fix = Fix("Call it “Pause”", (Edit("set", ("nodes", "wait", "name"), "Pause"),))
    bench.set_problems(
        [
            Problem("a", "error", "Say how long.", "wait", field="params.duration"),
            Problem("b", "hint", "The name says little.", "wait", fix=fix),
        ]
    )
    form = step_page(panel).form
    assert form is not None
    line = form.row("duration")
    assert line is not None
    assert "Say how long." in [label.text() for label in line.findChildren(QLabel)]
    button(panel, "Call it “Pause”").click()
    assert bench.document.step("wait")["name"] == "Pause"
    assert bench.document.history.entries[-1].title == "Call it “Pause”"


def test_a_fix_that_no_longer_fits_says_so_and_changes_nothing(
    panel: StepSettings, bench: Workbench
) -> None:
    bench.select(("wait",))
    fix = Fix("Mend it", (Edit("remove", ("edges", "long-gone")),))
    bench.set_problems([Problem("b", "error", "It is broken.", "wait", fix=fix)])
    button(panel, "Mend it").click()
    assert not bench.document.is_modified


def test_jumping_to_a_problem_puts_the_cursor_into_its_field(
    panel: StepSettings, bench: Workbench, qtbot: QtBot
) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    bench.show_step("wait", "params.duration")
    qtbot.waitUntil(lambda: "wait" in [page.step for page in _seen(panel)])
    focused = panel.focusWidget()
    assert editor(panel, "duration").isAncestorOf(focused)
    bench.show_step("wait", "policy.timeout")
    assert panel.focusWidget() is not focused


def test_an_operation_is_filled_in_by_its_own_fields(panel: StepSettings, bench: Workbench) -> None:
    bench.select(("create",))
    inputs = editor(panel, "inputs")
    before: Any = bench.document.step("create")["params"]
    given = dict(before["inputs"])
    lines = inputs.findChildren(QLineEdit)
    code = next(line for line in lines if line.text() == "C-7")
    code.selectAll()
    type_in(code, "D-8")
    params: Any = bench.document.step("create")["params"]
    after = params["inputs"]
    assert after == {**given, "code": '"D-8"'}
    assert after["gone"] == "1", "an input that the system does not know is kept"


def test_what_happens_on_failure_reads_as_words_and_is_edited(
    panel: StepSettings, bench: Workbench
) -> None:
    bench.select(("create",))
    assert panel.focus_field("policy.retry.attempts")
    attempts = panel.focusWidget()
    assert isinstance(attempts, QLineEdit)
    type_in(attempts, "4")
    assert bench.document.step("create")["policy"] == {"retry": {"attempts": 4}}
    attempts.selectAll()
    QTest.keyClick(attempts, Qt.Key.Key_Delete)
    assert bench.document.step("create")["policy"] == {}


def test_what_becomes_of_the_case_is_chosen_in_words_and_drawn(
    panel: StepSettings, bench: Workbench
) -> None:
    """Else a person has to find out how to draw that a failure closes the case."""
    bench.select(("create",))
    assert panel.focus_field("policy.on_error")
    page = panel.page
    assert isinstance(page, StepPage)
    assert said_on_failure(page) == "If it fails: ask an operator"
    choose(page, "Stop the case")
    assert said_on_failure(page) == "If it fails: stop the case"
    (edge,) = bench.document.model.out_edges("create", "error")
    end = str(edge["target"])
    assert bench.services.cards.card(bench.document.step(end), {}).shape == "end"
    choose(page, "Go another way")
    assert said_on_failure(page) == "If it fails: go another way, which is not drawn yet"
    assert end not in bench.document.model.nodes
    bench.document.do(connect(bench.document.model, "create", "error", "odd"))
    assert said_on_failure(page) == "If it fails: go on at “Odd”"
    choose(page, "Ask an operator")
    assert said_on_failure(page) == "If it fails: ask an operator"
    assert not bench.document.model.out_edges("create", "error")


def test_a_step_whose_failure_leads_nowhere_offers_no_choice(
    panel: StepSettings, bench: Workbench
) -> None:
    """Else people choose what cannot be drawn, and the check refuses it."""
    document = bench.document
    ask, _ = changes.add(document.model, "approval", name="Ask", place=(0, 900))
    document.do(ask)
    bench.select(("ask",))
    assert panel.focus_field("policy.timeout")
    assert not stopping(panel)
    bench.select(("create",))
    assert panel.focus_field("policy.timeout")
    assert len(stopping(panel)) == 1


def stopping(panel: StepSettings) -> list[QComboBox]:
    """The lists in view from which one can choose that a failure stops the case."""
    lists = panel.page.findChildren(QComboBox)
    return [box for box in lists if box.findText("Stop the case") >= 0 and box.isVisible()]


def choose(page: StepPage, title: str) -> None:
    """Choose what becomes of the case when the step fails."""
    lists = [box for box in page.findChildren(QComboBox) if box.findText(title) >= 0]
    (box,) = lists
    box.setCurrentIndex(box.findText(title))
    box.activated.emit(box.currentIndex())


def said_on_failure(page: StepPage) -> str:
    """What the heading says of a failure."""
    headings = [fold.heading.accessibleName() for fold in page.findChildren(Fold)]
    (found,) = [each for each in headings if each.startswith("If it fails")]
    return found


def test_several_steps_are_switched_off_and_on_together(
    panel: StepSettings, bench: Workbench
) -> None:
    bench.select(("wait", "create"))
    button(panel, "Switch off").click()
    assert all(bench.document.step(step)["disabled"] for step in ("wait", "create"))
    button(panel, "Switch on").click()
    assert not any(bench.document.step(step)["disabled"] for step in ("wait", "create"))


def test_a_label_is_written_on_a_connection(panel: StepSettings, bench: Workbench) -> None:
    bench.select((), ("begin-wait",))
    line = panel.page.findChildren(QLineEdit)[0]
    type_in(line, "at once")
    assert bench.document.model.edges["begin-wait"]["label"] == "at once"
    button(panel, "From “Deal signed”").click()
    assert bench.selected == ("begin",)


def test_the_owner_of_a_workflow_is_named(panel: StepSettings, bench: Workbench) -> None:
    assert panel.focus_field("owners.business")
    line = panel.focusWidget()
    assert isinstance(line, QLineEdit)
    type_in(line, "finance")
    assert bench.document.model.graph["owners"] == {"business": "finance"}


def test_a_removed_step_leaves_the_panel_at_the_workflow(
    panel: StepSettings, bench: Workbench
) -> None:
    bench.select(("wait",))
    bench.document.do(changes.remove(bench.document.model, ["wait"]))
    assert isinstance(panel.page, WorkflowPage)
    bench.document.undo()
    assert bench.document.step("wait")["name"] == "Cool down"


def test_other_colours_keep_what_is_looked_at(panel: StepSettings, bench: Workbench) -> None:
    bench.select(("wait",))
    bench.set_theme(DARK)
    assert step_page(panel).step == "wait"


def test_formulas_show_their_values_once_the_case_has_come_to_the_step(qtbot: QtBot) -> None:
    """Whoever looked at a step before the case came would read “nothing” beside each formula."""
    bench = run_desk(signed_sow())
    panel = StepSettings(bench)
    qtbot.addWidget(panel)
    panel.show()
    run, events = signed_sow_events()
    session = show_run(bench, run, events[:1])
    bench.select(("legal_approval",))
    before = panel.page
    session.take([told(each) for each in events[1:]])
    qtbot.waitUntil(lambda: panel.page is not before)
    assert step_page(panel).step == "legal_approval"


def test_a_formula_for_each_item_is_tried_on_the_last_one_and_on_the_settings() -> None:
    """Else “nothing in it” stands beside a formula that has given a value for every item."""
    inner = data("net", "item.amount / settings.tax") | {"parent": "all"}
    drawing = draw(
        ["start", each("all", "input.lines"), inner, "end"],
        ["start>all", "all.each>net", "all.done>end"],
        settings={"tax": {"value": 5, "environments": {"test": 2}}},
    )
    bench = run_desk(drawing)
    show_run(bench, *events_of(drawing, {"lines": [{"amount": 10}, {"amount": 30}]}))
    ((_, sample),) = form_context(bench, "net").samples
    assert (sample["item"], sample["index"]) == ({"amount": 30}, 1)
    assert sample["settings"] == {"tax": 2}
    ((_, outside),) = form_context(bench, "end").samples
    assert "item" not in outside


def test_no_formula_is_said_to_give_nothing_that_has_given_a_value_or_was_never_reached() -> None:
    """“= nothing” beside a formula that works sends people looking for a mistake."""
    way = choice("way", "large", when="1 > 2")
    kept = data("sum", "input.n + 1", saves={"total": "output"})
    drawing = draw(
        ["start", kept, way, data("never", "data.total"), data("last", "steps.sum"), "end"],
        ["start>sum", "sum>way", "way.large>never", "never>last", "way.otherwise>last", "last>end"],
    )
    bench = run_desk(drawing)
    show_run(bench, *events_of(drawing, {"n": 41}))
    ((_, summed),) = form_context(bench, "sum").samples
    assert summed["output"] == 42, "what is saved is tried on what the step gave"
    ((_, last),) = form_context(bench, "last").samples
    assert last["data"] == {"total": 42}
    results = last["steps"]
    assert isinstance(results, dict)
    assert results["sum"] == 42
    assert form_context(bench, "never").samples == ()


def test_formulas_of_a_called_workflow_are_tried_on_what_it_was_given() -> None:
    inner = draw(["begin:start", data("net", "input.gross"), "end"], ["begin>net", "net>end"])
    call = {"id": "check", "kind": "sub_workflow"}
    call |= {"params": {"workflow": "inner", "inputs": {"gross": "input.n * 2"}}}
    drawing = draw(["start", call, "end"], ["start>check", "check>end"])
    bench = run_desk(drawing)
    show_run(bench, *events_of(drawing, {"n": 4}, library=lambda _: inner))
    bench.show_drawing(WorkflowDocument(inner), "check/")
    ((_, sample),) = form_context(bench, "net").samples
    assert sample["input"] == {"gross": 8}


def test_what_is_typed_while_the_settings_come_reaches_their_field(
    panel: StepSettings, bench: Workbench, qtbot: QtBot
) -> None:
    """A person opens a step and types at once; the letters must not be lost or do other things."""
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    bench.show_step("wait", "name")
    QTest.keyClicks(panel, "Pause")
    qtbot.waitUntil(lambda: bench.document.step("wait")["name"] == "Pause")
    assert [page.step for page in _seen(panel)] == ["wait"]


@pytest.mark.parametrize("width", [320, 380, 560])
def test_nothing_of_an_operation_is_cut_at_the_right(
    width: int, bench: Workbench, qtbot: QtBot
) -> None:
    """What lies beyond the edge of the dock cannot be clicked: there is no bar to scroll there."""
    panel = StepSettings(bench)
    qtbot.addWidget(panel)
    panel.resize(width, 500)  # low enough for a bar at the right, which takes room too
    panel.show()
    bench.select(("create",))
    qtbot.waitUntil(lambda: bool(_seen(panel)))
    qtbot.wait(20)
    for part in panel.page.findChildren(QPushButton):
        right = part.mapTo(panel, part.rect().topRight()).x()
        assert not part.isVisible() or right <= width, (part.text(), right)
    assert panel.page.width() <= width


@pytest.mark.parametrize("height", [300, 1200])
def test_a_problem_that_comes_moves_no_field_under_the_pointer(
    height: int, panel: StepSettings, bench: Workbench, qtbot: QtBot
) -> None:
    """Else a click lands on another field than the one that was aimed at."""
    panel.resize(380, height)
    bench.select(("wait",))
    qtbot.waitUntil(lambda: bool(_seen(panel)))
    field = editor(panel, "duration")
    QCursor.setPos(field.mapToGlobal(field.rect().center()))
    qtbot.wait(20)
    before = field.mapTo(panel, field.rect().topLeft()).y()
    fix = Fix("Call it “Pause”", (Edit("set", ("nodes", "wait", "name"), "Pause"),))
    bench.set_problems([Problem("b", "hint", "The name says little.", "wait", fix=fix)])
    qtbot.wait(20)
    assert button(panel, "Call it “Pause”").isVisible()
    assert field.mapTo(panel, field.rect().topLeft()).y() == before
    bench.set_problems([])
    qtbot.wait(20)
    assert field.mapTo(panel, field.rect().topLeft()).y() == before


def test_a_window_of_an_editor_stays_open_while_the_settings_are_made_anew(
    panel: StepSettings, bench: Workbench, qtbot: QtBot
) -> None:
    """A connection that becomes known meanwhile must not take away what a person types there."""
    bench.select(("create",))
    before = step_page(panel)
    box = next(each for each in before.findChildren(ExpressionEditor) if each.isVisible())
    box.expand()
    dialog = box.findChild(FormulaDialog)
    assert dialog is not None
    bench.bound_changed.emit()
    qtbot.wait(50)
    assert dialog.isVisible()
    assert panel.page is before
    dialog.reject()
    qtbot.waitUntil(lambda: panel.page is not before)


# --- undoing --------------------------------------------------------------------------------------


def undoing(panel: StepSettings) -> Undoing:
    """The part that says what undoes the step, opened."""
    (found,) = panel.page.findChildren(Undoing)
    found.heading.setChecked(True)
    return found


def test_what_undoes_a_step_is_said_led_to_and_taken_away(
    panel: StepSettings, bench: Workbench, qtbot: QtBot
) -> None:
    """Else nobody sees from a step whether its work can be taken back."""
    bench.select(("create",))
    fold = undoing(panel)
    assert fold.heading.accessibleName() == "If it has to be undone: nothing is done"
    bench.document.do(connect(bench.document.model, "create", "undo", "wait"))
    qtbot.waitUntil(lambda: "“Cool down”" in fold.heading.accessibleName())
    what = "Take the line to “Cool down” away"
    (cut,) = [b for b in fold.findChildren(QToolButton) if b.accessibleName() == what]
    cut.click()
    assert bench.document.model.out_edges("create", "undo") == []
    assert fold.heading.accessibleName() == "If it has to be undone: nothing is done"
    bench.document.undo()
    button(panel, "Cool down").click()
    assert bench.selected == ("wait",)


@pytest.mark.parametrize("press", ["Add the", "Choose one"])
def test_what_undoes_a_step_is_asked_for_on_the_canvas(
    panel: StepSettings, bench: Workbench, qtbot: QtBot, press: str
) -> None:
    bench.select(("create",))
    undoing(panel)
    (found,) = [b for b in panel.page.findChildren(QPushButton) if b.text().startswith(press)]
    with qtbot.waitSignal(bench.way_wanted) as wanted:
        found.click()
    assert wanted.args == ["create", "undo", press == "Add the"]  # pyright: ignore[reportUnknownMemberType] - of any signal


def test_what_changes_nothing_says_nothing_of_undoing(
    panel: StepSettings, bench: Workbench
) -> None:
    bench.select(("wait",))
    (found,) = panel.page.findChildren(Undoing)
    assert found.isHidden()


def test_a_line_to_what_undoes_says_when_it_is_gone(panel: StepSettings, bench: Workbench) -> None:
    bench.document.do(connect(bench.document.model, "create", "undo", "wait"))
    (key,) = [str(e["key"]) for e in bench.document.model.out_edges("create", "undo")]
    bench.select((), (key,))
    said = [label.text() for label in panel.page.findChildren(QLabel)]
    assert any(words.startswith("A case comes this way to undo") for words in said)

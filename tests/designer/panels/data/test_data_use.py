"""What people do with the data of a step: drag, copy, search, compare, keep, change."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from designer.document.changes import samples
from designer.document.order import in_order
from designer.document.workflow import WorkflowDocument
from designer.forms.formulas.fields import PERSONAL
from designer.forms.formulas.formula_box import FormulaBox
from designer.panels.data.panel import DataPanel
from designer.panels.data.sample_dialog import SampleDialog
from designer.panels.data.tree_model import TreeModel
from designer.panels.run_bar.value_dialog import ValueDialog
from designer.panels.step_settings import StepSettings
from designer.settings.preferences import Preferences
from runtime.definition.samples import Sample
from tests.helpers.designer_helper import InProcessReply
from tests.helpers.desks import desk
from tests.helpers.drawings import data, draw, each
from tests.helpers.forms import drop_on
from tests.helpers.run_sessions import (
    RecordingEngine,
    engine_of,
    events_of,
    run_desk,
    session_of,
    show_run,
    signed_sow,
    signed_sow_events,
)
from tests.helpers.studios import StudioHelper

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.panels.data.side import Side
    from designer.panels.workbench import Workbench

COPY, PATH = Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def bench() -> Workbench:
    made = run_desk(signed_sow())
    show_run(made, *signed_sow_events())
    return made


def shown(qtbot: QtBot, bench: Workbench) -> DataPanel:
    made = DataPanel(bench)
    qtbot.addWidget(made)
    made.resize(1200, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def panel(bench: Workbench, qtbot: QtBot) -> DataPanel:
    return shown(qtbot, bench)


def select(qtbot: QtBot, panel: DataPanel, bench: Workbench, step: str) -> None:
    bench.select((step,))
    qtbot.waitUntil(lambda: panel.seen.step == step)


def find(side: Side, *titles: str) -> QModelIndex:
    """The row of these titles, one inside of the other, chosen."""
    model, index = side.view.model(), QModelIndex()
    assert isinstance(model, TreeModel)
    for title in titles:
        rows = [model.index(row, 0, index) for row in range(model.rowCount(index))]
        index = next(each for each in rows if each.data() == title)
    side.view.setCurrentIndex(index)
    return index


def dragged(side: Side, *titles: str) -> QMimeData:
    index = find(side, *titles)
    assert index.flags() & Qt.ItemFlag.ItemIsDragEnabled
    return index.model().mimeData([index])


def settings_of(qtbot: QtBot, bench: Workbench) -> StepSettings:
    """The settings of the selected step."""
    settings = StepSettings(bench)
    qtbot.addWidget(settings)
    settings.resize(380, 900)
    settings.show()
    qtbot.waitExposed(settings)
    return settings


def test_a_field_that_is_dropped_on_the_settings_is_read_by_the_step(qtbot: QtBot) -> None:
    bench = desk(WorkflowDocument(signed_sow()))
    bench.set_run(session_of(RecordingEngine(), signed_sow(), *signed_sow_events()))
    panel = shown(qtbot, bench)
    select(qtbot, panel, bench, "find_client")
    settings = settings_of(qtbot, bench)

    def empty() -> list[FormulaBox]:
        boxes = settings.page.findChildren(FormulaBox)
        return [each for each in boxes if each.text() == "" and each.isVisible()]

    qtbot.waitUntil(lambda: bool(empty()))
    box = empty()[0]
    carried = dragged(panel.given, "The case", "client", "tax id")
    drop_on(box, carried, QPointF(box.viewport().rect().center()))
    assert box.text() == "data.client.tax_id"
    qtbot.waitUntil(lambda: "data.client.tax_id" in json.dumps(bench.document.step("find_client")))


def test_results_and_facts_are_dragged_by_the_path_that_formulas_read(
    panel: DataPanel, bench: Workbench, qtbot: QtBot
) -> None:
    select(qtbot, panel, bench, "client_known")
    title = bench.title_of("find_client")
    results = dragged(panel.given, "Results of earlier steps", title, "count")
    assert results.text() == "steps.find_client.count"
    fact = dragged(panel.given, "What it was given", f"{title} › count")  # noqa: RUF001 - as shown
    assert fact.text() == "steps.find_client.count"


def test_what_was_sent_to_a_system_has_no_path_and_is_not_dragged(
    panel: DataPanel, bench: Workbench, qtbot: QtBot
) -> None:
    select(qtbot, panel, bench, "find_client")
    index = find(panel.given, "What it was given", "name")
    assert not index.flags() & Qt.ItemFlag.ItemIsDragEnabled


def test_a_value_and_its_path_are_copied_by_keys_and_hidden_with_the_rest(
    panel: DataPanel, bench: Workbench, qtbot: QtBot
) -> None:
    clipboard = QGuiApplication.clipboard()
    select(qtbot, panel, bench, "finance_approval")
    find(panel.result, "by")
    panel.result.view.setFocus()
    with qtbot.waitSignal(panel.result.said):
        QTest.keyClick(panel.result.view, COPY, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "user:finance.controller"
    QTest.keyClick(panel.result.view, COPY, PATH)
    assert clipboard.text() == "steps.finance_approval.by"
    QTest.mouseClick(panel.heading.hiding, Qt.MouseButton.LeftButton)
    find(panel.result, "by")
    with qtbot.waitSignal(panel.result.said):
        panel.result.copy_value()
    assert clipboard.text() == "•••"
    panel.result.view.setCurrentIndex(QModelIndex())
    with qtbot.waitSignal(panel.result.said):
        panel.result.copy_value()
    assert "user:" not in clipboard.text()
    assert json.loads(clipboard.text())["outcome"] == "approved"
    assert "hidden" in panel.heading.note.text()


def test_how_a_person_looks_at_data_is_remembered(
    panel: DataPanel, bench: Workbench, qtbot: QtBot
) -> None:
    kept = Preferences()
    panel.use(kept)
    panel.heading.json.click()
    panel.heading.hiding.click()
    assert (kept.data_as_json, kept.data_masked) == (True, True)
    other = shown(qtbot, bench)
    other.use(kept)
    assert other.heading.json.isChecked()
    assert other.heading.masks


def test_words_are_found_anywhere_but_not_where_they_are_hidden(
    panel: DataPanel, bench: Workbench, qtbot: QtBot
) -> None:
    select(qtbot, panel, bench, "margin")
    panel.given.search.setText("fr9699")
    qtbot.waitUntil(lambda: panel.given.count.text() == "3 found")
    model = panel.given.view.model()
    assert model.index(0, 0).data().startswith("The case")
    panel.given.search.setText("no such words")
    words = "Nothing here has these words."
    qtbot.waitUntil(lambda: panel.given.empty.text() == words)
    select(qtbot, panel, bench, "finance_approval")
    panel.heading.hiding.click()
    panel.result.search.setText("finance.controller")
    qtbot.waitUntil(lambda: panel.result.empty.text() == words)
    assert panel.result.count.text() == "0 found"


def test_a_list_of_records_opens_as_a_table_and_leads_back(
    panel: DataPanel, bench: Workbench, qtbot: QtBot
) -> None:
    select(qtbot, panel, bench, "find_client")
    find(panel.result, "clients")
    QTest.keyClick(panel.result.view, Qt.Key.Key_Return)
    assert panel.result.is_grid
    assert panel.result.count.text() == "1 row"
    grid = panel.result.grid_model
    columns = [str(grid.headerData(at, Qt.Orientation.Horizontal)) for at in range(3)]
    assert columns == ["id", "code", "name"]
    right = grid.index(0, 0).data(Qt.ItemDataRole.TextAlignmentRole)
    assert right & Qt.AlignmentFlag.AlignRight
    panel.result.crumbs.chosen.emit(())
    assert not panel.result.is_grid


def test_each_item_of_a_loop_can_be_looked_at(qtbot: QtBot) -> None:
    inner = {**data("inner", "item.price * 10"), "parent": "all"}
    items = '[{"name": "Bolt", "price": 4}, {"name": "Nut", "price": 5}]'
    drawing = draw(
        ["start", each("all", items), inner, "end"],
        ["start>all", "all.each>inner", "all.done>end"],
    )
    bench = run_desk(drawing)
    show_run(bench, *events_of(drawing))
    panel = shown(qtbot, bench)
    select(qtbot, panel, bench, "inner")
    assert panel.heading.visits.currentText() == "Item 2: Nut"
    assert panel.seen.output == 50
    panel.heading.visits.setCurrentIndex(0)
    panel.heading.visits.activated.emit(0)
    qtbot.waitUntil(lambda: panel.seen.output == 40)
    assert dragged(panel.given, "The current item", "price").text() == "item.price"
    panel.heading.compare.click()
    qtbot.waitUntil(lambda: panel.compare.count.text() == "1 difference, 0 the same")
    assert panel.compare.model.index(0, 3).data() == "changed"
    panel.compare.visits.activated.emit(0)
    qtbot.waitUntil(lambda: "no difference" in panel.compare.empty.text())
    panel.show_visit("inner", 0)
    qtbot.waitUntil(lambda: panel.seen.visit == 0)


class KnowingHelper(StudioHelper):
    """Says that the hours of the case are about a person."""

    def schema_for(
        self, document: dict[str, Any], step: str, *, saving: bool = False
    ) -> InProcessReply:
        del document, step, saving
        hours = {"type": "object", "properties": {"hours": {PERSONAL: True}}}
        case = {"type": "object", "properties": {"margin": hours}}
        return InProcessReply(lambda: {"type": "object", "properties": {"data": case}}, 0)


def test_what_a_schema_marks_is_hidden_also_where_no_name_tells(
    panel: DataPanel, bench: Workbench, qtbot: QtBot
) -> None:
    helper: Any = KnowingHelper()
    bench.services = replace(bench.services, helper=helper)
    panel.heading.hiding.click()
    select(qtbot, panel, bench, "approval_policy")

    def hours() -> object:
        return find(panel.given, "The case", "margin", "hours").siblingAtColumn(1).data()

    qtbot.waitUntil(lambda: hours() == "•••")
    panel.heading.compare.click()
    panel.compare.what.setCurrentIndex(2)
    panel.compare.what.activated.emit(2)
    panel.compare.only.setChecked(False)
    model = panel.compare.model

    def compared() -> list[object]:
        titles = {row: str(model.index(row, 0).data()) for row in range(model.rowCount())}
        return [
            model.index(row, 1).data() for row, title in titles.items() if title.endswith("hours")
        ]

    qtbot.waitUntil(lambda: len(compared()) == 1)
    assert compared() == ["•••"]


def test_two_steps_are_compared_word_by_word(
    panel: DataPanel, bench: Workbench, qtbot: QtBot
) -> None:
    select(qtbot, panel, bench, "legal_approval")
    panel.heading.compare.click()
    step = panel.compare.step
    listed = [step.itemData(at) for at in range(step.count())]
    drawn = [name for name in in_order(bench.document.model) if name in listed]
    assert listed == drawn, "steps are chosen from a list in the order of the drawing"
    at = panel.compare.step.findData("finance_approval")
    panel.compare.step.setCurrentIndex(at)
    panel.compare.step.activated.emit(at)
    model = panel.compare.model
    qtbot.waitUntil(lambda: model.rowCount() == 2)
    row = [str(model.index(0, column).data()) for column in range(4)]
    assert row == ["by", "user:legal.counsel", "user:finance.controller", "changed"]
    panel.compare.closed.emit()
    qtbot.waitUntil(lambda: panel.stack.currentWidget() is panel.sides)


def test_an_output_is_kept_as_test_data_and_pinned(
    panel: DataPanel, bench: Workbench, qtbot: QtBot
) -> None:
    select(qtbot, panel, bench, "find_client")
    panel.samples.keep_output()
    dialog = panel.findChild(SampleDialog)
    assert dialog is not None
    dialog.name.setText("")
    assert not dialog.save.isEnabled()
    dialog.name.setText("one client")
    dialog.text.setPlainText('{"clients": [}')
    assert "Line 1" in dialog.wrong.text()
    dialog.text.setPlainText('{"clients": [], "count": 0}')
    dialog.save.click()
    kept = samples.pinned(bench.draft.model, "find_client")
    assert kept == Sample("one client", {"clients": [], "count": 0})
    assert panel.samples.source.currentText() == "Test data “one client” · pinned"
    assert panel.result.count.text() == "2 fields"
    panel.samples.pin("")
    assert samples.pinned(bench.draft.model, "find_client") is None
    bench.draft.undo()
    qtbot.waitUntil(lambda: panel.samples.button.text().strip() == "Pinned")


def test_what_a_run_never_replaces_takes_no_test_data(
    panel: DataPanel, bench: Workbench, qtbot: QtBot
) -> None:
    select(qtbot, panel, bench, "both_approved")
    assert not panel.samples.button.isEnabled()
    assert "never" in panel.samples.button.toolTip()
    select(qtbot, panel, bench, "find_client")
    assert panel.samples.button.isEnabled()


def test_test_data_are_seen_without_a_run(qtbot: QtBot) -> None:
    bench = run_desk(signed_sow())
    step = Sample("rejected", {"outcome": "rejected"}, "rejected")
    bench.document.do(samples.keep_sample(bench.document.model, "finance_approval", step))
    panel = shown(qtbot, bench)
    select(qtbot, panel, bench, "finance_approval")
    assert panel.stack.currentWidget() is panel.sides
    assert panel.result.view.model().index(0, 1).data() == "rejected"
    assert "F5" in panel.given.empty.text()


def test_the_data_of_a_run_that_stands_still_are_changed(qtbot: QtBot) -> None:
    drawing = draw(
        ["start", {**data("sum", "1"), "saves": {"total": "output"}}, data("next", "2"), "end"],
        ["start>sum", "sum>next", "next>end"],
    )
    bench = run_desk(drawing)
    show_run(bench, *events_of(drawing, stands=True, stops=("next",)))
    panel = shown(qtbot, bench)
    qtbot.waitUntil(lambda: panel.seen.step == "next")
    assert panel.heading.edit.isVisible()
    panel.heading.hiding.click()
    assert not panel.heading.edit.isEnabled()
    panel.heading.hiding.click()
    panel.heading.edit.click()
    dialog = panel.findChild(ValueDialog)
    assert dialog is not None
    assert dialog.form is not None
    dialog.form.set_value({"total": 12})
    dialog.take.click()
    do, asked = engine_of(bench).asked[-1]
    assert (do, asked["data"]) == ("edit_data", {"total": 12})

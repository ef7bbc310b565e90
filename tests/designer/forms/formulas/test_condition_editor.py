"""Tests what a person can say with the rows of a condition, and that no text is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QPushButton

from designer.assets.theme import LIGHT
from designer.forms.context import FormContext
from designer.forms.formulas.condition import ConditionEditor
from designer.forms.formulas.condition_rows import GroupBox, RowBox
from designer.forms.formulas.field_picker import FieldPicker
from tests.helpers.designer_case import SCHEMA

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from runtime.definition.json_value import JsonValue


@pytest.fixture
def editor(qtbot: QtBot, context: FormContext) -> ConditionEditor:
    made = ConditionEditor({}, context)
    qtbot.addWidget(made)
    made.resize(340, 300)
    made.show()
    return made


def rows(editor: ConditionEditor) -> list[RowBox]:
    """Return the rows that are shown."""
    assert editor.rows is not None
    return [part for part in editor.rows.parts() if isinstance(part, RowBox)]


def choose(box: QComboBox, words: str) -> None:
    """Choose a line of a combo box as a person does."""
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def test_a_row_becomes_a_condition(qtbot: QtBot, editor: ConditionEditor) -> None:
    heard: list[JsonValue] = []
    editor.edited.connect(heard.append)
    row = rows(editor)[0]
    row.picker.open()
    tree = row.picker.tree()
    assert tree is not None
    tree.search.setText("contract")
    tree.select(("data", "deal", "amount"))
    QTest.keyClick(tree.view, Qt.Key.Key_Return)
    choose(row.operator, "is at least")
    line = row.value_input.findChild(QLineEdit)
    assert line is not None
    QTest.keyClicks(line, "150000")
    assert editor.value() == "data.deal.amount >= 150000"
    assert heard[-1] == editor.value()
    qtbot.waitUntil(lambda: "yes for the recorded case: SOW-1042" in editor.told())


def test_a_readable_condition_is_shown_as_rows(editor: ConditionEditor) -> None:
    text = 'data.deal.amount > 10 and (data.deal.region = "EMEA" or data.deal.urgent)'
    editor.set_value(text)
    assert editor.rows is not None
    outer = editor.rows.parts()
    assert isinstance(outer[1], GroupBox)
    assert editor.value() == text


def test_another_formula_stays_a_formula(editor: ConditionEditor) -> None:
    heard: list[JsonValue] = []
    editor.edited.connect(heard.append)
    text = "$sum(data.lines.price) > 100 /* net */"
    editor.set_value(text)
    assert editor.rows is None
    editor.switch()
    assert editor.rows is None
    assert editor.value() == text
    assert heard == []


def test_switching_forth_and_back_changes_nothing(editor: ConditionEditor) -> None:
    heard: list[JsonValue] = []
    editor.edited.connect(heard.append)
    text = "3   < data.deal.amount"
    editor.set_value(text)
    editor.switch()
    assert editor.box.text() == text
    editor.switch()
    assert editor.rows is not None
    assert editor.value() == text
    assert heard == []


def test_a_value_is_entered_as_its_field_demands(editor: ConditionEditor) -> None:
    editor.set_value("data.deal.region = 'EMEA' and data.deal.signed > '2026-11-01'")
    region, signed = rows(editor)
    choice = region.value_input.findChild(QComboBox)
    assert choice is not None
    choose(choice, "APAC")
    date = signed.value_input.findChild(QDateEdit)
    assert date is not None
    date.setDate(date.date().addDays(1))
    assert editor.value() == 'data.deal.region = "APAC" and data.deal.signed > "2026-11-02"'


def test_a_field_is_compared_with_another_field(editor: ConditionEditor) -> None:
    editor.set_value("steps.check_margin.margin < settings.floor")
    (row,) = rows(editor)
    assert row.picker.accessibleName() == "Field: Check margin \u203a margin"
    other = row.value_input.findChild(FieldPicker)
    assert other is not None
    assert other.accessibleName() == "Field: Settings \u203a Margin floor"


def test_no_number_is_no_value(editor: ConditionEditor) -> None:
    editor.set_value("data.deal.amount > 3")
    line = rows(editor)[0].value_input.findChild(QLineEdit)
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "many")
    assert line.property("wrong")
    assert editor.value() is None
    assert len(rows(editor)) == 1
    editor.set_value(None)
    assert rows(editor)[0].row().path == ("data", "deal", "amount")


def test_rows_are_added_and_taken_out(editor: ConditionEditor) -> None:
    editor.set_value("data.deal.urgent")
    assert editor.rows is not None
    editor.rows.add_row()
    editor.rows.add_group()
    assert len(editor.rows.parts()) == 3
    assert editor.value() == "data.deal.urgent"
    rows(editor)[0].removed.emit()
    assert editor.value() is None


@pytest.mark.parametrize("value", [5, ["a"], "((", "x" * 10_000, 'a = "<b>"'])
def test_any_value_is_shown_and_kept(editor: ConditionEditor, value: JsonValue) -> None:
    editor.set_value(value)
    assert editor.value() == value


def test_fields_that_become_known_later_can_be_chosen(qtbot: QtBot) -> None:
    """What formulas see is worked out elsewhere: the form is there sooner."""
    context = FormContext(LIGHT)
    editor = ConditionEditor({}, context)
    qtbot.addWidget(editor)
    editor.set_value("data.deal.amount > 5")
    row = rows(editor)[0]
    assert row.picker.path() == ("data", "deal", "amount")
    row.picker.open()
    tree = row.picker.tree()
    assert tree is not None
    assert not tree.model.count()
    context.learn(SCHEMA)
    assert tree.model.count()
    tree.select(("data", "deal", "amount"))
    QTest.keyClick(tree.view, Qt.Key.Key_Return)
    assert "contains" not in [row.operator.itemText(at) for at in range(row.operator.count())]
    assert editor.value() == "data.deal.amount > 5"


def test_the_two_links_below_the_rows_do_not_read_as_one(editor: ConditionEditor) -> None:
    links = {b.text(): b.geometry() for b in editor.findChildren(QPushButton) if b.isVisible()}
    assert links["Add a group"].left() - links["Add a condition"].right() >= 10

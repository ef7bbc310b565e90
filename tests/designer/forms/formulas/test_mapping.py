"""Tests what a person sees and keeps while saying which field fills which."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from designer.forms.formulas.dragged import Dragged
from designer.forms.formulas.mapping import MappingEditor
from designer.forms.formulas.mapping_dialog import MappingDialog, paths_in
from designer.forms.formulas.mapping_row import MappingRow
from designer.forms.formulas.targets import pasted
from tests.helpers.designer_operations import create_project

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject, JsonValue


@pytest.fixture
def calling(context: FormContext) -> FormContext:
    """The context of a step for which a connection and an operation are chosen."""
    context.connections = {"erp": ("ERP", "some_erp")}
    context.operations = lambda name: (create_project(),) if name == "erp" else ()
    context.companions = {"a": "erp", "b": "create_project"}
    return context


def made(qtbot: QtBot, context: FormContext) -> MappingEditor:
    """Return an editor on a window."""
    editor = MappingEditor({}, context)
    qtbot.addWidget(editor)
    editor.resize(360, 400)
    editor.show()
    return editor


def heard_by(editor: MappingEditor) -> list[JsonValue]:
    """Return the list in which all edits will stand."""
    heard: list[JsonValue] = []
    editor.edited.connect(heard.append)
    return heard


def missing(editor: MappingEditor) -> str:
    """Return what the editor says is not filled."""
    return editor.missing()


def test_required_targets_that_nothing_fills_stand_on_top(
    qtbot: QtBot, calling: FormContext
) -> None:
    editor = made(qtbot, calling)
    editor.set_value({"note": '"hi"', "region": "data.deal.region"})
    assert missing(editor) == "2 required fields are not filled: Contract value, Client <b>name</b>"
    assert [row.name() for row in editor.rows()] == ["amount", "client", "note", "region"]


def test_map_by_name_fills_what_is_called_alike(qtbot: QtBot, calling: FormContext) -> None:
    editor = made(qtbot, calling)
    heard = heard_by(editor)
    assert editor.map_by_name() == 2
    assert heard == [{"amount": "data.deal.amount", "region": "data.deal.region"}]
    assert missing(editor) == "1 required field is not filled: Client <b>name</b>"
    assert editor.map_by_name() == 0


def test_map_by_name_takes_nothing_out_of_an_earlier_answer(
    qtbot: QtBot, calling: FormContext
) -> None:
    """Each system's answers have an id and a note: a name alone does not tell that it is meant."""
    note: JsonObject = {"type": "string", "title": "Note"}
    answer: JsonObject = {"title": "Find it", "type": "object", "properties": {"note": note}}
    known = cast("JsonObject", calling.schema["properties"])
    seen: JsonObject = {"type": "object", "properties": {"find": answer}}
    calling.schema = {"type": "object", "properties": {**known, "steps": seen}}
    editor = made(qtbot, calling)
    editor.map_by_name()
    assert "steps.find" not in str(editor.value())


def test_a_line_shows_what_its_formula_gives(qtbot: QtBot, calling: FormContext) -> None:
    editor = made(qtbot, calling)
    editor.set_value({"amount": "data.deal.amount * 2"})
    row = editor.row("amount")
    assert row is not None
    qtbot.waitUntil(lambda: row.told() == "= 368,000")


def test_a_field_dropped_beside_the_lines_makes_a_new_one(
    qtbot: QtBot, context: FormContext
) -> None:
    editor = made(qtbot, context)
    editor.set_value({"margin": "1"})
    heard = heard_by(editor)
    editor.take_field(Dragged(("steps", "check_margin", "margin")))
    assert heard == [{"margin": "1", "margin_2": "steps.check_margin.margin"}]


def test_lines_are_named_written_and_taken_out(qtbot: QtBot, context: FormContext) -> None:
    editor = made(qtbot, context)
    heard = heard_by(editor)
    (row,) = editor.rows()
    assert row.name_edit is not None
    QTest.keyClicks(row.name_edit, "fee")
    QTest.keyClicks(row.box, "1+2")
    assert heard[-1] == {"fee": "1+2"}
    row.removed.emit()
    assert heard[-1] is None


def test_two_pasted_columns_become_lines(qtbot: QtBot, context: FormContext) -> None:
    editor = made(qtbot, context)
    (row,) = editor.rows()
    assert row.name_edit is not None
    QGuiApplication.clipboard().setText("client\tdata.contact\nfee\t$sum(data.lines.price)\n")
    QTest.keyClick(row.name_edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert editor.value() == {"client": "data.contact", "fee": "$sum(data.lines.price)"}
    assert len(editor.rows()) == 2


def test_text_that_is_no_table_is_not_taken_for_lines() -> None:
    assert pasted("one line") == []
    assert pasted("a\tb\nno tab") == []
    assert pasted("\n") == []


def test_two_lines_of_one_name_are_told_and_the_first_counts(
    qtbot: QtBot, context: FormContext
) -> None:
    editor = made(qtbot, context)
    editor.set_value({"fee": "1"})
    row = editor.add_line()
    assert row.name_edit is not None
    QTest.keyClicks(row.name_edit, "fee")
    QTest.keyClicks(row.box, "2")
    assert editor.value() == {"fee": "1"}
    assert "fee" in editor.own_problem()


@pytest.mark.parametrize("value", [5, "text", ["a"], {"a": 5, "<b>": None, "c": {"d": []}}])
def test_any_value_is_kept_until_it_is_edited(
    qtbot: QtBot, context: FormContext, value: JsonValue
) -> None:
    editor = made(qtbot, context)
    heard = heard_by(editor)
    editor.set_value(value)
    assert editor.value() == value
    assert heard == []
    assert bool(editor.own_problem()) is not isinstance(value, dict)


def test_a_line_that_is_not_touched_keeps_its_odd_value(qtbot: QtBot, context: FormContext) -> None:
    editor = made(qtbot, context)
    editor.set_value({"a": 5, "b": "1"})
    row = editor.row("b")
    assert row is not None
    QTest.keyClicks(row.box, "2")
    assert editor.value() == {"a": 5, "b": "21"}


def test_a_problem_is_shown_at_its_line(qtbot: QtBot, context: FormContext) -> None:
    editor = made(qtbot, context)
    editor.set_value({"fee": "data.deel", "other": "1"})
    rest = editor.set_problems_inside({"fee": [("No such field.", 5)], "": [("Too few.", None)]})
    assert rest == ["Too few."]
    row = editor.row("fee")
    assert row is not None
    assert "No such field." in row.told()
    assert row.box.wrong_at() == 5
    assert editor.set_problems_inside({}) == []
    assert "No such field." not in row.told()


def test_another_operation_asks_for_other_fields(qtbot: QtBot, calling: FormContext) -> None:
    calling.companions = {}
    editor = made(qtbot, calling)
    assert missing(editor) == ""
    calling.companions = {"x": "erp", "y": "create_project"}
    editor.set_companions(calling.companions)
    assert "Contract value" in missing(editor)


def test_the_wide_view_draws_a_line_from_each_field_that_is_read(
    qtbot: QtBot, calling: FormContext
) -> None:
    value: JsonValue = {"amount": "data.deal.amount + settings.floor", "client": '"x"'}
    dialog = MappingDialog({}, calling, value)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.tree.select(("data", "deal", "amount"))
    lines = dialog.wires.lines()
    assert [strong for _, _, strong in lines] == [True, False]
    assert lines[0][0].y() != lines[1][0].y()


def test_a_line_ends_in_the_middle_of_the_name_also_beside_a_long_formula(
    qtbot: QtBot, context: FormContext
) -> None:
    """It seemed to lead between two targets."""
    dialog = MappingDialog({}, context, {"sum": "data.deal.amount +\n1 +\n2 +\n3"})
    qtbot.addWidget(dialog)
    dialog.show()
    row = dialog.editor.rows()[0]
    assert row.name_edit is not None
    qtbot.waitUntil(lambda: row.name_edit is not None and row.box.height() > row.name_edit.height())
    (_, end, _) = dialog.wires.lines()[0]
    place = dialog.wires.mapToGlobal(end.toPoint())
    name = row.name_edit.mapFromGlobal(place)
    assert name.y() == row.name_edit.height() // 2


def test_the_keyboard_fills_a_target_in_the_wide_view(qtbot: QtBot, calling: FormContext) -> None:
    dialog = MappingDialog({}, calling, None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.tree.select(("data", "deal", "amount"))
    QTest.keyClick(dialog.tree.view, Qt.Key.Key_Return)
    assert dialog.value() == {"amount": "data.deal.amount"}


def test_what_the_wide_view_made_is_taken_over_once(qtbot: QtBot, calling: FormContext) -> None:
    editor = made(qtbot, calling)
    heard = heard_by(editor)
    editor.widen()
    dialog = editor.findChild(MappingDialog)
    assert dialog is not None
    dialog.editor.map_by_name()
    dialog.accept()
    assert heard == [{"amount": "data.deal.amount", "region": "data.deal.region"}]


def test_paths_of_unreadable_and_endless_formulas_are_none() -> None:
    assert paths_in("((") == ()
    assert paths_in("a." * 5_000) == ()
    assert paths_in("a.b + a.b") == (("a", "b"),)


def test_no_word_of_a_formula_is_broken_where_there_is_room_below_its_name(
    qtbot: QtBot, context: FormContext
) -> None:
    """Of “discount_percent” in two lines nobody knows whether it is one field."""
    editor = made(qtbot, context)
    editor.set_value({"Short": "data.a", "Discount %": "data.margin.discount_percent"})
    boxes = {row.name(): row.box for row in editor.findChildren(MappingRow)}
    short, long = boxes["Short"], boxes["Discount %"]

    def is_whole() -> bool:
        lines = long.document().firstBlock().layout().lineCount()
        is_below = long.y() > 0 and short.y() == 0
        return is_below and lines == 1 and long.width() >= long.longest_word()

    qtbot.waitUntil(is_whole)
    editor.resize(900, 400)
    qtbot.waitUntil(lambda: long.y() == 0)

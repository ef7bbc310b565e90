"""Tests what a person sees and keeps while typing a formula."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QTableWidget

from designer.assets.theme import LIGHT
from designer.forms.context import FormContext
from designer.forms.formulas.dragged import Dragged, packed
from designer.forms.formulas.expression import ExpressionEditor
from tests.helpers.designer_helper import InProcessHelper
from tests.helpers.forms import drop_field
from tests.helpers.stall_watch import hold

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from runtime.definition.json_value import JsonValue


@pytest.fixture
def editor(qtbot: QtBot, context: FormContext) -> ExpressionEditor:
    made = ExpressionEditor({}, context)
    qtbot.addWidget(made)
    made.resize(340, 200)
    made.show()
    made.box.setFocus()
    return made


def shown(editor: ExpressionEditor) -> str:
    """Return the words under the box."""
    return editor.told()


def test_a_person_sees_what_a_formula_gives_for_each_recorded_case(
    qtbot: QtBot, editor: ExpressionEditor
) -> None:
    QTest.keyClicks(editor.box, "data.deal.amount > 1000")
    qtbot.waitUntil(lambda: "SOW-1043" in shown(editor))
    assert "yes for the recorded case: SOW-1042" in shown(editor)
    assert "no for the recorded case: SOW-1043" in shown(editor)
    assert "deal amount is more than 1000" in shown(editor)


def test_typing_tells_the_form_and_setting_a_value_does_not(editor: ExpressionEditor) -> None:
    heard: list[JsonValue] = []
    editor.edited.connect(heard.append)
    editor.set_value("data.deal")
    assert heard == []
    QTest.keyClicks(editor.box, "s")
    editor.box.selectAll()
    QTest.keyClick(editor.box, Qt.Key.Key_Delete)
    assert heard == ["sdata.deal", None]


def test_setting_the_same_formula_keeps_the_cursor(editor: ExpressionEditor) -> None:
    editor.set_value("data.deal.amount")
    cursor = editor.box.textCursor()
    cursor.setPosition(4)
    editor.box.setTextCursor(cursor)
    editor.set_value("data.deal.amount")
    assert editor.box.textCursor().position() == 4


@pytest.mark.parametrize("value", [5, True, {"a": [1, None]}, ["x"], "a\u00a0b", "\U0001f600 & a"])
def test_a_value_of_a_wrong_form_is_shown_and_kept(
    editor: ExpressionEditor, value: JsonValue
) -> None:
    editor.set_value(value)
    assert editor.value() == value
    assert editor.box.toPlainText()


def test_only_the_newest_formula_is_answered(qtbot: QtBot) -> None:
    slow = InProcessHelper(delay=120)
    samples: tuple[tuple[str, dict[str, Any]], ...] = (("one", {"a": 1}),)
    editor = ExpressionEditor({}, FormContext(LIGHT, {}, samples, helper=slow))
    qtbot.addWidget(editor)
    editor.set_value("a + 1")
    qtbot.waitUntil(lambda: len(slow.replies) == 2)
    editor.set_value("a + 41")
    qtbot.waitUntil(lambda: "42 for" in shown(editor))
    assert [reply.cancelled for reply in slow.replies] == [True, True, False, False]


def test_a_formula_that_cannot_be_read_is_underlined_where_it_is_wrong(
    qtbot: QtBot, editor: ExpressionEditor
) -> None:
    QTest.keyClicks(editor.box, "data.deal.amount > > 3")
    qtbot.waitUntil(lambda: editor.box.wrong_at() == 19)
    assert "cannot be read" in shown(editor)
    assert len(editor.box.extraSelections()) == 1
    QTest.keyClick(editor.box, Qt.Key.Key_Backspace)
    assert editor.box.wrong_at() is None


def test_a_problem_found_by_the_check_is_underlined_until_it_is_mended(
    editor: ExpressionEditor,
) -> None:
    editor.set_value("data.deel.amount")
    sentence = "The case has no field <b>deel</b>."
    editor.set_problems([sentence], {sentence: 5})
    assert editor.box.wrong_at() == 5
    editor.set_problems([], {})
    assert editor.box.wrong_at() is None


def test_earlier_outputs_are_offered_by_the_name_of_their_step(editor: ExpressionEditor) -> None:
    QTest.keyClicks(editor.box, "margin")
    found = {each.label: each.text for each in editor.box.suggestions()}
    assert found["Check margin \u203a margin"] == "steps.check_margin.margin"
    assert next(iter(found)) == "Check margin \u203a margin"
    QTest.keyClick(editor.box, Qt.Key.Key_Tab)
    assert editor.value() == "steps.check_margin.margin"
    assert not editor.box.suggestions()


def test_a_spreadsheet_name_finds_the_function(editor: ExpressionEditor) -> None:
    QTest.keyClicks(editor.box, "vlook")
    assert editor.box.suggestions()[0].text == "$lookup()"
    QTest.keyClick(editor.box, Qt.Key.Key_Return)
    assert editor.value() == "$lookup()"
    assert editor.box.textCursor().position() == len("$lookup(")


def test_fields_behind_a_dot_are_offered(editor: ExpressionEditor) -> None:
    QTest.keyClicks(editor.box, "data.deal.")
    labels = [each.label for each in editor.box.suggestions()]
    assert labels[:2] == ["Deal \u203a Contract value", "Deal \u203a Payment terms"]
    QTest.keyClick(editor.box, Qt.Key.Key_Down)
    QTest.keyClick(editor.box, Qt.Key.Key_Return)
    assert editor.value() == "data.deal.terms"


def test_fields_of_an_item_inside_brackets_come_from_the_helper(
    qtbot: QtBot, editor: ExpressionEditor
) -> None:
    QTest.keyClicks(editor.box, "data.lines[pri")
    qtbot.waitUntil(lambda: "price" in [each.text for each in editor.box.suggestions()])


def test_escape_closes_the_list_and_keeps_what_was_typed(editor: ExpressionEditor) -> None:
    QTest.keyClicks(editor.box, "mar")
    QTest.keyClick(editor.box, Qt.Key.Key_Escape)
    assert not editor.box.suggestions()
    assert editor.value() == "mar"


def test_a_dropped_field_puts_its_reference_in(editor: ExpressionEditor) -> None:
    editor.set_value("1 +")
    cursor = editor.box.textCursor()
    cursor.setPosition(3)
    editor.box.setTextCursor(cursor)
    data = packed(Dragged(("data", "Deal Amount"), "Amount", "", 3))
    assert editor.box.canInsertFromMimeData(data)
    editor.box.insertFromMimeData(data)
    assert editor.value() == "1 +data.`Deal Amount`"


@pytest.mark.parametrize(
    ("formula", "at", "then"),
    [
        ("", 0, "data.fee"),
        ("data.amount", 4, "data.fee"),
        ("data.`Deal Amount` ", 9, "data.fee"),
        ("1 + ", 4, "1 + data.fee"),
        ("$sum()", 5, "$sum(data.fee)"),
    ],
)
def test_a_field_that_is_dropped_on_a_formula_leaves_a_formula(
    editor: ExpressionEditor, formula: str, at: int, then: str
) -> None:
    """Else what was right is wrong after a drag, and only a programmer sees why."""
    editor.set_value(formula)
    drop_field(editor.box, "data.fee", at)
    assert editor.value() == then


@pytest.mark.parametrize(
    ("choice", "then"),
    [("Replace the formula", "data.fee"), ("Add it here", "data.amount data.fee * 2")],
)
def test_where_a_dropped_field_is_one_too_many_the_person_says(
    editor: ExpressionEditor, qtbot: QtBot, choice: str, then: str
) -> None:
    editor.set_value("data.amount * 2")
    drop_field(editor.box, "data.fee", 9)
    assert editor.value() == "data.amount * 2", "nothing is broken before they said it"
    qtbot.waitUntil(lambda: editor.box.findChild(QMenu) is not None)
    menu = editor.box.findChild(QMenu)
    assert menu is not None
    next(each for each in menu.actions() if each.text() == choice).trigger()
    menu.close()
    assert editor.value() == then


def test_the_box_grows_with_its_lines_up_to_six(editor: ExpressionEditor) -> None:
    one = editor.box.height()
    editor.set_value("\n".join("123456"))
    six = editor.box.height()
    editor.set_value("\n" * 40)
    assert one < six == editor.box.height()


def test_the_parts_of_a_formula_have_their_colours(editor: ExpressionEditor) -> None:
    editor.set_value('$sum(x) /* over\ntwo lines */ & "\U0001f600" & y')
    first, second = editor.box.document().begin(), editor.box.document().begin().next()
    assert [(part.start, part.length) for part in first.layout().formats()][:1] == [(0, 4)]
    assert [part.start for part in second.layout().formats()] == [0, 15, 22]
    QTest.keyClicks(editor.box, "x")
    assert next(part.start for part in first.layout().formats()) == 0


def test_a_list_is_shown_as_a_table(qtbot: QtBot, editor: ExpressionEditor) -> None:
    editor.set_value("data.lines")
    qtbot.waitUntil(lambda: editor.findChild(QTableWidget) is not None)
    table = editor.findChild(QTableWidget)
    assert table is not None
    assert (table.rowCount(), table.columnCount()) == (2, 2)
    assert table.model().index(1, 1).data() == "99"


def test_without_a_helper_a_formula_is_typed_and_completed(
    qtbot: QtBot, alone: FormContext
) -> None:
    editor = ExpressionEditor({}, alone)
    qtbot.addWidget(editor)
    editor.show()
    editor.box.setFocus()
    QTest.keyClicks(editor.box, "contract")
    QTest.keyClick(editor.box, Qt.Key.Key_Return)
    assert editor.value() == "data.deal.amount"


def test_a_hostile_value_is_shown_as_it_is(qtbot: QtBot, editor: ExpressionEditor) -> None:
    editor.set_value('"<img src=x><b>bold</b>"')
    qtbot.waitUntil(lambda: "<b>bold</b>" in shown(editor))


@pytest.mark.parametrize(
    "text", ['"', "'", "`", "/*", '{"a": "', "((((", "\ud800", "a\x00b", "$" * 50]
)
def test_half_typed_text_never_breaks_the_box(editor: ExpressionEditor, text: str) -> None:
    editor.set_value(text)
    editor.box.suggest()
    assert editor.value() == text


@pytest.mark.parametrize("emoji", ["", "\U0001f600\U0001f600"])
def test_the_place_of_an_error_is_right_behind_unusual_characters(
    editor: ExpressionEditor, emoji: str
) -> None:
    editor.set_value(f'"{emoji}" & wrong')
    editor.set_problems(["No."], {"No.": len(emoji) + 5})
    assert editor.box.marked_text() == "wrong"


@pytest.mark.timing
def test_a_formula_of_ten_thousand_characters_stays_editable(editor: ExpressionEditor) -> None:
    text = "data.deal.amount > 100 and\n" * 370
    editor.set_value(text)
    begin = time.thread_time()
    QTest.keyClicks(editor.box, "xyz")
    hold(time.thread_time() - begin, 1)
    assert editor.value() == f"xyz{text}"

"""Tests what a person sees and keeps while writing text with fields in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.forms.formulas.dragged import Dragged, packed
from designer.forms.formulas.text import TextEditor, formula_around, text_spans
from tests.helpers.forms import drop_field

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.forms.context import FormContext


@pytest.fixture
def editor(qtbot: QtBot, context: FormContext) -> TextEditor:
    made = TextEditor({}, context)
    qtbot.addWidget(made)
    made.resize(340, 200)
    made.show()
    made.box.setFocus()
    return made


def test_the_text_is_shown_as_the_recorded_case_fills_it(qtbot: QtBot, editor: TextEditor) -> None:
    editor.set_value("Approve {{ data.deal.amount }} in {{ data.deal.region }}")
    qtbot.waitUntil(lambda: "Approve 184000 in EMEA for the recorded case" in editor.told())


def test_plain_words_suggest_nothing_and_formulas_do(editor: TextEditor) -> None:
    QTest.keyClicks(editor.box, "margin ")
    assert not editor.box.suggestions()
    QTest.keyClicks(editor.box, "{{ margin")
    assert editor.box.suggestions()[0].text == "steps.check_margin.margin"
    QTest.keyClick(editor.box, Qt.Key.Key_Return)
    assert editor.value() == "margin {{ steps.check_margin.margin"


def test_a_dropped_field_becomes_a_formula_in_the_text(editor: TextEditor) -> None:
    editor.set_value("Hello ")
    editor.box.moveCursor(editor.box.textCursor().MoveOperation.End)
    editor.box.insertFromMimeData(packed(Dragged(("data", "contact"))))
    assert editor.value() == "Hello {{ data.contact }}"


def test_a_field_dropped_in_the_text_is_put_in_and_on_a_formula_replaces_it(
    editor: TextEditor,
) -> None:
    editor.set_value("Hello {{ data.contact }} and ")
    drop_field(editor.box, "data.boss", len(editor.box.text()))
    assert editor.value() == "Hello {{ data.contact }} and {{ data.boss }}"
    drop_field(editor.box, "data.name", 12)
    assert editor.value() == "Hello {{ data.name }} and {{ data.boss }}"


def test_a_field_is_put_in_by_the_button(editor: TextEditor) -> None:
    popup = editor.choose_field()
    popup.tree.select(("data", "deal", "terms"))
    QTest.keyClick(popup.tree.view, Qt.Key.Key_Return)
    assert editor.value() == "{{ data.deal.terms }}"


def test_every_character_of_a_formula_is_on_the_chip() -> None:
    text = "a {{ data.x & 'y' }} b {{ z }} {{ open"
    covered = [place for span in text_spans(text) for place in range(span.begin, span.end)]
    assert covered == [*range(2, 20), *range(23, 30)]


def test_the_formula_around_the_cursor_is_found() -> None:
    text = "a {{ b }} c {{ d"
    assert text[slice(*formula_around(text, 5))] == " b "
    assert formula_around(text, 10) == (0, -1)
    assert text[slice(*formula_around(text, len(text)))] == " d"

"""Editors of plain values show what stands there, keep what does not fit, and lose no digit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from tests.helpers.forms import editor, edits_of, type_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SCHEMAS: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "paragraph": {"type": "string", "format": "multiline"},
    "integer": {"type": "integer", "minimum": 1, "maximum": 9},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "nullable": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
    "money": {"type": "string", "x-baton-field": "money"},
    "price": {"type": "object", "x-baton-field": "money"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "duration": {"type": "string", "x-baton-field": "duration"},
    "few": {"enum": ["a", "b"]},
    "many": {"enum": ["a", "b", "c", "d", 5, None, True]},
    "list": {"type": "array", "items": {"type": "string"}},
    "objects": {
        "type": "array",
        "items": {"type": "object", "properties": {"a": {"type": "integer"}}},
    },
    "object": {"type": "object", "properties": {"a": {"type": "integer"}}},
    "named": {
        "type": "object",
        "additionalProperties": {"type": "object", "properties": {"a": {"type": "integer"}}},
    },
    "anything": {},
    "any": {"x-baton-field": "any"},
    "schedule": {"type": "string", "x-baton-field": "schedule"},
    "connection": {"type": "string", "x-baton-field": "connection"},
    "operation": {"type": "string", "x-baton-field": "operation"},
    "workflow": {"type": "string", "x-baton-field": "workflow"},
    "calendar": {"type": "string", "x-baton-field": "calendar"},
    "assignee": {"type": "string", "x-baton-field": "assignee"},
    "choices": {"type": "integer", "x-baton-field": "choices"},
    "inputs": {"type": "object", "x-baton-field": "mapping", "x-baton-inputs-of": "operation"},
    "of a newer Baton": {"type": "string", "x-baton-field": "hologram"},
}
ODD: list[Any] = [
    None,
    "",
    "x\ny",
    "12x",
    0,
    -3,
    10**30,
    1.5,
    True,
    [],
    [1, {"a": "b"}],
    {"b": [2]},
]


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_what_does_not_fit_is_shown_and_kept(name: str, value: Any, qtbot: QtBot) -> None:
    made = editor(SCHEMAS[name], qtbot)
    heard = edits_of(made)
    made.set_value(value)
    made.set_problems(["It is wrong."], {})
    made.set_problems([], {})
    assert made.value() == value
    assert type(made.value()) is type(value)
    assert heard == []


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("integer", "many", "whole number"),
        ("integer", 12, "most"),
        ("number", "1,5", "point"),
        ("boolean", "maybe", "neither"),
        ("money", 12.5, "1250.00"),
        ("day", "30.11.2026", "2026-11-30"),
        ("moment", "2026-11-30", "17:00"),
        ("duration", "soon", "business"),
        ("few", "c", "not among"),
        ("text", 5, "Text"),
        ("list", "a", "list"),
        ("object", [1], "Fields"),
        ("schedule", "now and then", "no schedule"),
    ],
)
def test_the_person_is_told_what_belongs_here(
    name: str, value: Any, says: str, qtbot: QtBot
) -> None:
    made = editor(SCHEMAS[name], qtbot)
    made.set_value(value)
    assert says in made.own_problem()


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("text", "Client C", "Client C"),
        ("integer", "7", 7),
        ("integer", "7x", "7x"),
        ("number", "12.5", 12.5),
        ("number", "1 250", 1250),
        ("money", "0.10", "0.10"),
        ("money", "100000000000000000000.01", "100000000000000000000.01"),
        ("day", "2026-11-30", "2026-11-30"),
        ("moment", "2026-11-30T17:00:00+01:00", "2026-11-30T17:00:00+01:00"),
        ("duration", "3", "P3BD"),
        ("any", "[1, 2]", [1, 2]),
        ("any", "plain", "plain"),
    ],
)
def test_what_is_typed_becomes_the_value(name: str, typed: str, value: Any, qtbot: QtBot) -> None:
    made = editor(SCHEMAS[name], qtbot)
    heard = edits_of(made)
    type_in(made.findChild(QLineEdit), typed)
    assert heard[-1] == value
    assert type(heard[-1]) is type(value)
    assert made.value() == value


def test_text_that_is_cleared_is_taken_out(qtbot: QtBot) -> None:
    made = editor(SCHEMAS["integer"], qtbot)
    made.set_value(5)
    heard = edits_of(made)
    made.findChild(QLineEdit).clear()
    type_in(made.findChild(QLineEdit), "1")
    assert heard == [1]
    made.findChild(QLineEdit).selectAll()
    type_in(made.findChild(QLineEdit), "\b")
    assert heard[-1] is None


def test_line_breaks_are_never_swallowed(qtbot: QtBot) -> None:
    made = editor(SCHEMAS["text"], qtbot)
    made.set_value("one\ntwo")
    area = made.findChild(QPlainTextEdit)
    assert area.toPlainText() == "one\ntwo"
    type_in(area, "x")
    assert made.value() == "xone\ntwo"


def test_the_cursor_stays_where_it_is_when_the_same_value_comes_back(qtbot: QtBot) -> None:
    made = editor(SCHEMAS["text"], qtbot)
    line = made.findChild(QLineEdit)
    type_in(line, "Client C")
    line.setCursorPosition(2)
    line.setSelection(1, 2)
    made.set_value("Client C")
    assert line.selectedText() == "li"


def test_a_tick_is_a_plain_yes_or_no(qtbot: QtBot) -> None:
    made = editor({"type": "boolean", "default": True}, qtbot)
    box = made.findChild(QCheckBox)
    assert box.isChecked()
    heard = edits_of(made)
    box.click()
    box.click()
    assert heard == [False, True]


def test_few_choices_stand_side_by_side_and_many_in_a_list(qtbot: QtBot) -> None:
    few = editor({**SCHEMAS["few"], "x-baton-titles": {"a": "Ask"}}, qtbot)
    assert [b.text() for b in few.findChildren(QPushButton)] == ["Ask", "B"]
    heard = edits_of(few)
    few.findChildren(QPushButton)[1].click()
    assert heard == ["b"]
    many = editor(SCHEMAS["many"], qtbot)
    box = many.findChild(QComboBox)
    many.set_value("c")
    assert box.currentText() == "C"
    many.set_value("zebra")
    assert "zebra" in box.currentText()


def test_a_choice_with_the_keyboard_is_not_drawn_as_the_main_button_of_a_dialog(
    qtbot: QtBot,
) -> None:
    """White words on white: one cannot read what one chooses."""
    few = editor(SCHEMAS["few"], qtbot)
    assert [b.autoDefault() for b in few.findChildren(QPushButton)] == [False, False]


@pytest.mark.parametrize(
    ("notation", "number", "unit"),
    [("P2BD", "2", "business days"), ("PT4H", "4", "hours"), ("PT30BM", "30", "business minutes")],
)
def test_a_duration_reads_as_number_and_unit(
    notation: str, number: str, unit: str, qtbot: QtBot
) -> None:
    made = editor(SCHEMAS["duration"], qtbot)
    made.set_value(notation)
    assert made.findChild(QLineEdit).text() == number
    assert made.findChild(QComboBox).currentText() == unit


def test_a_duration_of_several_parts_is_kept_and_edited_in_words(qtbot: QtBot) -> None:
    made = editor(SCHEMAS["duration"], qtbot)
    made.set_value("P1BDT4BH")
    line = made.findChild(QLineEdit)
    assert line.text() == "1 business day 4 business hours"
    line.selectAll()
    type_in(line, "2 business days 1 business hour")
    assert made.value() == "P2BDT1BH"


def test_a_moment_without_an_offset_gets_that_of_this_computer(qtbot: QtBot) -> None:
    made = editor(SCHEMAS["moment"], qtbot)
    type_in(made.findChild(QLineEdit), "2026-11-30 17:00")
    assert made.value().startswith("2026-11-30T17:00:00")
    assert made.own_problem() == ""

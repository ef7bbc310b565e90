"""Lists are edited item by item; no item is ever lost or changed by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from tests.helpers.forms import editor, edits_of, type_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WORDS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
WAYS: dict[str, Any] = {
    "type": "array",
    "items": {"$ref": "#/$defs/Way"},
    "$defs": {
        "Way": {
            "type": "object",
            "title": "Way",
            "required": ["port"],
            "properties": {"port": {"type": "string", "title": "Way"}, "n": {"type": "integer"}},
        }
    },
}


def test_an_item_is_edited_and_the_others_stay(qtbot: QtBot) -> None:
    made = editor(WAYS, qtbot)
    made.set_value([{"port": "a", "more": 1}, "no way at all", {"port": "c"}])
    heard = edits_of(made)
    line = next(each for each in made.findChildren(QLineEdit) if each.text() == "c")
    type_in(line, "d")
    assert heard[-1] == [{"port": "a", "more": 1}, "no way at all", {"port": "cd"}]


def test_a_new_item_has_what_must_be_there(qtbot: QtBot) -> None:
    made = editor(WAYS, qtbot)
    made.add_item()
    assert made.value() == [{"port": ""}]


def test_a_long_list_opens_fast_and_shows_the_rest_when_asked(qtbot: QtBot) -> None:
    made = editor(WORDS, qtbot)
    made.set_value([f"word {n}" for n in range(200)])
    assert len(made.findChildren(QLineEdit)) == 20
    made.focus_inside("[150]")
    assert len(made.findChildren(QLineEdit)) == 200
    assert len(made.value()) == 200


def test_a_problem_stands_at_its_item(qtbot: QtBot) -> None:
    made = editor(WAYS, qtbot)
    made.set_value([{"port": "a"}, {"port": "b"}])
    found = {"[1].port": [("It is taken.", None)], "[7].port": [("It is far away.", None)]}
    assert made.set_problems_inside(found) == ["It is far away."]
    shown = [label for label in made.findChildren(QLabel) if label.text() == "It is taken."]
    assert len(shown) == 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.text(max_size=5), max_size=8),
    steps=st.lists(st.tuples(st.sampled_from(["up", "down", "add", "gone"]), st.integers(0, 7))),
)
def test_moving_adding_and_removing_do_what_they_say(
    values: list[str], steps: list[tuple[str, int]], qtbot: QtBot
) -> None:
    made = editor(WORDS, qtbot)
    made.set_value(values)
    expected = list(values)
    for what, at in steps:
        if what == "add":
            made.add_item()
            expected.append("")
        elif at < len(expected):
            if what == "gone":
                made.remove_item(at)
                expected.pop(at)
            else:
                by = -1 if what == "up" else 1
                made.move_item(at, by)
                if 0 <= at + by < len(expected):
                    expected[at], expected[at + by] = expected[at + by], expected[at]
    assert (made.value() or []) == expected


def test_several_choices_are_ticked_and_what_is_none_of_them_is_kept(qtbot: QtBot) -> None:
    """Else a person picks each of ten countries from a list of its own."""
    schema: dict[str, Any] = {
        "type": "array",
        "uniqueItems": True,
        "title": "Countries",
        "items": {"type": "string", "enum": ["DE", "FR", "IT"]},
    }
    made = editor(schema, qtbot)
    heard = edits_of(made)
    made.set_value(["IT", "XX"])
    assert [box.isChecked() for box in made.boxes] == [False, False, True]
    assert "“XX” is not among the choices" in made.own_problem()
    made.show()
    made.setFocus()
    QTest.keyClick(made.boxes[0], Qt.Key.Key_Space)
    assert heard == [["DE", "IT", "XX"]]
    made.set_value("DE")
    assert "is none" in made.own_problem()
    assert made.value() == "DE"
    assert len(heard) == 1

"""A form shows every field of a kind, keeps what it does not understand, and tells of edits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from designer.assets.theme import LIGHT
from designer.forms.context import FormContext
from designer.forms.form import Form
from runtime import steps
from tests.helpers.forms import edits_of, type_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

EXAMPLES = sorted(Path(steps.__path__[0]).glob("*/examples/*.json"))


def steps_of(example: Path) -> list[tuple[str, dict[str, Any]]]:
    """Kind and params of each step of an example."""
    found = json.loads(example.read_text(encoding="utf-8"))
    if "workflow" not in found:
        return [(example.parts[-3], found["params"])]
    return [(node["kind"], node.get("params", {})) for node in found["workflow"]["nodes"]]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_looking_at_a_step_changes_nothing(example: Path, qtbot: QtBot) -> None:
    for kind, params in steps_of(example):
        form = Form(steps.kind(kind).params.model_json_schema(), FormContext(LIGHT))
        qtbot.addWidget(form)
        edits = edits_of(form)
        form.set_value(params)
        form.set_value({})
        form.set_value(params)
        assert form.value() == params
        assert edits == []


SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["title"],
    "properties": {
        "title": {"type": "string", "title": "Question", "description": "What is asked."},
        "due": {"type": "string", "title": "Due"},
        "remind": {"type": "string", "title": "Remind", "x-baton-when": {"due": [True]}},
        "mode": {"enum": ["one", "all"], "default": "one"},
        "limit": {"type": "integer", "x-baton-when": {"mode": ["all"]}},
        "rare": {"type": "integer", "x-baton-advanced": True, "minimum": 1},
        "client.id": {"type": "integer"},
    },
}


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form(SCHEMA, FormContext(LIGHT))
    qtbot.addWidget(made)
    made.resize(380, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def line(form: Form, name: str) -> QLineEdit:
    editor = form.editor(name)
    assert editor is not None
    found = editor.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def seen(form: Form, name: str) -> bool:
    row = form.row(name)
    return row is not None and not row.isHidden()


def written(form: Form) -> list[str]:
    return [each.text() for each in form.findChildren(QLabel) if each.isVisible()]


def test_a_field_that_must_be_filled_in_is_marked(form: Form) -> None:
    assert "Question *" in written(form)
    assert "Due" in written(form)


def test_fields_that_mean_nothing_are_hidden_and_filled_ones_never(form: Form) -> None:
    assert not seen(form, "remind")
    assert not seen(form, "limit")
    type_in(line(form, "due"), "x")
    assert seen(form, "remind")
    form.set_value({"remind": "y", "limit": 3})
    assert seen(form, "remind")
    assert seen(form, "limit")


def test_rare_settings_are_folded_away_until_one_is_wrong(form: Form) -> None:
    assert form.editor("rare") is None
    form.set_value({"rare": 9})
    assert form.value() == {"rare": 9}
    form.set_problems({"rare": [("It is too many.", None)]})
    assert form.editor("rare") is not None
    assert any("It is too many." in text for text in written(form))


def test_what_is_wrong_with_a_value_is_said_once(form: Form) -> None:
    """Else a person reads the same in the words of the field and in those of the checker."""
    form.set_value({"rare": 0})
    form.set_problems({"rare": [("Ask, “Rare”: it must be 1 or more.", None)]})
    said = [text for text in written(form) if "1" in text]
    assert len(said) == 1
    assert "Ask" not in said[0]


def test_an_emptied_field_is_taken_out_and_a_needed_one_is_kept(form: Form) -> None:
    form.set_value({"title": "a", "due": "b"})
    edits = edits_of(form)
    for name in ("title", "due"):
        line(form, name).selectAll()
        type_in(line(form, name), "\b")
    assert edits == [(("title",), ""), (("due",), None)]
    assert form.value() == {"title": ""}


def test_what_the_form_has_no_field_for_is_kept(form: Form) -> None:
    form.set_value({"title": "a", "of a newer Baton": [1]})
    type_in(line(form, "title"), "b")
    assert form.value() == {"title": "ab", "of a newer Baton": [1]}


def test_sentences_stand_under_their_field_and_go_again(form: Form) -> None:
    form.set_problems({"title": [("Say what is asked.", 2)], "nowhere": [("Odd.", None)]})
    assert "Say what is asked." in written(form)
    assert "Odd." in written(form)
    form.set_problems({})
    assert "Say what is asked." not in written(form)
    assert "Odd." not in written(form)


def test_the_cursor_stays_while_other_fields_change(form: Form) -> None:
    form.set_value({"title": "Approve"})
    box = line(form, "title")
    assert form.focus_field("title")
    box.setCursorPosition(3)
    form.set_value({"title": "Approve", "due": "x", "mode": "all"})
    assert box.hasFocus()
    assert box.cursorPosition() == 3


def test_a_problem_can_be_jumped_to_wherever_it_is(form: Form) -> None:
    assert form.focus_field("client.id")
    assert line(form, "client.id").hasFocus()
    assert form.focus_field("rare")
    assert line(form, "rare").hasFocus()
    assert not form.focus_field("gone")


def test_a_narrow_form_wraps_its_words_and_cuts_nothing(qtbot: QtBot) -> None:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {
            "long": {"type": "string", "title": "Word " * 30, "description": "Help " * 60},
            "who": {"type": "string", "x-baton-field": "assignee", "title": "Who"},
            "many": {"enum": ["x" * 80, "b", "c", "d"]},
        },
    }
    made = Form(schema, FormContext(LIGHT))
    qtbot.addWidget(made)
    made.set_value({"long": "x" * 500, "who": f'"role:{"y" * 90}"'})
    assert made.minimumSizeHint().width() <= 320


@pytest.mark.parametrize("kind", steps.names())
def test_whoever_cannot_see_is_told_what_every_field_is(kind: str, qtbot: QtBot) -> None:
    made = Form(steps.kind(kind).params.model_json_schema(), FormContext(LIGHT))
    qtbot.addWidget(made)
    for name in steps.kind(kind).params.model_fields:
        editor = made.editor(name)
        if editor is None:
            continue  # folded away
        assert editor.accessibleName()
        inner: QWidget | None = editor
        while inner is not None and inner.focusProxy() is not None:
            inner = inner.focusProxy()
        assert inner is not None
        assert inner.accessibleName() or inner.focusPolicy() is Qt.FocusPolicy.NoFocus, name


def test_a_reference_in_a_circle_does_not_hang_the_form(qtbot: QtBot) -> None:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {"a": {"$ref": "#/$defs/A"}, "tree": {"$ref": "#/$defs/Tree"}},
        "$defs": {
            "A": {"$ref": "#/$defs/B"},
            "B": {"$ref": "#/$defs/A"},
            "Tree": {
                "type": "object",
                "properties": {"leaves": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}},
            },
        },
    }
    made = Form(schema, FormContext(LIGHT))
    qtbot.addWidget(made)
    made.set_value({"a": 1, "tree": {"leaves": [{"leaves": []}]}})
    assert made.value()["a"] == 1

"""An operation's inputs are typed fields; each is a plain value or a formula, and none is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from connectors.connector import load, load_catalog
from designer.assets.theme import LIGHT
from designer.forms.basic.inputs import flat, literal
from designer.forms.context import FormContext
from designer.forms.form import Form
from tests.helpers.forms import edits_of, type_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "connection": {"type": "string", "x-baton-field": "connection"},
        "operation": {"type": "string", "x-baton-field": "operation"},
        "inputs": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "x-baton-field": "mapping",
            "x-baton-inputs-of": "operation",
        },
    },
}
SYSTEMS = {name: load(name).manifest.operations for name in load_catalog()}
HOME, NESTED = next(
    (home, operation)
    for home, operations in SYSTEMS.items()
    for operation in operations
    if any("." in name for name in flat(operation.input_schema))
)


def form_for(qtbot: QtBot) -> Form:
    context = FormContext(LIGHT, operations=lambda name: SYSTEMS.get(name, ()))
    made = Form(SCHEMA, context)
    qtbot.addWidget(made)
    return made


def test_every_operation_of_the_catalogue_has_a_form(qtbot: QtBot) -> None:
    made = form_for(qtbot)
    edits = edits_of(made)
    for system, operations in SYSTEMS.items():
        for operation in operations:
            names = list(flat(operation.input_schema))
            inputs: Any = {name: f"data.{name}" for name in names}
            made.set_value({"connection": system, "operation": operation.id, "inputs": inputs})
            editor: Any = made.editor("inputs")
            assert set(editor._inputs) == set(names)
            assert editor.value() == inputs
    assert edits == []


def test_fields_inside_an_object_stand_by_themselves(qtbot: QtBot) -> None:
    fields = flat(NESTED.input_schema)
    name = next(each for each in fields if "." in each)
    whole = name.partition(".")[0]
    made = form_for(qtbot)
    params: Any = {"connection": HOME, "operation": NESTED.id, "inputs": {whole: "data.whole"}}
    made.set_value(params)
    editor: Any = made.editor("inputs")
    assert whole in editor._inputs, "a formula for the whole object is shown"
    assert name not in editor._inputs, "its parts would contradict it"


def test_other_operations_keep_what_was_filled_in(qtbot: QtBot) -> None:
    made = form_for(qtbot)
    first, second = SYSTEMS[HOME][0].id, NESTED.id
    inputs: Any = {"of_the_first": "1"}
    made.set_value({"connection": HOME, "operation": first, "inputs": inputs})
    made.set_value({"connection": HOME, "operation": second, "inputs": inputs})
    editor = made.editor("inputs")
    assert editor is not None
    assert editor.value() == inputs


def test_a_plain_value_becomes_a_formula_and_comes_back(qtbot: QtBot) -> None:
    made = form_for(qtbot)
    name = next(n for n, (_, must) in flat(NESTED.input_schema).items() if must)
    made.set_value(
        {"connection": HOME, "operation": NESTED.id, "inputs": dict[str, Any]({name: '"C-7"'})}
    )
    edits = edits_of(made)
    editor: Any = made.editor("inputs")
    box = next(each for each in editor.findChildren(QLineEdit) if each.text() == "C-7")
    type_in(box, "8")
    assert edits[-1] == (("inputs",), {name: '"C-78"'})
    one = editor._inputs[name]
    switch = next(b for b in one.findChildren(QPushButton) if b.text() == "Use a formula")
    switch.click()
    assert one.formula() == '"C-78"'
    switch.click()
    assert any(each.text() == "C-78" for each in one.findChildren(QLineEdit))


def test_who_maps_by_name_before_the_fields_are_known_gets_them_filled_then(qtbot: QtBot) -> None:
    """A click that does nothing, because Baton was still reading the workflow, is a lost click."""
    made = form_for(qtbot)
    made.set_value({"connection": "tryton", "operation": "create_client"})
    edits = edits_of(made)
    editor: Any = made.editor("inputs")
    assert editor.map_by_name() == 0
    fields: Any = {"name": {"type": "string"}, "colour": {"type": "string"}}
    case: Any = {"type": "object", "properties": fields}
    made.context.learn({"type": "object", "properties": {"input": case}})
    assert edits == [(("inputs",), {"name": "input.name"})]
    made.context.learn({"type": "object", "properties": {"input": case}})
    assert len(edits) == 1


def test_a_problem_stands_at_its_input(qtbot: QtBot) -> None:
    made = form_for(qtbot)
    name = next(n for n, (_, must) in flat(NESTED.input_schema).items() if must)
    made.set_value(
        {"connection": HOME, "operation": NESTED.id, "inputs": dict[str, Any]({name: "oops("})}
    )
    made.set_problems({f"inputs.{name}": [("The bracket is not closed.", 5)]})
    editor: Any = made.editor("inputs")
    texts = [label.text() for label in editor._inputs[name].findChildren(QLabel)]
    assert "The bracket is not closed." in texts


def test_literals_are_told_from_formulas() -> None:
    assert literal('"C-7"') == (True, "C-7")
    assert literal("12") == (True, 12)
    assert literal("data.client") == (False, None)
    assert literal(None) == (False, None)

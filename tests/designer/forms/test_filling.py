"""An editor with many parts makes one after the other: in between, the window answers the person.

What is set meanwhile, such as by an undo, is what stands there in the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from connectors.connector import load
from designer.assets.theme import LIGHT
from designer.forms.context import FormContext
from designer.forms.form import Form
from tests.helpers.forms import edits_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

OPERATION = next(each for each in load("tryton").manifest.operations if each.id == "create_client")
STRING = {"type": "string"}
MAPPING = {"additionalProperties": {"type": "string"}, "x-baton-field": "mapping"}
FIELDS: dict[str, dict[str, Any]] = {
    "list": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}},
    "mapping": {"type": "object", **MAPPING},
    "inputs": {"type": "object", **MAPPING, "x-baton-inputs-of": "operation"},
    "named": {"type": "object", "x-baton-field": "named", "additionalProperties": STRING},
}
VALUES: dict[str, tuple[Any, Any]] = {
    "list": ([{"a": letter} for letter in "uvwxyz"], [{"a": "other"}, {"a": "last"}]),
    "mapping": (dict.fromkeys("uvwxyz", "1"), {"other": "2"}),
    "inputs": (dict.fromkeys("uvwxyz", "1"), {"other": "2", "name": "input.name"}),
    "named": (dict.fromkeys("uvwxyz", "1"), {"other": "2", "u": "3"}),
}
PARTS: dict[str, Callable[[Any], list[Any]]] = {
    "list": lambda editor: [row.editor.value() for row in editor._rows],
    "mapping": lambda editor: [row.name() for row in editor._rows],
    "inputs": lambda editor: [n for n, each in editor._inputs.items() if each.formula()],
    "named": lambda editor: [f"{n}: {row.editor.value()}" for n, row in editor._rows.items()],
}
SHOWN: dict[str, list[Any]] = {
    "list": [{"a": "other"}, {"a": "last"}],
    "mapping": ["other"],
    "inputs": ["name", "other"],
    "named": ["other: 2", "u: 3"],
}


@pytest.fixture(params=sorted(FIELDS))
def kind(request: pytest.FixtureRequest) -> str:
    """A sort of field that has parts."""
    return str(request.param)


def form_of(kind: str, qtbot: QtBot, value: Any) -> Form:
    """A form with one field, whose parts are still to be made."""
    system = {"type": "string"}
    fields: Any = {"connection": system, "operation": system, "field": FIELDS[kind]}
    context = FormContext(LIGHT, operations=lambda _: (OPERATION,))
    made = Form({"type": "object", "properties": fields}, context, is_built=False)
    qtbot.addWidget(made)
    made.set_value({"connection": "erp", "operation": OPERATION.id, "field": value})
    return made


def test_the_window_answers_between_the_parts(kind: str, qtbot: QtBot) -> None:
    """A page with a long list would hold the window: keys and clicks would wait for all of it."""
    value, _ = VALUES[kind]
    form = form_of(kind, qtbot, value)
    pauses = sum(1 for _ in form.build())
    assert pauses >= len(form.schema["properties"]) + len(value)  # type: ignore[arg-type] - a form
    editor = form.editor("field")
    assert editor is not None
    assert editor.value() == value
    assert len(PARTS[kind](editor)) == len(value)


def test_what_is_set_meanwhile_is_shown_in_the_end(kind: str, qtbot: QtBot) -> None:
    """An undo while the settings come would leave lines of what was undone."""
    value, other = VALUES[kind]
    for pauses in range(3, 9):
        form = form_of(kind, qtbot, value)
        edits, bits = edits_of(form), form.build()
        for _ in range(pauses):
            next(bits)
        form.set_value({**form.value(), "field": other})
        for _ in bits:
            pass
        editor = form.editor("field")
        assert editor is not None
        assert editor.value() == other
        assert sorted(map(str, PARTS[kind](editor))) == sorted(map(str, SHOWN[kind]))
        assert edits == []

"""A person draws a whole workflow, once with the mouse alone, once with the keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, Qt

from tests.helpers.canvases import document
from tests.helpers.hands import Person, person_at

if TYPE_CHECKING:
    from designer.document.model import Model

_ENTER = Qt.Key.Key_Return


def _drawn(model: Model) -> set[tuple[str, str, str]]:
    names = {key: str(node["name"]) for key, node in model.nodes.items()}
    return {
        (names[str(e["source"])], str(e["port"]), names[str(e["target"])]) for e in _edges(model)
    }


def _edges(model: Model) -> list[Any]:
    return list(model.edges.values())


_WANTED = {
    ("Start when a person asks", "out", "Get an approval"),
    ("Get an approval", "approved", "Set case fields"),
    ("Get an approval", "rejected", "Finish as failed"),
    ("Set case fields", "out", "Finish"),
}


def test_five_steps_of_an_approval_are_drawn_by_mouse_alone(qtbot: Any) -> None:
    person = person_at(qtbot, document())
    person.view.look_at(QPointF(300, 100))
    person.double_click(QPointF(-100, 0))
    person.click_entry("Start when a person asks")
    (start,) = person.model.nodes
    person.click(person.plus(start))
    person.click_entry("Get an approval")
    approval = person.editing.focus
    _offer_by_drag(person, approval, "approved", QPointF(520, 0), "Set case fields")
    fields = person.editing.focus
    _offer_by_drag(person, approval, "rejected", QPointF(520, 220), "Finish as failed")
    person.view.look_at(QPointF(600, 100))
    person.click(person.plus(fields))
    person.click_entry("Finish")
    assert _drawn(person.model) == _WANTED
    assert len(person.model.nodes) == len(person.done) == 5


def _offer_by_drag(person: Person, step: str, port: str, to: QPointF, title: str) -> None:
    person.drag(person.way_out(step, port), to)
    person.click_entry(title)


def test_five_steps_of_an_approval_are_drawn_by_keys_alone(qtbot: Any) -> None:
    person = person_at(qtbot, document())
    for name in ("person asks", "approv", "case fields", "finish"):
        person.key(Qt.Key.Key_N)
        person.type(name)
        person.key(_ENTER)
    person.key(Qt.Key.Key_Left)
    person.key(Qt.Key.Key_Left)
    person.key(Qt.Key.Key_N)
    person.type("finish as failed")
    person.key(_ENTER)
    assert _drawn(person.model) == _WANTED
    assert len(person.done) == 5
    # the same edge again, drawn by name: from the fields to the failed end
    person.key(Qt.Key.Key_Left)
    person.key(Qt.Key.Key_Right)
    here = person.editing.focus
    assert here
    person.key(Qt.Key.Key_C)
    person.type("failed")
    person.key(_ENTER)
    assert len(person.model.edges) == 5

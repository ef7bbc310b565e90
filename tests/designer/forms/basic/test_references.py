"""People, systems, operations and live records are picked; whatever is typed is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from connectors.connector import load, load_catalog
from designer.assets.theme import LIGHT
from designer.forms.basic.picker import Option, Picker
from designer.forms.context import FormContext
from tests.helpers.forms import editor, edits_of, type_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SYSTEM = load_catalog()[0]
LIVE: dict[str, Any] = {
    "type": "integer",
    "x-baton-field": "choices",
    "x-baton-choices": {
        "operation": "find_clients",
        "items": "clients",
        "value": "id",
        "title": "name",
    },
}


class System(QObject):
    """A system that answers when the test says so."""

    done = Signal(object)
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []

    def cancel(self) -> None:
        """Nobody waits any more."""

    def read(self, connection: str, operation: str, inputs: Any) -> System:
        """Takes down what is asked."""
        del inputs
        self.asked.append((connection, operation))
        return self


def press(widget: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)


def test_an_operation_is_found_by_its_synonym(qtbot: QtBot) -> None:
    operations = load(SYSTEM).manifest.operations
    wanted = next(each for each in operations if each.synonyms)
    context = FormContext(LIGHT, operations=lambda _: operations)
    made = editor({"type": "string", "x-baton-field": "operation"}, qtbot, context)
    found = [o.value for o in made.picker.options() if wanted.synonyms[0] in o.words]
    assert wanted.id in found
    made.set_value(wanted.id)
    assert made.picker.input.text() == wanted.title


def test_a_name_that_is_not_among_the_choices_may_be_typed(qtbot: QtBot) -> None:
    context = FormContext(LIGHT, connections={"erp": ("Our ERP", SYSTEM)})
    made = editor({"type": "string", "x-baton-field": "connection"}, qtbot, context)
    heard = edits_of(made)
    made.picker.input.setFocus()
    type_in(made.picker.input, "crm")
    press(made.picker.input, Qt.Key.Key_Return)
    assert heard == ["crm"]
    made.picker.input.selectAll()
    type_in(made.picker.input, "Our ERP")
    made.picker.input.editingFinished.emit()
    made.picker.input.clearFocus()
    assert made.value() in {"erp", "crm"}


def test_only_connections_that_fit_are_offered(qtbot: QtBot) -> None:
    context = FormContext(LIGHT, connections={"a": ("A", SYSTEM), "b": ("B", "other")})
    schema = {"type": "string", "x-baton-field": "connection", "x-baton-connector": "other"}
    assert [o.value for o in editor(schema, qtbot, context).picker.options()] == ["b"]


def live(qtbot: QtBot) -> tuple[Any, System]:
    system = System()
    context = FormContext(LIGHT, fetch=system.read, companions={"connection": "erp"})
    return editor(LIVE, qtbot, context), system


def shown(made: Any) -> str:
    return " ".join(each.text() for each in made.findChildren(QLabel) if not each.isHidden())


def test_a_record_is_picked_from_the_live_system(qtbot: QtBot) -> None:
    made, system = live(qtbot)
    assert system.asked == [], "nothing is asked before somebody wants to choose"
    made.picker.opened.emit()
    assert system.asked == [("erp", "find_clients")]
    assert "Asking" in shown(made)
    system.done.emit({"clients": [{"id": 7, "name": "Client A"}]})
    made.set_value(7)
    assert made.picker.input.text() == "Client A"


def test_a_system_that_does_not_answer_stops_nobody(qtbot: QtBot) -> None:
    made, system = live(qtbot)
    made.picker.opened.emit()
    system.failed.emit("The ERP does not answer.")
    assert "The ERP does not answer." in shown(made)
    again = next(b for b in made.findChildren(QPushButton) if b.text() == "Try again")
    assert not again.isHidden()
    again.click()
    assert len(system.asked) == 2
    system.done.emit({"clients": []})
    assert "nothing to choose" in shown(made)
    heard = edits_of(made)
    type_in(made.picker.input, "12")
    press(made.picker.input, Qt.Key.Key_Return)
    assert heard == [12]


def test_people_are_added_and_removed_as_chips(qtbot: QtBot) -> None:
    context = FormContext(LIGHT, people=("role:finance", "user:analyst"))
    made = editor({"type": "string", "x-baton-field": "assignee"}, qtbot, context)
    heard = edits_of(made)
    line = made.findChild(QLineEdit)
    for name in ("finance", "analyst"):
        type_in(line, name)
        press(line, Qt.Key.Key_Return)
    assert heard == ['"role:finance"', '["role:finance", "user:analyst"]']
    made.set_value('["role:finance", "user:analyst", "role:legal"]')
    chips = [b for b in made.findChildren(QObject) if b.property("look") == "token"]
    assert len(chips) >= 3


def test_a_formula_for_people_is_shown_as_one(qtbot: QtBot) -> None:
    made = editor({"type": "string", "x-baton-field": "assignee"}, qtbot)
    heard = edits_of(made)
    made.set_value("data.client.owner")
    assert made.value() == "data.client.owner"
    switch = [b for b in made.findChildren(QPushButton) if b.text() == "Choose roles and people"]
    assert switch[0].isHidden(), "chips cannot show it, so they are not offered"
    assert heard == []


def test_a_secret_goes_to_the_vault_and_nowhere_else(qtbot: QtBot) -> None:
    vault: list[str] = []

    def keep(secret: str) -> dict[str, Any]:
        vault.append(secret)
        return {"kept": True}

    context = FormContext(LIGHT, keep_secret=keep)
    made = editor({"type": "string", "x-baton-field": "secret"}, qtbot, context)
    heard = edits_of(made)
    line = made.findChild(QLineEdit)
    type_in(line, "hunter2")
    assert line.echoMode() is QLineEdit.EchoMode.Password
    press(line, Qt.Key.Key_Return)
    assert vault == ["hunter2"]
    assert heard == [{"kept": True}]
    assert made.value() == {"kept": True}
    assert line.text() == ""
    assert "Kept in the keychain of this computer." in shown(made)


def test_of_two_records_of_one_name_the_chosen_one_is_taken(qtbot: QtBot) -> None:
    """Else an invoice goes to the wrong one of two clients who are called the same."""
    made = Picker(LIGHT)
    qtbot.addWidget(made)
    made.set_options([Option(1, "Client A"), Option(2, "Client A"), Option(3, "Client B")])
    picked: list[Any] = []

    def note(value: Any) -> None:
        picked.append(value)

    made.picked.connect(note)
    made.show()
    made.input.setFocus()
    type_in(made.input, "client a")
    qtbot.waitUntil(made.popup.isVisible)
    press(made.popup, Qt.Key.Key_Down)
    press(made.popup, Qt.Key.Key_Return)
    assert picked == [2]
    made.input.selectAll()
    type_in(made.input, "client b")
    qtbot.waitUntil(made.popup.isVisible)
    press(made.popup, Qt.Key.Key_Return)
    assert picked == [2, 3], "the first that fits is taken by Enter"

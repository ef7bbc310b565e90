"""Knows how things are picked that the workflow refers to: connections, operations, calendars.

Must not know any system, and must not fetch anything by itself.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from designer.forms.basic.people import name_of, said
from designer.forms.basic.picker import Option, Picker
from designer.forms.basic.single import SingleEditor, as_text
from designer.forms.parts import column, label, link_button, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from connectors.manifest import Operation
    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject, JsonValue


class ReferenceEditor(SingleEditor):
    """Picks a name; one that is not among the choices may be typed."""

    nothing = "Type a name"

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self.picker = Picker(context.theme, self)
        self.picker.picked.connect(self._enter)
        self._layout = column(self, 4)
        self._layout.addWidget(self.picker)
        self.setFocusProxy(self.picker)
        self._refresh()

    @abstractmethod
    def options(self) -> Sequence[Option]:
        """Return what can be picked now."""

    def _refresh(self) -> None:
        options = self.options()
        self.picker.set_options(options)
        self.picker.input.setPlaceholderText("Choose…" if options else self.nothing)

    def _show(self) -> None:
        self.picker.set_value(as_text(self._value) or None)
        self._tell()

    def _enter(self, value: JsonValue) -> None:
        super()._enter(value)
        self._tell()

    def _tell(self) -> None:
        """Say more about what is picked, where there is more to say."""

    def _marked(self) -> list[QWidget]:
        return [self.picker.input]

    def set_companions(self, values: JsonObject) -> None:
        """Look again at what can be picked."""
        del values
        self._refresh()


class ConnectionEditor(ReferenceEditor):
    """Picks a connection of the workflow; only one of a certain connector where that is asked."""

    nothing = "There is no connection yet"

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        if context.add_connection is not None:
            self._layout.addWidget(link_button("+ Add a connection", context.add_connection))
        self._unbound = label("Not connected on this computer yet.", "caption", self, "waiting")
        self._connect = link_button("Connect…", self._ask_to_connect)
        self._layout.addLayout(row(self._unbound, self._connect))
        self._tell()

    def options(self) -> Sequence[Option]:
        """Return the connections that fit."""
        wanted = self.schema.get("x-baton-connector")
        found = self.context.connections.items()
        return [
            Option(name, title or name, connector)
            for name, (title, connector) in found
            if not wanted or connector == wanted
        ]

    def _tell(self) -> None:
        """Say that the connection leads nowhere here, and offer to mend that."""
        name = as_text(self._value)
        is_unbound = bool(name) and self.context.is_unbound(name)
        self._unbound.setVisible(is_unbound)
        self._connect.setVisible(is_unbound and self.context.connect is not None)

    def _ask_to_connect(self) -> None:
        if self.context.connect is not None:
            self.context.connect(as_text(self._value))


class OperationEditor(ReferenceEditor):
    """Picks what a system is asked to do, by business words and their synonyms."""

    nothing = "Choose the system first"

    def options(self) -> Sequence[Option]:
        """Return what the chosen connection's system offers."""
        connection = as_text(self.context.companions.get("connection"))
        return [_option(operation) for operation in self.context.operations(connection)]


class WorkflowEditor(ReferenceEditor):
    """Picks another workflow, and leads to it."""

    nothing = "No workflow lies beside this one yet"

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._open = link_button("Open this workflow", self._ask_to_open)
        self._layout.addWidget(self._open)
        self.picker.opened.connect(self._refresh)
        self._tell()

    def options(self) -> Sequence[Option]:
        """Return the workflows that can be called."""
        return [Option(name, title or name) for name, title in self.context.workflows]

    def _tell(self) -> None:
        self._open.setVisible(bool(as_text(self._value)) and self.context.open_workflow is not None)

    def _ask_to_open(self) -> None:
        if self.context.open_workflow is not None:
            self.context.open_workflow(as_text(self._value))


class StepEditor(ReferenceEditor):
    """Picks another step of the workflow, by its name."""

    nothing = "There is no other step yet"

    def options(self) -> Sequence[Option]:
        """Return the other steps, in the order in which they are drawn."""
        return [Option(name, title or name) for name, title in self.context.steps]


class CalendarEditor(ReferenceEditor):
    """Picks a business calendar; nothing means the standard one."""

    def options(self) -> Sequence[Option]:
        """Return the calendars that are known."""
        return [
            Option(name, name.replace("_", " ").capitalize()) for name in self.context.calendars
        ]

    def _refresh(self) -> None:
        super()._refresh()
        self.picker.input.setPlaceholderText("Standard: Monday to Friday")


class PersonEditor(ReferenceEditor):
    """Picks one role or person; a name that is typed plainly is that of a role."""

    nothing = "role: finance"

    def options(self) -> Sequence[Option]:
        """Return whom the workflow names already."""
        return [Option(name, said(name)) for name in self.context.people]

    def _enter(self, value: JsonValue) -> None:
        super()._enter(name_of(as_text(value), self.context.people) or None)


class LiveEditor(ReferenceEditor):
    """Picks from what a live system has, which is asked when the list is opened.

    `x-baton-choices` says how: `operation` and `inputs` of the read, `items` the name of the list
    in its answer, `value` and `title` the fields of each. `connection` names one; left out, it is
    that of the form. A value may be typed as well, so a system that does not answer stops nobody.
    """

    nothing = "Choose or type"

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        self._found: list[Option] = []
        self._asked: tuple[str, str] | None = None
        self._reply: object = None
        super().__init__(schema, context, parent)
        self._said = label("", "caption", self)
        self._again = link_button("Try again", self.ask)
        for widget in (self._said, self._again):
            widget.hide()
            self._layout.addWidget(widget)
        self.picker.opened.connect(self._open)

    def options(self) -> Sequence[Option]:
        """Return what the system answered."""
        return self._found

    def _way(self) -> JsonObject:
        way = self.schema.get("x-baton-choices")
        return way if isinstance(way, dict) else {}

    def _place(self) -> tuple[str, str]:
        way = self._way()
        connection = way.get("connection") or self.context.companions.get("connection")
        return as_text(connection), as_text(way.get("operation"))

    def _open(self) -> None:
        if self._asked != self._place():
            self.ask()

    def ask(self) -> None:
        """Ask the system what there is to choose from."""
        connection, operation = self._place()
        if self.context.fetch is None or not connection or not operation:
            self._say("The system cannot be asked here. Type the value.")
            return
        self._asked = (connection, operation)
        self._say("Asking the system…")
        inputs = self._way().get("inputs")
        given = inputs if isinstance(inputs, dict) else {}
        reply = self.context.fetch(connection, operation, given)
        reply.done.connect(self._take)
        reply.failed.connect(self._fail)
        self._reply = reply

    def _take(self, answer: JsonValue) -> None:
        self._found = _listed(answer, self._way())
        self._say("" if self._found else "The system has nothing to choose from.")
        self._refresh()
        if self.picker.input.hasFocus() and self._found:
            self.picker.open()

    def _fail(self, sentence: str) -> None:
        self._asked = None
        self._say(f"{sentence} A value can be typed all the same.")
        self._again.show()

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._said.setVisible(bool(text))
        self._again.hide()

    def _enter(self, value: JsonValue) -> None:
        if self.schema.get("type") == "integer" and isinstance(value, str) and value.isdecimal():
            value = int(value)
        super()._enter(value)

    def _show(self) -> None:
        self.picker.set_value(self._value)


def _option(operation: Operation) -> Option:
    changes = "" if operation.effect == "read" else "Changes something. "
    words = " ".join(operation.synonyms)
    return Option(operation.id, operation.title, changes + operation.description, words)


def _listed(answer: JsonValue, way: JsonObject) -> list[Option]:
    name = way.get("items")
    items = answer.get(str(name)) if name and isinstance(answer, dict) else answer
    value, title = str(way.get("value") or "id"), str(way.get("title") or "name")
    rows = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [Option(row.get(value), as_text(row.get(title))) for row in rows]

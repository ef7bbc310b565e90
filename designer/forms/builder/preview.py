"""Knows what the person who gets a form will see of it. Must not know how it is built."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QScrollArea, QWidget

from designer.assets.style import look
from designer.forms import schema as reading
from designer.forms.builder import fields
from designer.forms.context import FormContext
from designer.forms.form import Form
from designer.forms.parts import card, column, label, row
from designer.forms.schema import same

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject

PHONE, DESK = 360, 640
_BAR = 16
"""Room for the scroll bar beside a phone."""
SOON = 150
"""Milliseconds after typing until it is drawn again."""
_ALL, _MADE_OF = "", "madeOf"
_WIDTHS = (("Phone", PHONE), ("Desk", DESK))


class FormPreview(QWidget):
    """The form as it will be, on a phone or on a desk, empty or filled in.

    Args:
        context: colours and people.
        finish: what stands on the button below it where there are no outcomes.
        parent: the widget it lies in.

    Attributes:
        outcomes: what stands on the buttons below it.
        parts: the fields, from the top.
    """

    def __init__(
        self, context: FormContext, finish: str = "Done", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._finish = finish
        self._context = FormContext(context.theme, people=context.people)
        self._form: JsonObject = {}
        self.outcomes: tuple[str, ...] = ()
        self.parts: dict[str, Form] = {}
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._draw)
        self._page = card(self)
        self._lines = column(self._page, 16, 20)
        layout = column(self, 8)
        layout.addLayout(self._bar())
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(False)
        self._area.setAccessibleName("What the person will see")
        self._area.setWidget(self._page)
        layout.addWidget(self._area, 1)
        self._width = PHONE
        self.setMinimumWidth(PHONE + _BAR)

    def _bar(self) -> QHBoxLayout:
        frame = QFrame(self)
        look(frame, "segments")
        self.width_buttons: list[QPushButton] = []
        inner = row(spacing=4, parent=frame)
        for words, width in _WIDTHS:
            button = QPushButton(words, frame)
            look(button, "segment")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setAutoDefault(False)
            button.setChecked(width == PHONE)
            button.setAccessibleName(f"{words} width")
            button.clicked.connect(lambda _=False, width=width: self.set_width(width))
            inner.addWidget(button)
            self.width_buttons.append(button)
        self.filled = QCheckBox("Filled in", self)
        self.filled.toggled.connect(self._fill)
        bar = row(frame, self.filled)
        bar.addStretch(1)
        return bar

    def set_width(self, width: int) -> None:
        """Show it on another screen."""
        self._width = width
        self._lay_out()

    def show_form(self, form: JsonObject, outcomes: tuple[str, ...]) -> None:
        """Show another form, and the buttons below it."""
        if self.parts and outcomes == self.outcomes and same(form, self._form):
            return
        self._form, self.outcomes = form, outcomes
        if self.parts:
            self._soon.start()
        else:
            self._draw()

    def _draw(self) -> None:
        """Show the form; only fields that are others now are made anew."""
        old, self.parts = self.parts, {}
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in old.values():
                widget.hide()
                widget.deleteLater()
        title = str(self._form.get("title") or "")
        if title:
            self._lines.addWidget(label(title, "title", self._page))
        for name, schema in self._asked().items():
            self._lines.addWidget(self._part(name, schema, old))
        if not self.parts:
            words = "There is nothing to fill in yet."
            self._lines.addWidget(label(words, "muted", self._page))
        for gone in old.values():
            gone.hide()
            gone.deleteLater()
        self._lines.addWidget(self._buttons())
        only = Qt.FindChildOption.FindDirectChildrenOnly
        for part in self._page.findChildren(QWidget, options=only):
            if self._lines.indexOf(part) >= 0:
                part.show()  # what is not shown yet would not be measured
        self._lines.addStretch(1)
        self._fill()

    def _asked(self) -> dict[str, JsonObject]:
        """Return a form for each field; one for all where fields are folded or hide each other."""
        found = fields.fields(self._form)
        if any(reading.WHEN in each or reading.ADVANCED in each for each in found.values()):
            return {_ALL: self._form}
        shared = {name: self._form[name] for name in ("$defs",) if name in self._form}
        return {
            name: {
                "type": "object",
                "properties": {name: schema},
                "required": [name] if fields.is_required(self._form, name) else [],
                **shared,
            }
            for name, schema in found.items()
        }

    def _part(self, name: str, schema: JsonObject, old: dict[str, Form]) -> Form:
        kept = old.get(name)
        if kept is not None and kept.property(_MADE_OF) == json.dumps(schema):
            self.parts[name] = old.pop(name)
        else:
            made = self.parts[name] = Form(schema, self._context, self._page)
            made.setProperty(_MADE_OF, json.dumps(schema))
        return self.parts[name]

    def _buttons(self) -> QWidget:
        holder = QWidget(self._page)
        buttons = row(spacing=8, parent=holder)
        for n, outcome in enumerate(self.outcomes or (self._finish,)):
            button = QPushButton(outcome, holder)
            look(button, "" if n else "primary")
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            buttons.addWidget(button)
        buttons.addStretch(1)
        return holder

    def _fill(self) -> None:
        found = fields.fields(self._form)
        samples: JsonObject = {
            name: fields.sample_of(schema) if self.filled.isChecked() else schema.get("default")
            for name, schema in found.items()
        }
        known = {name: value for name, value in samples.items() if value is not None}
        for name, part in self.parts.items():
            part.set_value(known if name == _ALL else {n: known[n] for n in (name,) if n in known})
        self._lay_out()

    def _lay_out(self) -> None:
        self._page.setFixedWidth(self._width)
        tall = self._lines.totalHeightForWidth(self._width)
        self._page.resize(self._width, max(tall, self._page.sizeHint().height()))

"""Knows how a person changes a value of a run, in fields or as JSON. Must not know who takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from designer.assets.style import look, open_at
from designer.forms.context import FormContext
from designer.forms.form import Form
from designer.forms.parts import column, label
from designer.panels.run_bar.json_box import JsonBox
from designer.panels.run_bar.parts import wrapping
from designer.panels.run_bar.value_schema import schema_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from designer.assets.theme import Theme
    from designer.panels.run_bar.starts import Start
    from designer.run_bridge.replies import Reply
    from runtime.definition.json_value import JsonObject, JsonValue

_SIZE = (560, 560)
FIELDS, JSON = range(2)
_ROLE = QDialogButtonBox.ButtonRole
_NO_OBJECT = "The data of a case have names: write an object, in curly brackets."


@dataclass(frozen=True, slots=True)
class Wish:
    """What a dialog is for.

    Attributes:
        title: of the window.
        note: what becomes of the value.
        button: what the button says that takes it.
        known: a schema that names some of its fields.
        must_be_object: whether only an object is taken.
        ways: port and title of each way to choose from; shown where there are several.
        asks_reason: whether a reason may be given.
        starts: values to begin with, by name; the first is there at once.
    """

    title: str
    note: str
    button: str
    known: JsonObject
    must_be_object: bool = False
    ways: tuple[tuple[str, str], ...] = ()
    asks_reason: bool = False
    starts: tuple[Start, ...] = ()


class ValueDialog(QDialog):
    """A value in fields and as JSON; stays open until somebody has taken it.

    Args:
        wish: what it is for.
        value: what stands there at first.
        theme: colours.

    Attributes:
        taken: the person wants the value to be taken; `settle` follows.
    """

    taken = Signal()

    def __init__(
        self, wish: Wish, value: JsonValue, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._wish, self._theme = wish, theme
        self._value = value
        self.form: Form | None = None
        self.setWindowTitle(wish.title)
        self.setAccessibleName(wish.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_at(self, *_SIZE)
        self.json = JsonBox(f"{wish.title}, as JSON", self)
        self.json.set_value(value)
        self.start = QComboBox(self)
        self.way = QComboBox(self)
        self.reason = QLineEdit(self)
        self.said = label("", "caption", self, "failed")
        self.said.hide()
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        look(self._area, "plain")
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._area)
        self._pages.addWidget(self.json)
        self.modes = (self._mode("Fields", FIELDS), self._mode("JSON", JSON))
        self.take = QPushButton(wish.button, self)
        self._lay_out()
        self._show_first()

    # --- building ---------------------------------------------------------------------------------

    def _mode(self, title: str, page: int) -> QToolButton:
        button = QToolButton(self)
        button.setText(title)
        button.setCheckable(True)
        button.setMinimumHeight(26)
        button.clicked.connect(lambda: self.show_page(page))
        return button

    def _lay_out(self) -> None:
        lines = column(self, 10, 20)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(wrapping(label(self._wish.title, "title", self)), 1)
        top.addWidget(self._segments(), 0, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(top)
        lines.addWidget(wrapping(label(self._wish.note, "muted", self)))
        self._add_starts(lines)
        lines.addWidget(self._pages, 1)
        self._add_choices()
        lines.addWidget(self.said)
        box = QDialogButtonBox(self)
        self.take.setDefault(True)
        look(self.take, "primary")
        box.addButton(self.take, _ROLE.ActionRole)
        box.addButton("Cancel", _ROLE.RejectRole)
        self.take.clicked.connect(self._try)
        box.rejected.connect(self.reject)
        lines.addWidget(box)

    def _segments(self) -> QFrame:
        frame = QFrame(self)
        look(frame, "segments")
        frame.setAccessibleName("How the value is shown")
        row = QHBoxLayout(frame)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        group = QButtonGroup(frame)
        for button in self.modes:
            group.addButton(button)
            row.addWidget(button)
        return frame

    def _add_starts(self, lines: QVBoxLayout) -> None:
        """Add the values to begin with, where there are several."""
        names = [start.name for start in self._wish.starts]
        self.start.addItems(names)
        self.start.setAccessibleName("Begin with")
        self.start.setVisible(len(names) > 1)
        if len(names) > 1:
            asked = column(place := QWidget(self), 4)
            asked.addWidget(label("Begin with", "heading", place))
            asked.addWidget(self.start)
            lines.addWidget(place)
        self.start.activated.connect(self._begin_with)

    def _begin_with(self, at: int) -> None:
        """Take another value in place of what stands there."""
        start = self._wish.starts[at]
        self._value, self.form = start.value, None
        self.json.set_value(start.value)
        self.say("")
        self._choose_way(start.port)
        self._show_first(takes_keys=False)

    def _choose_way(self, port: str) -> None:
        if (at := self.way.findData(port)) >= 0:
            self.way.setCurrentIndex(at)

    def _add_choices(self) -> None:
        layout = self.layout()
        several = len(self._wish.ways) > 1
        for port, title in self._wish.ways:
            self.way.addItem(title, port)
        if self._wish.starts:
            self._choose_way(self._wish.starts[0].port)
        self.way.setAccessibleName("The case goes on by")
        self.reason.setAccessibleName("Reason")
        self.reason.setPlaceholderText("One sentence for whoever asks later")
        shown = (
            ("The case goes on by", self.way, several),
            ("Reason, if you like", self.reason, self._wish.asks_reason),
        )
        for title, widget, is_shown in shown:
            widget.setVisible(is_shown)
            if is_shown and layout is not None:
                lines = column(asked := QWidget(self), 4)
                lines.addWidget(label(title, "heading", asked))
                lines.addWidget(widget)
                layout.addWidget(asked)

    # --- pages ------------------------------------------------------------------------------------

    def _show_first(self, *, takes_keys: bool = True) -> None:
        is_plain = isinstance(self._value, dict) and bool(self._fields(self._value))
        self._show(FIELDS if is_plain else JSON)
        self.modes[FIELDS].setEnabled(is_plain)
        no_fields = "" if is_plain else "There are no fields that could be shown here."
        self.modes[FIELDS].setToolTip(no_fields)
        if not takes_keys:
            return
        if self.form is not None:
            self.form.focus_field("")
        else:
            self.json.setFocus()

    def _fields(self, value: JsonObject) -> JsonObject:
        found = schema_of(value, self._wish.known)["properties"]
        return found if isinstance(found, dict) else {}

    def show_page(self, page: int) -> None:
        """Show the fields, or the JSON; what stands there now goes along."""
        if page == FIELDS and self._pages.currentIndex() == JSON:
            if not self._check_json():
                self.modes[JSON].setChecked(True)
                return
            self._value = self.json.value()
        elif page == JSON and self.form is not None and self._pages.currentIndex() == FIELDS:
            self._value = self.form.value()
            self.json.set_value(self._value)
        self._show(page)

    def _show(self, page: int) -> None:
        if page == FIELDS:
            value = self._value if isinstance(self._value, dict) else {}
            self.form = Form(schema_of(value, self._wish.known), FormContext(self._theme))
            self.form.set_value(value)
            self._area.setWidget(self.form)
        self.modes[page].setChecked(True)
        self._pages.setCurrentIndex(page)

    def _check_json(self) -> bool:
        if not self.json.check():
            return False
        if self._wish.must_be_object and not isinstance(self.json.value(), dict):
            self.json.say(_NO_OBJECT)
            return False
        return True

    # --- the value --------------------------------------------------------------------------------

    def value(self) -> JsonValue:
        """Return what stands there now."""
        if self._pages.currentIndex() == FIELDS and self.form is not None:
            return self.form.value()
        return self.json.value()

    def _try(self) -> None:
        if self._pages.currentIndex() == FIELDS or self._check_json():
            self.say("")
            self.take.setEnabled(False)
            self.taken.emit()

    def settle(self, reply: Reply) -> None:
        """Close when the value was taken, and say why where it was not."""
        self.finished.connect(reply.cancel)
        reply.done.connect(self._close)
        reply.failed.connect(self.say)

    def _close(self, _answer: object) -> None:
        self.accept()

    def say(self, sentence: str) -> None:
        """Say why the value was not taken, so that it can be mended; "" for nothing."""
        self.take.setEnabled(True)
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

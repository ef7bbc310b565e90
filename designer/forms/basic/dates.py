"""Knows how a day and a moment are edited, as ISO text. Must not read the clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QCalendarWidget, QLabel, QLineEdit, QMenu, QWidgetAction

from designer.forms.basic.single import SingleEditor, as_text
from designer.forms.parts import column, icon_button, label, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject


class DayEditor(SingleEditor):
    """A day as 2026-11-30, typed or chosen in a calendar; the weekday stands below."""

    _hint = "2026-11-30"
    _wrong = "A day belongs here, such as 2026-11-30."

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._input = QLineEdit(self)
        self._input.setPlaceholderText(self._hint)
        self._input.textEdited.connect(self._take)
        self._button = icon_button("calendar", "Choose a day", context.theme, self._open)
        self._said: QLabel = label("", "caption", self)
        layout = column(self, 2)
        layout.addLayout(row(self._input, self._button, spacing=4))
        layout.addWidget(self._said)
        self._said.hide()
        self.setFocusProxy(self._input)

    def _take(self, text: str) -> None:
        self._enter(self._read(text.strip()))
        self._say()

    def _read(self, text: str) -> str | None:
        return text or None

    def _show(self) -> None:
        self._input.setText(as_text(self._value))
        self._say()

    def _say(self) -> None:
        words = self._words()
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _words(self) -> str:
        day = self._day()
        return QLocale().toString(day, "dddd, d MMMM yyyy") if day is not None else ""

    def _day(self) -> QDate | None:
        try:
            found = date.fromisoformat(as_text(self._value)[:10])
        except ValueError:
            return None
        return QDate(found.year, found.month, found.day)

    def _open(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        calendar.setSelectedDate(self._day() or QDate.currentDate())
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        calendar.activated.connect(menu.close)
        calendar.clicked.connect(self._choose)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._input.mapToGlobal(self._input.rect().bottomLeft()))

    def _choose(self, day: QDate) -> None:
        text = day.toString(Qt.DateFormat.ISODate) + as_text(self._value)[10:]
        self._input.setText(text)
        self._take(text)

    def own_problem(self) -> str:
        """Return why this is no day."""
        if self._value is None:
            return ""
        try:
            date.fromisoformat(as_text(self._value))
        except ValueError:
            return self._wrong
        return ""


class MomentEditor(DayEditor):
    """A moment with its offset from UTC; where none is typed, that of this computer is taken."""

    _hint = "2026-11-30 17:00"
    _wrong = "A moment belongs here, such as 2026-11-30 17:00."

    def _read(self, text: str) -> str | None:
        moment = _moment(text)
        if moment is None or len(text) <= len("2026-11-30"):
            return text or None
        return (moment if moment.tzinfo else moment.astimezone()).isoformat()

    def _words(self) -> str:
        moment, day = _moment(as_text(self._value)), super()._words()
        if moment is None or moment.tzinfo is None:
            return day
        return f"{day}, {moment:%H:%M} (UTC{moment:%z})"

    def own_problem(self) -> str:
        """Return why this is no moment."""
        if self._value is None:
            return ""
        moment = _moment(as_text(self._value))
        return "" if moment is not None and moment.tzinfo is not None else self._wrong


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None

"""Knows how a schedule is edited. Must not know how it is written: `schedule_text` does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from designer.forms.basic.durations import DurationEditor
from designer.forms.basic.flow import FlowLayout
from designer.forms.basic.picker import Option, Picker
from designer.forms.basic.schedule_text import (
    WEEKDAYS,
    How,
    Schedule,
    as_cron,
    parse,
    words,
    written,
    wrong,
)
from designer.forms.basic.single import SingleEditor, as_text
from designer.forms.fold import Fold
from designer.forms.parts import be, card, column, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject, JsonValue

_HOWS: dict[How, str] = {
    "every": "Again and again",
    "daily": "Every day",
    "weekly": "Every week",
    "monthly": "Every month",
    "cron": "By a cron line",
}


class ScheduleEditor(SingleEditor):
    """When something begins by itself: how often, at what time, where, and in plain words."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._schedule = Schedule("daily")
        frame = card(self)
        column(self).addWidget(frame)
        layout = column(frame, 8, 10)
        self._how = QComboBox(self)
        self._how.addItems(list(_HOWS.values()))
        self._how.setAccessibleName("How often")
        self._how.activated.connect(self._choose)
        layout.addWidget(self._how)
        self._parts = self._made_parts()
        for part in self._parts.values():
            layout.addWidget(part)
        self._said = label("", "caption", self)
        layout.addWidget(self._said)
        self._cron_fold = Fold("Advanced", self._made_cron, self)
        layout.addWidget(self._cron_fold)
        self.setFocusProxy(self._how)
        self._show()

    def _made_parts(self) -> dict[str, QWidget]:
        self._every = DurationEditor({"title": "How often"}, self.context, self)
        self._every.edited.connect(self._take_every)
        self._at = self._line("At what time", "08:00", self._take_time)
        self._days = self._line("Days of the month", "1, 15 or last", self._take_days)
        self._zone = Picker(self.context.theme, self)
        self._zone.input.setPlaceholderText("Time zone: UTC")
        self._zone.input.setAccessibleName("Time zone")
        self._zone.opened.connect(self._fill_zones)
        self._zone.picked.connect(self._take_zone)
        self._calendar = Picker(self.context.theme, self)
        self._calendar.input.setPlaceholderText("Also on free days")
        self._calendar.input.setAccessibleName("Calendar whose free days are left out")
        self._calendar.set_options([Option(c, f"Not on free days: {c}") for c in self._known()])
        self._calendar.picked.connect(self._take_calendar)
        parts = {"every": self._every, "week": self._made_week(), "month": self._days}
        return {**parts, "at": self._at, "zone": self._zone, "calendar": self._calendar}

    def _known(self) -> list[str]:
        return list(self.context.calendars)

    def _line(self, name: str, hint: str, take: Callable[[str], None]) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(name)
        line.setPlaceholderText(f"{name}: {hint}")
        line.textEdited.connect(take)
        return line

    def _made_week(self) -> QWidget:
        holder = QWidget(self)
        flow = FlowLayout(holder)
        flow.setContentsMargins(0, 0, 0, 0)
        self._week: dict[str, QPushButton] = {}
        for name, title in WEEKDAYS.items():
            button = QPushButton(title[:2], holder)
            be(button, "segment")
            button.setAutoDefault(False)  # in a dialog it would be drawn as its main button
            button.setCheckable(True)
            button.setAccessibleName(title)
            button.setToolTip(title)
            button.clicked.connect(self._take_week)
            flow.addWidget(button)
            self._week[name] = button
        flow.addWidget(QWidget(holder))
        return holder

    def _made_cron(self) -> QWidget:
        holder = QWidget(self)
        layout = column(holder, 4)
        self._cron = self._line("Cron line", "0 8 * * 1-5", self._take_cron)
        layout.addWidget(self._cron)
        layout.addWidget(label("Minute, hour, day, month, weekday.", "caption", holder))
        self._show_cron()
        return holder

    def _fill_zones(self) -> None:
        if not self._zone.options():
            names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
            self._zone.set_options([Option(name, name) for name in names])

    # --- values -----------------------------------------------------------------------------------

    def _show(self) -> None:
        text = as_text(self._value)
        found = parse(text)
        if found is not None:
            self._schedule = found
        elif not text:
            self._schedule = Schedule("daily")
        self._fill()

    def _fill(self) -> None:
        schedule = self._schedule
        with QSignalBlocker(self._how):
            self._how.setCurrentIndex(list(_HOWS).index(schedule.how))
        self._every.set_value(schedule.every or None)
        if self._at.text() != schedule.at:
            self._at.setText(schedule.at)
        if not self._days.hasFocus():
            self._days.setText(", ".join(schedule.days) if schedule.how == "monthly" else "")
        for name, button in self._week.items():
            button.setChecked(schedule.how == "weekly" and name in schedule.days)
        self._zone.set_value(schedule.zone or None)
        self._calendar.set_value(schedule.calendar or None)
        self._show_parts()
        self._show_cron()

    def _show_parts(self) -> None:
        how = self._schedule.how
        self._parts["every"].setVisible(how == "every")
        self._parts["week"].setVisible(how == "weekly")
        self._parts["month"].setVisible(how == "monthly")
        self._parts["at"].setVisible(how in {"daily", "weekly", "monthly"})
        self._said.setText(words(self._schedule) if self._value is not None else "")
        self._said.setVisible(bool(self._said.text()))

    def _show_cron(self) -> None:
        if self._cron_fold.content is not None and not self._cron.hasFocus():
            self._cron.setText(as_cron(self._schedule))

    # --- what the person does ---------------------------------------------------------------------

    def _choose(self, at: int) -> None:
        how = list(_HOWS)[at]
        old = self._schedule
        days = {"weekly": ("mon",), "monthly": ("1",)}.get(how, ())
        cron = (as_cron(old) or "0 8 * * 1-5") if how == "cron" else ""
        every = "PT1H" if how == "every" else ""
        if cron:
            self._cron_fold.set_open(True)
        self._take(replace(old, how=how, every=every, days=days, cron=cron))

    def _take_every(self, value: JsonValue) -> None:
        self._take(replace(self._schedule, every=as_text(value)))

    def _take_time(self, text: str) -> None:
        self._take(replace(self._schedule, at=text))

    def _take_zone(self, value: JsonValue) -> None:
        self._take(replace(self._schedule, zone=as_text(value)))

    def _take_calendar(self, value: JsonValue) -> None:
        self._take(replace(self._schedule, calendar=as_text(value)))

    def _take_week(self) -> None:
        days = tuple(name for name, each in self._week.items() if each.isChecked())
        self._take(replace(self._schedule, days=days))

    def _take_days(self, text: str) -> None:
        days = tuple(part.strip().lower() for part in text.split(",") if part.strip())
        self._take(replace(self._schedule, days=days))

    def _take_cron(self, text: str) -> None:
        cron = " ".join(text.split())
        self._take(replace(self._schedule, how="cron", every="", days=(), cron=cron))

    def _take(self, schedule: Schedule) -> None:
        self._schedule = schedule
        text: JsonValue = written(schedule)
        self._value = text
        self._fill()
        self.edited.emit(text)

    def own_problem(self) -> str:
        """Return what is missing in the schedule, or that the text is none."""
        if self._value is None or self._value == "":
            return ""
        found = parse(as_text(self._value))
        if found is None:
            shown = as_text(self._value)[:60]
            return f"“{shown}” is no schedule. It is kept until you choose one."
        return wrong(found)

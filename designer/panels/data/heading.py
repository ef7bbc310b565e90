"""Knows the line above the data: which step and visit, how they are shown. Not the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from designer.assets.icons import icon, square
from designer.assets.style import look
from designer.forms.parts import beside_icon
from designer.panels.data.visits import VisitPicker
from designer.panels.event_words import skipped_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from designer.assets.theme import Theme
    from designer.panels.data.inspected import Inspected

_ICON = 16
_LONGEST = 60
_EDIT = "Change the data of the case before the run goes on"
_SHOW_FIRST = "Personal data are hidden. Show them first to change the data of the case."


class Heading(QWidget):
    """The line above the data.

    Attributes:
        json_wanted: show it as JSON, or not.
        masks_wanted: hide personal data, or not.
        compare_wanted: compare two steps, or no longer.
        edit_wanted: change the data of the case.
    """

    json_wanted = Signal(bool)
    masks_wanted = Signal(bool)
    compare_wanted = Signal(bool)
    edit_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = QLabel(self)
        self.step.setTextFormat(Qt.TextFormat.PlainText)
        look(self.step, "heading")
        self.visits = VisitPicker("Which time the case came to the step", self)
        self.state = QLabel(self)
        self.state.setProperty("look", "tag")  # from the first, so that it takes the room of one
        self.note = QLabel(self)
        look(self.note, "caption")
        self.table, self.json = self._segment("Table"), self._segment("JSON")
        self.table.setChecked(True)
        self.hiding = self._button("Hide personal data", checkable=True)
        self.hiding.setToolTip(
            "Hide names, addresses, e-mail, phone and account numbers here and in what is copied"
        )
        self.compare = self._button("Compare", checkable=True)
        self.compare.setToolTip("Compare with another step, or with another time the case came")
        self.edit = self._button("Edit data…")
        self.edit.setToolTip(_EDIT)
        look(self.edit, "boxed")
        self.edit.hide()
        self._lay_out()
        self.set_theme(theme)
        self.json.toggled.connect(self.json_wanted)
        self.hiding.toggled.connect(self._name_mask)
        self.hiding.toggled.connect(self.masks_wanted)
        self.compare.toggled.connect(self.compare_wanted)
        self.edit.clicked.connect(lambda _=False: self.edit_wanted.emit())

    def _lay_out(self) -> None:
        segments = QFrame(self)
        look(segments, "segments")
        pair = QHBoxLayout(segments)
        pair.setContentsMargins(2, 2, 2, 2)
        pair.setSpacing(0)
        pair.addWidget(self.table)
        pair.addWidget(self.json)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.step, self.visits, self.state, self.note):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        for part in (self.edit, self.compare, self.hiding, segments):
            row.addWidget(part)

    # --- what is shown ----------------------------------------------------------------------------

    def show_step(self, title: str, seen: Inspected, way: str, *, has_run: bool) -> None:
        """Say which step is looked at, and how it ended.

        Args:
            title: what people call it.
            seen: what is known of it.
            way: what people call the way out that it left by.
            has_run: whether there is a run at all.
        """
        short = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
        self.step.setText(short or "No step")
        self.step.setToolTip(title)
        self.visits.show_visits(seen.visits, seen.visit, masks=self.masks)
        words, tone = _how_it_ended(seen.at, way) if seen.at else ("", "")
        self.state.setText(words)
        self.state.setVisible(bool(words))
        look(self.state, "tag", tone)
        self.compare.setEnabled(has_run)
        self.edit.setEnabled(not self.masks)
        self.edit.setToolTip(_SHOW_FIRST if self.masks else _EDIT)
        self.note.clear()

    def say(self, words: object) -> None:
        """Say something short that was done."""
        self.note.setText(str(words))

    @property
    def masks(self) -> bool:
        """Whether personal data are hidden."""
        return self.hiding.isChecked()

    @property
    def compares(self) -> bool:
        """Whether two steps are compared."""
        return self.compare.isChecked() and self.compare.isEnabled()

    def set_masks(self, masks: bool) -> None:
        """Hide personal data, or show them."""
        self.hiding.setChecked(masks)

    def set_as_json(self, as_json: bool) -> None:
        """Show it as JSON, or in words."""
        (self.json if as_json else self.table).setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.compare.setIcon(icon("compare", theme.muted, _ICON))
        self.edit.setIcon(icon("edit", theme.muted, _ICON))
        self._name_mask()

    def _name_mask(self) -> None:
        hides = self.hiding.isChecked()
        color = self._theme.accent if hides else self._theme.muted
        self.hiding.setIcon(icon("eye-off" if hides else "eye", color, _ICON))
        self.hiding.setText(beside_icon("Personal data hidden" if hides else "Hide personal data"))

    # --- building ---------------------------------------------------------------------------------

    def _segment(self, text: str) -> QToolButton:
        made = QToolButton(self)
        made.setText(text)
        made.setAccessibleName(f"Show as {text}")
        made.setCheckable(True)
        made.setAutoExclusive(True)
        return made

    def _button(self, text: str, *, checkable: bool = False) -> QToolButton:
        made = QToolButton(self)
        made.setText(beside_icon(text))
        made.setAccessibleName(text.removesuffix("…"))
        made.setCheckable(checkable)
        made.setIconSize(square(_ICON))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return made


def _how_it_ended(visit: Mapping[str, Any], way: str) -> tuple[str, str]:
    """Return how a step ended in a few words, and the state whose colours they have."""
    because = visit["because"]
    if visit["error"] is not None:
        return "failed", "failed"
    if not visit["ended"]:
        return "there now", "waiting"
    if isinstance(because, dict) and "skipped by" in because:
        return skipped_by(str(cast("Any", because)["skipped by"])), "skipped"
    return (f"left by: {way}", "ok") if visit["port"] not in {"", "out"} else ("", "")

"""Knows the narrow bar at the left edge: where in Baton a person is. Must not know the places."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from designer.assets import style
from designer.assets.icons import icon, square

if TYPE_CHECKING:
    from designer.assets.theme import Theme

WIDTH = 48
_WIDE, _HIGH, _SIGN = 36, 34, 20


class Place(NamedTuple):
    """One button of the rail.

    Attributes:
        why_not: why one cannot go there; "" when one can.
    """

    id: str
    title: str
    icon: str
    why_not: str = ""


class Rail(QFrame):
    """Buttons for the places of Baton.

    Args:
        places: top to bottom.
        theme: colours.

    Attributes:
        chosen: emitted with the id of the place a person wants.
    """

    chosen = Signal(str)

    def __init__(self, places: list[Place], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.look(self, "rail")
        self.setAccessibleName("Places")
        self._places = places
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 6, 4, 6)
        layout.setSpacing(4)
        for place in places:
            layout.addWidget(self._button(place), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        self._theme = theme
        self._fit()

    def show_place(self, name: str) -> None:
        """Mark where the person is."""
        self._buttons[name].setChecked(True)
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        off = theme.states["disabled"].ink
        for place in self._places:
            button = self._buttons[place.id]
            color = theme.accent if button.isChecked() else theme.text
            button.setIcon(icon(place.icon, color, _SIGN, off))

    def changeEvent(self, event: QEvent) -> None:
        """Grow or shrink with the size of text."""
        super().changeEvent(event)
        is_other = event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}
        if is_other and hasattr(self, "_theme") and self.width() != style.grown(WIDTH):
            self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(style.grown(WIDTH))
        for button in self._buttons.values():
            button.setFixedSize(style.grown(_WIDE), style.grown(_HIGH))
            button.setIconSize(square(_SIGN))
        self.set_theme(self._theme)

    def _button(self, place: Place) -> QToolButton:
        button = QToolButton(self)
        style.look(button, "rail")
        button.setCheckable(True)
        button.setAccessibleName(place.title)
        button.setToolTip(f"{place.title}. {place.why_not}" if place.why_not else place.title)
        button.setEnabled(not place.why_not)
        button.clicked.connect(lambda: self._choose(place.id))
        self._group.addButton(button)
        self._buttons[place.id] = button
        return button

    def _choose(self, name: str) -> None:
        self.set_theme(self._theme)
        self.chosen.emit(name)

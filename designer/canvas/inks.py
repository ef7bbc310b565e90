"""Knows a theme's colours as what Qt paints with, each made once. Must not know what is painted."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from designer.assets.theme import Pair

if TYPE_CHECKING:
    from designer.assets.theme import Theme
    from designer.canvas.states import StateName

_SAME_AS = {"problem": "failed"}


class Inks:
    """Pens, brushes and colours of one theme; they are shared, so none may be changed.

    Args:
        theme: where the colours are from.
    """

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._pens: dict[tuple[str, float, Qt.PenStyle, int], QPen] = {}
        self._brushes: dict[tuple[str, int, Qt.BrushStyle], QBrush] = {}
        self._states = {name: self._state(name) for name in (*theme.states, "problem", "idle")}

    def state(self, name: StateName) -> Pair:
        """Return the colours of a state."""
        return self._states[name]

    def _state(self, name: str) -> Pair:
        plain = Pair(self.theme.border, self.theme.surface)
        return self.theme.states.get(_SAME_AS.get(name, name), plain)

    def category(self, name: str) -> Pair:
        """Return the colours of what a step is about."""
        return self.theme.categories.get(name, self.theme.categories["end"])

    def pen(
        self,
        color: str,
        width: float = 1.0,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
        alpha: int = 255,
    ) -> QPen:
        """Return a pen; a width of 0 is one pixel at any zoom.

        Where borders are thick for who sees little, no line is thinner or faint.
        """
        if width and self.theme.line > 1:
            width, alpha = max(width, self.theme.line), 255
        key = (color, width, style, alpha)
        found = self._pens.get(key)
        if found is None:
            found = QPen(qcolor(color, alpha), width, style)
            if style is Qt.PenStyle.SolidLine:
                found.setCapStyle(Qt.PenCapStyle.RoundCap)
                found.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            self._pens[key] = found
        return found

    def brush(
        self,
        color: str,
        alpha: int = 255,
        style: Qt.BrushStyle = Qt.BrushStyle.SolidPattern,
    ) -> QBrush:
        """Return a brush."""
        key = (color, alpha, style)
        found = self._brushes.get(key)
        if found is None:
            found = self._brushes[key] = QBrush(qcolor(color, alpha), style)
        return found


@lru_cache(maxsize=500)
def qcolor(color: str, alpha: int = 255) -> QColor:
    """Return a colour as Qt has it; shared, so it may not be changed."""
    found = QColor(color)
    found.setAlpha(alpha)
    return found

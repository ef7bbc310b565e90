"""Knows how fields stay under the pointer while others come and go. Must not know what they are."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

if TYPE_CHECKING:
    from collections.abc import Generator

_TRIES = 3
"""A bar at the right makes the page narrower, and what wraps higher."""


class Steady:
    """Scrolls a page by as much as what is above the pointer grows, so that no click goes astray.

    Where there is nothing to scroll, the page gets room above or below, until `settle`.

    Args:
        area: shows the page.
        holder: lies in it, with a layout, and holds the page.
    """

    def __init__(self, area: QScrollArea, holder: QWidget) -> None:
        self._area, self._holder = area, holder

    @contextmanager
    def held(self) -> Generator[None]:
        """Keep what is under the pointer, else where the keyboard is, where it is meanwhile."""
        anchor = self._anchor()
        if anchor is None:
            yield
            return
        _lay_out()
        before = self._height_of(anchor)
        yield
        for _ in range(_TRIES):
            _lay_out()
            shift = self._height_of(anchor) - before
            if not shift:
                break
            self._scroll_by(shift)

    def settle(self) -> None:
        """Take back the room that was given: nobody points at anything here any more."""
        self._holder.setContentsMargins(0, 0, 0, 0)

    def _anchor(self) -> QWidget | None:
        view = self._area.viewport()
        spot = view.mapFromGlobal(QCursor.pos())
        if view.isVisible() and view.rect().contains(spot):
            found: QWidget | None = self._holder.childAt(self._holder.mapFrom(view, spot))
            return found
        keys: QWidget | None = QApplication.focusWidget()
        return keys if keys is not None and self._holder.isAncestorOf(keys) else None

    def _height_of(self, anchor: QWidget) -> int:
        return anchor.mapTo(self._area.viewport(), QPoint(0, 0)).y()

    def _scroll_by(self, shift: int) -> None:
        bar, given = self._area.verticalScrollBar(), self._holder.contentsMargins()
        wanted = bar.value() + shift
        if wanted > bar.maximum():
            below = given.bottom() + wanted - bar.maximum() + self._spare()
            self._holder.setContentsMargins(0, given.top(), 0, below)
        elif wanted < 0:
            self._holder.setContentsMargins(0, given.top() - wanted, 0, given.bottom())
        _lay_out()
        bar.setValue(max(wanted, 0))

    def _spare(self) -> int:
        """Return how much lower than its place the page could be."""
        needed = self._holder.heightForWidth(self._holder.width())
        least = self._holder.minimumSizeHint().height()
        return max(self._area.viewport().height() - max(needed, least), 0)


def _lay_out() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

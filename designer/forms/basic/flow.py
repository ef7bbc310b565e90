"""Knows how widgets stand in lines that wrap, as words do. Must not know what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

GAP = 4


class FlowLayout(QLayout):
    """Widgets from left to right, in as many lines as are needed; the last takes what is left.

    Args:
        parent: what they lie in.
        gap: between two of them, and between two lines.
    """

    def __init__(self, parent: QWidget, gap: int = GAP) -> None:
        super().__init__(parent)
        self._gap = gap
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end."""
        self._items.append(item)

    def insert(self, at: int, widget: QWidget) -> None:
        """Put a widget in before another."""
        self.addWidget(widget)
        self._items.insert(at, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override] - None is Qt's answer behind the last
        """Return an item, None behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override] - as above
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Fewer lines are needed where there is more width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines."""
        return self._arranged(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put the widgets where they belong."""
        super().setGeometry(rect)
        self._arranged(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the least size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the tallest item."""
        margins = self.contentsMargins()
        height = max((item.minimumSize().height() for item in self._items), default=0)
        return QSize(60, height + margins.top() + margins.bottom())

    def _arranged(self, rect: QRect, *, move: bool) -> int:
        inner = rect.marginsRemoved(self.contentsMargins())
        x, y, tall = inner.x(), inner.y(), 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(inner.width(), 1)))
            if x > inner.x() and x + size.width() > inner.right() + 1:
                _level(line, tall)
                x, y, tall = inner.x(), y + tall + self._gap, 0
            if item is self._items[-1]:
                size.setWidth(max(inner.right() + 1 - x, 1))
            if move:
                line.append((item, QRect(QPoint(x, y), size)))
            x, tall = x + size.width() + self._gap, max(tall, size.height())
        _level(line, tall)
        return y + tall - rect.y() + self.contentsMargins().bottom()


def _level(line: list[tuple[QLayoutItem, QRect]], tall: int) -> None:
    """Put what stands in one line on one level, then begin the next."""
    for item, place in line:
        item.setGeometry(place.translated(0, (tall - place.height()) // 2))
    line.clear()

"""Knows a heading that opens and closes what lies below it. Must not know what that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from designer.assets.icons import pixmap
from designer.forms.parts import be, column

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent, QResizeEvent

_SIGN, _APART, _EDGE = 14, 4, -1
"""The sign has room of its own at its sides."""
_AROUND = _EDGE + _SIGN + _APART


class Fold(QWidget):
    """A heading that opens and closes what lies below it.

    Args:
        title: what the heading says.
        fill: makes the content when it is opened for the first time.

    Attributes:
        toggled: emitted with whether it is open now.
    """

    toggled = Signal(bool)

    def __init__(
        self, title: str, fill: Callable[[], QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fill = fill
        self.content: QWidget | None = None
        self._layout = column(self)
        self.heading = Heading(self)
        self.heading.toggled.connect(self._take)
        self._layout.addWidget(self.heading)
        self.set_title(title)

    @property
    def is_open(self) -> bool:
        """Whether what lies below is seen."""
        return self.heading.isChecked()

    def set_title(self, title: str) -> None:
        """Let the heading say something else."""
        self.heading.set_title(title)

    def set_open(self, is_open: bool) -> None:
        """Open or close it."""
        self.heading.setChecked(is_open)

    def made(self) -> QWidget:
        """Return the content, made now when it never was."""
        if self.content is None:
            self.content = self._fill()
            self.content.setVisible(self.is_open)
            self._layout.addWidget(self.content)
        return self.content

    def _take(self, is_open: bool) -> None:
        self.made().setVisible(is_open)
        self.toggled.emit(is_open)


class Heading(QToolButton):
    """A line with a sign that points right or down; words that do not fit end in “…”."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        be(self, "fold")
        self.setCheckable(True)
        # A long title must not make the form wider.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_title(self, title: str) -> None:
        """Say something else."""
        self._title = title
        self.setAccessibleName(title)
        self._cut()

    def sizeHint(self) -> QSize:
        """Return the room for the sign and what is shown of the title."""
        wide = self.fontMetrics().horizontalAdvance(self.text()) + _AROUND
        return QSize(wide, max(self.fontMetrics().height(), _SIGN) + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        """Cut anew in larger letters."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign at the very left, under the letters of the headings above."""
        del event
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""  # pyright: ignore[reportAttributeAccessIssue] - Qt's stubs lack it
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        quiet = self.palette().color(QPalette.ColorRole.ButtonText)  # that of widgets.qss
        name = "chevron-down" if self.isChecked() else "chevron-right"
        sign = pixmap(name, quiet.name(), _SIGN, self.devicePixelRatioF())
        painter.drawPixmap(_EDGE, (self.height() - _SIGN) // 2, sign)
        is_strong = self.isChecked() or self.underMouse()
        painter.setPen(
            QGuiApplication.palette().color(QPalette.ColorRole.WindowText) if is_strong else quiet
        )
        room = self.rect().adjusted(_EDGE + _SIGN + _APART, 0, 0, 0)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        painter.end()

    def _cut(self) -> None:
        room = self.width() - _AROUND
        shown = self.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
            self.setToolTip("" if shown == self._title else self._title)

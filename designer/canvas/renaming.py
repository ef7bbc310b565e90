"""Knows how a name is written anew in its place on the canvas. Must not know what is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QFocusEvent

    from designer.canvas.view import CanvasView

_LOWEST, _NARROWEST = 26, 120


class NameField(QLineEdit):
    """A line over the canvas: Enter or leaving it keeps what is written, Esc does not.

    Args:
        view: the canvas.
        name: what stands there now.
        box: where the name stands in the scene.
        then: is told another name than before.
    """

    def __init__(
        self, view: CanvasView, name: str, box: QRectF, then: Callable[[str], object]
    ) -> None:
        super().__init__(name, view)
        self._before = name
        self._then = then
        self._is_over = False
        self.setAccessibleName("Name")
        self.setMaxLength(max(200, len(name)))  # one that is there is never cut
        self.setGeometry(_pixels(view, box, _LOWEST))
        self.returnPressed.connect(self._keep)
        self.setSelection(len(name), -len(name))  # all, and the beginning is seen
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _keep(self) -> None:
        name = self.text().strip()
        self._leave()
        if name and name != self._before:
            self._then(name)

    def _leave(self) -> None:
        self._is_over = True
        _give_back(self)
        self.hide()

    def event(self, event: QEvent) -> bool:
        """Keep single letters and Esc from the window's shortcuts."""
        return _kept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave without a change on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what is written when another place is clicked."""
        super().focusOutEvent(event)
        if not self._is_over and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._keep()


class NoteField(QPlainTextEdit):
    """Several lines over the canvas: Ctrl+Enter or leaving keeps what is written, Esc does not.

    Args:
        view: the canvas.
        text: what stands there now.
        box: where it stands in the scene.
        then: is told another text than before.
    """

    def __init__(
        self, view: CanvasView, text: str, box: QRectF, then: Callable[[str], object]
    ) -> None:
        super().__init__(text, view)
        self._before = text
        self._then = then
        self._is_over = False
        self.setAccessibleName("Text of the note")
        self.setTabChangesFocus(True)
        self.setGeometry(_pixels(view, box, 3 * _LOWEST))
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _keep(self) -> None:
        text = self.toPlainText()
        self._leave()
        if text != self._before:
            self._then(text)

    def _leave(self) -> None:
        self._is_over = True
        _give_back(self)
        self.hide()

    def event(self, event: QEvent) -> bool:
        """Keep single letters and Esc from the window's shortcuts."""
        return _kept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave without a change on Esc, with it on Ctrl+Enter."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and control:
            self._keep()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what is written when another place is clicked."""
        super().focusOutEvent(event)
        if not self._is_over and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._keep()


def _kept(event: QEvent) -> bool:
    if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
        event.accept()
        return True
    return False


def _pixels(view: CanvasView, box: QRectF, lowest: int) -> QRect:
    """Return where a box of the scene is in the window, at least so large that one can write."""
    place = view.mapFromScene(box).boundingRect()
    place.setWidth(max(place.width(), _NARROWEST))
    middle = place.center()
    place.setHeight(max(place.height(), lowest))
    place.moveCenter(middle)
    return place


def _give_back(field: QLineEdit | QPlainTextEdit) -> None:
    """Give the keyboard back to the canvas and go."""
    parent = field.parentWidget()
    if field.hasFocus() and parent is not None:
        parent.setFocus(Qt.FocusReason.PopupFocusReason)
    field.deleteLater()

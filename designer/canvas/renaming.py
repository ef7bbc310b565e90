"""Knows how a name is written anew in its place on the canvas. Must not know what is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRectF

    from designer.canvas.view import CanvasView

_LOWEST, _NARROWEST = 26, 120


class _Leaving(QObject):
    """How a field over the canvas is left: with what is written, or on Esc without a change.

    Args:
        field: the field.
        before: what stood there.
        written: what stands there now.
        then: is told another text than before.
    """

    def __init__(
        self,
        field: QWidget,
        before: str,
        written: Callable[[], str],
        then: Callable[[str], object],
    ) -> None:
        super().__init__(field)
        self._field, self._before = field, before
        self._written, self._then = written, then
        self._is_over = False
        field.installEventFilter(self)
        field.show()
        field.setFocus(Qt.FocusReason.PopupFocusReason)

    def keep(self) -> None:
        """Leave, and tell what is written."""
        text = self._written()
        self._leave()
        if text != self._before:
            self._then(text)

    def _leave(self) -> None:
        self._is_over = True
        canvas = self._field.parentWidget()
        if self._field.hasFocus() and canvas is not None:
            canvas.setFocus(Qt.FocusReason.PopupFocusReason)
        self._field.deleteLater()
        self._field.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave on Esc, on Ctrl+Enter and when another place is clicked."""
        del watched
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # single letters and Esc are no shortcuts of the window meanwhile
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        if isinstance(event, QFocusEvent) and event.lostFocus() and not self._is_over:
            self._take_leaving(event)
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and control:
            self.keep()
        else:
            return False
        return True

    def _take_leaving(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.keep()


class NameField(QLineEdit):
    """A line over the canvas: Enter or leaving it keeps what is written, Esc does not.

    Args:
        view: the canvas.
        name: what stands there now.
        box: where the name stands in the scene.
        then: is told another name than before; nothing is no name.
    """

    def __init__(
        self, view: CanvasView, name: str, box: QRectF, then: Callable[[str], object]
    ) -> None:
        super().__init__(name, view)
        self.setAccessibleName("Name")
        self.setMaxLength(max(200, len(name)))  # one that is there is never cut
        self.setGeometry(_pixels(view, box, _LOWEST))
        self.setSelection(len(name), -len(name))  # all, and the beginning is seen
        leaving = _Leaving(self, name, lambda: self.text().strip() or name, then)
        self.returnPressed.connect(leaving.keep)


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
        self.setAccessibleName("Text of the note")
        self.setTabChangesFocus(True)
        self.setGeometry(_pixels(view, box, 3 * _LOWEST))
        _Leaving(self, text, self.toPlainText, then)


def _pixels(view: CanvasView, box: QRectF, lowest: int) -> QRect:
    """Return where a box of the scene is in the window, at least so large that one can write."""
    place = view.mapFromScene(box).boundingRect()
    place.setWidth(max(place.width(), _NARROWEST))
    middle = place.center()
    place.setHeight(max(place.height(), lowest))
    place.moveCenter(middle)
    return place

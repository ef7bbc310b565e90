"""Knows how a widget takes fields that are dropped on it. Must not know what it does with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent

from designer.forms.formulas.dragged import FIELD_MIME, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from designer.forms.formulas.dragged import Dragged


class Landing(QObject):
    """Lets fields be dropped anywhere on a widget.

    Args:
        widget: the widget.
        take: is given a field that was dropped.
    """

    def __init__(self, widget: QWidget, take: Callable[[Dragged], object]) -> None:
        super().__init__(widget)
        self._take = take
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a field, and nothing else."""
        del watched
        if not isinstance(event, QDropEvent):  # a drag that enters or moves is one, too
            return False
        if event.type() == QEvent.Type.DragEnter and event.mimeData().hasFormat(FIELD_MIME):
            event.acceptProposedAction()
            return True
        field = unpacked(event.mimeData()) if event.type() == QEvent.Type.Drop else None
        if field is None:
            return False
        event.acceptProposedAction()
        self._take(field)
        return True

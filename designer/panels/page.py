"""Knows what the pages beside the workflow share. Must not know what is on them."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from designer.assets.abstract import AbstractQt
from designer.assets.style import look

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent


class Page(QWidget, metaclass=AbstractQt):
    """A page that looks what there is whenever it is turned to.

    Args:
        title: what is read out.

    Attributes:
        left: the person goes back to the workflow.
    """

    left = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look(self, "panel")
        self.setAccessibleName(title)

    @abstractmethod
    def refresh(self) -> None:
        """Ask again what there is."""

    def showEvent(self, event: QShowEvent) -> None:
        """Look what there is."""
        super().showEvent(event)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

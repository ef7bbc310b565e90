"""Knows how a list box shows that its words are longer than it is. Must not know what is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox


class PickList(QComboBox):
    """A list box that may be narrower than its words: then they end in "…"."""

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Say what is painted: Qt itself would cut the words without a sign."""
        super().initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        box = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(box, option, part, self).width()
        shown = option.currentText  # pyright: ignore[reportAttributeAccessIssue] - not in the stubs
        words = self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, room)
        option.currentText = words  # pyright: ignore[reportAttributeAccessIssue] - not in the stubs

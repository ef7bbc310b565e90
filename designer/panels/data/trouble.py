"""Knows how an error that a step met is told above its data. Must not know what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from designer.assets.style import look
from runtime.definition.personal import masked_text

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

_LONGEST = 600


class Trouble(QFrame):
    """What went wrong at the step, in its own words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look(self, "notice", "failed")
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        look(self.words, "", "failed")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.addWidget(self.words)
        self.hide()

    def show_error(self, error: JsonValue, *, masks: bool) -> None:
        """Tell an error as it was recorded; None hides this."""
        self.setVisible(error is not None)
        if error is None:
            return
        message = error.get("message") if isinstance(error, dict) else error
        text = " ".join(str(message or "The step failed.").split())[:_LONGEST]
        self.words.setText(masked_text(text) if masks else text)

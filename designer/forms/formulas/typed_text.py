"""Knows a text field by characters, where Qt counts in units. Must not know what is typed in it."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from designer.forms.formulas.highlight import characters, units


class TypedText(QPlainTextEdit):
    """A field in which formulas are typed, or a text with formulas in it."""

    def raw(self) -> str:
        """Return what stands there, also while it is being changed."""
        raw = self.document().toRawText()
        return raw.replace("\u2029", "\n").replace("\u2028", "\n")

    def place(self) -> int:
        """Return the character before which the cursor stands."""
        return characters(self.raw(), self.textCursor().position())

    def select(self, begin: int, end: int) -> None:
        """Select from one character up to another."""
        text, cursor = self.raw(), self.textCursor()
        cursor.setPosition(units(text, begin))
        cursor.setPosition(units(text, end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def formula_at(self, text: str, offset: int) -> tuple[int, int]:
        """Return where the formula around a place begins and ends; (0, -1) where there is none."""
        del offset
        return 0, len(text)

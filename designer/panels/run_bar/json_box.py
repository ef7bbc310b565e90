"""Knows how a value is written as JSON and what is wrong with it, in place. Must not know whose."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from designer.forms.parts import be, column, label, mark

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

_WORDS = {
    "Expecting value": "A value is missing here: text in quotes, a number, true, false or null.",
    "Expecting property name enclosed in double quotes": (
        "The name of a field is missing here, in double quotes."
    ),
    "Expecting ':' delimiter": "A colon is missing here, between the name and its value.",
    "Expecting ',' delimiter": "A comma is missing here, or a bracket that closes.",
    "Extra data": "Something stands behind the end.",
    "Unterminated string starting at": "The quotes that begin here are never closed.",
    "Illegal trailing comma before end of object": "The comma before the bracket is one too many.",
    "Illegal trailing comma before end of array": "The comma before the bracket is one too many.",
}
_OTHER = "This cannot be read as JSON."
_NO_NUMBER = "“{}” is no number that JSON knows. Write null where there is none."


class NotJsonError(ValueError):
    """A text is no JSON.

    Args:
        what: what is wrong, one sentence.
        at: the character, counted from 0.
    """

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.at = at


def read(text: str) -> JsonValue:
    """Return the value that a text stands for; raises NotJsonError."""

    def refuse(word: str) -> JsonValue:
        raise NotJsonError(_NO_NUMBER.format(word), max(text.find(word), 0))

    try:
        return json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise NotJsonError(_WORDS.get(error.msg, _OTHER), error.pos) from error
    except RecursionError as error:
        raise NotJsonError("There are too many brackets within each other.", 0) from error


class JsonBox(QWidget):
    """A value as JSON, with what is wrong below it.

    Args:
        name: what it is, read out.

    Attributes:
        edited: the person typed something.
    """

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName(name)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        be(self.text, "code")
        space = QFontMetricsF(self.text.font()).horizontalAdvance(" ")
        self.text.setTabStopDistance(2 * space)
        self.problem = label("", "caption", self, "failed")
        self.problem.hide()
        lines = column(self, 4)
        lines.addWidget(self.text, 1)
        lines.addWidget(self.problem)
        self.setFocusProxy(self.text)
        self.text.textChanged.connect(self._take)

    def set_value(self, value: JsonValue) -> None:
        """Show a value."""
        self.text.setPlainText(json.dumps(value, ensure_ascii=False, indent=2))

    def value(self) -> JsonValue:
        """Return the value; raises NotJsonError."""
        return read(self.text.toPlainText())

    def check(self) -> bool:
        """Say what is wrong, with the keyboard at the place; returns whether all is well."""
        try:
            self.value()
        except NotJsonError as error:
            self.say(str(error), error.at)
            cursor = self.text.textCursor()
            cursor.setPosition(min(error.at, len(self.text.toPlainText())))
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, _KEEP)
            self.text.setTextCursor(cursor)
            self.text.setFocus()
            return False
        self.say("")
        return True

    def say(self, sentence: str, at: int | None = None) -> None:
        """Say what is wrong, and on which line; "" for nothing."""
        line = "" if at is None else f"Line {self.text.toPlainText().count(chr(10), 0, at) + 1}: "
        self.problem.setText(f"{line}{sentence}" if sentence else "")
        self.problem.setVisible(bool(sentence))
        mark(self.text, is_wrong=bool(sentence))

    def _take(self) -> None:
        """What was wrong is looked at again with every key, so that it goes when it is mended."""
        if self.problem.isVisible():
            try:
                self.value()
            except NotJsonError as error:
                self.say(str(error), error.at)
            else:
                self.say("")
        self.edited.emit()


_KEEP = QTextCursor.MoveMode.KeepAnchor

"""Knows how text is edited, in one line or several. Must not know what it is for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from designer.forms.basic.single import SingleEditor, as_text
from designer.forms.direction import follow_script
from designer.forms.line import Line, lines_of
from designer.forms.parts import column

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from designer.forms.context import FormContext
    from runtime.definition.json_value import JsonObject, JsonValue

LONG = 200
"""Text that may be longer than this gets several lines."""
MOST_LINES = 12
_FRAME = 8
"""Border and padding above and below, as in widgets.qss."""


class Paragraph(QPlainTextEdit):
    """Text in lines, as tall as what is in it; Tab leads on."""

    def __init__(self, parent: QWidget | None = None, lines: int = 3) -> None:
        super().__init__(parent)
        self._least = lines
        self.setTabChangesFocus(True)
        follow_script(self)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other width, other lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = round(self.document().size().height())
        lines = min(max(wanted, self._least), MOST_LINES)
        around = _FRAME + round(2 * self.document().documentMargin())
        height = lines_of(lines, self.font()) + around
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
        bars = Qt.ScrollBarPolicy
        policy = bars.ScrollBarAsNeeded if wanted > MOST_LINES else bars.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() != policy:
            self.setVerticalScrollBarPolicy(policy)

    def replace_text(self, text: str) -> None:
        """Write another text and leave the cursor where it was, as near as may be."""
        if text == self.toPlainText():
            return
        at = self.textCursor().position()
        with QSignalBlocker(self):
            self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(at, len(text)))
        self.setTextCursor(cursor)


class TextEditor(SingleEditor):
    """Plain text; a line becomes several when the text has line breaks or may be long."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._layout = column(self)
        self._input: QLineEdit | Paragraph = self._made(self._is_long())
        self._place(self._input)

    def _is_long(self) -> bool:
        most = self.schema.get("maxLength")
        return self.schema.get("format") == "multiline" or (isinstance(most, int) and most > LONG)

    def _made(self, is_long: bool) -> QLineEdit | Paragraph:
        if is_long:
            paragraph = Paragraph(self)
            paragraph.textChanged.connect(lambda: self._enter(paragraph.toPlainText()))
            return paragraph
        line = Line(self)
        line.textEdited.connect(self._enter)
        return line

    def _place(self, widget: QLineEdit | Paragraph) -> None:
        self._layout.addWidget(widget)
        self.setFocusProxy(widget)
        examples = self.schema.get("examples")
        hint = examples[0] if isinstance(examples, list) and examples else None
        hint = self.schema.get("default") or hint
        widget.setPlaceholderText(as_text(hint))

    def _show(self) -> None:
        text = as_text(self._value)
        if "\n" in text and isinstance(self._input, QLineEdit):
            self._grow()
        if isinstance(self._input, Paragraph):
            self._input.replace_text(text)
        else:
            at = self._input.cursorPosition()
            was_at_end = at == len(self._input.text())
            self._input.setText(text)
            if self._input.hasFocus() and not was_at_end:
                self._input.setCursorPosition(min(at, len(text)))

    def _grow(self) -> None:
        old, had_focus = self._input, self._input.hasFocus()
        self._input = self._made(is_long=True)
        self._input.setAccessibleName(old.accessibleName())
        self._place(self._input)
        old.deleteLater()
        old.hide()
        if had_focus:
            self._input.setFocus()

    def own_problem(self) -> str:
        """Return what is wrong with the text by its schema."""
        if self._value is None:
            return ""
        if not isinstance(self._value, str):
            return "Text belongs here. What stands here was kept; write over it to replace it."
        return _unfit(self._value, self.schema)


def _unfit(text: str, schema: JsonObject) -> str:
    least, most, pattern = (schema.get(name) for name in ("minLength", "maxLength", "pattern"))
    if isinstance(most, int) and len(text) > most:
        return f"This is {len(text) - most} characters too long; {most} are possible."
    if isinstance(least, int) and 0 < len(text) < least:
        return f"At least {least} characters are needed."
    if isinstance(pattern, str) and text and not _fits(pattern, text):
        return "This is not written as it must be here."
    return ""


def _fits(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return True  # a pattern of another dialect; the check of the whole drawing knows it


class AnyEditor(SingleEditor):
    """A value of any type in one line: what reads as JSON is that, anything else is text.

    Where another field of the form, `type`, says that it is text, it is text whatever it reads as.
    """

    _texts = frozenset({"text", "money", "date", "duration"})

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._input = QLineEdit(self)
        self._input.textEdited.connect(self._take)
        column(self).addWidget(self._input)
        self.setFocusProxy(self._input)

    def _show(self) -> None:
        self._input.setText(as_text(self._value))

    def _take(self, text: str) -> None:
        self._enter(self._read(text) if text else None)

    def _read(self, text: str) -> JsonValue:
        if self.context.companions.get("type") in self._texts:
            return text
        try:
            return json.loads(text)
        except ValueError:
            return text


class JsonEditor(SingleEditor):
    """The value as JSON, for what no other editor fits; what is no JSON is kept as text."""

    def __init__(
        self, schema: JsonObject, context: FormContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(schema, context, parent)
        self._input = Paragraph(self)
        mono = self._input.font()
        mono.setFamilies(["monospace"])
        self._input.setFont(mono)
        self._input.setPlaceholderText("JSON, such as {“name”: 1}")
        self._input.textChanged.connect(self._take)
        self._broken = False
        column(self).addWidget(self._input)
        self.setFocusProxy(self._input)

    def _show(self) -> None:
        self._broken = False
        text = "" if self._value is None else json.dumps(self._value, ensure_ascii=False, indent=2)
        self._input.replace_text(text)

    def _take(self) -> None:
        text = self._input.toPlainText()
        try:
            value = json.loads(text) if text.strip() else None
            self._broken = False
        except ValueError:
            value, self._broken = text, True
        self._enter(value)

    def own_problem(self) -> str:
        """Return where the JSON cannot be read."""
        if not self._broken:
            return ""
        try:
            json.loads(self._input.toPlainText())
        except ValueError as error:
            line = getattr(error, "lineno", 1)
            return f"This is no JSON from line {line} on; until it is, it counts as plain text."
        return ""

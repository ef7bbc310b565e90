"""Knows how a formula is typed: colours, growth, dropped fields, the wrong place.

Must not know what the formula is for, and must not compute values.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDropEvent,
    QFocusEvent,
    QFont,
    QFontDatabase,
    QFontInfo,
    QHideEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QMenu, QTextEdit

from designer.assets.style import repolish
from designer.forms.direction import follow_script
from designer.forms.formulas.dragged import FIELD_MIME, unpacked
from designer.forms.formulas.dropping import beside, landing
from designer.forms.formulas.highlight import Highlighter, Span, characters, formula_spans, units
from designer.forms.formulas.suggesting import Suggesting
from designer.forms.formulas.typed_text import TypedText
from designer.forms.line import lines_of, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from designer.forms.context import FormContext
    from designer.forms.formulas.dragged import Dragged
    from designer.forms.formulas.fields import Field
    from designer.forms.formulas.suggestions import Suggestion

_CODE_SIZE = 12 / 13
_SMALLEST = 11
_FRAME = 8
"""Border and padding above and below, as in widgets.qss."""
_AROUND = 16
"""The same at the left and the right."""


class FormulaBox(TypedText):
    """A field for a formula; it is as high as its lines, from one up to some.

    Args:
        context: what may be asked; the fields of its schema are suggested.
        most_lines: where it stops to grow; 0 fills the room that it is given.
        fields: those of the context's schema, where they are known already.

    Attributes:
        typed: emitted with the text when the person changed it.
        expand_wanted: the person asks for the large editor.
        field_taken: emitted with a field (`Dragged`) that was dropped or pasted.
    """

    is_code = True
    """Whether all of it is a formula, which is written in letters of equal width."""

    typed = Signal(str)
    expand_wanted = Signal()
    field_taken = Signal(object)

    def __init__(
        self,
        context: FormContext,
        parent: QWidget | None = None,
        *,
        most_lines: int = 6,
        fields: tuple[Field, ...] | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._most_lines = most_lines
        self._text = ""
        self._wrong: int | None = None
        self._filling = self._is_drop = False
        self._list = Suggesting(self, context, fields)
        self._highlighter = Highlighter(self.document(), context.theme, self.spans_of)
        self._prepare()
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.cursorPositionChanged.connect(self._list.cursor_moved)
        context.learning.learned.connect(self._learn)

    def spans_of(self, text: str) -> list[Span]:
        """Return how the parts of a text look."""
        return formula_spans(text)

    def text(self) -> str:
        """Return the formula."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another formula; the cursor stays where it is the same."""
        if text == self._text:
            return
        self._filling = True
        self.setPlainText(text)
        self._filling = False
        self._text = text
        self.close_suggestions()
        self._fit()

    def insert(self, text: str) -> None:
        """Put a reference in at the cursor, as if it were typed, apart from a word before it."""
        cursor = self.textCursor()
        before = self.raw()[: characters(self.raw(), cursor.selectionStart())]
        apart = " " if before and (before[-1].isalnum() or before[-1] in "_`)]\"'") else ""
        cursor.insertText(apart + text)
        self.setTextCursor(cursor)
        self.setFocus()

    def longest_word(self) -> int:
        """Return how wide the box must be so that no word of the text is broken, in pixels."""
        words = self._text.split()
        wide = max((self.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        return wide + 2 * round(self.document().documentMargin()) + _AROUND

    def mark_wrong(self, offset: int | None) -> None:
        """Underline the character at which the formula is wrong; None takes the line away."""
        self._wrong = offset
        if offset is None or not self._text:
            self.setExtraSelections([])
            return
        selection = QTextEdit.ExtraSelection()
        made = cast("_Selection", selection)
        made.cursor = self._word_at(min(offset, len(self._text) - 1))
        made.format = self._underline()
        self.setExtraSelections([selection])

    def mark_as_wrong(self, *, wrong: bool) -> None:
        """Let the whole field look wrong, or right."""
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            repolish(self)

    def wrong_at(self) -> int | None:
        """Return the character that is underlined, for a test or a reader of the screen."""
        return self._wrong

    def marked_text(self) -> str:
        """Return the characters that are underlined."""
        found = self.extraSelections()
        return cast("_Selection", found[0]).cursor.selectedText() if found else ""

    def suggestions(self) -> Sequence[Suggestion]:
        """Return what is suggested now; none when nothing is shown."""
        return self._list.rows()

    def suggest(self) -> None:
        """Show what may be typed at the cursor."""
        self._list.open()

    def _learn(self) -> None:
        self._list.forget()

    def close_suggestions(self) -> None:
        """Hide the list."""
        self._list.close()

    # --- what Qt calls -----------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Serve the list first, also with Tab, which would lead on."""
        if event.type() == QEvent.Type.KeyPress and self._list.take_key(cast("QKeyEvent", event)):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, ask for the list, or for the large editor."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_Space:
            self.suggest()
            return
        if control and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.expand_wanted.emit()
            return
        before = self._text
        super().keyPressEvent(event)
        if self._text != before:
            self._list.after_typing(event.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the list with the focus."""
        super().focusOutEvent(event)
        self.close_suggestions()

    def hideEvent(self, event: QHideEvent) -> None:
        """Hide the list with the field."""
        super().hideEvent(event)
        self.close_suggestions()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other width, other lines."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the surrounding text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def sizeHint(self) -> QSize:
        """As wide as it may be, as high as its lines."""
        return QSize(super().sizeHint().width(), self._height_of(1))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Also take a field."""
        return source.hasFormat(FIELD_MIME) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Put in a field's reference, or plain text."""
        field = unpacked(source)
        if field is not None and self._is_drop:
            self._land(field)
        elif field is not None:
            self.insert(self.reference_text(field))
        if field is not None:
            self.field_taken.emit(field)
        elif source.hasText():
            self.insertPlainText(source.text())

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what is dropped; a field may stand for the whole formula."""
        self._is_drop = True
        super().dropEvent(event)
        self._is_drop = False

    def reference_text(self, field: Dragged) -> str:
        """Return what stands for a field in this text."""
        return field.reference

    # --- a field that is dropped -------------------------------------------------------------

    def _land(self, field: Dragged) -> None:
        """Put a field in where one is missing; else it replaces the formula, or the person says."""
        text, place = self.raw(), self.place()
        begin, end = self.formula_at(text, place)
        how = landing(text[begin:end], place - begin, field.reference) if begin <= end else "insert"
        if how == "insert":
            self.insert(self.reference_text(field))
        elif how == "replace":
            self._replace(begin, end, field.reference)
        else:
            QTimer.singleShot(0, self, partial(self._ask, begin, end, field))  # the drag is over

    def _ask(self, begin: int, end: int, field: Dragged) -> None:
        """Let the person say what becomes of the formula that stands there."""
        menu = QMenu(self)
        menu.addAction("Replace the formula", partial(self._replace, begin, end, field.reference))
        menu.addAction("Add it here", partial(self._add, begin, end, field.reference))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.viewport().mapToGlobal(self.cursorRect().bottomLeft()))

    def _replace(self, begin: int, end: int, reference: str) -> None:
        text = self.raw()
        self.select(begin, end)
        around = " " if text[begin:end] != text else ""
        self.textCursor().insertText(f"{around}{reference}{around}")
        self.setFocus()

    def _add(self, begin: int, end: int, reference: str) -> None:
        text = self.raw()
        place = begin + beside(text[begin:end], min(max(self.place() - begin, 0), end - begin))
        before, after = text[begin:place], text[place:end]
        self.select(place, place)
        left = " " if before and not before[-1].isspace() else ""
        right = " " if after and not after[0].isspace() else ""
        self.textCursor().insertText(f"{left}{reference}{right}")
        self.setFocus()

    # --- inside ------------------------------------------------------------------------------

    def _prepare(self) -> None:
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if self.is_code:
            self._write_code()
        else:
            follow_script(self)
        self._fit()

    def _write_code(self) -> None:
        self.setProperty("look", "code")
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setStyleHint(QFont.StyleHint.Monospace)
        size = round(QFontInfo(self.font()).pixelSize() * _CODE_SIZE)
        mono.setPixelSize(max(_SMALLEST, size))
        self.document().setDefaultFont(mono)
        self.setFont(mono)

    def _changed(self) -> None:
        if self._filling:
            return
        text = self.raw()
        if text == self._text:
            return
        self._text = text
        self.mark_wrong(None)
        self.typed.emit(text)

    def _fit(self) -> None:
        if not self._most_lines:
            return
        self._centre()
        lines = round(self.document().size().height())
        height = self._height_of(max(1, min(lines, self._most_lines)))
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
        more = lines > self._most_lines
        wanted = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if more else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if self.verticalScrollBarPolicy() != wanted:
            self.setVerticalScrollBarPolicy(wanted)

    def _height_of(self, lines: int) -> int:
        around = one_line() - lines_of(1, self.font())
        return lines_of(lines, self.font()) + max(around, _FRAME)

    def _centre(self) -> None:
        """Let one line stand in the middle of a box that is as high as a line to type in."""
        free = one_line() - _FRAME - lines_of(1, self.font())
        margin = max(free / 2, 0)
        if self.document().documentMargin() != margin:
            self.document().setDocumentMargin(margin)

    def _word_at(self, offset: int) -> QTextCursor:
        """Select the token that a place is in, or the character there."""
        spans = formula_spans(self._text)
        span = next((each for each in spans if each.begin <= offset < each.end), None)
        begin, end = (span.begin, span.end) if span is not None else (offset, offset + 1)
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(self._text, begin))
        cursor.setPosition(units(self._text, end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _underline(self) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        look.setUnderlineColor(QColor(self._context.theme.states["failed"].ink))
        return look


class _Selection:
    """What the stubs do not say of an extra selection."""

    cursor: QTextCursor
    format: QTextCharFormat

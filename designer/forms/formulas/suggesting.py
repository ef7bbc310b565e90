"""Knows the list of what may be typed in a formula: when it opens, and what is taken from it.

Must not know how the formula is shown, or what it is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from designer.forms.formulas.asking import Asking
from designer.forms.formulas.fields import known_fields
from designer.forms.formulas.popup import Popup
from designer.forms.formulas.suggestions import Suggestion, Suggestions, functions, merged, shifted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.forms.context import FormContext
    from designer.forms.formulas.fields import Field
    from designer.forms.formulas.typed_text import TypedText
    from runtime.definition.json_value import JsonValue

_PAUSE = 120
_ACCEPTING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class Suggesting:
    """Opens the list under the cursor of a box, and types what is chosen in it.

    Args:
        box: where a formula is typed.
        context: what may be asked; the fields of its schema are suggested.
        fields: those of the context's schema, where they are known already.
    """

    def __init__(
        self, box: TypedText, context: FormContext, fields: tuple[Field, ...] | None
    ) -> None:
        self._box, self._context, self._fields = box, context, fields
        self._suggestions: Suggestions | None = None
        self._popup: Popup | None = None
        self._asked_at = (0, 0)
        self._begin = 0
        self._more = Asking(box, self._add, _PAUSE)

    def rows(self) -> Sequence[Suggestion]:
        """Return what is suggested now; none when nothing is shown."""
        popup = self._popup
        return popup.rows() if popup is not None and popup.isVisible() else ()

    def open(self) -> None:
        """Show what may be typed at the cursor."""
        text, offset = self._box.raw(), self._box.place()
        begin, end = self._box.formula_at(text, offset)
        if end < offset:
            self.close()
            return
        self._asked_at = (len(text), offset)
        self._begin = begin
        formula, place = text[begin:end], offset - begin
        self._show(shifted(self._known().at(formula, place), begin))
        helper = self._context.helper
        if helper is not None:
            schema = self._context.schema
            self._more.want(lambda: helper.complete(formula, place, schema))

    def close(self) -> None:
        """Hide the list."""
        self._more.drop()
        if self._popup is not None:
            self._popup.hide()

    def forget(self) -> None:
        """Look anew for what can be suggested, when more has become known."""
        self._suggestions = None

    def _known(self) -> Suggestions:
        """Return what can be suggested, made when it is first asked for."""
        if self._suggestions is None:
            given = self._fields
            self._suggestions = Suggestions(
                known_fields(self._context.schema) if given is None else given
            )
        return self._suggestions

    # --- what the person does ----------------------------------------------------------------

    def take_key(self, event: QKeyEvent) -> bool:
        """Move in the list, take from it or close it; returns whether the key was for it."""
        popup = self._popup
        if popup is None or not popup.isVisible():
            return False
        key = Qt.Key(event.key())
        if key in _STEPS:
            popup.step(_STEPS[key])
        elif key in _ACCEPTING:
            self._take(popup.chosen())
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            return False
        return True

    def after_typing(self, typed: str) -> None:
        """Open the list while a name is typed, and close it after."""
        shown = self._popup is not None and self._popup.isVisible()
        if (typed and (typed.isalnum() or typed in "_$.`")) or (shown and not typed.isspace()):
            self.open()
        else:
            self.close()

    def cursor_moved(self) -> None:
        """Close the list where the cursor went elsewhere."""
        if self.rows() and self._here() != self._asked_at:
            self.close()

    def _here(self) -> tuple[int, int]:
        return len(self._box.raw()), self._box.place()

    # --- the list ----------------------------------------------------------------------------

    def _show(self, rows: Sequence[Suggestion], *, keep: bool = False) -> None:
        if not rows:
            if self._popup is not None:
                self._popup.hide()
            return
        if self._popup is None:
            self._popup = Popup(self._context.theme, self._box)
            self._popup.taken.connect(self._take)
        at: QRect = self._box.cursorRect()
        under: QPoint = self._box.viewport().mapToGlobal(at.bottomLeft()) + QPoint(0, 4)
        self._popup.show_rows(rows, under, at.height() + 8, keep=keep)

    def _add(self, answer: object) -> None:
        """Add what the helper knows, if the cursor still stands where it was asked."""
        if not self._box.hasFocus() or self._here() != self._asked_at:
            return
        more = _suggestions_of(cast("JsonValue", answer), self._box.place() - self._begin)
        self._show(merged([*self.rows()], shifted(more, self._begin)), keep=True)

    def _take(self, chosen: Suggestion | None) -> None:
        self.close()
        if chosen is None:
            return
        self._box.select(chosen.begin, chosen.end)
        cursor = self._box.textCursor()
        cursor.insertText(chosen.text)
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.MoveAnchor, chosen.caret
        )
        self._box.setTextCursor(cursor)
        self.close()


def _suggestions_of(answer: JsonValue, end: int) -> list[Suggestion]:
    if not isinstance(answer, dict):
        return []
    begin, items = answer.get("from"), answer.get("items")
    if not isinstance(begin, int) or not isinstance(items, list) or not 0 <= begin <= end:
        return []
    made: list[Suggestion] = []
    for item in items:
        text = item.get("text") if isinstance(item, dict) else None
        if isinstance(item, dict) and isinstance(text, str):
            title = item.get("title")
            detail = title if isinstance(title, str) else ""
            made.append(_offered(text, detail, begin, end))
    return made


def _offered(text: str, detail: str, begin: int, end: int) -> Suggestion:
    if text.startswith("$"):
        known = [each for each in functions(text[1:], begin, end) if each.text == f"{text}()"]
        if known:
            return known[0]
    return Suggestion(text, text, detail, "other", begin, end)

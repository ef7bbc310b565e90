"""Knows how a value is picked from a list that can be searched. Must not know whose list it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from designer.assets.icons import icon
from designer.forms.line import Line
from designer.forms.parts import SMALL, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPersistentModelIndex

    from designer.assets.theme import Theme
    from runtime.definition.json_value import JsonValue

_SHOWN = 9
_SEARCH, _NOTE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_PLACE = Qt.ItemDataRole.UserRole + 2
_PAD = 8


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be picked.

    Attributes:
        value: what is entered.
        title: what people read.
        note: a second line.
        words: further words by which it is found.
    """

    value: JsonValue
    title: str
    note: str = ""
    words: str = ""


class _Options(QAbstractListModel):
    """The options, for Qt."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.options: list[Option] = []

    def replace(self, options: Sequence[Option]) -> None:
        """Take other options."""
        self.beginResetModel()
        self.options = list(options)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return how many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.options)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return title, note, place, or the words it is found by."""
        option = self.options[index.row()]
        if role == _SEARCH:
            return f"{option.title} {option.note} {option.words} {option.value}"
        if role == _PLACE:
            return index.row()
        if role in {_NOTE, Qt.ItemDataRole.ToolTipRole}:
            return option.note
        return option.title if role == Qt.ItemDataRole.DisplayRole else None


class _Lines(QStyledItemDelegate):
    """Paints an option: its title, and its note below."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the room of one line or two."""
        lines = 2 if index.data(_NOTE) else 1
        line = QFontMetrics(option.font).lineSpacing()
        return QSize(120, lines * line + _PAD)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint title and note, each cut where there is no room."""
        rect = option.rect
        state = option.state
        on = bool(state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver))
        theme = self._theme
        painter.fillRect(rect, QColor(theme.states["running"].tint if on else theme.surface))
        inner = rect.adjusted(_PAD, _PAD // 2, -_PAD, -_PAD // 2)
        metrics = QFontMetrics(option.font)
        for at, (text, color) in enumerate(
            ((index.data(), theme.text), (index.data(_NOTE), theme.muted))
        ):
            line = inner.adjusted(0, at * metrics.lineSpacing(), 0, 0)
            line.setHeight(metrics.lineSpacing())
            painter.setPen(QColor(color))
            cut = metrics.elidedText(str(text or ""), Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, cut)


class Picker(QWidget):
    """A line that can be typed in, and a list below it with what fits what was typed.

    Args:
        theme: colours.
        parent: the widget it lies in.

    Attributes:
        picked: emitted with the value of an option that was picked, or the text that was typed.
        opened: emitted before the list is shown, for who fills it only then.
        popup: the list.
    """

    picked = Signal(object)
    opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: JsonValue = None
        self._model = _Options(self)
        self.input = Line(self)
        self.input.textEdited.connect(self._search)
        self.input.editingFinished.connect(self._finish)
        self.input.installEventFilter(self)
        arrow = self.input.addAction(
            icon("chevron-down", theme.muted, SMALL), QLineEdit.ActionPosition.TrailingPosition
        )
        arrow.setText("Show the choices")
        arrow.setToolTip("Show the choices (↓)")
        arrow.triggered.connect(self.open)
        row(self.input, parent=self)
        self.setFocusProxy(self.input)
        self._completer = self._made_completer(theme)

    def _made_completer(self, theme: Theme) -> QCompleter:
        made = QCompleter(self._model, self)
        made.setWidget(self.input)
        made.setCompletionRole(_SEARCH)
        made.setFilterMode(Qt.MatchFlag.MatchContains)
        made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        made.setMaxVisibleItems(_SHOWN)
        popup = self.popup = QListView(self)
        popup.setTextElideMode(Qt.TextElideMode.ElideRight)
        popup.setUniformItemSizes(False)
        made.setPopup(popup)
        popup.setItemDelegate(_Lines(theme, popup))
        made.activated[QModelIndex].connect(self._pick)  # pyright: ignore[reportIndexIssue, reportUnknownMemberType] # Qt overloads it; the stubs do not say so
        return made

    # --- values -----------------------------------------------------------------------------------

    def options(self) -> list[Option]:
        """Return what can be picked."""
        return self._model.options

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other things; what is entered stays."""
        if list(options) != self._model.options:
            self._model.replace(options)
            if not self.input.hasFocus():
                self.set_value(self._value)

    def set_value(self, value: JsonValue) -> None:
        """Show the title of an option, or the value itself where no option has it."""
        self._value = value
        text = self.title_of(value)
        if self.input.text() != text:
            self.input.setText(text)
            self.input.setCursorPosition(0)
        self.input.setToolTip(text)

    def title_of(self, value: JsonValue) -> str:
        """Return what people read for a value."""
        found = next((o.title for o in self._model.options if o.value == value), None)
        return found if found is not None else "" if value is None else str(value)

    # --- what the person does ---------------------------------------------------------------------

    def open(self) -> None:
        """Show all choices."""
        self.opened.emit()
        self.input.setFocus()
        self.input.selectAll()
        self._completer.setCompletionPrefix("")
        self._completer.complete()

    def _search(self, text: str) -> None:
        self.opened.emit()
        self._completer.setCompletionPrefix(text)
        if self._completer.completionCount():
            self._completer.complete()
            if not text.strip().isdecimal():  # a number may be meant as it stands
                self.popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        else:
            self.popup.hide()

    def _pick(self, index: QModelIndex) -> None:
        at = index.data(_PLACE)
        if isinstance(at, int):
            self._enter(self._model.options[at].value)

    def _finish(self) -> None:
        """Take what was typed: an option's title stands for it, else the text itself."""
        if self.popup.isVisible():
            return
        text = self.input.text().strip()
        if text == self.title_of(self._value):
            return
        wanted = text.casefold()
        fits = (o.value for o in self._model.options if o.title.casefold() == wanted)
        self._enter(next(fits, text or None))

    def _enter(self, value: JsonValue) -> None:
        is_other = value != self._value
        self.set_value(value)
        if is_other:
            self.picked.emit(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the list by the key down, as a list box does."""
        if event.type() == QEvent.Type.KeyPress and getattr(event, "key", int)() == Qt.Key.Key_Down:
            self.open()
            return True
        return super().eventFilter(watched, event)

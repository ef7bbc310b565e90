"""Knows how one cell is typed: help with the signs, completion of known values. Knows no rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QCompleter,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from designer.forms.formulas.fields import Field, flat, known_fields
from designer.forms.tables import rules
from designer.forms.tables.look import side_of

if TYPE_CHECKING:
    from designer.forms.context import FormContext
    from designer.forms.tables.model import TableModel

_LOOKED_AT = 2000
_MOST = 200
_HELP = {
    "any": "EMEA   ·   EMEA, APAC: either   ·   > 10,000   ·   [1..5]: from 1 to 5   ·   -: any",
    "text": "EMEA   ·   EMEA, APAC: either   ·   not(EMEA): all others   ·   -: any",
    "number": "> 10,000   ·   [1..5]: from 1 to 5   ·   (1..5]: above 1, up to 5   ·   -: any",
    "money": "> 10,000   ·   [0..500.50]: from 0 to 500.50   ·   -: any",
    "boolean": "yes   ·   no   ·   -: either",
    "date": "2026-12-31   ·   >= 2026-01-01   ·   [2026-01-01..2026-03-31]   ·   -: any",
}
_GIVES = "A value, or a formula such as data.amount * 0.1"


def help_for(column: rules.Column) -> str:
    """Return what may be written in the cells of a column."""
    if column.part == "when":
        return _HELP[column.type]
    return _GIVES if column.part == "then" else "Why the rule exists, for readers"


def known_values(model: TableModel, at: int, context: FormContext) -> list[str]:
    """Return what is likely to be written in a column: what stands there, what can be there."""
    column = model.columns[at]
    if column.part == "note":
        return []
    rows = min(rules.count(model.table), _LOOKED_AT)
    here = [rules.shown(rules.cell(model.table, n, column), column) for n in range(rows)]
    choices = _choices(column.formula, context)
    if column.type == "boolean":
        choices = ["yes", "no"]
    return list(dict.fromkeys(each for each in [*choices, *here] if each not in {"", "-"}))[:_MOST]


def _choices(formula: str, context: FormContext) -> list[str]:
    found: Field | None = None
    if formula and context.schema:
        every = flat(known_fields(context.schema))
        found = next((each for each in every if each.reference == formula.strip()), None)
    return [str(choice) for choice in found.choices] if found else []


class CellDelegate(QStyledItemDelegate):
    """Types in cells; Enter and Tab lead on.

    Attributes:
        leaving: emitted with how many rows and columns further the cursor shall go.
    """

    leaving = Signal(int, int)

    def __init__(self, context: FormContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Return a line with completion of known values."""
        del option
        model = cast("TableModel", index.model())
        column = model.columns[index.column()]
        line = QLineEdit(parent)
        line.setAlignment(side_of(column))
        line.setProperty("look", "cell")
        line.setAccessibleName(f"{column.title}, row {index.row() + 1}")
        line.setAccessibleDescription(help_for(column))
        line.setPlaceholderText(help_for(column))
        completer = QCompleter(known_values(model, index.column(), self._context), line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        line.setCompleter(completer)
        return line

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Fill the whole cell."""
        del index
        editor.setGeometry(_rect(option))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the ground of the cell, which the style sheet leaves out, and then the cell."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            painter.fillRect(_rect(option), ground)
        super().paint(painter, option, index)

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Show the cell as it is written."""
        line = cast("QLineEdit", editor)
        line.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def eventFilter(self, object: QObject, event: QEvent) -> bool:  # noqa: A002 - Qt's names
        """Take what was typed and go on, down by Enter and to the right by Tab."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(object, QLineEdit)
        ):
            step = _step(event)
            if step is not None:
                self.commitData.emit(object)
                self.closeEditor.emit(object, QAbstractItemDelegate.EndEditHint.NoHint)
                self.leaving.emit(*step)
                return True
        return super().eventFilter(object, event)


def _rect(option: QStyleOptionViewItem) -> QRect:
    return cast("QRect", option.rect)  # type: ignore[attr-defined] # the stubs leave it out


def _step(event: QKeyEvent) -> tuple[int, int] | None:
    key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return None
    if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
        return (-1 if shift else 1), 0
    if key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
        return 0, (-1 if shift or key == Qt.Key.Key_Backtab else 1)
    return None

"""Knows the wide view of a mapping: fields left, targets right, a thin line for each use.

Must not know what is mapped.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.forms.formulas.field_tree import FieldTree
from designer.forms.formulas.fields import known_fields
from designer.forms.formulas.labels import Note
from designer.forms.formulas.mapping_lines import MappingLines
from runtime.expressions import ExpressionSyntaxError, reads

if TYPE_CHECKING:
    from designer.assets.theme import Theme
    from designer.forms.context import FormContext
    from designer.forms.formulas.dragged import Dragged
    from runtime.definition.json_value import JsonObject, JsonValue

_SIZE = (1080, 640)
_GAP = 96
_LONGEST = 1_000
_DOT = 3.0
_HELP = "Drag a field onto a target, or press Enter on a field to fill the line you work at."


@lru_cache(maxsize=2_000)
def paths_in(formula: str) -> tuple[tuple[str, ...], ...]:
    """Return the paths of the fields that a formula reads; none where that is not to be told."""
    if not formula.strip() or len(formula) > _LONGEST:
        return ()
    try:
        found = reads(formula).fields
    except ExpressionSyntaxError:
        return ()
    return tuple(dict.fromkeys(each.path for each in found))


class Wires(QWidget):
    """The room between fields and targets, with a line for each field that a formula reads."""

    def __init__(self, tree: FieldTree, editor: MappingLines, theme: Theme) -> None:
        super().__init__()
        self._tree = tree
        self._editor = editor
        self._theme = theme
        self.setFixedWidth(_GAP)
        self.setAccessibleName("Lines from fields to targets")
        tree.view.verticalScrollBar().valueChanged.connect(self.update)
        for moved in (tree.view.expanded, tree.view.collapsed, tree.model.layoutChanged):
            moved.connect(self.update)
        tree.view.selectionModel().currentChanged.connect(self.update)
        tree.search.textChanged.connect(self.update)
        editor.rows_changed.connect(self.update)

    def lines(self) -> list[tuple[QPointF, QPointF, bool]]:
        """Return begin and end of each line, and whether it leaves the field that is chosen."""
        chosen = self._tree.current()
        found: list[tuple[QPointF, QPointF, bool]] = []
        for row in self._editor.rows():
            first = row.name_edit or row.box  # what the line ends at; a long formula is higher
            end = self.mapFromGlobal(first.mapToGlobal(QPoint(0, first.height() // 2)))
            for path in paths_in(row.box.text()):
                middle = self._tree.middle_of(path)
                if middle is None:
                    continue
                place = self._tree.view.viewport().mapToGlobal(QPoint(0, middle))
                begin = self.mapFromGlobal(place)
                strong = chosen is not None and chosen.path == path
                found.append(
                    (QPointF(_DOT, begin.y()), QPointF(self.width() - _DOT, end.y()), strong)
                )
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, that of the chosen field last."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for begin, end, strong in sorted(self.lines(), key=lambda line: line[2]):
            ink = QColor(self._theme.accent if strong else self._theme.edge)
            path = QPainterPath(begin)
            reach = self.width() / 2
            path.cubicTo(begin + QPointF(reach, 0), end - QPointF(reach, 0), end)
            painter.setPen(QPen(ink, 2.0 if strong else 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(begin, _DOT, _DOT)
            painter.drawEllipse(end, _DOT, _DOT)
        painter.end()


class MappingDialog(QDialog):
    """The wide view of a mapping.

    Args:
        schema: of the mapping.
        context: what may be asked.
        value: the mapping.
    """

    def __init__(
        self,
        schema: JsonObject,
        context: FormContext,
        value: JsonValue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Which field fills which")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        sample = context.samples[0][1] if context.samples else {}
        self.tree = FieldTree(known_fields(context.schema), sample, self)
        self.editor = MappingLines(schema, context, self)
        self.editor.set_value(value)
        self.wires = Wires(self.tree, self.editor, context.theme)
        self.tree.chosen.connect(self._take)
        self._lay_out()

    def value(self) -> JsonValue:
        """Return the mapping as it stands here."""
        return self.editor.value()

    def _take(self, field: Dragged) -> None:
        self.editor.take_field(field)
        self.tree.view.setFocus()

    def _lay_out(self) -> None:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        inner = QWidget(area)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.editor)
        column.addStretch(1)
        area.setWidget(inner)
        area.setAccessibleName("Fields to be filled")
        area.verticalScrollBar().valueChanged.connect(self.wires.update)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.tree, 3)
        across.addWidget(self.wires)
        across.addWidget(area, 4)
        note = Note(self)
        note.say(_HELP)
        buttons = QDialogButtonBox(self)
        buttons.setStandardButtons(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        for button in buttons.findChildren(QPushButton):
            button.setAutoDefault(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(12)
        box.addWidget(note)
        box.addLayout(across, 1)
        box.addWidget(buttons)

"""Knows how the list of what may be typed looks. Must not know how the list is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from designer.assets.style import look
from designer.forms.formulas.fields import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from designer.assets.theme import Theme
    from designer.forms.formulas.suggestions import Suggestion

_ROWS = 9
_WIDTH = 440
_MARGIN = 8
_LEAST = 40
"""Less room than this is not worth saying where a field lies."""
_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class _Model(QAbstractListModel):
    """The suggestions as rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[Suggestion] = ()

    def show(self, rows: Sequence[Suggestion]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.label}, {row.detail}"
        return None


class _Delegate(QStyledItemDelegate):
    """Paints the name at the left, quietly where it lies, and what it is at the right."""

    def __init__(self, theme: Theme, parent: Popup) -> None:
        super().__init__(parent)
        self._theme = theme
        self._popup = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return QSize(_WIDTH, QFontMetrics(self._popup.font()).height() + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = self._popup.rows()[index.row()]
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs lack the option's fields
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]  # as above
        theme = self._theme
        painter.save()
        if chosen:
            painter.fillRect(rect, QColor(theme.states["running"].tint))
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        around, _, name = row.label.rpartition(SEPARATOR)
        ink = theme.categories["logic"].ink if row.kind == "function" else theme.text
        painter.setFont(self._popup.font())
        used = _write(painter, inner, name, ink, inner.width() * 2 // 3)
        rest = inner.adjusted(used + 2 * _MARGIN, 0, 0, 0)
        side = Qt.AlignmentFlag.AlignRight
        used = _write(painter, rest, row.detail, theme.muted, rest.width(), side)
        rest.adjust(0, 0, -used - 2 * _MARGIN, 0)
        if around and rest.width() > _LEAST:
            _write(painter, rest, around, theme.muted, rest.width())
        painter.restore()


def _write(
    painter: QPainter,
    room: QRect,
    text: str,
    ink: str,
    most: int,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    """Write a text, cut where it is longer than `most`; return how wide it became."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, most)
    painter.setPen(QColor(ink))
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)


class Popup(QListView):
    """Shows suggestions under the cursor; whoever types keeps the keyboard.

    Attributes:
        taken: a suggestion was chosen with the mouse.
    """

    taken = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.ToolTip)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        look(self, "popup")
        self.setAccessibleName("What can be typed here")
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self))
        self.clicked.connect(self._clicked)

    def rows(self) -> Sequence[Suggestion]:
        """Return what is shown."""
        return self._model.rows

    def show_rows(
        self, rows: Sequence[Suggestion], under: QPoint, above: int, *, keep: bool = False
    ) -> None:
        """Show suggestions.

        Args:
            rows: what is shown; none hides the list.
            under: the place below the cursor, on the screen.
            above: the cursor's height, for when there is no room below.
            keep: whether the row that is chosen stays so.
        """
        if not rows:
            self.hide()
            return
        kept = self.chosen() if keep else None
        self._model.show(rows)
        places = [row.text for row in rows]
        row = places.index(kept.text) if kept is not None and kept.text in places else 0
        self.setCurrentIndex(self._model.index(row))
        height = self.sizeHintForRow(0) * min(len(rows), _ROWS) + 2 * self.frameWidth()
        self.setGeometry(self._placed(under, height, above))
        self.show()

    def chosen(self) -> Suggestion | None:
        """Return what would be put in now."""
        row = self.currentIndex().row()
        return self._model.rows[row] if 0 <= row < len(self._model.rows) else None

    def step(self, by: int) -> None:
        """Choose another row; beyond an end it goes on at the other."""
        count = len(self._model.rows)
        if count:
            row = (self.currentIndex().row() + by) % count
            self.setCurrentIndex(self._model.index(row))

    def _placed(self, under: QPoint, height: int, above: int) -> QRect:
        screen = self.screen().availableGeometry()
        width = min(_WIDTH, screen.width())
        left = max(screen.left(), min(under.x(), screen.right() - width))
        top = under.y() if under.y() + height <= screen.bottom() else under.y() - above - height
        return QRect(left, max(screen.top(), top), width, height)

    def _clicked(self, index: QModelIndex) -> None:
        self.setCurrentIndex(index)
        self.taken.emit(self.chosen())

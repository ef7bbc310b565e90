"""Knows how one field is chosen: a button with its name, a searchable tree, a drop.

Must not know what the field is chosen for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout

from designer.assets.style import look
from designer.forms.formulas.field_tree import FieldTree
from designer.forms.formulas.fields import known_fields, label_of
from designer.forms.formulas.landing import Landing

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from designer.forms.context import FormContext
    from designer.forms.formulas.dragged import Dragged
    from designer.forms.formulas.fields import Field

_SIZE = (380, 360)
_EDGES = 28


class FieldPopup(QFrame):
    """The tree of fields for a moment, until one is chosen.

    Attributes:
        chosen: emitted with the `Dragged` field.
    """

    chosen = Signal(object)

    def __init__(self, context: FormContext, fields: tuple[Field, ...], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look(self, "popup")
        sample = context.samples[0][1] if context.samples else {}
        self.tree = FieldTree(fields, sample, self)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 6)
        box.addWidget(self.tree)
        self.tree.chosen.connect(self._take)
        self._context = context
        context.learning.learned.connect(self._learn)
        self.resize(*_SIZE)

    def show_under(self, widget: QWidget) -> None:
        """Open below a widget, on the screen as a whole."""
        screen = widget.screen().availableGeometry()
        at = widget.mapToGlobal(QPoint(0, widget.height() + 2))
        left = max(screen.left(), min(at.x(), screen.right() - self.width()))
        if at.y() + self.height() > screen.bottom():
            at.setY(max(screen.top(), at.y() - widget.height() - self.height() - 4))
        self.move(left, at.y())
        self.show()
        self.tree.search.setFocus()

    def _learn(self) -> None:
        self.tree.learn(known_fields(self._context.schema))

    def _take(self, field: object) -> None:
        self.close()
        self.chosen.emit(field)


class FieldPicker(QPushButton):
    """Shows the field that is chosen and lets choose another.

    Attributes:
        picked: emitted with the path of the field that the person chose.
    """

    picked = Signal(object)

    def __init__(
        self, context: FormContext, fields: tuple[Field, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._fields = fields
        self._path: tuple[str, ...] = ()
        self._full = ""
        self._list: FieldPopup | None = None
        Landing(self, self._take_dropped)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(60)
        self.setStyleSheet("text-align: left; padding-left: 10px; padding-right: 8px;")
        self.clicked.connect(self.open)
        self.set_path(())

    def learn(self, fields: tuple[Field, ...]) -> None:
        """Offer other fields; the one that is chosen stays so."""
        self._fields = fields
        self.set_path(self._path)

    def path(self) -> tuple[str, ...]:
        """Return the path of the field; empty where none is chosen."""
        return self._path

    def set_path(self, path: tuple[str, ...]) -> None:
        """Show another field."""
        self._path = path
        self._full = label_of(self._fields, path) if path else "Choose a field"
        self.setAccessibleName(f"Field: {self._full}")
        self.setToolTip(".".join(path)[:200].replace("<", "\u2039"))
        self._fit()

    def open(self) -> None:
        """Open the tree of fields under the button."""
        popup = FieldPopup(self._context, self._fields, self)
        popup.chosen.connect(self._chosen)
        if self._path:
            popup.tree.select(self._path)
        self._list = popup
        popup.show_under(self)

    def tree(self) -> FieldTree | None:
        """Return the tree while it is open."""
        return self._list.tree if self._list is not None else None

    def _take_dropped(self, field: Dragged) -> None:
        self._pick(field.path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the name to the width."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with the arrow and Enter too."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Cut the name anew when the size of the text changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        room = max(40, self.width() - _EDGES)
        cut = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideMiddle, room)
        self.setText(cut.replace("&", "&&"))

    def _chosen(self, field: object) -> None:
        self._list = None
        self._pick(cast("Dragged", field).path)

    def _pick(self, path: tuple[str, ...]) -> None:
        self.set_path(path)
        self.picked.emit(path)
        self.setFocus()

"""Knows a list to pick from that is searched by typing. Must not know what stands in it.

Keyboard first: letters narrow the list, arrows walk it, Enter picks, Esc leaves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from designer.canvas.choice_look import ChoiceLook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject, QPoint
    from PySide6.QtGui import QFocusEvent, QPaintEvent

    from designer.assets.theme import Theme
    from designer.canvas.choice import Choice

Index: TypeAlias = QModelIndex | QPersistentModelIndex

_PAGE = 6
_MOST_SEEN, _LEAST, _AROUND = 20, 72, 26
_WALKS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
}
CHOICE = Qt.ItemDataRole.UserRole


class ChoiceModel(QAbstractListModel):
    """The entries that are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []

    def show(self, choices: Sequence[Choice]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.choices = list(choices)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many entries there are."""
        return 0 if parent is not None and parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is shown, read out, or meant by an entry."""
        choice = self.choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(
                part for part in (choice.title, choice.summary, choice.section) if part
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return choice.summary
        return choice if role == CHOICE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return whether an entry can be picked."""
        if self.choices[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class Chooser(QFrame):
    """A small window inside the canvas with a line to type in and the entries that fit.

    Args:
        find: returns the entries that fit what was typed.
        theme: colours.
        prompt: what the line says while it is empty.
        parent: what it lies on.

    Attributes:
        picked: emitted with the value of the entry that was picked.
        dismissed: emitted when it went away and nothing was picked.
        closed: emitted before either of the two.
    """

    WIDTH, HEIGHT = 372, 420

    picked = Signal(object)
    dismissed = Signal()
    closed = Signal()

    def __init__(
        self,
        find: Callable[[str], Sequence[Choice]],
        theme: Theme,
        prompt: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._find = find
        self._theme = theme
        self._is_done = False
        self._room = self.HEIGHT
        self.setObjectName("chooser")
        self.setAccessibleName(prompt)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.line = self._make_line(prompt)
        self.setFocusProxy(self.line)
        self.model = ChoiceModel(self)
        self.list = self._make_list()
        self._nothing = QLabel("Nothing fits. Try another word.", self)
        self._nothing.setObjectName("quiet")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        box.addWidget(self.line)
        box.addWidget(self.list, 1)
        box.addWidget(self._nothing, 1)
        self.resize(self.WIDTH, self.HEIGHT)
        self.narrow("")

    def _make_line(self, prompt: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setPlaceholderText(prompt)
        line.setAccessibleName(prompt)
        line.setClearButtonEnabled(True)
        line.textChanged.connect(self.narrow)
        line.installEventFilter(self)
        return line

    def _make_list(self) -> QListView:
        view = QListView(self)
        view.setModel(self.model)
        view.setItemDelegate(ChoiceLook(self._theme, view))
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        view.setFocusProxy(self.line)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setMouseTracking(True)
        view.setAccessibleName("What fits")
        view.entered.connect(self._point_at)
        view.clicked.connect(self._pick)
        return view

    # --- opening and closing ----------------------------------------------------------------------

    def open_at(self, spot: QPoint) -> None:
        """Show it at a place of its parent, moved so far that all of it can be seen."""
        parent = self.parentWidget()
        room = (parent or self).rect().adjusted(4, 4, -4, -4)
        self._room = min(self.HEIGHT, room.height())
        self.resize(min(self.WIDTH, room.width()), min(self.height(), self._room))
        x = min(max(spot.x(), room.left()), room.right() - self.width())
        y = min(max(spot.y(), room.top()), room.bottom() - self.height())
        self.move(x, y)
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Go away without picking."""
        if not self._is_done:
            self._is_done = True
            self._leave()
            self.dismissed.emit()

    def _leave(self) -> None:
        self.closed.emit()
        self.hide()
        parent = self.parentWidget()
        if parent is not None:
            parent.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()

    # --- narrowing and picking --------------------------------------------------------------------

    def narrow(self, text: str) -> None:
        """Show what fits a text, the best of it chosen."""
        found = self._find(text.strip())
        self.model.show(found)
        self.list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self._fit()
        self._walk_to(0, 1)
        if self.list.currentIndex().row() == 1:  # the heading above the first is seen too
            self.list.scrollToTop()

    def _fit(self) -> None:
        """Be as high as what fits needs; more than there is room for is scrolled."""
        rows = sum(
            self.list.sizeHintForRow(row) for row in range(min(len(self.model.choices), _MOST_SEEN))
        )
        rows = max(rows, _LEAST) + self.line.sizeHint().height() + _AROUND
        self.resize(self.width(), min(rows, self._room))

    def current(self) -> object:
        """Return what Enter would pick now; None where nothing fits."""
        row = self.list.currentIndex().row()
        return self.model.choices[row].value if 0 <= row < len(self.model.choices) else None

    def walk(self, by: int) -> None:
        """Go so many entries on, or back."""
        row = self.list.currentIndex().row() + by
        self._walk_to(min(max(row, 0), len(self.model.choices) - 1), 1 if by > 0 else -1)

    def pick(self) -> None:
        """Pick what is chosen, if anything is."""
        value = self.current()
        if value is not None and not self._is_done:
            self._is_done = True
            self._leave()
            self.picked.emit(value)

    def _walk_to(self, row: int, way: int) -> None:
        """Choose the first entry that is no heading, from a row on one way, then the other."""
        rows = range(len(self.model.choices))
        ahead = range(row, len(self.model.choices)) if way > 0 else range(row, -1, -1)
        back = reversed(rows[: max(row, 0)]) if way > 0 else rows[row + 1 :]
        for at in (*ahead, *back):
            if not self.model.choices[at].is_heading:
                self.list.setCurrentIndex(self.model.index(at, 0))
                return

    def _point_at(self, index: QModelIndex) -> None:
        if not self.model.choices[index.row()].is_heading:
            self.list.setCurrentIndex(index)

    def _pick(self, index: QModelIndex) -> None:
        self._point_at(index)
        if not self.model.choices[index.row()].is_heading:
            self.pick()

    # --- Qt ---------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give keys in the line to the list, and leave when the line loses the keyboard."""
        if watched is self.line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._take_key(event)
            return event.type() == QEvent.Type.ShortcutOverride and self._keep_key(event)
        if watched is self.line and event.type() == QEvent.Type.FocusOut:
            self._take_focus_out(event)  # pyright: ignore[reportArgumentType] - told by its type
        return False

    def _keep_key(self, event: QKeyEvent) -> bool:
        """Keep single letters and Esc from the window's shortcuts while one types."""
        event.accept()
        return True

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _WALKS:
            self.walk(_WALKS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}:
            self.pick()
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True

    def _take_focus_out(self, event: QFocusEvent) -> None:
        kept = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
        if self.isVisible() and event.reason() not in kept:
            self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and its border."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._theme.field))
        painter.setBrush(QColor(self._theme.surface))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)
        painter.end()

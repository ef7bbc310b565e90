"""Knows where canvas and panels are: size, folded, detached. Must not know what they show."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from designer.shell.drawer import OPEN_HEIGHT, Drawer

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from designer.assets.theme import Theme

LEFT, RIGHT, BOTTOM = "left", "right", "bottom"
_WIDTHS = {LEFT: (260, 200, 420), RIGHT: (380, 320, 560)}
"""Usual, least and greatest width."""
NARROW = 1280
"""Below this width of the window the left panel folds away."""
_AREAS = {
    LEFT: Qt.DockWidgetArea.LeftDockWidgetArea,
    RIGHT: Qt.DockWidgetArea.RightDockWidgetArea,
    BOTTOM: Qt.DockWidgetArea.BottomDockWidgetArea,
}
_LAYOUT_VERSION = 1
_UNBOUNDED = 16_777_215


class Desk(QMainWindow):
    """Canvas in the middle, panels around it.

    Args:
        theme: colours.

    Attributes:
        arranged: a panel came, went or was detached.
    """

    arranged = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockNestingEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._docks: dict[str, QDockWidget] = {}
        self._is_narrow = False
        self._wants_left = True
        self._is_arranged = False
        for corner, side in (
            (Qt.Corner.BottomLeftCorner, BOTTOM),
            (Qt.Corner.BottomRightCorner, BOTTOM),
        ):
            self.setCorner(corner, _AREAS[side])
        self.drawer = Drawer(theme)
        self._put(BOTTOM, "Lower panels", self.drawer)
        self.drawer.folded.connect(self._fit_drawer)
        self.drawer.filled.connect(self._docks[BOTTOM].show)
        self._docks[BOTTOM].hide()
        self.drawer.detach_asked.connect(lambda: self.toggle_detached(BOTTOM))

    # --- panels -----------------------------------------------------------------------------------

    def set_canvas(self, canvas: QWidget) -> None:
        """Put the canvas in the middle."""
        self.setCentralWidget(canvas)

    def put_side(self, side: str, title: str, panel: QWidget) -> None:
        """Put a panel at the left or the right."""
        _, least, most = _WIDTHS[side]
        panel.setMinimumWidth(least)
        panel.setMaximumWidth(most)
        self._put(side, title, panel)
        if side == LEFT:
            self._fold_left()

    def has(self, side: str) -> bool:
        """Whether there is a panel on that side."""
        return side in self._docks

    def is_shown(self, side: str) -> bool:
        """Whether the panel of a side is seen."""
        return side in self._docks and not self._docks[side].isHidden()

    def show_side(self, side: str, *, is_shown: bool) -> None:
        """Show or hide the panel of a side."""
        if side == LEFT:
            self._wants_left = is_shown
        if side in self._docks:
            self._docks[side].setVisible(is_shown)
            self.arranged.emit()

    def is_detached(self, side: str) -> bool:
        """Whether the panel of a side has a window of its own."""
        return side in self._docks and self._docks[side].isFloating()

    def toggle_detached(self, side: str) -> None:
        """Give the panel of a side a window of its own, or take it back."""
        dock = self._docks.get(side)
        if dock is None:
            return
        if side == BOTTOM:
            self.drawer.set_open(is_open=True)
        dock.setVisible(True)
        dock.setFloating(not dock.isFloating())

    def panels(self) -> list[QWidget]:
        """Return what a person can go to by keys, in reading order."""
        found: list[QWidget | None] = []
        for side in (LEFT, "", RIGHT, BOTTOM):
            if not side:
                found.append(self.centralWidget())
            elif self.is_shown(side):
                found.append(self._docks[side].widget())
        return [panel for panel in found if panel is not None]

    # --- remembered -------------------------------------------------------------------------------

    def arrangement(self) -> str:
        """Return where everything is, to be given to `arrange` another day."""
        return base64.b64encode(self.saveState(_LAYOUT_VERSION).data()).decode()

    def arrange(self, state: str) -> None:
        """Put everything where it was; what cannot be read changes nothing."""
        if state and self.restoreState(QByteArray(_decoded(state)), _LAYOUT_VERSION):
            self._is_arranged = True
            self._wants_left = self.is_shown(LEFT)
            for side, dock in self._docks.items():
                self._dress(side, floats=dock.isFloating())
        self._docks[BOTTOM].setVisible(not self.drawer.is_empty)
        self._fit_drawer()
        self._fold_left()

    def reset(self) -> None:
        """Put everything where it is on the first day."""
        for side, dock in self._docks.items():
            dock.setFloating(False)
            self.addDockWidget(_AREAS[side], dock)
            dock.show()
        self._wants_left = True
        self.drawer.set_open(is_open=False)
        self._use_usual_widths()
        self._fold_left()
        self.arranged.emit()

    # --- inside -----------------------------------------------------------------------------------

    def _put(self, side: str, title: str, panel: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(side)
        dock.setAccessibleName(title)
        dock.setAllowedAreas(_AREAS[side])
        dock.setWidget(panel)
        self.addDockWidget(_AREAS[side], dock)
        self._docks[side] = dock
        self._dress(side, floats=False)
        dock.topLevelChanged.connect(lambda: self._dress(side, floats=dock.isFloating()))
        return dock

    def _dress(self, side: str, *, floats: bool) -> None:
        """A docked panel has no bar of its own; a detached one has that of its window."""
        dock = self._docks[side]
        bar = None
        if not floats:
            bar = QWidget(dock)
            bar.setFixedHeight(0)
        dock.setTitleBarWidget(bar)  # pyright: ignore[reportArgumentType] - None is the usual bar
        panel = dock.widget()
        if side in _WIDTHS:
            panel.setMaximumWidth(_UNBOUNDED if floats else _WIDTHS[side][2])
        self.arranged.emit()

    def _use_usual_widths(self) -> None:
        for side, (usual, _, _) in _WIDTHS.items():
            if side in self._docks:
                self.resizeDocks([self._docks[side]], [usual], Qt.Orientation.Horizontal)

    def _fit_drawer(self) -> None:
        if self.drawer.is_open and not self.is_detached(BOTTOM):
            dock = self._docks[BOTTOM]
            if dock.height() < OPEN_HEIGHT // 2:
                self.resizeDocks([dock], [OPEN_HEIGHT], Qt.Orientation.Vertical)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the left panel where the window becomes narrow."""
        super().resizeEvent(event)
        is_narrow = self.window().width() < NARROW
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._fold_left()

    def showEvent(self, event: QShowEvent) -> None:
        """Give the panels their usual widths on the first day."""
        super().showEvent(event)
        if not self._is_arranged:
            self._is_arranged = True
            self._use_usual_widths()

    def _fold_left(self) -> None:
        if LEFT in self._docks and not self.is_detached(LEFT):
            self._docks[LEFT].setVisible(self._wants_left and not self._is_narrow)
            self.arranged.emit()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""

"""Knows the window as a whole: which parts there are, and what is seen when. Not what they do."""

from __future__ import annotations

import base64
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from designer.assets import style
from designer.shell.actions import Actions, fill_menu_bar
from designer.shell.all_actions import MENUS
from designer.shell.banner import Banners
from designer.shell.desk import Desk
from designer.shell.header import Header
from designer.shell.rail import Place, Rail
from designer.shell.start_page import StartPage
from designer.shell.status_bar import StatusBar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QCloseEvent

    from designer.assets.theme import Theme

USUAL_SIZE = QSize(1440, 900)


class MainWindow(QMainWindow):
    """Rail, header, start page or desk, status bar; and the menus.

    Args:
        theme: colours.
        places: what the rail leads to.

    Attributes:
        leaving: the window is about to close; who refuses sets `stays`.
        stays: set by a listener of `leaving` to keep the window open.
        bars: what lies over the desk and can be gone to by keys.
    """

    leaving = Signal()

    def __init__(self, theme: Theme, places: list[Place]) -> None:
        super().__init__()
        self.stays = False
        self.setWindowTitle("Baton")
        self.setAccessibleName("Baton")
        self.resize(USUAL_SIZE)
        self.setMinimumSize(720, 480)
        self.actions_of = Actions(self, theme)
        self.rail = Rail(places, theme, self)
        self.header = Header(theme, self)
        self.banners = Banners(theme, self)
        self.status = StatusBar(theme, self)
        self.desk = Desk(theme, self)
        self.start = StartPage(theme, self)
        self.bars: list[QWidget] = []
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.start)
        self._pages.addWidget(self.desk)
        self._lay_out()

    def make_menus(self) -> None:
        """Make the menu bar, when all actions are known."""
        self.menuBar().clear()
        fill_menu_bar(self.menuBar(), self.actions_of, MENUS)

    def add_recent(
        self, paths: Callable[[], Sequence[str]], open_path: Callable[[str], object]
    ) -> None:
        """Put the files of late into the first menu.

        Args:
            paths: those that are shown, asked for when the menu opens.
            open_path: opens one.
        """
        first = self.menuBar().actions()[0].menu()
        if not isinstance(first, QMenu):
            return
        menu = QMenu("Open recent", first)
        first.insertMenu(self.actions_of.qt("file.save"), menu)
        first.aboutToShow.connect(lambda: _fill(menu, paths(), open_path))

    def show_desk(self, *, is_open: bool) -> None:
        """Show the desk of an open workflow, or the start page."""
        self._pages.setCurrentWidget(self.desk if is_open else self.start)

    def add_page(self, page: QWidget) -> None:
        """Take in another page, beside start page and desk."""
        self._pages.addWidget(page)

    def show_page(self, page: QWidget) -> None:
        """Show a page that was taken in."""
        self._pages.setCurrentWidget(page)

    @property
    def page(self) -> QWidget | None:
        """What is seen now: start page, desk or another page."""
        return self._pages.currentWidget()

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in other colours."""
        for part in (self.rail, self.header, self.banners, self.status, self.start):
            part.set_theme(theme)
        self.desk.drawer.set_theme(theme)
        self.actions_of.set_theme(theme)

    # --- remembered -------------------------------------------------------------------------------

    def geometry_text(self) -> str:
        """Return where the window is, to be given to `place` another day."""
        return base64.b64encode(self.saveGeometry().data()).decode()

    def place(self, text: str) -> None:
        """Put the window where it was; what cannot be read changes nothing."""
        try:
            self.restoreGeometry(QByteArray(base64.b64decode(text, validate=True)))
        except ValueError:
            return

    def appear(self, room: QRect) -> None:
        """Show the window; one that is larger than its screen fills what is free of that.

        Args:
            room: what is free of the screen.
        """
        if self.size().boundedTo(room.size()) == self.size():
            self.show()
            return
        self.resize(room.size())
        self.move(room.topLeft())
        self.showMaximized()

    def next_panel(self) -> None:
        """Put the keyboard into the next panel, and round again."""
        panels = [self.rail, self.header, *self.bars, *self.desk.panels()]
        here = self.focusWidget()
        at = next((i for i, p in enumerate(panels) if here and _holds(p, here)), -1)
        for by in range(1, len(panels) + 1):
            panel = panels[(at + by) % len(panels)]
            if panel.isVisible() and _enter(panel):
                return

    # --- inside -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self.banners)
        right.addWidget(self._pages, 1)
        right.addWidget(self.status)
        layout = QHBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)
        middle = QWidget(self)
        style.look(middle, "panel")
        middle.setLayout(layout)
        self.setCentralWidget(middle)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let whoever has something to lose keep the window open."""
        self.stays = False
        self.leaving.emit()
        event.setAccepted(not self.stays)


def _holds(panel: QWidget, widget: QWidget) -> bool:
    return panel is widget or panel.isAncestorOf(widget)


def _enter(panel: QWidget) -> bool:
    """Put the keyboard on a panel or the first thing in it that takes keys."""
    reason = Qt.FocusReason.TabFocusReason
    for widget in (panel, *panel.findChildren(QWidget)):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and widget.isVisible() and widget.isEnabled():
            widget.setFocus(reason)
            return True
    return False


def _fill(menu: QMenu, paths: Sequence[str], open_path: Callable[[str], object]) -> None:
    menu.clear()
    menu.setEnabled(bool(paths))
    for path in paths:
        menu.addAction(path.replace("&", "&&"), partial(open_path, path))

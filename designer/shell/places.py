"""Knows which pages the rail leads to besides the workflow. Must not know what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.shell.actions import Action
from designer.shell.connections import ConnectionWishes

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from designer.panels.workbench import Workbench
    from designer.settings.preferences import Preferences
    from designer.shell.main_window import MainWindow

CONNECTIONS, TASKS, WORKFLOWS = "connections", "tasks", "workflows"


class Places(QObject):
    """The pages beside the workflow, each made when somebody first goes there.

    Args:
        window: in which they are seen.
        bench: what lies on the desk.
        preferences: who the person is.

    Attributes:
        left: the person goes back to the workflow.
        run_asked: the person wants to see a case on the canvas: its id and a step of it.
    """

    left = Signal()
    run_asked = Signal(str, str)

    def __init__(self, window: MainWindow, bench: Workbench, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._bench, self._preferences = window, bench, preferences
        self._pages: dict[str, QWidget] = {}
        self.connections = ConnectionWishes(bench, window, lambda: preferences.recent)

    def go_to(self, place: str) -> bool:
        """Show a page; returns whether there is one of that name."""
        made: dict[str, Callable[[], QWidget]] = {
            CONNECTIONS: self._connections,
            TASKS: self._tasks,
        }
        if place not in made:
            return False
        page = self._pages.get(place)
        if page is None:
            page = self._pages[place] = made[place]()
            self._window.add_page(page)
        self._window.show_page(page)
        self._window.rail.show_place(place)
        page.setFocus()
        return True

    @property
    def here(self) -> str:
        """Name of the page that is seen now; the workflow, or the start page, is "workflows"."""
        seen = self._window.page
        return next((name for name, page in self._pages.items() if page is seen), WORKFLOWS)

    def leave(self) -> None:
        """Go back to the workflow, where another page is seen."""
        if self.here != WORKFLOWS:
            self.left.emit()

    def actions(self) -> list[Action]:
        """Return what leads to each page."""
        menu = ("View",)
        return [
            Action("place.workflows", "Workflow", self.left.emit, ("View|",), ("Ctrl+Alt+W",)),
            Action(
                "place.connections",
                "Connections",
                lambda: self.go_to(CONNECTIONS),
                menu,
                ("Ctrl+Alt+C",),
                "connections",
                extra=("system", "credential"),
            ),
            Action(
                "place.tasks", "Tasks", lambda: self.go_to(TASKS), menu, ("Ctrl+Alt+T",), "tasks"
            ),
        ]

    def _connections(self) -> QWidget:
        from designer.panels.connections.page import ConnectionsPage

        page = ConnectionsPage(self._bench, self._window)
        page.left.connect(self.left)
        self.connections.serve(page)
        return page

    def _tasks(self) -> QWidget:
        from designer.panels.tasks.page import TasksPage

        mine = self._preferences
        page = TasksPage(self._bench, lambda: (mine.actor, mine.roles), self._window)
        page.left.connect(self.left)
        page.run_asked.connect(self.run_asked)
        return page

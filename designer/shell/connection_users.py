"""Knows when to look which workflows of this computer use a connection. Must not know widgets."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.document.connection_users import Users, users_in
from designer.library.offers import marked_field
from designer.shell.working import Later

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from designer.panels.workbench import Workbench


class ConnectionUsers(QObject):
    """Which workflows use which connection, looked up in another thread.

    Args:
        bench: what lies on the desk.
        recent: gives the paths of the workflows that were opened last.
        parent: ends it.

    Attributes:
        users: what was found last.
        changed: it was found.
    """

    changed = Signal(object)

    def __init__(
        self, bench: Workbench, recent: Callable[[], Sequence[str]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bench, self._recent = bench, recent
        self._later: Later | None = None
        self._again = False
        self.users = Users()

    def look(self) -> None:
        """Look again; while one look goes on, the next waits for it."""
        if self._later is not None:
            self._again = True
            return
        kinds = self._bench.services.kinds
        fields = {name: marked_field(kind, "connection") for name, kind in kinds.items()}
        paths = [Path(name) for name in self._recent()]
        self._later = Later(partial(users_in, paths, fields, self._bench.draft.path), self)
        self._later.done.connect(self._take)
        self._later.ended.connect(self._end)

    def _take(self, users: Users) -> None:
        self.users = users
        self.changed.emit(users)

    def _end(self) -> None:
        later, self._later = self._later, None
        if later is not None:
            later.deleteLater()
        if self._again:
            self._again = False
            self.look()

"""Knows the way by which one came to what is looked at: from caller to caller. Not how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from pathlib import Path

    from designer.shell.called import Called
    from designer.shell.files import Files
    from designer.shell.stepping import Stepping


@dataclass(frozen=True, slots=True)
class _Left:
    """A workflow from which a called one was opened."""

    name: str
    path: Path


class Trail(QObject):
    """Remembers the callers, and leads back to each.

    Args:
        files: opens workflows.
        called: opens what a step runs.
        stepping: looks into what a step of a run runs.

    Attributes:
        changed: the way is another one.
    """

    changed = Signal()

    def __init__(
        self, files: Files, called: Called, stepping: Stepping, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._files, self._stepping = files, stepping
        self._left: list[_Left] = []
        self._next: tuple[_Left, Path] | None = None
        called.leaving.connect(self._note)
        files.opened.connect(self._take_opened)
        stepping.changed.connect(self.changed)

    def names(self) -> list[str]:
        """Return the names of the workflows that lead to what is looked at, without that itself."""
        document, inside = self._files.document, self._stepping.names()
        own = [document.name] if document is not None and inside else []
        return [*(left.name for left in self._left), *own, *inside[:-1]]

    def go_back(self, at: int) -> None:
        """Go back to one of them.

        Args:
            at: its place among the names.
        """
        if at < len(self._left):
            self._files.open_path(self._left[at].path)
        else:
            depth = at - len(self._left)
            self._stepping.step_out(len(self._stepping.names()) - depth)

    def _note(self, name: str, here: Path, there: Path) -> None:
        self._next = (_Left(name, here), there)

    def _take_opened(self) -> None:
        """Go on with the way, go back on it, or begin another one."""
        document, coming, self._next = self._files.document, self._next, None
        path = document.path if document is not None else None
        if coming is not None and path == coming[1]:
            self._left.append(coming[0])
        else:
            paths = [left.path for left in self._left]
            self._left = self._left[: paths.index(path)] if path in paths else []
        self.changed.emit()

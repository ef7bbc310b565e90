"""Knows what happened in a run as rows for a view. Must not know widgets or the engine."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor

from designer.panels import event_words, wording
from designer.panels.listing import BAR, INK
from designer.panels.rows_model import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject, QPersistentModelIndex

    from designer.assets.theme import Theme
    from runtime.events.model import Recorded
    from runtime.events.view import RunView

    Index: TypeAlias = QModelIndex | QPersistentModelIndex

WHEN, WHERE, WHAT = range(3)
"""The columns."""
_HEADS = ("Time", "Step", "What happened")
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole


class LogModel(Table):
    """The events of a run, oldest first, all or those of one step. Words are made when looked at.

    Args:
        theme: colours.
        title_of: name of a step.
    """

    def __init__(
        self, theme: Theme, title_of: Callable[[str], str], parent: QObject | None = None
    ) -> None:
        super().__init__(theme, _HEADS, parent)
        self._title_of = title_of
        self._events: Sequence[Recorded] = ()
        self._steps: list[str] = []
        self._rows: list[int] = []
        self._coming: list[int] = []
        self._of_task: dict[str, str] = {}
        self._only = ""

    # --- what is shown ----------------------------------------------------------------------------

    def show_run(self, events: Sequence[Recorded]) -> None:
        """Show another run; its events may grow, and `grow` takes them in."""
        self.beginResetModel()
        self._events = events
        self._steps, self._rows, self._coming, self._of_task = [], [], [], {}
        self.endResetModel()

    def grow(self, view: RunView, most: int) -> bool:
        """Take in what came since, so many events at most; return whether that was all.

        The rows come together when all is taken in: a view looks at every row with each coming.
        """
        self._coming += self._found(view, most)
        if len(self._steps) < len(self._events):
            return False
        if self._coming:
            first = len(self._rows)
            self.beginInsertRows(_NOWHERE, first, first + len(self._coming) - 1)
            self._rows += self._coming
            self._coming = []
            self.endInsertRows()
        return True

    def show_only(self, step: str) -> None:
        """Show the events of one step; "" shows all."""
        if step == self._only:
            return
        self.beginResetModel()
        self._only = step
        self._rows = [at for at in range(len(self._steps)) if self._fits(self._steps[at])]
        self._coming = []
        self.endResetModel()

    def _found(self, view: RunView, most: int) -> list[int]:
        """Take in the events that are new and return those to be shown."""
        first = len(self._steps)
        for recorded in self._events[first : first + most]:
            event: Any = recorded.event
            step = event_words.step_of(recorded, view.within)
            task: str = getattr(event, "task", "")
            if step and task:
                self._of_task[task] = step
            self._steps.append(step or self._of_task.get(task, ""))
        return [at for at in range(first, len(self._steps)) if self._fits(self._steps[at])]

    def _fits(self, step: str) -> bool:
        return not self._only or step == self._only or step.startswith(f"{self._only}/")

    # --- rows -------------------------------------------------------------------------------------

    def step(self, row: int) -> str:
        """Return the step of a row, "" where it is of none."""
        return self._steps[self._rows[row]]

    def place(self, row: int) -> int:
        """Return how many events had happened with that of a row."""
        return self._rows[row] + 1

    def row_of(self, place: int) -> int:
        """Return the last row that had happened after so many events; -1 where none had."""
        return bisect_right(self._rows, place - 1) - 1

    def line(self, row: int) -> str:
        """Return a row as text."""
        return "\t".join(self._text(row, column) for column in range(len(_HEADS)))

    def _text(self, row: int, column: int) -> str:
        recorded = self._events[self._rows[row]]
        if column == WHEN:
            return event_words.when(recorded, self._events)
        if column == WHERE:
            return wording.step_name(self.step(row), self._title_of)
        return event_words.what(recorded)

    # --- what a view asks -------------------------------------------------------------------------

    def count(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many rows there are; a tree asks it for each of its rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what is shown."""
        if not index.isValid():
            return None
        if role in {_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole}:
            text = self._text(index.row(), index.column())
            return wording.hint(text) if role == _Role.ToolTipRole else text
        ink = self._ink(index.row())
        if role == BAR and index.column() == WHEN:
            return ink
        if role == INK:
            if index.column() == WHEN:
                return QColor(self._theme.muted)
            strong = index.column() == WHAT and event_words.tone(
                self._events[self._rows[index.row()]]
            ) in {"failed", "waiting"}
            return QColor(ink) if strong else None
        return None

    def _ink(self, row: int) -> str:
        tone = event_words.tone(self._events[self._rows[row]])
        return self._theme.states[tone].ink if tone else self._theme.border

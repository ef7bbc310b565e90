"""Knows what happened in a run as rows for a view. Must not know widgets or the engine."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor

from designer.panels import event_words, wording
from designer.panels.long_listing import Cell, LongTable
from runtime.events.model import RunForked, StepPaused, StepResumed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from designer.assets.theme import Theme
    from designer.panels.run_names import Names
    from runtime.events.model import Recorded
    from runtime.events.view import RunView

WHEN, WHERE, WHAT = range(3)
"""The columns."""
_HEADS = ("Time", "Step", "What happened")
_KEPT = 2_000
"""Cells that were looked at and are kept."""
_NOWHERE = QModelIndex()


class LogModel(LongTable):
    """The events of a run, oldest first, all or those of one step. Words are made when looked at.

    A run that goes on from a step of an earlier one begins with saying so: what it took over is
    told by the log of that run.

    Args:
        theme: colours.
        names: what people call steps and their ways out.
    """

    def __init__(self, theme: Theme, names: Names, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._theme, self._names = theme, names
        self._cells: dict[tuple[int, int], Cell] = {}
        self._events: Sequence[Recorded] = ()
        self._steps: list[str] = []
        self._rows: list[int] = []
        self._of_task: dict[str, str] = {}
        self._passed: set[int] = set()
        self._only = ""
        self.first = 0
        self._lasts_days = False

    # --- what is shown ----------------------------------------------------------------------------

    def show_run(self, events: Sequence[Recorded]) -> None:
        """Show another run; its events may grow, and `grow` takes them in."""
        self.beginResetModel()
        self._forget()
        self._events = events
        self._steps, self._rows, self._of_task = [], [], {}
        self._passed, self.first = set(), 0
        self.endResetModel()

    def grow(self, view: RunView, most: int) -> bool:
        """Take in what came since, so many events at most; return whether that was all."""
        if event_words.lasts_days(self._events) != self._lasts_days:
            self.take_names()  # now each row tells its day
        begins_at = self.first
        coming = self._found(view, most)
        if self.first != begins_at:
            self._show_rows()
        elif coming:
            first = len(self._rows)
            self.beginInsertRows(_NOWHERE, first, first + len(coming) - 1)
            self._rows += coming
            self.endInsertRows()
        return len(self._steps) >= len(self._events)

    def show_only(self, step: str) -> None:
        """Show the events of one step; "" shows all."""
        if step != self._only:
            self._only = step
            self._show_rows()

    def take_names(self) -> None:
        """Steps have other names now."""
        self._forget()
        if self._rows:
            last = self.index(len(self._rows) - 1, WHAT)
            self.dataChanged.emit(self.index(0, WHEN), last)

    def set_theme(self, theme: Theme) -> None:
        """Show the rows in other colours; what is selected stays so."""
        self._theme = theme
        self.take_names()

    def _forget(self) -> None:
        self._cells.clear()
        self._lasts_days = event_words.lasts_days(self._events)

    @property
    def told(self) -> int:
        """How many events this log can tell of: not those that were taken over."""
        return len(self._events) - self.first - len(self._passed)

    def _show_rows(self) -> None:
        self.beginResetModel()
        self._rows = [at for at in range(len(self._steps)) if self._fits(at)]
        self.endResetModel()

    def _found(self, view: RunView, most: int) -> list[int]:
        """Take in the events that are new and return those to be shown."""
        first = len(self._steps)
        for at, recorded in enumerate(self._events[first : first + most], start=first):
            event: Any = recorded.event
            step = event_words.step_of(recorded, view.within)
            if isinstance(event, RunForked):
                self.first, step = at, event.step
                self._passed = _pauses_of_fork(self._events, at)
            task: str = getattr(event, "task", "")
            if step and task:
                self._of_task[task] = step
            self._steps.append(step or self._of_task.get(task, ""))
        return [at for at in range(first, len(self._steps)) if self._fits(at)]

    def _fits(self, at: int) -> bool:
        step, only = self._steps[at], self._only
        is_told = at >= self.first and at not in self._passed
        return is_told and (not only or step == only or step.startswith(f"{only}/"))

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
        if column == WHAT:
            return event_words.what(recorded, self.step(row), self._names)
        is_of_step = not isinstance(recorded.event, RunForked)
        return wording.step_name(self.step(row), self._names.title) if is_of_step else ""

    # --- what a view asks -------------------------------------------------------------------------

    def count(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows; those that were looked at are kept."""
        key = (self._rows[row], column)
        found = self._cells.get(key)
        if found is None:
            if len(self._cells) > _KEPT:
                self._cells.clear()
            found = self._cells[key] = self._made(row, column)
        return found

    def _made(self, row: int, column: int) -> Cell:
        tone = event_words.tone(self._events[self._rows[row]])
        color = QColor(self._theme.states[tone].ink if tone else self._theme.border)
        text = self._text(row, column)
        if column == WHEN:
            return Cell(text, QColor(self._theme.muted), color)
        is_strong = column == WHAT and tone in {"failed", "waiting", "skipped"}
        return Cell(text, color if is_strong else None)


def _pauses_of_fork(events: Sequence[Recorded], at: int) -> set[int]:
    """Return the pauses with which every run begins that goes on from a step, where they end too.

    Nobody asked for them, and nobody let the run go on.

    Args:
        events: of the run.
        at: which of them says from where it goes on.
    """
    stood: dict[int, int] = {}
    found: set[int] = set()
    for place in range(at + 1, len(events)):
        event = events[place].event
        if isinstance(event, StepPaused):
            stood[event.token] = place
        elif isinstance(event, StepResumed):
            if event.token in stood:
                found |= {stood.pop(event.token), place}
        elif found or (stood and hasattr(event, "token")):
            break
    return found

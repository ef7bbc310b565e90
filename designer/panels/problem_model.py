"""Knows problems as rows for a view: severities with their problems below. Must not mend any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

from designer.assets.icons import icon
from designer.panels.long_listing import Cell, LongTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex

    from designer.assets.theme import Theme
    from runtime.plan.problems import Problem

WHAT, WHERE, FIX = range(3)
"""The columns."""
_SEVERITIES = ("error", "warning", "hint")
_WORDS = {
    "error": ("problem stops it from running", "problems stop it from running"),
    "warning": ("warning", "warnings"),
    "hint": ("hint", "hints"),
}
_ICONS = {"error": ("error", "failed"), "warning": ("warning", "waiting"), "hint": ("info", "")}
_SMALL = 16


class ProblemModel(LongTable):
    """Problems by severity, each below its heading; a severity without problems is left out.

    Args:
        theme: colours.
        title_of: name of a step.
    """

    def __init__(
        self, theme: Theme, title_of: Callable[[str], str], parent: QObject | None = None
    ) -> None:
        super().__init__(("Problem", "Step", "Fix"), parent)
        self._theme = theme
        self._title_of = title_of
        self._groups: dict[str, list[Problem]] = {}
        self._folded: set[str] = set()
        self._rows: list[Problem | str] = []

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show others; what is folded stays so."""
        groups: dict[str, list[Problem]] = {name: [] for name in _SEVERITIES}
        for problem in problems:
            groups[problem.severity].append(problem)
        self._groups = groups
        self._lay_out()

    def fold(self, row: int) -> None:
        """Fold the problems of a heading away, or unfold them again."""
        severity = self._rows[row]
        if isinstance(severity, str):
            self._folded ^= {severity}
            self._lay_out()

    def _lay_out(self) -> None:
        self.beginResetModel()
        self._rows = []
        for name, found in self._groups.items():
            if found:
                self._rows += [name, *(() if name in self._folded else found)]
        self.endResetModel()

    def set_theme(self, theme: Theme) -> None:
        """Show them in other colours."""
        self._theme = theme
        self.beginResetModel()
        self.endResetModel()

    def problem(self, index: QModelIndex | QPersistentModelIndex) -> Problem | None:
        """Return the problem of a row; None for a severity."""
        found = self._rows[index.row()] if index.isValid() else ""
        return None if isinstance(found, str) else found

    def headings(self) -> list[int]:
        """Return the rows of the severities."""
        return [row for row, each in enumerate(self._rows) if isinstance(each, str)]

    def row_of(self, problem: Problem) -> int:
        """Return the row of a problem, -1 where it is not shown."""
        return next((row for row, each in enumerate(self._rows) if each == problem), -1)

    def where(self, problem: Problem) -> str:
        """Return what people call the place of a problem."""
        return self._title_of(problem.step) if problem.step else "The workflow"

    # --- what a view asks -------------------------------------------------------------------------

    def count(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows."""
        found = self._rows[row]
        if isinstance(found, str):
            return self._heading(found) if column == WHAT else Cell("")
        if column == WHERE:
            return Cell(self.where(found), QColor(self._theme.muted))
        if column == FIX:
            return Cell(found.fix.title if found.fix else "", QColor(self._theme.accent))
        name, state = _ICONS[found.severity]
        ink = self._theme.states[state].ink if state else self._theme.muted
        return Cell(said(found, self.where(found)), icon=icon(name, ink, _SMALL))

    def _heading(self, severity: str) -> Cell:
        arrow = "chevron-right" if severity in self._folded else "chevron-down"
        words = self._counted(severity)
        return Cell(words, icon=icon(arrow, self._theme.muted, _SMALL), strong=True)

    def _counted(self, severity: str) -> str:
        count = len(self._groups[severity])
        return f"{count:,} {_WORDS[severity][count > 1]}"

    def spoken(self, row: int, column: int) -> str:
        """Return all that there is to say of a problem."""
        found = self._rows[row]
        if isinstance(found, str):
            state = ", folded" if found in self._folded else ""
            return self._counted(found) + state if column == WHAT else ""
        fix = f" Can be fixed: {found.fix.title}." if found.fix else ""
        return f"{found.severity}: {found.sentence} {self.where(found)}.{fix}"

    def hint(self, row: int, column: int) -> str:
        """Return the whole sentence."""
        found = self._rows[row]
        return self.cell(row, column).text if isinstance(found, str) else found.sentence


def said(problem: Problem, where: str) -> str:
    """Return the sentence without the name of the step before it, which stands beside it."""
    told = problem.sentence.removeprefix(f"“{where}”: ")
    return told[:1].upper() + told[1:]

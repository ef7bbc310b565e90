"""Knows problems as a tree for a view: severities with their problems. Must not mend any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from designer.assets.icons import icon
from designer.panels import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from designer.assets.theme import Theme
    from runtime.plan.problems import Problem

    Index: TypeAlias = QModelIndex | QPersistentModelIndex

WHAT, WHERE, FIX = range(3)
"""The columns."""
_SEVERITIES = ("error", "warning", "hint")
_WORDS = {
    "error": ("problem stops it from running", "problems stop it from running"),
    "warning": ("warning", "warnings"),
    "hint": ("hint", "hints"),
}
_ICONS = {"error": ("error", "failed"), "warning": ("warning", "waiting"), "hint": ("info", "")}
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole


class ProblemModel(QAbstractItemModel):
    """Problems by severity; a severity without problems is left out.

    Args:
        theme: colours.
        title_of: name of a step.
    """

    def __init__(
        self, theme: Theme, title_of: Callable[[str], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title_of = title_of
        self._groups: list[tuple[str, list[Problem]]] = []

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show others."""
        self.beginResetModel()
        groups = [(name, [p for p in problems if p.severity == name]) for name in _SEVERITIES]
        self._groups = [(name, found) for name, found in groups if found]
        self.endResetModel()

    def set_theme(self, theme: Theme) -> None:
        """Show them in other colours."""
        self._theme = theme
        self.beginResetModel()
        self.endResetModel()

    def problem(self, index: Index) -> Problem | None:
        """Return the problem of a row; None for a severity."""
        if not index.isValid() or not index.internalId():
            return None
        return self._groups[index.internalId() - 1][1][index.row()]

    def where(self, problem: Problem) -> str:
        """Return what people call the place of a problem."""
        return self._title_of(problem.step) if problem.step else "The workflow"

    # --- what a view asks -------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Return a place: severities have the number 0, problems that of their severity + 1."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override] - Qt has two of that name
        """Return the severity of a problem."""
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many there are."""
        if not parent.isValid():
            return len(self._groups)
        is_group = not parent.internalId() and parent.column() == 0
        return len(self._groups[parent.row()][1]) if is_group else 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many columns there are."""
        del parent
        return 3

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what is shown."""
        problem = self.problem(index)
        if problem is None:
            return self._group_data(index, role)
        if role in {_Role.DisplayRole, _Role.UserRole}:
            return self._text(problem, index.column())
        if role == _Role.DecorationRole and index.column() == WHAT:
            name, state = _ICONS[problem.severity]
            ink = self._theme.states[state].ink if state else self._theme.muted
            return icon(name, ink, 16)
        if role == _Role.ForegroundRole and index.column() != WHAT:
            return QColor(self._theme.accent if index.column() == FIX else self._theme.muted)
        if role in {_Role.ToolTipRole, _Role.AccessibleTextRole}:
            return self._spoken(problem, role)
        return None

    def _group_data(self, index: Index, role: int) -> Any:
        if not index.isValid() or index.column() != WHAT:
            return None
        if role not in {_Role.DisplayRole, _Role.AccessibleTextRole}:
            return None
        name, found = self._groups[index.row()]
        return f"{len(found)} {_WORDS[name][len(found) > 1]}"

    def _text(self, problem: Problem, column: int) -> str:
        if column == WHERE:
            return self.where(problem)
        if column == FIX:
            return problem.fix.title if problem.fix else ""
        return said(problem, self.where(problem))

    def _spoken(self, problem: Problem, role: int) -> str:
        if role == _Role.ToolTipRole:
            return wording.hint(problem.sentence)
        fix = f" Can be fixed: {problem.fix.title}." if problem.fix else ""
        return f"{problem.severity}: {problem.sentence} {self.where(problem)}.{fix}"


def said(problem: Problem, where: str) -> str:
    """Return the sentence without the name of the step before it, which stands beside it."""
    told = problem.sentence.removeprefix(f"“{where}”: ")
    return told[:1].upper() + told[1:]

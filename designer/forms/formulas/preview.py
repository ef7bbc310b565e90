"""Knows how the value of a formula is shown for each recorded sample. Must not compute it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from designer.forms.formulas.labels import Chip, Note, smaller
from designer.forms.formulas.values import table, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.assets.theme import Theme
    from runtime.definition.json_value import JsonValue

_FEW = 3
_BESIDE = 16
"""Letters of a value beside which there is room for the name of its case."""
_ROWS = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """What a formula gives for one sample.

    Attributes:
        sample: name of the sample.
        error: why there is no value; "" where there is one.
    """

    sample: str
    value: JsonValue
    error: str = ""


def results(names: Sequence[str], answer: object) -> list[Shown]:
    """Return what the helper's answer says of each sample; what is no answer says nothing."""
    if not isinstance(answer, list):
        return []
    found: list[Shown] = []
    for name, each in zip(names, cast("list[JsonValue]", answer), strict=False):
        if isinstance(each, dict):
            error = each.get("error")
            found.append(Shown(name, each.get("value"), words(error) if error else ""))
    return found


class Preview(QWidget):
    """Shows values, a line for each sample, and a table where a value is a list.

    Args:
        most: so many samples at most.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, most: int = _FEW) -> None:
        super().__init__(parent)
        self._theme = theme
        self._most = most
        self._lines: list[QWidget] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self.setAccessibleName("Value for the recorded cases")
        self.hide()

    def show_results(self, shown: Sequence[Shown]) -> None:
        """Show other values; none takes no room."""
        for line in self._lines:
            self._box.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        tabled = False
        for each in shown[: self._most]:
            self._add(self._line(each))
            if not tabled and not each.error and (found := table(each.value)):
                tabled = self._most == _FEW
                self._add(_Table(*found, self))
        if len(shown) > self._most:
            note = Note(self)
            note.say(f"and {len(shown) - self._most} more recorded cases")
            self._add(note)
        self.setAccessibleDescription("; ".join(map(_told, shown)))
        self.setVisible(bool(shown))

    def told(self) -> str:
        """Return all that is shown, as one text."""
        return self.accessibleDescription()

    def _add(self, line: QWidget) -> None:
        self._lines.append(line)
        self._box.addWidget(line)

    def _line(self, shown: Shown) -> QWidget:
        text = "no value" if shown.error else words(shown.value)
        ways = QBoxLayout.Direction
        below = len(text) > _BESIDE or bool(shown.error)
        line = QWidget(self)
        row = QBoxLayout(ways.TopToBottom if below else ways.LeftToRight, line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 if below else 6)
        pair = self._theme.states["failed" if shown.error else "ok"]
        if not shown.error and shown.value in (None, False):
            pair = self._theme.states["skipped"]
        row.addWidget(Chip(text, pair, line), 0, Qt.AlignmentFlag.AlignLeft)
        note = Note(line)
        note.say(_for(shown))
        row.addWidget(note, 1)
        return line


class _Table(QTableWidget):
    """The items of a list, to look at only."""

    def __init__(
        self, heads: tuple[str, ...], rows: list[tuple[str, ...]], parent: QWidget
    ) -> None:
        super().__init__(len(rows), len(heads), parent)
        self.setFont(smaller(self.font()))
        self.setHorizontalHeaderLabels(heads)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName("Items")
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        height = self.fontMetrics().height() + 8
        self.verticalHeader().setDefaultSectionSize(height)
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                self.setItem(row, column, QTableWidgetItem(text))
        self.setFixedHeight(height * min(len(rows), _ROWS) + height + 12)


def _for(shown: Shown) -> str:
    name = " ".join(shown.sample[:120].split())
    case = f"for the recorded case: {name}" if name else "in this run"
    return f"{case}. {shown.error}" if shown.error else case


def _told(shown: Shown) -> str:
    return f"{'no value' if shown.error else words(shown.value)} {_for(shown)}"

"""Knows how the times that a case came to a step are listed. Must not know what is done there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    Qt,
)
from PySide6.QtWidgets import QComboBox, QListView

from designer.forms.pick_list import PickList
from designer.panels.data.nodes import told
from runtime.definition.personal import masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from runtime.definition.json_value import JsonObject, JsonValue

_NOWHERE = QModelIndex()
_LONGEST = 40


def visit_words(visits: Sequence[dict[str, Any]], at: int, *, masks: bool) -> str:
    """Return one time that the case came, in words: "Item 3 of 12: C-7, failed"."""
    visit = visits[at]
    end = ", failed" if visit["error"] is not None else "" if visit["ended"] else ", there now"
    if visit["index"] < 0:
        return f"Time {at + 1:,} of {len(visits):,}{end}"
    item: JsonValue = visit["item"]
    if isinstance(item, dict):
        item = _first_plain(item)
    shown = told(masked(item) if masks else item)[:_LONGEST] if item is not None else ""
    return f"Item {visit['index'] + 1:,}{': ' if shown else ''}{shown}{end}"


def _first_plain(item: JsonObject) -> JsonValue:
    return next((value for value in item.values() if isinstance(value, str | int)), None)


class VisitsModel(QAbstractListModel):
    """The visits of a step; words are made when they are looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.visits: Sequence[dict[str, Any]] = ()
        self.masks = False

    def show(self, visits: Sequence[dict[str, Any]], *, masks: bool) -> None:
        """Show other visits."""
        self.beginResetModel()
        self.visits, self.masks = visits, masks
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.visits)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the words of one."""
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        return visit_words(self.visits, index.row(), masks=self.masks)


class VisitPicker(PickList):
    """Chooses one of the times that the case came; hidden where it came once.

    Args:
        name: what is read out.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._visits = VisitsModel(self)
        self.setModel(self._visits)
        popup = QListView(self)
        popup.setUniformItemSizes(True)
        self.setView(popup)
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(22)
        self.hide()

    def show_visits(self, visits: Sequence[dict[str, Any]], at: int, *, masks: bool) -> None:
        """Show these, and which of them is looked at."""
        with QSignalBlocker(self):
            self._visits.show(visits, masks=masks)
            self.setCurrentIndex(at)
        self.setVisible(len(visits) > 1)

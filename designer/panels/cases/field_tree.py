"""Knows the data of a case as a tree with ticks: which values a test expects. Knows no test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from designer.panels.cases.case import Field
from designer.panels.cases.compare import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from designer.assets.theme import Theme
    from designer.panels.cases.case import Place
    from runtime.definition.json_value import JsonValue

_HEADS = (("data", "Data of the case"), ("result", "Result"))
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_MOST = 100
"""Items of a list that can be ticked one by one; a longer list is expected whole or not at all."""
_AIR = 10
"""Pixels that a row is higher than its words."""
_CHANGES = "changes in every run"


class _Node(QTreeWidgetItem):
    """A value in the tree.

    Args:
        parent: what it is a part of, or the tree.
        title: what it is called.
        at: its place.
        value: what it is.
    """

    def __init__(
        self, parent: QTreeWidget | QTreeWidgetItem, title: str, at: Place, value: JsonValue
    ) -> None:
        super().__init__(parent, [title, words(value)])  # pyright: ignore[reportCallIssue, reportArgumentType] - Qt takes either
        self.at, self.value = at, value
        self.parts: list[_Node] = []
        self.setFlags(self.flags() | Qt.ItemFlag.ItemIsUserCheckable)

    def fields(self) -> Iterator[Field]:
        """Yield what is ticked in it."""
        state = self.checkState(0)
        if state == _ON and not (self.parts and isinstance(self.value, dict)):
            yield Field(at=self.at, value=self.value)
        elif state != _OFF:
            for part in self.parts:
                yield from part.fields()

    def leaves(self) -> Iterator[_Node]:
        """Yield what has no parts."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


class FieldTree(QTreeWidget):
    """Values with ticks.

    Args:
        data: the data of the case.
        result: what the workflow gave.
        fields: what is ticked at first.
        changes: says whether a value will differ in the next run.
        theme: colours.

    Attributes:
        ticked: something else is ticked.
    """

    ticked = Signal()

    def __init__(
        self,
        data: JsonValue,
        result: JsonValue,
        fields: Iterable[Field],
        changes: Callable[[JsonValue], bool],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._changes, self._theme = changes, theme
        self._ticked = {each.at for each in fields}
        self._roots: list[_Node] = []
        self.setAccessibleName("Values that the test expects")
        self.setHeaderLabels(["Field", "Value in this run"])
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.header().resizeSection(0, 260)
        for (head, title), value in zip(_HEADS, (data, result), strict=True):
            if value not in (None, {}):
                self._roots.append(self._add(self, (head,), title, value, within=False))
        self.expandToDepth(1)
        if self._roots:
            self.setCurrentItem(self._roots[0])
        self.itemChanged.connect(self.ticked)

    def fields(self) -> tuple[Field, ...]:
        """Return what is ticked: objects by their members, lists whole where all of it is."""
        return tuple(field for root in self._roots for field in root.fields())

    def leaf(self, at: Place) -> QTreeWidgetItem:
        """Return the row of a value that has no parts; raises KeyError."""
        return {each.at: each for root in self._roots for each in root.leaves()}[at]

    def tick(self, *, all_of_it: bool) -> None:
        """Tick all that does not change in every run, or nothing."""
        for leaf in [leaf for root in self._roots for leaf in root.leaves()]:
            is_on = all_of_it and not self._changes(leaf.value)
            leaf.setCheckState(0, _ON if is_on else _OFF)

    def _add(
        self,
        parent: QTreeWidget | QTreeWidgetItem,
        at: Place,
        title: str,
        value: JsonValue,
        *,
        within: bool,
    ) -> _Node:
        node = _Node(parent, title, at, value)
        node.setSizeHint(0, QSize(0, self.fontMetrics().height() + _AIR))
        is_ticked = within or at in self._ticked
        members = _members(value)
        if members:
            node.setFlags(node.flags() | Qt.ItemFlag.ItemIsAutoTristate)
            if isinstance(value, dict):
                node.setText(1, "")
            for key, member in members:
                name = f"Item {key + 1}" if isinstance(key, int) else key
                part = self._add(node, (*at, key), name, member, within=is_ticked)
                node.parts.append(part)
            return node
        node.setCheckState(0, _ON if is_ticked else _OFF)
        node.setToolTip(1, words(value))
        if self._changes(value):
            node.setText(1, f"{words(value)}   ({_CHANGES})")
            node.setForeground(1, QColor(self._theme.muted))
        return node


def _members(value: JsonValue) -> list[tuple[str | int, JsonValue]]:
    if isinstance(value, dict):
        return [(name, member) for name, member in value.items()]
    if isinstance(value, list) and len(value) <= _MOST:
        return [(index, member) for index, member in enumerate(value)]
    return []

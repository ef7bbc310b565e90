"""Knows how a person sees what naming a field otherwise changes. Must not know how it is found."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from designer.assets.style import look
from designer.forms.parts import column, label
from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from designer.document.changes.field_uses import Use
    from designer.document.changes.rename_field import FieldRename

_SIZE = (760, 520)
_WIDTH, _WIDEST = 190, 250
"""Of the columns that name a place: the last one says what will be there, and keeps room."""
_SLICE = 0.008
"""Seconds to look before the window looks after the person again."""
_LONGEST = 300
"""Characters of a text that are shown; a tip shows more."""


class RenameDialog(QDialog):
    """Shows the places that are changed along with a field, and those to look at.

    Args:
        rename: what would change; it is worked out here.
        work: what is left of that work.
        parent: the widget it belongs to.

    Attributes:
        agreed: emitted when the person wants it.
    """

    agreed = Signal()

    def __init__(
        self, rename: FieldRename, work: Iterator[None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rename, self._work = rename, work
        self.setWindowTitle("Rename a field")
        self.resize(*_SIZE)
        title = f"Rename “{rename.target.name}” to “{rename.new}”"
        self.count = label("Looking for what refers to it…", "", self)
        self.used = _list("Used in", ("Where", "Part", "As it will be"), self)
        self.refused = label("", "", self, "failed")
        self.unsure = label(
            "The field may be meant here, too, and nobody can tell. These stay as they are; "
            "look at them yourself.",
            "caption",
            self,
            "waiting",
        )
        self.doubted = _list("Look at these yourself", ("Where", "Part", "As it is"), self)
        layout = column(self, 10, 16)
        layout.addWidget(label(title, "title", self))
        for part in (self.count, self.refused):
            layout.addWidget(part)
        self.remark = label(rename.remark, "caption", self)
        self.remark.setVisible(bool(rename.remark))
        layout.addWidget(self.remark)
        layout.addWidget(self.used, 3)
        layout.addWidget(self.unsure)
        layout.addWidget(self.doubted, 1)
        layout.addWidget(self._buttons())
        for part in (self.refused, self.unsure, self.doubted):
            part.hide()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        self.button = QPushButton("Rename", self)
        self.button.setEnabled(False)
        self.button.setDefault(True)
        look(self.button, "primary")
        box.addButton(self.button, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        box.accepted.connect(self._agree)
        box.rejected.connect(self.reject)
        return box

    def _agree(self) -> None:
        self.accept()
        self.agreed.emit()

    def _go_on(self) -> None:
        """Look a moment longer; then show what there is."""
        end = monotonic() + _SLICE
        for _ in self._work:
            if monotonic() > end:
                self._timer.start()
                return
        self._show()

    def _show(self) -> None:
        found = self._rename.found
        many = len(found.uses)
        told = f"Used in {many} place{'' if many == 1 else 's'}."
        both = "It is changed along with it" if many == 1 else "All of them are changed"
        self.count.setText(f"{told} {both}; one undo takes everything back." if many else told)
        _fill(self.used, [(use, use.after) for use in found.uses])
        _fill(self.doubted, [(use, use.before) for use in found.doubts])
        self.used.setVisible(many > 0)
        for part in (self.unsure, self.doubted):
            part.setVisible(bool(found.doubts))
        try:
            self._rename.command()
        except DefinitionError as error:
            self.refused.setText(str(error))
            self.refused.show()
        else:
            self.button.setEnabled(True)
            self.button.setFocus()


def _list(name: str, heads: tuple[str, ...], parent: QWidget) -> QTreeWidget:
    made = QTreeWidget(parent)
    made.setAccessibleName(name)
    made.setHeaderLabels(heads)
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setAllColumnsShowFocus(True)
    head = made.header()
    head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    head.resizeSection(0, _WIDTH)
    head.resizeSection(1, _WIDTH)
    return made


def _fill(listed: QTreeWidget, uses: Sequence[tuple[Use, str]]) -> None:
    for use, text in uses:
        flat = " ".join(text[:_LONGEST].split())
        item = QTreeWidgetItem(listed, [use.where[:_LONGEST], use.what[:_LONGEST], flat])
        for at, words in enumerate((use.where, use.what, text)):
            item.setToolTip(at, words[:2000])
    if (first := listed.topLevelItem(0)) is not None:
        listed.setCurrentItem(first)
    for at in (0, 1):
        listed.header().resizeSection(at, min(max(listed.sizeHintForColumn(at), _WIDTH), _WIDEST))

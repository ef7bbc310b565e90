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
    from designer.document.neighbours import Caller
    from designer.forms.context import Later

_SIZE = (760, 520)
_WIDTH, _WIDEST = 190, 250
"""Of the columns that name a place: the last one says what will be there, and keeps room."""
_SLICE = 0.008
"""Seconds to look before the window looks after the person again."""
_LONGEST = 300
"""Characters of a text that are shown; a tip shows more."""
_LOOKING = "Looking at the workflows beside this one…"
_CALLERS = "Also used by these workflows, which run this one."
_SAVED = " They can be changed along; they are saved at once then, and so is this one."
_ONLY_HERE = "Rename only here"
_LOOK = "Stays as it is: look at it yourself"


class RenameDialog(QDialog):
    """Shows the places that are changed along with a field, and those to look at.

    Args:
        rename: what would change; it is worked out here.
        work: what is left of that work.
        callers: looks for other workflows that name the field; None where there can be none.
        parent: the widget it belongs to.

    Attributes:
        agreed: emitted when the person wants it, with the other workflows that are to follow.
    """

    agreed = Signal(object)

    def __init__(
        self,
        rename: FieldRename,
        work: Iterator[None],
        callers: Later | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rename, self._work = rename, work
        self._callers: tuple[Caller, ...] | None = () if callers is None else None
        self._is_found = False
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
        self.others = label("", "", self)
        self.called_in = _list("Other workflows", ("Workflow", "Where", "What becomes of it"), self)
        layout.addWidget(self.used, 3)
        layout.addWidget(self.others)
        layout.addWidget(self.called_in, 1)
        layout.addWidget(self.unsure)
        layout.addWidget(self.doubted, 1)
        layout.addWidget(self._buttons())
        for part in (self.refused, self.others, self.called_in, self.unsure, self.doubted):
            part.hide()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()
        if callers is not None:
            self.others.setText(_LOOKING)
            self.others.show()
            callers.done.connect(self._take_callers)
            callers.ended.connect(self._end_looking)

    def _buttons(self) -> QDialogButtonBox:
        box = self._box = QDialogButtonBox(self)
        self.button = QPushButton("Rename", self)
        self.button.setEnabled(False)
        self.button.setDefault(True)
        look(self.button, "primary")
        self.only_here = QPushButton(_ONLY_HERE, self)
        self.only_here.hide()
        box.addButton(self.button, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        box.accepted.connect(lambda: self._agree(self._following()))
        self.only_here.clicked.connect(lambda: self._agree(()))
        box.rejected.connect(self.reject)
        return box

    def _following(self) -> tuple[Caller, ...]:
        """Return the other workflows that can be changed along."""
        return tuple(each for each in self._callers or () if each.can_follow)

    def _agree(self, callers: tuple[Caller, ...]) -> None:
        self.accept()
        self.agreed.emit(callers)

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
        self._is_found = True
        self._allow()

    def _take_callers(self, found: tuple[Caller, ...]) -> None:
        """Show the other workflows that name the field; the person says if they follow."""
        self._callers = found
        following = len(self._following())
        self.others.setText(_CALLERS + (_SAVED if following else ""))
        for caller in found:
            _add_caller(self.called_in, caller)
        _fit(self.called_in)
        for part in (self.others, self.called_in):
            part.setVisible(bool(found))
        if following:
            self.button.setText("Rename everywhere and save")
            self._box.addButton(self.only_here, QDialogButtonBox.ButtonRole.ActionRole)
            self.only_here.show()
        self._allow()

    def _end_looking(self) -> None:
        """Go on where nobody could look at the others."""
        if self._callers is None:
            self._take_callers(())

    def _allow(self) -> None:
        """Let the person agree as soon as all is shown."""
        if not self._is_found or self._callers is None:
            return
        try:
            self._rename.command()
        except DefinitionError as error:
            self.refused.setText(str(error))
            self.refused.show()
            self.only_here.setEnabled(False)
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


def _add_caller(listed: QTreeWidget, caller: Caller) -> None:
    """List what is changed in another workflow, and what a person has to look at there."""
    found = caller.found
    told = [(use, f"{use.before} → {use.after}" if use.after else use.before) for use in found.uses]
    told += [(use, _LOOK) for use in (*found.doubts, *found.taken)]
    for use, text in told:
        flat = " ".join(text[:_LONGEST].split())
        item = QTreeWidgetItem(listed, [caller.name[:_LONGEST], use.where[:_LONGEST], flat])
        for at, words in enumerate((caller.name, f"{use.where}: {use.what}", text)):
            item.setToolTip(at, words[:2000])


def _fill(listed: QTreeWidget, uses: Sequence[tuple[Use, str]]) -> None:
    for use, text in uses:
        flat = " ".join(text[:_LONGEST].split())
        item = QTreeWidgetItem(listed, [use.where[:_LONGEST], use.what[:_LONGEST], flat])
        for at, words in enumerate((use.where, use.what, text)):
            item.setToolTip(at, words[:2000])
    _fit(listed)


def _fit(listed: QTreeWidget) -> None:
    """Make room for the names, and begin at the first line."""
    if (first := listed.topLevelItem(0)) is not None:
        listed.setCurrentItem(first)
    for at in (0, 1):
        listed.header().resizeSection(at, min(max(listed.sizeHintForColumn(at), _WIDTH), _WIDEST))

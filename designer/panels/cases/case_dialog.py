"""Knows how a person says what a test is called and what it expects. Must not know how it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QWidget,
)

from designer.assets.style import open_at
from designer.document.counts import counted
from designer.forms.dialog_parts import ending, lines_of
from designer.forms.parts import label, link_button, row
from designer.panels.cases.field_tree import FieldTree
from designer.panels.cases.private_list import PrivateList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from designer.assets.theme import Theme
    from designer.panels.cases.case import Field
    from designer.panels.cases.reached import Reached
    from runtime.definition.json_value import JsonValue

_SIZE = (600, 600)
_LONGEST = 120


class CaseDialog(QDialog):
    """Name and expectations of a test.

    Args:
        heading: what the dialog is for.
        ends: how the run ended, in words.
        got: what came of the run.
        fields: what is ticked at first.
        changes: says whether a value will differ in the next run.
        theme: colours.
        parent: the window.
    """

    def __init__(
        self,
        heading: str,
        ends: str,
        got: Reached,
        fields: Sequence[Field],
        changes: Callable[[JsonValue], bool],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        open_at(self, *_SIZE)
        self.name = QLineEdit(maxLength=_LONGEST)
        self.name.setAccessibleName("Name of the test")
        self.name.setPlaceholderText("Such as: Over the limit, finance rejects")
        self.tree = FieldTree(got.data, got.own_result, fields, changes, theme)
        self.steps = QCheckBox("The case passes by the same steps")
        self.steps.setChecked(True)
        self.asks = QCheckBox("Ask the systems anew each time, for what only reads")
        self.asks.setToolTip(
            "Otherwise what they answered in this run stands in, and the test is always the same."
        )
        self.private = PrivateList(self)
        self._heading, self._ends = heading, ends
        self._notes = label("", "caption", tone="waiting")
        self._notes.hide()
        self._count = label("", "caption")
        self._lay_out()
        self.name.textChanged.connect(self._refresh)
        self.tree.ticked.connect(self._refresh)
        self._refresh()

    def set_name(self, name: str) -> None:
        """Suggest a name, ready to be overwritten."""
        self.name.setText(name)
        self.name.selectAll()
        self.name.setFocus()

    def warn(self, sentences: Sequence[str]) -> None:
        """Say what the test cannot do as the run did."""
        if sentences:
            self.say(f"{' '.join(sentences)} A test cannot do that again.")

    def say(self, text: str) -> None:
        """Say something above the rest."""
        self._notes.setText(text)
        self._notes.show()

    # --- building ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        title = label(self._heading, "title")
        every = link_button("All that stays the same", lambda: self.tree.tick(all_of_it=True))
        none = link_button("None", lambda: self.tree.tick(all_of_it=False))
        layout = lines_of(self, 8)
        layout.addWidget(title)
        layout.addWidget(self._notes)
        layout.addWidget(label("Name", "heading"))
        layout.addWidget(self.name)
        layout.addSpacing(6)
        layout.addWidget(label("What is expected", "heading"))
        layout.addWidget(label(f"The case {self._ends}.", "muted"))
        layout.addWidget(self.steps)
        ticks = row(self._count, every, none, spacing=12)
        ticks.setStretch(0, 1)
        layout.addLayout(ticks)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.asks)
        layout.addWidget(self.private)
        layout.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        box, self.save = ending(self, "Save the test")
        return box

    def _refresh(self) -> None:
        count = len(self.tree.fields())
        values = f"{counted(count, 'value')} {'is' if count == 1 else 'are'}"
        self._count.setText(
            f"{values} compared; the rest may be anything."
            if self.tree.topLevelItemCount()
            else "The case has no data to compare."
        )
        is_named = bool(self.name.text().strip())
        self.save.setEnabled(is_named)
        self.save.setToolTip("" if is_named else "The test needs a name.")

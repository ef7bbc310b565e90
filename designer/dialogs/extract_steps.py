"""Knows how a person names the workflow that steps become. Must not know documents or files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from designer.assets import style
from designer.document.counts import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_WIDTH = 460


class ExtractSteps(QDialog):
    """Asks for the name of a new workflow, and says what it will be given and hand back.

    Args:
        count: how many steps it is made of.
        name: what it might be called.
        given, back: names of what goes in and comes out.
        file_name: says under which name a workflow of a name would be kept.
        parent: the window it belongs to.
    """

    def __init__(
        self,
        count: int,
        name: str,
        given: Sequence[str],
        back: Sequence[str],
        file_name: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._file_name = file_name
        self.setWindowTitle("Make a workflow of steps")
        self.setMinimumWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        whose = "its" if count == 1 else "their"
        note = f"One step here runs it in {whose} place. Other workflows can run it as well."
        layout.addWidget(self._label(f"Make a workflow of {counted(count, 'step')}", "title"))
        layout.addWidget(self._label(note, "muted"))
        self._name = QLineEdit(name, self)
        self._name.setAccessibleName("Name")
        self._name.selectAll()
        self._file = self._label("", "caption")
        layout.addLayout(self._rows(given, back))
        layout.addStretch()
        layout.addWidget(self._buttons())
        self._name.textChanged.connect(self._follow)
        self._follow()
        self._name.setFocus()

    def name(self) -> str:
        """Return the name as it stands there."""
        return self._name.text().strip()

    def _rows(self, given: Sequence[str], back: Sequence[str]) -> QFormLayout:
        rows = QFormLayout()
        rows.setHorizontalSpacing(14)
        rows.setVerticalSpacing(8)
        rows.addRow(self._label("Name"), self._name)
        rows.addRow("", self._file)
        rows.addRow(self._label("It is given"), self._label(_listed(given)))
        rows.addRow(self._label("It hands back"), self._label(_listed(back)))
        return rows

    def _label(self, text: str, look: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        if look:
            style.look(label, look)
        return label

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        self._make = QPushButton("Make the workflow")
        self._make.setDefault(True)
        style.look(self._make, "primary")
        box.addButton(self._make, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    def _follow(self) -> None:
        name = self.name()
        self._make.setEnabled(bool(name))
        kept = f"Kept as {self._file_name(name)}, beside this workflow." if name else ""
        self._file.setText(kept or "Give it a name.")


def _listed(names: Sequence[str]) -> str:
    words = [name.replace("_", " ") for name in names]
    return ", ".join(words) or "Nothing"

"""Knows how a person names the workflow that steps become. Must not know documents or files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.assets import style
from designer.document.changes.extract import OtherNames
from designer.document.counts import counted
from designer.forms.dialog_parts import ending, lines_of
from designer.forms.line import Line
from designer.forms.parts import mark
from runtime.expressions.field_paths import is_field_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from designer.document.changes.extract import Handed

_WIDTH, _NAME = 520, 170
_MOST = 6
"""Values that are handed over and seen at once; with more, the list scrolls."""
_TROUBLE = "Use letters, digits and underscores, begin with a letter, and no name twice."


class ExtractSteps(QDialog):
    """Asks for the name of a new workflow, and what it will be given and hand back.

    Args:
        count: how many steps it is made of.
        name: what it might be called.
        given, back: what goes in and comes out.
        file_name: says under which name a workflow of a name would be kept.
        parent: the window it belongs to.
    """

    def __init__(
        self,
        count: int,
        name: str,
        given: Sequence[Handed],
        back: Sequence[Handed],
        file_name: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._file_name = file_name
        self.setWindowTitle("Make a workflow of steps")
        self.setMinimumWidth(_WIDTH)
        layout = lines_of(self)
        whose = "its" if count == 1 else "their"
        note = f"One step here runs it in {whose} place. Other workflows can run it as well."
        layout.addWidget(self._label(f"Make a workflow of {counted(count, 'step')}", "title"))
        layout.addWidget(self._label(note, "muted"))
        self._name = QLineEdit(name, self)
        self._name.setAccessibleName("Name")
        self._name.selectAll()
        self._file = self._label("", "caption")
        self._trouble = self._label(_TROUBLE, "caption", "failed")
        self._trouble.hide()
        self._given = [(each, self._line(each, "Given")) for each in given]
        self._back = [(each, self._line(each, "Handed back")) for each in back]
        layout.addLayout(self._rows())
        layout.addWidget(self._trouble)
        layout.addStretch()
        layout.addWidget(self._buttons())
        self._name.textChanged.connect(self._follow)
        self._follow()
        self._name.setFocus()

    def name(self) -> str:
        """Return the name as it stands there."""
        return self._name.text().strip()

    def names(self) -> OtherNames:
        """Return what the values that are handed over are to be called."""
        given, back = (
            {each.name: line.text() for each, line in lines} for lines in (self._given, self._back)
        )
        return OtherNames(given, back)

    def _rows(self) -> QFormLayout:
        rows = QFormLayout()
        rows.setHorizontalSpacing(14)
        rows.setVerticalSpacing(8)
        rows.addRow(self._label("Name"), self._named())
        rows.addRow(self._label("It is given"), self._listed(self._given))
        rows.addRow(self._label("It hands back"), self._listed(self._back))
        return rows

    def _named(self) -> QWidget:
        """Return the field for the name with the file below it that it makes."""
        holder = QWidget(self)
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 4)
        lines.setSpacing(4)
        lines.addWidget(self._name)
        lines.addWidget(self._file)
        return holder

    def _listed(self, lines: list[tuple[Handed, Line]]) -> QWidget:
        """Return the values that are handed over, each with what it is here."""
        if not lines:
            return self._label("Nothing")
        holder = QWidget(self)
        grid = QFormLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        for each, line in lines:
            source = self._label(each.source, "caption")
            source.setToolTip(each.source)
            grid.addRow(line, source)
        if len(lines) <= _MOST:
            return holder
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(holder)
        area.setFixedHeight(_MOST * (lines[0][1].sizeHint().height() + 4))
        return area

    def _line(self, handed: Handed, what: str) -> Line:
        line = Line(handed.name, self)
        line.setAccessibleName(f"{what}: {handed.source}")
        line.setFixedWidth(_NAME)
        line.textChanged.connect(self._follow)
        return line

    def _label(self, text: str, look: str = "", tone: str = "") -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if look:
            style.look(label, look, tone)
        return label

    def _buttons(self) -> QDialogButtonBox:
        box, self._make = ending(self, "Make the workflow")
        return box

    def _follow(self) -> None:
        name = self.name()
        is_clear = True
        for lines in (self._given, self._back):
            texts = [line.text() for _, line in lines]
            for text, (_, line) in zip(texts, lines, strict=True):
                is_good = _is_name(text) and texts.count(text) == 1
                mark(line, is_wrong=not is_good)
                is_clear = is_clear and is_good
        self._trouble.setVisible(not is_clear)
        self._make.setEnabled(bool(name) and is_clear)
        kept = f"Kept as “{self._file_name(name)}”, beside this workflow." if name else ""
        self._file.setText(kept or "Give it a name.")


def _is_name(text: str) -> bool:
    return is_field_path(text) and "." not in text

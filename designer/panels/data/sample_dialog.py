"""Knows how a person names test data and writes them down. Must not know where they are kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from designer.assets.style import look
from designer.forms.parts import label
from runtime.definition.samples import Sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.definition.json_value import JsonValue

_SIZE = QSize(560, 480)


class SampleDialog(QDialog):
    """Test data of a step.

    Args:
        title: of the step.
        sample: the name and the way out that are offered.
        text: the output, as JSON.
        ports: ways out of the step.
        taken: names of its other samples.
        parent: what it belongs to.

    Attributes:
        kept: emitted with the sample, and whether it stands for the step's work in tests.
    """

    kept = Signal(object, bool)

    def __init__(
        self,
        title: str,
        sample: Sample,
        text: str,
        ports: Sequence[str],
        taken: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Test data")
        self.resize(_SIZE)
        self._taken = {name.casefold() for name in taken}
        self._output: JsonValue = None
        self.name = QLineEdit(sample.name)
        self.name.setAccessibleName("Name of the test data")
        self.name.setMaxLength(60)
        self.port = QComboBox()
        self.port.setAccessibleName("Way out that the case takes")
        self.port.addItems([*ports])
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("What the step gives, as JSON")
        self.text.setTabChangesFocus(True)
        look(self.text, "code")
        self.text.setPlainText(text)
        self.pins = QCheckBox("Use it in test runs instead of the step's own work")
        self.wrong = label("", "caption", self, "failed")
        self.masking = label("", "caption", self, "waiting")
        self.masking.hide()
        self._lay_out(title, has_ports=len(ports) > 1)
        self.name.textChanged.connect(self._check)
        self.text.textChanged.connect(self._check)
        self.name.selectAll()
        self._check()

    def note_masking(self, *, masks: bool) -> None:
        """Say whether personal data are hidden in it."""
        self.masking.setVisible(masks)
        self.masking.setText(
            "Personal data are hidden in it, as on the screen. Show them first to keep them."
        )

    def _lay_out(self, title: str, *, has_ports: bool) -> None:
        heading = QLabel(title)
        look(heading, "title")
        note = label("What the step gives in a test run, without doing its work.", "muted", self)
        fields = QFormLayout()
        fields.setVerticalSpacing(8)
        fields.addRow("Name", self.name)
        if has_ports:
            fields.addRow("Leaves by", self.port)
        buttons = QDialogButtonBox(self)
        self.save = QPushButton("Keep")
        self.save.setDefault(True)
        look(self.save, "primary")
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        for part in (heading, note):
            layout.addWidget(part)
        layout.addLayout(fields)
        layout.addWidget(self.text, 1)
        for part in (self.wrong, self.masking, self.pins, buttons):
            layout.addWidget(part)

    def _check(self) -> None:
        sentence = self._problem()
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
        self.save.setEnabled(not sentence)

    def _problem(self) -> str:
        name = self.name.text().strip()
        if not name:
            return "Give the test data a name, such as “rejected”."
        if name.casefold() in self._taken:
            return f"There is test data “{name}” already. Choose another name."
        try:
            self._output = json.loads(self.text.toPlainText())
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            return f"Line {line} cannot be read as data. Look for a missing comma or quote there."
        return ""

    def _keep(self) -> None:
        if not self._problem():
            sample = Sample(self.name.text().strip(), self._output, self.port.currentText())
            self.kept.emit(sample, self.pins.isChecked())
            self.accept()

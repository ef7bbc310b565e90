"""Knows the line at the lower edge of the window. Must not know where its facts come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from designer.assets import style
from designer.assets.icons import pixmap
from designer.document.counts import counted

if TYPE_CHECKING:
    from designer.assets.theme import Theme

HEIGHT = 24
_APART, _BESIDE = 16, 6


class StatusBar(QFrame):
    """Saved or not, what the engine does, how many problems, how large the drawing is shown.

    Attributes:
        problems_asked, zoom_asked: somebody clicked on them.
    """

    problems_asked = Signal()
    zoom_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kept = True
        style.look(self, "status")
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Status")
        self._dot = QLabel(self)
        self._saved, self._engine, self._hint = (self._label() for _ in range(3))
        self._problems = self._button("Show the problems", self.problems_asked)
        self._zoom = self._button("Show the whole drawing", self.zoom_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 10, 0)
        layout.setSpacing(_APART)
        layout.addWidget(self._dot)
        layout.addSpacing(_BESIDE - _APART)
        for part in (self._saved, self._engine, self._problems):
            layout.addWidget(part)
        layout.addStretch()
        layout.addWidget(self._zoom)
        layout.addWidget(self._hint)
        self._hint.hide()
        self.set_saved("", kept=True)

    def set_saved(self, text: str, *, kept: bool) -> None:
        """Say what is saved; `kept` is False where edits are not safe on disk."""
        self._kept = kept
        self._saved.setText(text)
        tone = "ok" if kept else "failed"
        self._dot.setVisible(bool(text))
        ink = self._theme.states[tone].ink
        self._dot.setPixmap(pixmap("breakpoint", ink, 14, self.devicePixelRatioF()))
        style.look(self._saved, "caption", "" if kept else "failed")

    def saved_text(self) -> str:
        """What is said about saving now."""
        return self._saved.text()

    def set_engine(self, text: str, why: str = "") -> None:
        """Say what the engine does, "" hides it; and why it does not work where it does not."""
        self._engine.setText(text)
        self._engine.setVisible(bool(text))
        self._engine.setToolTip(why)
        style.look(self._engine, "caption", "failed" if why else "")

    def set_problems(self, errors: int, others: int) -> None:
        """Say how many problems there are; none hides it."""
        self._problems.setVisible(bool(errors or others))
        both = ((errors, "problem"), (others, "warning"))
        words = [counted(number, word) for number, word in both if number]
        self._problems.setText(", ".join(words))
        style.look(self._problems, "status", "failed" if errors else "waiting")

    def set_zoom(self, factor: float | None) -> None:
        """Say how large the drawing is shown; None where there is none."""
        self._zoom.setVisible(factor is not None)
        self._zoom.setText(f"{round((factor or 0) * 100)} %")

    def set_hint(self, text: str) -> None:
        """Say what a person may want to know about keys; "" hides it."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.set_saved(self._saved.text(), kept=self._kept)

    def _label(self) -> QLabel:
        label = QLabel(self)
        style.look(label, "caption")
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _button(self, meaning: str, asked: object) -> QToolButton:
        button = QToolButton(self)
        style.look(button, "status")
        button.setToolTip(meaning)
        button.setAccessibleName(meaning)
        button.clicked.connect(asked)
        button.hide()
        return button

"""Knows the line at the lower edge of the window. Must not know where its facts come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from designer.assets import style
from designer.assets.icons import icon, pixmap, square
from designer.document.counts import counted

if TYPE_CHECKING:
    from designer.assets.theme import Theme

HEIGHT = 24
_APART, _BESIDE, _SIGN = 16, 6, 16


class StatusBar(QFrame):
    """Saved or not, what the engine does, how many problems, how large the drawing is shown.

    Attributes:
        problems_asked: somebody clicked on them.
        smaller_asked, larger_asked, whole_asked, natural_asked: how large one wants to see it.
    """

    problems_asked = Signal()
    smaller_asked, larger_asked = Signal(), Signal()
    whole_asked, natural_asked = Signal(), Signal()

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
        self._zoom = self._button("Natural size (0)", self.natural_asked)
        self._signs = {
            self._button("Show the whole drawing (1)", self.whole_asked): "fit",
            self._button("Smaller", self.smaller_asked): "zoom-out",
            self._button("Larger", self.larger_asked): "zoom-in",
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 10, 0)
        layout.setSpacing(_APART)
        layout.addWidget(self._dot)
        layout.addSpacing(_BESIDE - _APART)
        for part in (self._saved, self._engine, self._problems):
            layout.addWidget(part)
        layout.addStretch()
        layout.addLayout(self._zooming())
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
        for button in (self._zoom, *self._signs):
            button.setVisible(factor is not None)
        self._zoom.setText(f"{round((factor or 0) * 100)} %")

    def set_hint(self, text: str) -> None:
        """Say what a person may want to know about keys; "" hides it."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.set_saved(self._saved.text(), kept=self._kept)
        self._draw_signs()

    def changeEvent(self, event: QEvent) -> None:
        """Grow or shrink with the size of text."""
        super().changeEvent(event)
        if hasattr(self, "_signs") and self._edge != style.grown(_SIGN):
            self._draw_signs()

    def _zooming(self) -> QHBoxLayout:
        """Return whole, smaller, how large, larger: beside the drawing, never over it."""
        row = QHBoxLayout()
        row.setSpacing(2)
        whole, smaller, larger = self._signs
        for part in (whole, smaller, self._zoom, larger):
            row.addWidget(part)
        self._draw_signs()
        return row

    def _draw_signs(self) -> None:
        self._edge = style.grown(_SIGN)
        for button, name in self._signs.items():
            button.setIconSize(square(_SIGN))
            button.setIcon(icon(name, self._theme.muted, _SIGN))

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

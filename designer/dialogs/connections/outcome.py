"""Knows how a test that goes on or is over is told. Must not know what is tested, or any secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QPushButton, QWidget

from designer.assets.icons import pixmap
from designer.assets.style import look
from designer.forms.fold import Fold
from designer.forms.parts import column, label, row

if TYPE_CHECKING:
    from designer.assets.theme import Theme
    from designer.run_bridge.replies import Reply

_ICONS = {"ok": "tick", "failed": "error", "waiting": "warning"}


class Outcome(QWidget):
    """Nothing, a bar while something is tried, or what came of it.

    Attributes:
        stopped: the person does not want to wait.
    """

    stopped = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = column(self, 6)
        self._busy = QWidget(self)
        bar = QProgressBar(self._busy)
        bar.setTextVisible(False)
        bar.setAccessibleName("Working")
        self._bar = bar
        self._doing = label("", "caption", self._busy)
        stop = QPushButton("Stop", self._busy)
        stop.clicked.connect(self.stopped)
        holder = QWidget(self._busy)
        words = column(holder, 4)
        words.addWidget(self._doing)
        words.addWidget(bar)
        line = row(parent=self._busy, spacing=12)
        line.addWidget(holder, 1)
        line.addWidget(stop)
        self._lines.addWidget(self._busy)
        self._busy.hide()
        self._frame: QFrame | None = None

    def show_busy(self, doing: str, *, can_stop: bool) -> None:
        """Show that something goes on."""
        self.clear()
        self._doing.setText(doing)
        self._bar.setRange(0, 0)
        for button in self._busy.findChildren(QPushButton):
            button.setVisible(can_stop)
        self._busy.show()

    def show_trouble(self, reply: Reply, next_step: str = "") -> None:
        """Say why there is no good answer, and what to do; details are folded.

        Args:
            reply: failed.
            next_step: what to do, where that is better known here than where it failed.
        """
        trouble = reply.trouble
        if trouble is None:
            return
        parts = (trouble.why, next_step or trouble.next_step)
        why = " ".join(part for part in parts if part)
        self.show_words(trouble.what, why, "failed", trouble.detail)

    def show_words(self, what: str, why: str = "", tone: str = "ok", detail: str = "") -> None:
        """Say what came of it."""
        self.clear()
        frame = self._frame = QFrame(self)
        look(frame, "notice", tone)
        frame.setAccessibleName(f"{what} {why}".strip())
        lines = column(frame, 4, 10)
        mark = QLabel(frame)
        ink = self._theme.states[tone].ink
        mark.setPixmap(pixmap(_ICONS[tone], ink, 16, self.devicePixelRatioF()))
        mark.setFixedWidth(20)
        line = row(mark)
        line.addWidget(label(what, "heading", frame, tone), 1)
        lines.addLayout(line)
        if why:
            lines.addWidget(label(why, "", frame))
        if detail:
            lines.addWidget(Fold("Details", lambda: label(detail, "code", frame), frame))
        self._lines.addWidget(frame)

    @property
    def text(self) -> str:
        """What is said now."""
        return self._frame.accessibleName() if self._frame is not None else ""

    def clear(self) -> None:
        """Say nothing."""
        self._busy.hide()
        self._bar.setRange(0, 1)  # a bar without end would keep a timer turning
        if self._frame is not None:
            self._frame.hide()
            self._frame.deleteLater()
            self._frame = None

"""Knows how the window says that something happened, without stopping anybody. Must not know what.

What happened, why, what to do, one button; technical detail lies behind "Details", with "Copy".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from designer.assets import style
from designer.assets.icons import icon, pixmap

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent

    from designer.assets.theme import Theme

PASSING_MS = 8_000
"""Good news of which nobody has to know any more after so many milliseconds."""
_ICONS = {"failed": "error", "waiting": "warning", "ok": "tick", "running": "info"}


@dataclass(frozen=True, slots=True)
class Message:
    """What a banner says.

    Attributes:
        what: one sentence: what happened.
        why: what it comes from and what to do; "" where the first says all.
        tone: "failed", "waiting", "ok" or "running" (plain news).
        button: what its button says; "" for none.
        do: what the button does.
        other, do_other: a second button, for the other way out.
        detail: technical text, shown on demand.
        about: banners about the same thing replace each other.
    """

    what: str
    why: str = ""
    tone: str = "failed"
    button: str = ""
    do: Callable[[], object] | None = None
    detail: str = ""
    about: str = ""
    other: str = ""
    do_other: Callable[[], object] | None = None


class Banner(QFrame):
    """One message above the canvas.

    Attributes:
        closed: emitted when the person has put it away.
    """

    closed = Signal()

    def __init__(self, message: Message, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message
        style.look(self, "banner", message.tone)
        self.setAccessibleName(f"{message.what} {message.why}".strip())
        self._detail: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 6, 8, 6)
        self._layout.setSpacing(6)
        self._layout.addLayout(self._line(theme))
        self._passing = QTimer(self, singleShot=True, interval=PASSING_MS)
        self._passing.timeout.connect(self._pass)
        if message.tone == "ok":
            self._passing.start()

    @property
    def is_passing(self) -> bool:
        """Whether it goes by itself."""
        return self._passing.isActive()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay as long as somebody points at it."""
        super().enterEvent(event)
        self._passing.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go by itself again, after the whole time."""
        super().leaveEvent(event)
        if self.message.tone == "ok":
            self._passing.start()

    def _pass(self) -> None:
        """Go, unless the keyboard is here just now."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._passing.start()
        else:
            self.closed.emit()

    def _line(self, theme: Theme) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        mark = QLabel(self)
        mark.setContentsMargins(0, 5, 0, 0)
        ink = theme.states[self.message.tone].ink
        mark.setPixmap(
            pixmap(_ICONS[self.message.tone], ink, style.grown(18), self.devicePixelRatioF())
        )
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words(), 1)
        for button in self._buttons():
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._cross(theme), 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _words(self) -> QLabel:
        label = _Words(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(f"{self.message.what} {self.message.why}".strip())
        label.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _buttons(self) -> list[QPushButton]:
        made: list[QPushButton] = []
        says = self.message
        for text, do in ((says.button, says.do), (says.other, says.do_other)):
            if text and do is not None:
                button = QPushButton(text, self)
                button.clicked.connect(partial(self._act, do))
                made.append(button)
        if self.message.detail:
            details = QPushButton("Details", self)
            style.look(details, "quiet")
            details.clicked.connect(self._toggle_detail)
            made.append(details)
        return made

    def _cross(self, theme: Theme) -> QToolButton:
        cross = QToolButton(self)
        cross.setIcon(icon("cross", theme.muted, 16))
        cross.setAccessibleName("Put this message away")
        cross.setToolTip("Put this message away")
        cross.clicked.connect(self.closed)
        return cross

    def _act(self, do: Callable[[], object], *_: object) -> None:
        self.closed.emit()
        do()

    def _toggle_detail(self) -> None:
        if self._detail is None:
            self._detail = self._made_detail()
            self._layout.addWidget(self._detail)
        else:
            self._detail.setVisible(self._detail.isHidden())

    def _made_detail(self) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(26, 0, 0, 0)
        text = QPlainTextEdit(self.message.detail, box)
        text.setReadOnly(True)
        text.setAccessibleName("Technical details")
        text.setFixedHeight(96)
        style.look(text, "code")
        row.addWidget(text)
        copy = QPushButton("Copy", box)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.message.detail))
        row.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        return box


class _Words(QLabel):
    """Text that takes the lines it needs at its width, and no more."""

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().lineSpacing())


class Banners(QWidget):
    """The messages that are shown now, the newest on top; never more than three.

    Args:
        theme: colours.
    """

    MOST = 3

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: list[Banner] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.hide()

    @property
    def messages(self) -> list[Message]:
        """What is shown now, the newest first."""
        return [banner.message for banner in self._shown]

    def say(self, message: Message) -> None:
        """Show a message; one about the same thing, or of the same words, goes."""
        for banner in list(self._shown):
            same = banner.message.what == message.what
            if same or (message.about and banner.message.about == message.about):
                self._remove(banner)
        for banner in self._shown[self.MOST - 1 :]:
            self._remove(banner)
        self._put(message)

    def take_back(self, about: str) -> None:
        """Remove what is said about a thing: it holds no longer."""
        for banner in list(self._shown):
            if banner.message.about == about:
                self._remove(banner)

    def set_theme(self, theme: Theme) -> None:
        """Show the same messages in other colours."""
        self._theme = theme
        messages = self.messages
        for banner in list(self._shown):
            self._remove(banner)
        for message in reversed(messages):
            self._put(message)

    def _put(self, message: Message) -> None:
        banner = Banner(message, self._theme, self)
        banner.closed.connect(lambda: self._remove(banner))
        self._shown.insert(0, banner)
        self._layout.insertWidget(0, banner)
        self.show()

    def _remove(self, banner: Banner) -> None:
        if banner in self._shown:
            self._shown.remove(banner)
            self._layout.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.setVisible(bool(self._shown))

"""Knows the small widgets that the bar of a run is made of. Must not know runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from designer.assets.icons import icon, pixmap, square
from designer.assets.style import look
from designer.forms.basic.flow import FlowLayout
from designer.forms.parts import label

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QResizeEvent

    from designer.assets.theme import Theme

SMALL = 16
_DETAIL_HEIGHT = 84
ICONS = {"failed": "error", "waiting": "clock", "ok": "tick", "running": "play", "skipped": "stop"}


class Elided(QLabel):
    """One line that gives way: what does not fit is cut, and shown whole when pointed at.

    Attributes:
        clicked: it was pressed.
    """

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._whole = ""

    @property
    def whole(self) -> str:
        """All that is said."""
        return self._whole

    def say(self, text: str) -> None:
        """Say something else."""
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(text)
            self._cut()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room for all of it."""
        wide = self.fontMetrics().horizontalAdvance(self._whole) + 4
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters: the line gives way before the buttons do."""
        return QSize(40, super().minimumSizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.clicked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(self.width(), 40)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class DeedButton(QPushButton):
    """A button with an icon and its key, which becomes shorter where room is scarce.

    Args:
        title: what it does.
        icon_name: of its icon.
        keys: the key that does the same, "" for none.
        hint: what is said when it is pointed at; the title where it is "".
    """

    WHOLE, TITLE, SHORT, ICON = range(4)

    def __init__(
        self,
        title: str,
        icon_name: str,
        keys: str = "",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title, self._icon, self._hint = title, icon_name, hint
        self._keys = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        self._short, self._form = title, self.WHOLE
        self._names_now = False
        self._theme: Theme | None = None
        self.setIconSize(square(SMALL))
        self.setMinimumHeight(28)
        self._name()

    def set_title(self, title: str, hint: str = "", short: str = "") -> None:
        """Let it say something else.

        Args:
            title: what it does.
            hint: what is said when it is pointed at; "" leaves it.
            short: what it says where room is scarce; the title where it is "".
        """
        before = self._title, self._hint, self._short
        self._title, self._hint, self._short = title, hint or self._hint, short or title
        if before != (self._title, self._hint, self._short):
            self._name()

    def set_now(self, *, is_named: bool) -> None:
        """Say that it acts on now, while another moment is looked at."""
        if is_named != self._names_now:
            self._names_now = is_named
            self._name()

    def set_form(self, form: int) -> None:
        """Show title and key, the title, a shorter one, or the icon alone."""
        if form != self._form:
            self._form = form
            self._name()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._ink()

    def changeEvent(self, event: QEvent) -> None:
        """Let the icon be as grey as the words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._ink()

    def _ink(self) -> None:
        if self._theme is None:
            return
        theme = self._theme
        ink = theme.on_accent if self.property("look") == "primary" else theme.text
        if not self.isEnabled():
            ink = theme.states["disabled"].ink
        self.setIcon(icon(self._icon, ink, SMALL))

    def _name(self) -> None:
        named = _as_now(self._title) if self._names_now else self._title
        title, short = named.replace("&", "&&"), self._short.replace("&", "&&")
        texts = (f" {title}  {self._keys}".rstrip(), f" {title}", f" {short}", "")
        self.setText(texts[self._form])
        hint = self._hint or self._title
        if self._names_now:
            hint = f"{hint}. It acts on the run as it is now"
        self.setToolTip(f"{hint} ({self._keys})" if self._keys else hint)
        self.setAccessibleName(named)


def _as_now(title: str) -> str:
    """Return a title that says when: "Continue now", "Edit data now…"."""
    return f"{title.removesuffix('…')} now{'…' if title.endswith('…') else ''}"


class Details(QFrame):
    """Technical text that can be copied."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit(text, self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Technical details")
        self.text.setFixedHeight(_DETAIL_HEIGHT)
        self.text.setTabChangesFocus(True)
        look(self.text, "code")
        self.copy = QPushButton("Copy", self)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)


class Note(QFrame):
    """What happened, why and what next, with what can be done about it below.

    Args:
        tone: the state whose colours it has.
        what: one sentence.
        why: further sentences, one paragraph each; "" are left out.
        detail: technical text, shown on demand.
        theme: colours.
    """

    def __init__(
        self,
        tone: str,
        what: str,
        why: tuple[str, ...],
        detail: str,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        look(self, "banner", tone)
        self.setAccessibleName(" ".join((what, *why)))
        self._detail = detail
        self.details: Details | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._lines.addWidget(wrapping(label(what, "heading", self)))
        for sentence in why:
            if sentence:
                self._lines.addWidget(self._selectable(sentence))
        self._row = QWidget(self)
        self._buttons = FlowLayout(self._row, 8)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._lines.addSpacing(2)
        self._lines.addWidget(self._row)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(10)
        sign = QLabel(self)
        mark = "warning" if tone == "waiting" else ICONS[tone]
        ink = theme.states[tone].ink
        sign.setPixmap(pixmap(mark, ink, 18, self.devicePixelRatioF()))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._lines, 1)

    def _selectable(self, sentence: str) -> QLabel:
        made = wrapping(label(sentence, "", self))
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return made

    def add(self, title: str, looks: str = "plain", hint: str = "") -> QPushButton:
        """Add a button."""
        made = QPushButton(title, self)
        look(made, looks)
        made.setToolTip(hint)
        self._buttons.addWidget(made)
        return made

    def close_row(self) -> None:
        """Say that all buttons are there; “Details” comes last."""
        if self._detail:
            more = self.add("Details", "quiet")
            more.clicked.connect(self._toggle)
        self._buttons.addWidget(QWidget(self._row))  # takes what is left of the line

    def _toggle(self) -> None:
        if self.details is None:
            self.details = Details(self._detail, self)
            self._lines.addWidget(self.details)
        else:
            self.details.setVisible(self.details.isHidden())

    def minimumSizeHint(self) -> QSize:
        """Return a size that never makes the window wider."""
        return QSize(0, super().minimumSizeHint().height())


def wrapping(made: QLabel) -> QLabel:
    """Let a label take the lines that it needs at its width, and no more."""
    policy = made.sizePolicy()
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made

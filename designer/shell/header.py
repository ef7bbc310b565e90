"""Knows the bar at the top: what is open, what one does with it. Must not know how it is done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from designer.assets import style
from designer.assets.icons import icon, square
from designer.shell.way import Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QResizeEvent

    from designer.assets.theme import Theme

HEIGHT = 48
_DRY, _DRY_SHORT = "Dry run: nothing is written", "Dry run"
_LEAST = 80
"""Pixels of the name that stay in the narrowest window."""
_READABLE = 180
"""Pixels of the name that are worth more than the words beside it."""
_START, _STOP = " Test run  F5", " Stop  Shift+F5"
MODES = (("design", "Design"), ("test", "Test"), ("runs", "Runs"), ("insights", "Insights"))
_ICONS = {"design": "edit", "test": "test", "runs": "runs", "insights": "insights"}
_ICON = 16
_FEW = 120
"""Pixels for the words of a further chip where room is scarce."""


class Chip(Protocol):
    """A further chip, which can say the same in less room."""

    def set_room(self, pixels: int) -> None:
        """Say it in so many pixels; 0 leaves its sign alone, -1 says all of it."""
        ...


class Header(QFrame):
    """Name and state of the workflow, the four ways to look at it, and the two large buttons.

    Attributes:
        mode_chosen: "design", "test", "runs" or "insights".
        way_asked: a caller of the open workflow is wanted: its place on the way.
        run_asked: a test run is wanted, or the one under way is to stop.
        publish_asked: a version is wanted.
    """

    mode_chosen = Signal(str)
    way_asked = Signal(int)
    run_asked = Signal()
    publish_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_running = False
        style.look(self, "bar")
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Workflow")
        self._crumb, self._name = QLabel(self), _Elided(self)
        style.look(self._crumb, "muted")
        style.look(self._name, "title")
        self._way = Way(self)
        self._way.asked.connect(self.way_asked)
        self._draft, self._dry = QLabel(self), QLabel(_DRY, self)
        style.look(self._draft, "chip")
        style.look(self._dry, "chip", "ok")
        self._dry.setToolTip(_DRY)
        self._dry.hide()
        self._modes: dict[str, QToolButton] = {}
        self._reasons: dict[str, str] = {}
        self._are_icons = False
        self._chips: list[QWidget] = []
        self._publish = QPushButton("Publish…", self)
        self._publish.clicked.connect(self.publish_asked)
        self._run = QPushButton(self)
        self._run.clicked.connect(self.run_asked)
        self._lay_out()
        self.set_running(is_running=False)
        self._draw_modes()
        self._keep_width()
        self.set_mode("design")

    # --- what it shows ----------------------------------------------------------------------------

    def set_workflow(self, crumb: str, name: str, draft: str) -> None:
        """Show what is open.

        Args:
            crumb: where it belongs: a folder; "" for nothing.
            name: "" where no workflow is open: then there is no bar.
            draft: text of the chip: "Draft", "Draft after v7"; "" hides it.
        """
        self._crumb.setText(f"{crumb} /" if crumb else "")
        self._name.set_text(name)
        self._draft.setText(draft)
        self.setVisible(bool(name))
        self._make_room()

    def set_way(self, names: Sequence[str]) -> None:
        """Show the workflows by which one came to this one, each leads back to itself."""
        self._way.show_names(names)
        self._make_room()

    def set_dry(self, *, is_dry: bool) -> None:
        """Say whether what runs writes nothing."""
        self._dry.setVisible(is_dry)
        self._make_room()

    def add_chip(self, chip: QWidget) -> None:
        """Show a further chip beside those that say what is so; a `Chip` gives way."""
        at = self._line.indexOf(self._dry) + 1
        self._line.insertWidget(at, chip, 0, Qt.AlignmentFlag.AlignVCenter)
        chip.installEventFilter(self)
        self._chips.append(chip)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room where a chip comes or goes."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self._make_room()
        return super().eventFilter(watched, event)

    def set_running(self, *, is_running: bool) -> None:
        """Let the accent button start or stop."""
        self._is_running = is_running
        self._run.setText(_STOP if is_running else _START)
        style.look(self._run, "plain" if is_running else "primary")
        color = self._theme.text if is_running else self._theme.on_accent
        self._run.setIcon(icon("stop" if is_running else "play", color, _ICON))
        self._run.setToolTip(
            "Stops the run that is under way"
            if is_running
            else "Runs the workflow as it is on the screen; what it would write is listed, not done"
        )

    def set_mode(self, mode: str) -> None:
        """Mark the way one looks at the workflow now."""
        self._modes[mode].setChecked(True)

    def forbid(self, name: str, why: str) -> None:
        """Say why a mode, "run" or "publish" cannot be used; "" allows it."""
        button = {"publish": self._publish, "run": self._run, **self._modes}[name]
        button.setEnabled(not why)
        button.setToolTip(why)
        if name in self._modes:
            self._reasons[name] = why
            self._name_modes(as_icons=self._are_icons)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.set_running(is_running=self._is_running)
        self._draw_modes()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for larger text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            if self._run.iconSize() != square(_ICON):
                self._draw_larger()
            self._keep_width()
            self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let what matters least give way in a narrow window."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Show everything; where that is too much, what matters least gives way first.

        That is the folder, the callers, the words of chips, the draft's chip, the words of the ways
        to look at it, and the rest of what further chips say. The name gives way by itself.
        """
        self._dry.setText(_DRY)
        self._set_chips(-1)
        self._name_modes(as_icons=False)
        for part in (self._crumb, self._draft):
            part.setVisible(bool(part.text()))
        self._way.set_short(is_short=False)
        shorten = partial(self._way.set_short, is_short=True)
        gives = (
            self._crumb.hide,
            shorten,
            partial(self._dry.setText, _DRY_SHORT),
            partial(self._set_chips, _FEW),
            self._draft.hide,
            partial(self._name_modes, as_icons=True),
            partial(self._set_chips, 0),
        )
        for give in gives:
            if self._line.minimumSize().width() + self._wanted_more() <= self.width():
                return
            give()

    def _wanted_more(self) -> int:
        """Return how much more than the least the name is to have before anything gives way."""
        return max(min(self._name.sizeHint().width(), _READABLE) - _LEAST, 0)

    def _set_chips(self, room: int) -> None:
        for chip in self._chips:
            cast("Chip", chip).set_room(room)

    def _name_modes(self, *, as_icons: bool) -> None:
        """Show the ways to look at it by words, or by signs that say the words when pointed at."""
        self._are_icons = as_icons
        styles = Qt.ToolButtonStyle
        for mode, title in MODES:
            button, why = self._modes[mode], self._reasons.get(mode, "")
            button.setToolButtonStyle(
                styles.ToolButtonIconOnly if as_icons else styles.ToolButtonTextOnly
            )
            told = f"{title}. {why}" if why else title
            button.setToolTip(told if as_icons else why)
        if (line := self._segments.layout()) is not None:
            line.activate()  # else the header hears of their width only later
            self._segments.updateGeometry()

    def _draw_modes(self) -> None:
        theme = self._theme
        off = theme.states["disabled"].ink
        for mode, name in _ICONS.items():
            self._modes[mode].setIcon(icon(name, theme.text, _ICON, off))

    def _keep_width(self) -> None:
        """Let the button be as wide as its longest text, so that nothing moves later."""
        shown = self._run.text()
        self._run.setMinimumWidth(0)
        widths: list[int] = []
        for text in (_START, _STOP):
            self._run.setText(text)
            widths.append(self._run.sizeHint().width())
        self._run.setText(shown)
        self._run.setMinimumWidth(max(widths))

    def _draw_larger(self) -> None:
        """Let the signs be as large as the words."""
        for button in (self._run, *self._modes.values()):
            button.setIconSize(square(_ICON))
        self.set_theme(self._theme)

    # --- building ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._segments = self._made_segments()
        self._publish.setMinimumHeight(34)
        self._run.setMinimumHeight(34)
        self._run.setIconSize(square(_ICON))
        self._line = layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(10)
        layout.addWidget(self._crumb)
        layout.addWidget(self._way)
        layout.addWidget(self._name)
        middle = Qt.AlignmentFlag.AlignVCenter
        layout.addWidget(self._draft, 0, middle)
        layout.addWidget(self._dry, 0, middle)
        layout.addStretch(1)
        layout.addWidget(self._segments, 0, middle)
        layout.addSpacing(24)
        layout.addWidget(self._publish)
        layout.addWidget(self._run)

    def _made_segments(self) -> QFrame:
        frame = QFrame(self)
        style.look(frame, "segments")
        frame.setAccessibleName("Ways to look at the workflow")
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(2)
        group = QButtonGroup(frame)
        for mode, title in MODES:
            button = QToolButton(frame)
            button.setText(title)
            button.setAccessibleName(title)
            button.setIconSize(square(_ICON))
            button.setCheckable(True)
            button.setMinimumHeight(28)
            button.clicked.connect(lambda _checked=False, wanted=mode: self._choose(wanted))
            group.addButton(button)
            layout.addWidget(button)
            self._modes[mode] = button
        return frame

    def _choose(self, mode: str) -> None:
        self.mode_chosen.emit(mode)


class _Elided(QLabel):
    """One line that gives way: a long name is cut, and shown whole when pointed at."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(_LEAST)
        self._text = ""

    def set_text(self, text: str) -> None:
        self._text = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._cut()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._text) + 4
        return QSize(width, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        elide = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self._text, elide, max(self.width(), _LEAST)))

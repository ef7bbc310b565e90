"""Knows how one connection is shown, with its buttons. Must not know what they do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from designer.assets.icons import icon, pixmap, square
from designer.assets.style import look
from designer.document.counts import counted
from designer.forms.basic.flow import FlowLayout
from designer.forms.parts import label, link_button

if TYPE_CHECKING:
    from designer.assets.theme import Theme
    from designer.panels.connections.rows import Connected

_TILE, _MARK = 36, 14
_SHOWN_USES = 4
_MOST_NAMED = 20
_REMEDIES = {"replace": "Replace the credential…"}


class RowView(QFrame):
    """One connection.

    Args:
        shown: what is said of it.
        theme: colours.

    Attributes:
        asked: emitted with what a person wants: "connect", "test", "stop", "change", "rename",
            "replace", "remove".
        step_asked: emitted with the id of a step to go to.
    """

    asked = Signal(str)
    step_asked = Signal(str)

    def __init__(self, shown: Connected, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        self._theme = theme
        look(self, "card")
        self.setAccessibleName(f"{shown.name}, {shown.title}: {shown.state.word}")
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Testing")
        self._progress.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 12, 14, 12)
        outer.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._tile(), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(self._words(), 1)
        buttons = self._buttons()
        line.addWidget(self._state(), 0, Qt.AlignmentFlag.AlignTop)
        for button in buttons:
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(line)
        outer.addWidget(self._progress)

    def set_testing(self, *, is_testing: bool) -> None:
        """Show that the connection is being tried; the button stops it then."""
        self._progress.setRange(0, 0 if is_testing else 1)
        self._progress.setVisible(is_testing)
        self._main.setText("Stop" if is_testing else "Test")

    @property
    def main_button(self) -> QPushButton:
        """The button for what one does most: connect or test."""
        return self._main

    # --- building ---------------------------------------------------------------------------------

    def _tile(self) -> QLabel:
        pair = self._theme.categories["system"]
        made = QLabel(self)
        made.setFixedSize(_TILE, _TILE)
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made.setPixmap(pixmap("connections", pair.ink, 20, self.devicePixelRatioF()))
        made.setStyleSheet(f"background: {pair.tint}; border-radius: 8px;")
        return made

    def _words(self) -> QVBoxLayout:
        shown = self.shown
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(shown.name, "heading", self))
        where = (shown.title, shown.address, shown.environment)
        words.addWidget(label(" · ".join(part for part in where if part), "caption", self))
        if shown.state.sentence:
            tone = shown.state.tone if shown.state.tone == "failed" else ""
            words.addWidget(label(shown.state.sentence, "caption", self, tone))
        if shown.state.remedy:
            words.addLayout(self._remedy(shown.state.remedy))
        if shown.uses:
            words.addWidget(self._uses())
        if shown.elsewhere:
            words.addWidget(self._workflows())
        return words

    def _workflows(self) -> QLabel:
        """Say how many workflows use it, and which; a tip names more of them."""
        names = [*(["this one"] if self.shown.uses else []), *self.shown.elsewhere]
        few = [_short(name) for name in names[:_SHOWN_USES]]
        more = f" and {len(names) - len(few)} more" if len(names) > len(few) else ""
        many = counted(self.shown.workflows, "workflow")
        made = label(f"Used in {many}: {', '.join(few)}{more}", "caption", self)
        made.setToolTip("\n".join(names[:_MOST_NAMED]))
        return made

    def _remedy(self, wish: str) -> QHBoxLayout:
        made = link_button(_REMEDIES[wish], partial(self.asked.emit, wish))
        made.setAccessibleName(f"{_REMEDIES[wish].removesuffix('…')}: {self.shown.name}")
        line = QHBoxLayout()
        line.addWidget(made)
        line.addStretch(1)
        return line

    def _uses(self) -> QWidget:
        box = QWidget(self)
        line = FlowLayout(box, 8)
        line.setContentsMargins(0, 0, 0, 0)
        caption = QLabel("Used by", box)
        look(caption, "caption")
        line.addWidget(caption)
        for step, title in self.shown.uses[:_SHOWN_USES]:
            button = link_button(_short(title), partial(self.step_asked.emit, step))
            button.setToolTip(f"Show “{title}” on the canvas")
            button.setAccessibleName(f"Show the step {title}")
            line.addWidget(button)
        rest = len(self.shown.uses) - _SHOWN_USES
        if rest > 0:
            more = QLabel(f"and {rest} more", box)
            look(more, "caption")
            more.setToolTip("\n".join(title for _, title in self.shown.uses[_SHOWN_USES:]))
            line.addWidget(more)
        line.addWidget(QWidget(box))  # takes what is left of the line
        return box

    def _state(self) -> QWidget:
        shown = self.shown
        box = QWidget(self)
        lines = QVBoxLayout(box)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        chip = QFrame(box)
        line = QHBoxLayout(chip)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(5)
        ink = self._theme.states[shown.state.tone].ink if shown.state.tone else self._theme.muted
        mark, word = QLabel(chip), QLabel(shown.state.word, chip)
        mark.setPixmap(pixmap(shown.state.icon, ink, _MARK, self.devicePixelRatioF()))
        look(word, "" if shown.state.tone else "muted", shown.state.tone)
        line.addStretch(1)
        line.addWidget(mark)
        line.addWidget(word)
        if not shown.tested:
            chip.setMinimumHeight(self._main.sizeHint().height())  # in the middle of the button
        lines.addWidget(chip)
        if shown.tested:
            tested = QLabel(shown.tested, box)
            look(tested, "small")
            tested.setAlignment(Qt.AlignmentFlag.AlignRight)
            lines.addWidget(tested)
        return box

    def _buttons(self) -> list[QWidget]:
        shown = self.shown
        self._main = QPushButton("Test" if shown.is_here else "Connect…", self)
        self._main.setMinimumWidth(82)
        if not shown.is_here:
            look(self._main, "primary")
            self._main.setAccessibleName(f"Connect {shown.name}")
            self._main.clicked.connect(lambda: self.asked.emit("connect"))
            return [self._main]
        self._main.setAccessibleName(f"Test {shown.name}")
        self._main.clicked.connect(self._test_or_stop)
        change = QPushButton("Change…", self)
        change.setAccessibleName(f"Change {shown.name}")
        change.clicked.connect(lambda: self.asked.emit("change"))
        return [self._main, change, self._more()]

    def _more(self) -> QToolButton:
        button = QToolButton(self)
        look(button, "boxed")
        button.setIcon(icon("dots", self._theme.text, 16))
        button.setIconSize(square(16))
        button.setFixedSize(30, 30)
        button.setAccessibleName(f"More for {self.shown.name}")
        button.setToolTip("More")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        menu = QMenu(button)
        for wish, title in (
            ("replace", "Replace the credential…"),
            ("rename", "Rename…"),
            ("remove", "Remove…"),
        ):
            menu.addAction(title, partial(self.asked.emit, wish))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _test_or_stop(self) -> None:
        self.asked.emit("stop" if self._progress.isVisibleTo(self) else "test")


def _short(title: str, most: int = 28) -> str:
    return title if len(title) <= most else f"{title[: most - 1]}…"

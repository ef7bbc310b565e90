"""Knows the one line that says how it stands with a run. Must not know how that is found out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from designer.assets.icons import icon, square
from designer.assets.style import look
from designer.forms.parts import be
from designer.panels import wording
from designer.panels.run_bar.parts import ICONS, SMALL, DeedButton, Elided
from designer.panels.run_bar.situation import Deed, small

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from designer.assets.theme import Theme
    from designer.panels.run_bar.situation import Situation

HEIGHT = 42
_WORDS, _FEW_WORDS = 260, 130
"""So much of the sentence is to be read before the buttons give way, and the first one as well."""
_LOOKS: dict[Deed, tuple[str, str, str, str]] = {
    "answer": ("Answer…", "user", "", "Opens the task that the run waits for"),
    "next": ("Next step", "step", "F10", "Does the step it stands before, and stands again"),
    "go_on": ("Continue", "continue", "F8", "Goes on to the next place to stop, or to the end"),
    "edit": ("Edit data…", "edit", "", "Changes the data that the next steps see"),
    "stop": ("Stop", "stop", "Shift+F5", "Ends the run where it is"),
    "again": ("Run again", "refresh", "", "Runs the workflow as it is on the screen, once more"),
    "compare": (
        "What differs?",
        "compare",
        "",
        "Compares this run with the one before",
    ),
    "close": ("Close", "cross", "", "Shows the drawing without the run"),
}
"""Title, icon, key and hint of each button, in their order."""
ACTS_ON_NOW: frozenset[Deed] = frozenset({"answer", "next", "go_on", "edit", "stop"})
"""What changes the run as it is now, whichever moment is looked at."""
_STEPPING: frozenset[Deed] = frozenset({"next", "go_on", "edit"})
"""Buttons that stay where they are between two steps, so that one can click on."""


class Head(QFrame):
    """Which sort of run, how it stands with it, and what can be done.

    Args:
        theme: colours.

    Attributes:
        asked: the person wants something done: a `Deed`.
        step_asked: the person wants to see the step where it stands.
        undone_toggled: the list of what was not done is to be seen, or no longer.
        buttons: by what they do.
    """

    asked = Signal(str)
    step_asked = Signal(str)
    undone_toggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look(self, "bar")
        self._theme = theme
        self._is_stepping = False
        self._held: Deed | None = None
        self._count, self._step = 0, ""
        self.setFixedHeight(HEIGHT)
        self.chip = QLabel(self)
        be(self.chip, "chip", "running")
        self.sign = QToolButton(self)
        self.sign.setIconSize(square(SMALL))
        self.sign.clicked.connect(self._ask_step)
        self.words = Elided(self)
        self.words.clicked.connect(self._ask_step)
        self.undone = QPushButton(self)
        self.undone.setCheckable(True)
        be(self.undone, "link")
        self.undone.toggled.connect(self.undone_toggled)
        self.buttons: dict[Deed, DeedButton] = {deed: self._made(deed) for deed in get_args(Deed)}
        self._lay_out()
        self.set_theme(theme)
        self._lead("")

    def _made(self, deed: Deed) -> DeedButton:
        made = DeedButton(*_LOOKS[deed], self)
        be(made, "primary" if deed in {"answer", "next"} else "plain")
        made.clicked.connect(partial(self.asked.emit, deed))
        made.hide()
        return made

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 8, 0)
        row.setSpacing(6)
        self.chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        for part in (self.chip, self.sign):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        row.addWidget(self.undone)
        for button in self.buttons.values():
            row.addWidget(button)

    # --- what it shows ----------------------------------------------------------------------------

    def show_situation(self, shown: Situation, past: str = "") -> None:
        """Say how it stands with the run.

        Args:
            shown: how it stands now.
            past: the moment that is looked at, which buttons do not act on; "" for now.
        """
        self.chip.setText(shown.chip)
        look(self.chip, "chip", "running" if shown.chip != "Real run" else "waiting")
        self._sign(shown.tone)
        self._lead(shown.step)
        self.words.say(f"{past} · now: {small(shown.words)}" if past else shown.words)
        for button in self._acting():
            button.set_now(is_named=bool(past))
        self._show_buttons(shown)
        self._fit()

    def show_undone(self, count: int) -> None:
        """Say how much a dry run would have done; 0 says nothing."""
        self._count = count
        self.undone.setVisible(count > 0)
        if not count:
            self.undone.setChecked(False)
        self._fit()

    def name(self, deed: Deed, title: str, hint: str = "", short: str = "") -> None:
        """Let a button say something else, as `DeedButton.set_title`."""
        self.buttons[deed].set_title(title, hint, short)

    def begin(self) -> None:
        """Forget what belonged to another run."""
        self._is_stepping, self._held = False, None

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        for button in self.buttons.values():
            button.set_theme(theme)

    def _acting(self) -> list[DeedButton]:
        return [button for deed, button in self.buttons.items() if deed in ACTS_ON_NOW]

    def _sign(self, tone: str) -> None:
        self.sign.setIcon(icon(ICONS[tone], self._theme.states[tone].ink, SMALL))

    def _lead(self, step: str) -> None:
        """Sign and words lead to where it stands, if it stands anywhere."""
        self._step = step
        hint = "Show where it stands on the canvas" if step else ""
        self.sign.setToolTip(hint)
        self.sign.setAccessibleName(hint or "How it stands with the run")
        focus = Qt.FocusPolicy.StrongFocus if step else Qt.FocusPolicy.NoFocus
        self.sign.setFocusPolicy(focus)
        hand = Qt.CursorShape.PointingHandCursor if step else Qt.CursorShape.ArrowCursor
        for part in (self.sign, self.words):
            part.setCursor(hand)

    def _ask_step(self) -> None:
        if self._step:
            self.step_asked.emit(self._step)

    def _show_buttons(self, shown: Situation) -> None:
        if "next" in shown.can:
            self._is_stepping = True
        stays = _STEPPING if self._is_stepping and shown.moves else frozenset[Deed]()
        for deed, button in self.buttons.items():
            can = deed in shown.can
            if not can and button.hasFocus():
                self._held = deed
                if deed not in stays:
                    self.setFocus()  # else Qt takes the keyboard anywhere in the window
            button.setVisible(can or deed in stays)
            button.setEnabled(can)
        self._give_back_keys(shown)

    def _give_back_keys(self, shown: Situation) -> None:
        """A button that was pressed by key has the keyboard again when it can be pressed again.

        Where that is not to be, but the keyboard waits here, the first button has it.
        """
        focus = QApplication.focusWidget()
        is_here = focus is None or focus is self or self.isAncestorOf(focus)
        if self._held is not None and self._held in shown.can:
            held, self._held = self._held, None
            if is_here:
                self.buttons[held].setFocus()
        elif focus is self and (first := next(iter(self._pressable(shown)), None)) is not None:
            self.buttons[first].setFocus()

    def _pressable(self, shown: Situation) -> list[Deed]:
        return [deed for deed in self.buttons if deed in shown.can - {"close"}]

    # --- room -------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the buttons become shorter where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return a size that never makes the window wider."""
        return QSize(0, HEIGHT)

    def _fit(self) -> None:
        shown = [button for button in self.buttons.values() if not button.isHidden()]
        self._name_undone(is_short=False)
        for form in (DeedButton.WHOLE, DeedButton.TITLE, DeedButton.SHORT):
            for button in shown:
                button.set_form(form)
            if self._needed(shown, _WORDS) <= self.width():
                return
        for at in range(len(shown) - 1, -1, -1):  # what is meant first keeps its words longest
            self._name_undone(is_short=True)
            if self._needed(shown, _WORDS if at > 0 else _FEW_WORDS) <= self.width():
                return
            shown[at].set_form(DeedButton.ICON)

    def _name_undone(self, *, is_short: bool) -> None:
        whole = wording.would_have(self._count)
        self.undone.setText(f"{self._count:,} would be done" if is_short else whole)
        self.undone.setAccessibleName(whole)
        self.undone.setToolTip(f"{whole} in a real run")

    def _needed(self, shown: list[DeedButton], most: int) -> int:
        """Return the width that all needs, with a part of the sentence at least."""
        words = min(self.words.sizeHint().width(), most)
        parts = [self.chip.sizeHint().width(), self.sign.sizeHint().width(), words]
        parts += [button.sizeHint().width() for button in shown]
        if not self.undone.isHidden():
            parts.append(self.undone.sizeHint().width())
        return sum(parts) + 6 * len(parts) + 22

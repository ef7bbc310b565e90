"""Knows the panels at the lower edge: tabs that open upward and fold away. Must not know panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from designer.assets import style
from designer.assets.icons import icon, square

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.assets.theme import Theme

OPEN_HEIGHT = 260
BAR_HEIGHT = 39
_SIGN = 16
_UNBOUNDED = 16_777_215
_SIDE = QTabBar.ButtonPosition.RightSide


class Drawer(QWidget):
    """Tabs with one panel each, of which the bar alone is seen while it is folded.

    A click on a tab opens the drawer there; a click on the tab that is open folds it.

    Attributes:
        folded: emitted with whether it is folded now.
        detach_asked: the person wants it in a window of its own.
        shown: emitted with the id of the panel that is seen now.
        filled: it has a panel more.
    """

    folded = Signal(bool)
    detach_asked = Signal()
    shown = Signal(str)
    filled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.look(self, "lower")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._ids: list[str] = []
        self._unmade: dict[str, Callable[[], QWidget]] = {}
        self._is_open = False
        self._bar = QTabBar(self)
        self._bar.setExpanding(False)
        self._bar.setDrawBase(False)
        self._bar.setAccessibleName("Lower panels")
        self._bar.tabBarClicked.connect(self._click)
        self._bar.currentChanged.connect(self._change)
        self._stack = QStackedWidget(self)
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._note = QLabel(self)
        style.look(self._note, "caption")
        self._detach = self._button("Show these panels in a window of their own")
        self._detach.clicked.connect(self.detach_asked)
        self._fold = self._button("")
        self._fold.clicked.connect(lambda: self.set_open(is_open=not self._is_open))
        self._lay_out()
        self.set_theme(theme)
        self.set_open(is_open=False)

    # --- panels -----------------------------------------------------------------------------------

    def add(self, name: str, title: str, make: Callable[[], QWidget]) -> None:
        """Give a panel a tab, behind those that are there.

        Args:
            name: its id.
            title: what stands on the tab.
            make: makes it, when it is first seen: most people open few of them a day.
        """
        self._ids.append(name)
        self._unmade[name] = make
        self._stack.addWidget(QWidget())
        self._bar.addTab(title)
        self.filled.emit()

    def has(self, name: str) -> bool:
        """Whether there is a panel of that id."""
        return name in self._ids

    @property
    def inside(self) -> QWidget:
        """What panels are to be made in: to be laid in it later takes longer."""
        return self._stack

    @property
    def is_empty(self) -> bool:
        """Whether there is no panel in it."""
        return not self._ids

    def show_panel(self, name: str) -> None:
        """Open the drawer at a panel; an unknown one changes nothing."""
        if name in self._ids:
            self._bar.setCurrentIndex(self._ids.index(name))
            self.set_open(is_open=True)

    def current(self) -> str:
        """Return the id of the panel in front; "" where there is none."""
        at = self._bar.currentIndex()
        return self._ids[at] if 0 <= at < len(self._ids) else ""

    def set_title(self, name: str, title: str) -> None:
        """Write something else on a tab: "Tests 3"."""
        if name in self._ids:
            self._bar.setTabText(self._ids.index(name), title)

    def set_count(self, name: str, count: int, tone: str) -> None:
        """Show beside the title of a tab how many of its things there are; none hides it.

        Args:
            name: of the panel.
            count: how many.
            tone: what that means: "failed", "waiting".
        """
        if name not in self._ids:
            return
        at, words = self._ids.index(name), f"{count:,}" if count else ""
        old = self._bar.tabButton(at, _SIDE)
        shown = (old.text(), old.property("tone")) if isinstance(old, QLabel) else ("", tone)
        if shown == (words, tone):
            return
        self._bar.setTabButton(at, _SIDE, self._count(words, tone) if count else None)
        if shown[0]:
            old.deleteLater()
        title = self._bar.tabText(at)
        self._bar.setAccessibleTabName(at, f"{title}, {words}" if count else title)

    def _count(self, words: str, tone: str) -> QLabel:
        made = QLabel(words, self._bar)
        made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        style.look(made, "count", tone)
        return made

    def set_note(self, text: str) -> None:
        """Show at the right which case the panels are about."""
        self._note.setText(text)

    def _make_current(self) -> None:
        """Make the panel in front, unless it was made before."""
        make = self._unmade.pop(self.current(), None)
        if make is None:
            return
        at, empty = self._bar.currentIndex(), self._stack.currentWidget()
        self._stack.insertWidget(at, make())
        self._stack.setCurrentIndex(at)
        if empty is not None:
            self._stack.removeWidget(empty)
            empty.deleteLater()

    # --- open and folded --------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether a panel is seen."""
        return self._is_open

    def set_open(self, *, is_open: bool) -> None:
        """Open or fold."""
        was, self._is_open = self._is_open, is_open
        if is_open:
            self._make_current()
        self._stack.setVisible(is_open)
        self.setMinimumHeight(BAR_HEIGHT + (80 if is_open else 0))
        self.setMaximumHeight(_UNBOUNDED if is_open else BAR_HEIGHT)
        self._name_fold()
        if was != is_open:
            self.folded.emit(not is_open)
            if is_open:
                self.shown.emit(self.current())

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        for button in (self._detach, self._fold):
            button.setIconSize(square(_SIGN))
        self._detach.setIcon(icon("detach", theme.muted, _SIGN))
        self._name_fold()

    def changeEvent(self, event: QEvent) -> None:
        """Grow or shrink with the size of text."""
        super().changeEvent(event)
        is_other = event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}
        if is_other and hasattr(self, "_theme") and self._fold.iconSize() != square(_SIGN):
            self.set_theme(self._theme)

    def sizeHint(self) -> QSize:
        """Return the height that it opens to."""
        return QSize(600, OPEN_HEIGHT if self._is_open else BAR_HEIGHT)

    # --- building ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(6)
        row.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(self._note)
        row.addWidget(self._detach)
        row.addWidget(self._fold)
        head = QWidget(self)
        style.look(head, "drawer")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setFixedHeight(BAR_HEIGHT - 1)
        head.setLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 0)  # the line above
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._stack, 1)

    def _button(self, meaning: str) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(meaning)
        button.setAccessibleName(meaning)
        return button

    def _name_fold(self) -> None:
        meaning = "Fold the lower panels" if self._is_open else "Open the lower panels"
        self._fold.setToolTip(meaning)
        self._fold.setAccessibleName(meaning)
        name = "chevron-down" if self._is_open else "chevron-up"
        self._fold.setIcon(icon(name, self._theme.muted, _SIGN))

    def _click(self, at: int) -> None:
        if at >= 0:
            self.set_open(is_open=not (self._is_open and at == self._bar.currentIndex()))

    def _change(self, at: int) -> None:
        if at >= 0:
            self._stack.setCurrentIndex(at)
            self._bar.updateGeometry()  # the tab in front has bold words
            if self._is_open:
                self._make_current()
                self.shown.emit(self._ids[at])

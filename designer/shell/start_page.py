"""Knows what a person sees while no workflow is open. Must not know how one is opened.

On top what could be lost: edits that an earlier window left unsaved.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from designer.assets import style
from designer.assets.icons import icon, pixmap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QShowEvent

    from designer.assets.theme import Pair, Theme
    from designer.document.drafts.shelf import Draft
    from designer.library.templates import Template

_WIDTH = 860
_ICON = 22
_WAY = (
    ("Draw", "Put steps on the canvas, or take an example and change it."),
    ("Test", "Run it as often as you like. What it would write is listed, not done."),
    ("Connect", "Sign in to your own systems when you want to run it for real."),
)
"""From nothing to a workflow that works, in the words of who does it."""


class StartPage(QScrollArea):
    """Ways to begin.

    Attributes:
        new_asked, open_asked: an empty workflow, or a file of the person's choice.
        file_asked: one of the recent files, with its path.
        template_asked: a template, with its name.
        tour_asked: somebody wants to be shown how it goes.
        draft_asked, discard_asked: edits that were left, with a `Draft`.
    """

    new_asked = Signal()
    open_asked = Signal()
    file_asked = Signal(str)
    template_asked = Signal(str)
    tour_asked = Signal()
    draft_asked = Signal(object)
    discard_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_stale = False
        self._drafts: Sequence[Draft] = ()
        self._recent: Sequence[str] = ()
        self._templates: Sequence[Template] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Start")

    def show_choices(
        self, drafts: Sequence[Draft], recent: Sequence[str], templates: Sequence[Template]
    ) -> None:
        """Show what one can begin with.

        Args:
            drafts: edits that were left unsaved.
            recent: paths, the last one first.
            templates: starter workflows.
        """
        self._drafts, self._recent, self._templates = drafts, recent, templates
        self.setWidget(self._page())

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours, once somebody looks."""
        self._theme = theme
        self._is_stale = bool(self.widget())
        if self.isVisible():
            self._draw_anew()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw in the colours that were chosen meanwhile."""
        self._draw_anew()
        super().showEvent(event)

    def _draw_anew(self) -> None:
        page = self.widget()
        if not self._is_stale or not page:
            return
        self._is_stale = False
        had_keys = page.isAncestorOf(self.window().focusWidget() or self)
        self.setWidget(self._page())
        if had_keys:
            self.setFocus()

    # --- building ---------------------------------------------------------------------------------

    def _page(self) -> QWidget:
        page = QWidget()
        outer = QHBoxLayout(page)
        outer.setContentsMargins(32, 56, 32, 32)
        column = QWidget(page)
        column.setMaximumWidth(_WIDTH)
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        outer.addStretch(1)
        outer.addWidget(column, 100)
        outer.addStretch(1)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in self._parts():
            layout.addWidget(part)
        layout.addStretch()
        return page

    def _parts(self) -> Iterable[QWidget]:
        if self._drafts:
            yield self._heading("Not saved the last time")
            yield from (self._draft(draft) for draft in self._drafts)
        question = _label("What shall Baton do for you?", "big")
        question.setContentsMargins(0, 24 if self._drafts else 0, 0, 0)
        yield question
        yield _label("Draw the process once; Baton does the work and asks the people.", "muted")
        yield self._choices()
        if self._recent:
            yield self._heading("Go on with")
            yield self._files()
        if self._templates:
            yield self._heading("Begin with a process that works")
            yield self._gallery()
        if not self._recent and not self._drafts:
            yield self._heading("How it goes")
            yield self._way()

    def _way(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(24)
        for number, (title, words) in enumerate(_WAY, 1):
            layout.addWidget(_two_lines(f"{number}  {title}", words), 1)
        return row

    def _choices(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 8, 0, 0)
        new = self._button("New workflow", "plus", "primary")
        new.clicked.connect(self.new_asked)
        self.setProperty("look", "page")  # its button shows where the keys are
        self.setFocusProxy(new)
        open_one = self._button("Open…", "open", "plain")
        open_one.clicked.connect(self.open_asked)
        show = self._button("Show me how it goes", "play", "plain")
        show.setToolTip("A tour of three minutes, on a workflow that is there already")
        show.clicked.connect(self.tour_asked)
        for button in (new, open_one, show):
            layout.addWidget(button)
        layout.addStretch()
        return row

    def _button(self, title: str, name: str, look: str) -> QPushButton:
        button = QPushButton(f" {title}")
        button.setAccessibleName(title)
        style.look(button, look)
        color = self._theme.on_accent if look == "primary" else self._theme.text
        button.setIcon(icon(name, color, 16))
        button.setMinimumHeight(36)
        return button

    def _heading(self, text: str) -> QLabel:
        label = _label(text, "heading")
        label.setContentsMargins(0, 20, 0, 0)
        return label

    def _draft(self, draft: Draft) -> QWidget:
        card = QFrame()
        style.look(card, "card")
        layout = QHBoxLayout(card)
        layout.setContentsMargins(12, 8, 8, 8)
        mark = QLabel()
        ink = self._theme.states["waiting"].ink
        mark.setPixmap(pixmap("history", ink, 20, self.devicePixelRatioF()))
        edits = "1 change" if draft.edits == 1 else f"{draft.edits} changes"
        place = str(draft.path) if draft.path else "never saved to a file"
        layout.addWidget(mark)
        layout.addWidget(_two_lines(draft.name, f"{edits} · {place}"), 1)
        back = QPushButton("Bring back")
        back.clicked.connect(lambda: self.draft_asked.emit(draft))
        discard = QPushButton("Discard")
        style.look(discard, "quiet")
        discard.clicked.connect(lambda: self.discard_asked.emit(draft))
        layout.addWidget(back)
        layout.addWidget(discard)
        return card

    def _files(self) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for name in self._recent:
            path = Path(name)
            layout.addWidget(self._file(path))
        return box

    def _file(self, path: Path) -> _Tile:
        title = path.name.removesuffix(".json").removesuffix(".baton")
        button = _Tile(title, str(path.parent), "row")
        button.show_icon("file", self._theme.categories["end"])
        button.setToolTip(str(path))
        button.clicked.connect(lambda: self.file_asked.emit(str(path)))
        return button

    def _gallery(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        for at, template in enumerate(self._templates):
            steps = "1 step" if template.steps == 1 else f"{template.steps} steps"
            tile = _Tile(template.title, template.summary, "tile", f"{steps}, with an example case")
            tile.show_icon("template", self._theme.categories["data"])
            tile.clicked.connect(
                lambda _checked=False, name=template.name: self.template_asked.emit(name)
            )
            grid.addWidget(tile, at // 2, at % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return box


class _Tile(QPushButton):
    """A button with a title and some words below it, and a picture before them.

    Args:
        title: what it leads to.
        words: what that is.
        look: of the style sheet: "tile" or "row".
        foot: a last line.
    """

    def __init__(self, title: str, words: str, look: str, foot: str = "") -> None:
        super().__init__()
        style.look(self, look)
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{words} {foot}".strip())
        self._mark = QLabel(self)
        self._mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QHBoxLayout(self)
        margin = 14 if look == "tile" else 7
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(12)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(_two_lines(title, words, foot), 1, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_icon(self, name: str, pair: Pair) -> None:
        """Show what it is about, in two colours: ink and ground."""
        self._mark.setPixmap(pixmap(name, pair.ink, _ICON, self.devicePixelRatioF()))
        self._mark.setStyleSheet(f"background: {pair.tint}; border-radius: 8px; padding: 9px")

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout else super().heightForWidth(width)


def _two_lines(title: str, words: str, foot: str = "") -> QWidget:
    box = QWidget()
    box.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    layout.addWidget(_label(title, "heading"))
    layout.addWidget(_label(words, "caption"))
    if foot:
        layout.addSpacing(4)
        layout.addWidget(_label(foot, "small"))
    return box


def _label(text: str, look: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    style.look(label, look)
    return label

"""Knows the small widgets that forms are made of. Must not know schemas or values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from designer.assets.icons import icon, square
from designer.assets.style import repolish

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QLayout

    from designer.assets.theme import Theme

SMALL = 16
_ANY = Qt.AlignmentFlag(0)


def label(text: str, looks: str, parent: QWidget | None = None, tone: str = "") -> QLabel:
    """Return plain text that wraps; nothing in it is taken for markup.

    Args:
        text: what it says.
        looks: as in `designer.assets.style.look`: "heading", "caption", …
        parent: the widget it lies in.
        tone: as there: "failed", "waiting", …
    """
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    be(made, looks, tone)
    # A word longer than the form must not make the form wider, and as many lines as there would be
    # at some other width must not make it higher.
    made.setMinimumWidth(0)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def be(widget: QWidget, looks: str, tone: str = "") -> None:
    """Say what a new widget is, before it is painted for the first time; much cheaper than later.

    Args:
        widget: just made.
        looks: as in `designer.assets.style.look`.
        tone: as there.
    """
    widget.setProperty("look", looks)
    widget.setProperty("tone", tone)


def mark(widget: QWidget, *, is_wrong: bool) -> None:
    """Let a widget look wrong, or right again."""
    if bool(widget.property("wrong")) != is_wrong:
        widget.setProperty("wrong", is_wrong)
        repolish(widget)


def row(*widgets: QWidget, spacing: int = 6, parent: QWidget | None = None) -> QHBoxLayout:
    """Return widgets side by side."""
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    tight(layout, spacing)
    for widget in widgets:
        # A button that is aligned may be lower than the fields beside it; else it would press them
        # down to its own height where letters are large.
        side = Qt.AlignmentFlag.AlignVCenter if isinstance(widget, QAbstractButton) else _ANY
        layout.addWidget(widget, 0, side)
    return layout


def column(parent: QWidget, spacing: int = 6, margin: int = 0) -> QVBoxLayout:
    """Return a column that fills a widget."""
    layout = QVBoxLayout(parent)
    tight(layout, spacing)
    layout.setContentsMargins(margin, margin, margin, margin)
    return layout


def tight(layout: QLayout, spacing: int) -> None:
    """Take the margins of a layout away."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)


def card(parent: QWidget | None = None) -> QFrame:
    """Return a frame that holds things together."""
    made = QFrame(parent)
    be(made, "card")
    return made


def icon_button(
    name: str,
    what: str,
    theme: Theme,
    act: Callable[[], object],
    parent: QWidget | None = None,
) -> QToolButton:
    """Return a quiet button with an icon; `what` is read out and shown as a hint.

    Args:
        name: of the icon.
        what: it does.
        theme: colours.
        act: does it.
        parent: the widget it lies in; to be laid in it later takes longer.
    """
    made = QToolButton(parent)
    made.setIcon(icon(name, theme.muted, SMALL))
    made.setIconSize(square(SMALL))
    made.setToolTip(what)
    made.setAccessibleName(what)
    made.clicked.connect(lambda _=False: act())
    return made


def beside_icon(words: str) -> str:
    """Return what a button says beside its icon: Qt leaves too little room between the two."""
    return f" {words}"


def link_button(text: str, act: Callable[[], object], parent: QWidget | None = None) -> QPushButton:
    """Return a button that reads like a link."""
    made = QPushButton(text, parent)
    made.setAutoDefault(False)
    be(made, "link")
    made.setAccessibleName(text)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.clicked.connect(lambda _=False: act())
    return made

"""Knows the actions beside a thing on the canvas and in its menu. Must not know what they do.

Each names a method of `CanvasEditing`; whether it can be done, and why not, is asked there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu

from designer.assets.icons import icon
from designer.canvas import noting
from designer.canvas.inks import qcolor
from designer.canvas.papers import PAPERS, edge_of, paper_of
from designer.canvas.reasons import with_reason
from designer.document import layout
from designer.document.changes import samples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from designer.canvas.editing import CanvasEditing


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do with what is selected.

    Attributes:
        method: of `CanvasEditing`.
        keys: what is shown beside it; the keys themselves are in `keyboard`.
        tells_why: whether it says itself why it cannot be done, besides the hint.
    """

    method: str
    title: str
    icon: str
    keys: str = ""
    tells_why: bool = False


_FROM = "Test from here, as drawn now"
APPEND = Deed("add_step", "Add a step behind", "plus", "N")
CONNECT = Deed("connect_to", "Connect to…", "link", "C")
CHANGE = Deed("change_type", "Change into another step", "swap")
PIN = Deed("pin", "Test data", "pin", "P")
SWITCH = Deed("switch", "Switch off or on", "power", "D")
STOP = Deed("toggle_stop", "Stop here in test runs", "breakpoint", "F9")
REMOVE = Deed("remove", "Delete", "trash", "Del")

PAD = (APPEND, CONNECT, CHANGE, PIN, SWITCH, STOP, REMOVE)
"""Beside a step, in this order; what is rarer stands in the menu."""

STEP = (
    (Deed("open_settings", "Open settings", "settings", "Enter"),),
    (APPEND, Deed("add_inside", "Add a step inside", "group"), CONNECT, CHANGE),
    (
        Deed("run_from", _FROM, "continue", "Ctrl+Shift+F5", tells_why=True),
        Deed("run_from_as_run", "Test from here, as it was run", "history", tells_why=True),
        *(PIN, STOP, SWITCH),
    ),
    (
        Deed("rename", "Rename", "rename", "F2"),
        Deed("group", "Group", "group", "G"),
        Deed("fold", "Fold or open", "collapse"),
        Deed("arrange", "Arrange", "layout", "Ctrl+Shift+L"),
        Deed("keep_in_place", "Keep in place when arranging, or no longer", "lock"),
    ),
    (
        Deed("extract", "Make a workflow of the steps…", "extract", "Ctrl+E"),
        Deed("open_called", "Open the called workflow", "workflows", "Shift+Enter"),
        Deed("inline", "Draw the called workflow here", "expand", "Ctrl+I"),
    ),
    (
        Deed("copy", "Copy", "copy", "Ctrl+C"),
        Deed("cut", "Cut", "cut", "Ctrl+X"),
        Deed("duplicate", "Duplicate", "copy", "Ctrl+D"),
        REMOVE,
    ),
)
EDGE = ((STOP, REMOVE),)
FRAME = (
    (
        Deed("rename", "Rename", "rename", "F2"),
        Deed("fold", "Fold or open", "collapse"),
        Deed("ungroup", "Ungroup", "ungroup", "Shift+G"),
    ),
    (REMOVE,),
)
HANG = Deed("hang_note", "Hang on a step", "pin")
COLOR = Deed("next_color", "Colour", "note")
NOTE = (
    (Deed("rename", "Edit", "edit", "F2"), Deed("duplicate", "Duplicate", "copy")),
    (HANG, COLOR),
    (REMOVE,),
)
GROUND = (
    (
        Deed("add_step", "Add a step", "plus", "N"),
        Deed("add_note", "Add a note", "note", "Ctrl+Shift+N"),
    ),
    (Deed("paste", "Paste", "paste", "Ctrl+V"), Deed("select_all", "Select all", "grid", "Ctrl+A")),
    (
        Deed("arrange", "Arrange", "layout", "Ctrl+Shift+L"),
        Deed("arrange_in_order", "Arrange, keeping my order", "layout", "Ctrl+Alt+L"),
        Deed("arm_space", "Make room", "expand"),
    ),
)


def menu(editing: CanvasEditing, sections: Sequence[Sequence[Deed]], parent: QWidget) -> QMenu:
    """Return a menu; what cannot be done is grey and says why."""
    made = QMenu(parent)
    made.setToolTipsVisible(True)
    for number, section in enumerate(sections):
        if number:
            made.addSeparator()
        for deed in section:
            if deed is PIN:
                _add_samples(made, editing)
            elif deed is COLOR:
                _add_papers(made, editing)
            elif deed is HANG:
                _add(made, editing, replace(HANG, title=noting.words(editing.scene)))
            else:
                _add(made, editing, deed)
    return made


def _add_samples(made: QMenu, editing: CanvasEditing) -> None:
    """Add the test data of the step, of which one may stand for its work."""
    step, reason = editing.step, editing.why_not(PIN.method)
    within = made.addMenu(icon(PIN.icon, editing.scene.theme.muted, 16), "Use as test data")
    within.menuAction().setEnabled(not reason)
    within.menuAction().setToolTip(reason)
    if reason:
        return
    now = samples.pinned(editing.model, step)
    names = [*samples.samples(editing.model, step)]
    for name in [*names, ""] if names else []:
        title = name.replace("&", "&&") or "None: the step does its work"
        action = within.addAction(title)
        action.setCheckable(True)
        action.setChecked(name == (now.name if now is not None else ""))
        action.triggered.connect(partial(_use, editing, step, name))
    if names:
        within.addSeparator()
    more = within.addAction("Keep or write test data…")
    more.triggered.connect(partial(_see, editing, step))


def _add_papers(made: QMenu, editing: CanvasEditing) -> None:
    """Add the papers that a note can be written on, each with its colour."""
    theme, reason = editing.scene.theme, editing.why_not(COLOR.method)
    within = made.addMenu(icon(COLOR.icon, theme.muted, 16), COLOR.title)
    within.menuAction().setEnabled(not reason)
    within.menuAction().setToolTip(reason)
    if reason:
        return
    notes = layout.notes(editing.model)
    now = notes[editing.scene.selected_notes()[0]].color
    for color, title in PAPERS.items():
        action = within.addAction(_swatch(editing, color), title)
        action.setCheckable(True)
        action.setChecked(color == now)
        action.triggered.connect(partial(_recolor, editing, color))


def _swatch(editing: CanvasEditing, color: str) -> QIcon:
    theme = editing.scene.theme
    picture = QPixmap(32, 32)
    picture.setDevicePixelRatio(2.0)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(qcolor(edge_of(theme, color)))
    painter.setBrush(qcolor(paper_of(theme, color).tint))
    painter.drawRoundedRect(1, 1, 14, 14, 3, 3)
    painter.end()
    return QIcon(picture)


def _recolor(editing: CanvasEditing, color: str) -> None:
    editing.color_note(color)


def _use(editing: CanvasEditing, step: str, name: str) -> None:
    editing.sample_wanted.emit(step, name)


def _see(editing: CanvasEditing, step: str) -> None:
    editing.data_wanted.emit(step)


def _add(made: QMenu, editing: CanvasEditing, deed: Deed) -> None:
    reason = editing.why_not(deed.method)
    words = with_reason(deed.title, reason) if deed.tells_why else deed.title
    words = words.replace("&", "&&")
    title = f"{words}\t{deed.keys}" if deed.keys else words
    action = made.addAction(icon(deed.icon, editing.scene.theme.muted, 16), title)
    action.setEnabled(not reason)
    action.setToolTip(reason)

    def run() -> None:
        getattr(editing, deed.method)()

    action.triggered.connect(run)

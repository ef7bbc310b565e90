"""Knows the actions on what is selected on the canvas. Must not know how any is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.shell.actions import CANVAS, Action

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.canvas.editing import CanvasEditing
    from designer.document.changes.align import Side, Spread

_SIDES: tuple[tuple[Side, str, str], ...] = (
    ("left", "Left edges", "align-left"),
    ("centre", "Centres", "align-center"),
    ("right", "Right edges", "align-right"),
    ("top", "Top edges", "align-top"),
    ("middle", "Middles", "align-middle"),
    ("bottom", "Bottom edges", "align-bottom"),
)
_SPREADS: tuple[tuple[Spread, str, str], ...] = (
    ("columns", "Equal gaps across", "distribute-across"),
    ("rows", "Equal gaps down", "distribute-down"),
)
_EDITS: tuple[tuple[str, str, str, tuple[str, ...], str, str], ...] = (
    ("cut", "Cut", "Edit|", ("Ctrl+X",), "cut", ""),
    ("copy", "Copy", "Edit", ("Ctrl+C",), "copy", ""),
    ("paste", "Paste", "Edit", ("Ctrl+V",), "paste", ""),
    ("duplicate", "Duplicate", "Edit", ("Ctrl+D",), "copy", ""),
    ("remove", "Delete", "Edit", ("Del", "Backspace"), "trash", "remove"),
    ("select_all", "Select all", "Edit", ("Ctrl+A",), "", ""),
    ("add_step", "Add a step…", "Step", ("N",), "plus", "new"),
    ("connect_to", "Connect with…", "Step", ("C",), "arrow-right", "edge arrow"),
    ("open_settings", "Open settings", "Step", ("Return",), "settings", "params"),
    ("rename", "Rename", "Step", ("F2",), "rename", ""),
    ("change_type", "Make another step of it…", "Step", (), "swap", "replace"),
    ("switch", "Turn off or on", "Step|", ("D",), "power", "disable"),
    ("pin", "Use test data, or no longer", "Step", ("P",), "pin", "pin mock sample"),
    ("next_sample", "Next test data", "Step", ("Shift+P",), "", "pin mock sample switch"),
    ("group", "Group", "Step|", ("G", "Ctrl+G"), "group", "frame"),
    ("ungroup", "Take the group away", "Step", ("Ctrl+Shift+G",), "ungroup", ""),
    ("fold", "Fold or open", "Step", (), "collapse", ""),
    (
        "open_called",
        "Open the called workflow",
        "Step|",
        ("Shift+Return",),
        "workflows",
        "sub-workflow",
    ),
    ("add_note", "Add a note", "Step|", ("Ctrl+Shift+N",), "note", "sticky comment"),
    ("hang_note", "Hang the note on a step, or no longer", "Step", (), "pin", "attach sticky"),
    ("next_color", "Next colour of the note", "Step", (), "", "sticky paper"),
    ("arrange", "Arrange the steps", "Arrange", ("Ctrl+Shift+L",), "layout", "layout tidy"),
    (
        "arrange_in_order",
        "Arrange, keeping my order",
        "Arrange",
        ("Ctrl+Alt+L",),
        "",
        "layout tidy",
    ),
    ("keep_in_place", "Keep in place when arranging, or no longer", "Arrange", (), "lock", "fix"),
    ("arm_space", "Make room by dragging", "Arrange", (), "expand", "space"),
    (
        "extract",
        "Make a workflow of the steps…",
        "Arrange|",
        ("Ctrl+E",),
        "extract",
        "sub-workflow",
    ),
    (
        "inline",
        "Draw the called workflow here",
        "Arrange",
        ("Ctrl+I",),
        "expand",
        "inline sub-workflow",
    ),
)
"""Method of the canvas, title, menu, keys, icon, other words."""


def canvas_actions(edit: CanvasEditing) -> list[Action]:
    """Return what is done on the canvas to what is selected."""
    made: list[Action] = []
    for name, title, menu, keys, icon, words in _EDITS:
        made.append(
            Action(
                f"canvas.{name}",
                title,
                _plain(edit, name),
                (menu,),
                keys,
                icon,
                reason(edit, name),
                CANVAS,
                extra=tuple(words.split()),
            )
        )
    for at, (side, title, icon) in enumerate(_SIDES):
        place = ("Arrange" if at else "Arrange|",)
        why = reason(edit, "align")
        made.append(Action(f"arrange.{side}", title, _aligning(edit, side), place, (), icon, why))
    for at, (how, title, icon) in enumerate(_SPREADS):
        place = ("Arrange" if at else "Arrange|",)
        why = reason(edit, "distribute")
        made.append(Action(f"arrange.{how}", title, _spreading(edit, how), place, (), icon, why))
    return made


def _plain(edit: CanvasEditing, name: str) -> Callable[[], object]:
    method: Callable[[], object] = getattr(edit, name)
    return method


def reason(edit: CanvasEditing, name: str) -> Callable[[], str]:
    """Return what says why the canvas cannot do something now."""
    return lambda: edit.why_not(name)


def _aligning(edit: CanvasEditing, side: Side) -> Callable[[], object]:
    return lambda: edit.align(side)


def _spreading(edit: CanvasEditing, how: Spread) -> Callable[[], object]:
    return lambda: edit.distribute(how)

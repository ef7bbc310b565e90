"""Knows what can be done in a table, by which keys and words. Must not know how it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from designer.forms.tables.clipboard import CellClipboard

_KEYS = Qt.Key
_COUNTED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_STANDARD = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be done.

    Attributes:
        keys: that do it, as the menu says them; "" for none.
        do: does it.
        words: what it is called in the menu; "" keeps it out of there.
    """

    keys: str
    do: Callable[[], object]
    words: str = ""

    def fits(self, pressed: QKeySequence) -> bool:
        """Whether these keys do it."""
        return bool(self.keys) and QKeySequence(self.keys) == pressed


def deeds(board: CellClipboard) -> tuple[Deed | None, ...]:
    """Return what can be done with rows, columns and cells; None parts the menu."""
    grid = board.cells
    return (
        Deed("Ctrl+Enter", grid.add_row, "Add a row below"),
        Deed("Ctrl+D", grid.duplicate_rows, "Duplicate rows"),
        Deed("Alt+Up", lambda: grid.move_rows(-1), "Move up"),
        Deed("Alt+Down", lambda: grid.move_rows(1), "Move down"),
        Deed("Ctrl+-", grid.remove_rows, "Delete rows"),
        None,
        Deed("Alt+Enter", grid.change_column, "Change the column…"),
        Deed("Alt+Left", lambda: grid.move_column(-1), "Move the column left"),
        Deed("Alt+Right", lambda: grid.move_column(1), "Move the column right"),
        Deed("", grid.remove_column, "Delete the column"),
        None,
        Deed("Ctrl+X", board.cut, "Cut"),
        Deed("Ctrl+C", board.copy, "Copy"),
        Deed("Ctrl+V", board.paste, "Paste"),
        Deed("Ctrl+Del", grid.remove_rows),
        Deed("Del", grid.clear_cells),
        Deed("Enter", lambda: grid.go(1, 0)),
    )


def pressed(
    event: QKeyEvent,
    board: CellClipboard,
    undo: Callable[[], object],
    redo: Callable[[], object],
) -> Callable[[], object] | None:
    """Return what keys do that a person pressed; None where they mean nothing here."""
    for keys, do in (
        (_STANDARD.Copy, board.copy),
        (_STANDARD.Cut, board.cut),
        (_STANDARD.Paste, board.paste),
        (_STANDARD.Undo, undo),
        (_STANDARD.Redo, redo),
    ):
        if event.matches(keys):
            return do
    key = event.keyCombination().key()
    key = _KEYS.Key_Enter if key == _KEYS.Key_Return else key
    found = QKeySequence(QKeyCombination(event.modifiers() & _COUNTED, key))
    return next((deed.do for deed in deeds(board) if deed and deed.fits(found)), None)


def menu_of(several: Sequence[Deed | None], parent: QWidget) -> QMenu:
    """Return what can be done here as a menu, with the keys that do it."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for deed in several:
        if deed is None:
            menu.addSeparator()
        elif deed.words:
            text = f"{deed.words}\t{deed.keys}" if deed.keys else deed.words
            menu.addAction(text).triggered.connect(called(deed.do))
    return menu


def called(act: Callable[[], object]) -> Callable[[], None]:
    """Return what a button calls: it says whether it is checked, which means nothing here."""

    def call() -> None:
        act()

    return call

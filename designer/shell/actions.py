"""Knows what an action of the window is, as data, and how Qt gets it. Must not know what one does.

Menus, shortcuts, the list of keys and the search for commands are all made from the same data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from designer.assets.icons import icon
from designer.canvas.reasons import with_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

    from designer.assets.theme import Theme

WINDOW, CANVAS = "window", "canvas"


def _always() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a person can ask of the window.

    Attributes:
        id: stable: "file.save".
        title: what menu and button say, without "&".
        do: what happens.
        menu: path in the menu bar ("Edit", "Align"); a "|" at the end puts a line before it.
        keys: shortcuts as people read them; the first one is shown.
        icon: name in resources/icons.
        why_not: why it cannot be done now, one sentence; "" when it can.
        scope: CANVAS where its keys mean something else in a text field.
        checked: for one that is on or off: which.
        extra: what else people call it, for the search.
        tells_why: whether its entry says itself why it cannot be done, besides the hint.
    """

    id: str
    title: str
    do: Callable[[], object]
    menu: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    icon: str = ""
    why_not: Callable[[], str] = _always
    scope: str = WINDOW
    checked: Callable[[], bool] | None = None
    extra: tuple[str, ...] = ()
    tells_why: bool = False


class Actions(QObject):
    """All actions of a window, each with its Qt counterpart.

    What cannot be done now is grey while a menu is open. A key always reaches its action, which
    then says why not: nothing has to be looked up with every edit.

    Args:
        window: where keys of scope WINDOW hold.
        theme: gives the icons their colour.

    Attributes:
        refused: why something that was asked for by a key cannot be done, and "" when it was done.
    """

    refused = Signal(str)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._canvas: QWidget | None = None
        self.all: dict[str, Action] = {}
        self._qt: dict[str, QAction] = {}

    def add(self, actions: Iterable[Action]) -> None:
        """Take actions in.

        Raises:
            ValueError: one has no title, or an id or key that another has.
        """
        for action in actions:
            self._ensure_new(action)
            self.all[action.id] = action
            self._qt[action.id] = self._made(action)

    def set_canvas(self, canvas: QWidget) -> None:
        """Say where keys of scope CANVAS hold."""
        self._canvas = canvas
        for action in self.all.values():
            if action.scope == CANVAS:
                canvas.addAction(self._qt[action.id])

    def qt(self, name: str) -> QAction:
        """Return what a menu or button takes; raises KeyError for an unknown id."""
        return self._qt[name]

    def refresh(self) -> None:
        """Look what can be done now, for a menu that opens."""
        for action in self.all.values():
            self._refresh(action)

    def release(self) -> None:
        """Let keys reach all actions again, when a menu has closed."""
        for made in self._qt.values():
            made.setEnabled(True)

    def run(self, name: str) -> str:
        """Do an action if it can be done; return why it cannot, or ""."""
        action = self.all[name]
        reason = action.why_not()
        if not reason:
            self._qt[name].trigger()
        return reason

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in other colours."""
        self._theme = theme
        for name, action in self.all.items():
            if action.icon:
                self._qt[name].setIcon(icon(action.icon, theme.muted, 16))

    # --- making -----------------------------------------------------------------------------------

    def _ensure_new(self, action: Action) -> None:
        if not action.title or action.id in self.all:
            raise ValueError(action.id)
        taken = {_key(key): other.id for other in self.all.values() for key in other.keys}
        clash = [taken[_key(key)] for key in action.keys if _key(key) in taken]
        if clash:
            message = f"{action.id} has a key of {clash[0]}"
            raise ValueError(message)

    def _made(self, action: Action) -> QAction:
        made = QAction(action.title.replace("&", "&&"), self)
        made.setObjectName(action.id)
        made.setShortcuts([QKeySequence(key) for key in action.keys])
        made.setIconVisibleInMenu(bool(action.icon))
        if action.icon:
            made.setIcon(icon(action.icon, self._theme.muted, 16))
        made.setCheckable(action.checked is not None)
        made.triggered.connect(lambda _checked=False, wanted=action: self._do(wanted))
        if action.scope == CANVAS:
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            if self._canvas is not None:
                self._canvas.addAction(made)
        else:
            self._window.addAction(made)
        return made

    def _do(self, action: Action) -> None:
        reason = action.why_not()
        if not reason:
            action.do()
        self.refused.emit(reason)

    def _refresh(self, action: Action) -> None:
        made = self._qt[action.id]
        reason = action.why_not()
        made.setEnabled(not reason)
        if action.tells_why:
            made.setText(with_reason(action.title, reason).replace("&", "&&"))
        key = f" ({made.shortcut().toString(_NATIVE)})" if action.keys else ""
        made.setToolTip(reason or f"{action.title.removesuffix('…')}{key}")
        if action.checked is not None:
            made.setChecked(action.checked())


_NATIVE = QKeySequence.SequenceFormat.NativeText


def _key(text: str) -> str:
    return QKeySequence(text).toString()


def fill_menu_bar(bar: QMenuBar, actions: Actions, order: Sequence[str]) -> None:
    """Make the menus of a window from its actions.

    Args:
        bar: an empty menu bar.
        actions: those with a menu path appear.
        order: titles of the menus from left to right.
    """
    menus: dict[tuple[str, ...], QMenu] = {}
    for title in order:
        menus[(title,)] = _menu(bar, title, actions)
    for action in actions.all.values():
        if action.menu:
            path = tuple(part.removesuffix("|") for part in action.menu)
            menu = _menu_at(menus, path, actions)
            if action.menu[-1].endswith("|"):
                menu.addSeparator()
            menu.addAction(actions.qt(action.id))


def _menu_at(menus: dict[tuple[str, ...], QMenu], path: tuple[str, ...], actions: Actions) -> QMenu:
    if path not in menus:
        menus[path] = _menu(_menu_at(menus, path[:-1], actions), path[-1], actions)
    return menus[path]


def _menu(place: QMenuBar | QMenu, title: str, actions: Actions) -> QMenu:
    menu = place.addMenu(title)
    menu.setToolTipsVisible(True)
    menu.aboutToShow.connect(actions.refresh)
    menu.aboutToHide.connect(actions.release)
    return menu

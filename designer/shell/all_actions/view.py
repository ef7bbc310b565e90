"""Knows the actions that change how things are seen. Must not know what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.shell.actions import CANVAS, Action
from designer.shell.desk import BOTTOM, LEFT, RIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.canvas.view import CanvasView
    from designer.settings.preferences import ThemeChoice
    from designer.shell.desk import Desk

_THEMES: tuple[tuple[ThemeChoice, str], ...] = (
    ("light", "Light"),
    ("dark", "Dark"),
    ("contrast", "High contrast"),
    ("system", "As the system"),
)
_PANELS = {LEFT: "Steps to choose from", RIGHT: "Settings of the step", BOTTOM: "Lower panels"}
_EMPTY = "There is nothing to show."


def view_actions(
    view: CanvasView, desk: Desk, set_theme: Callable[[ThemeChoice], None], theme: Callable[[], str]
) -> list[Action]:
    """Return what changes how things are seen.

    Args:
        view: the canvas.
        desk: where the panels are.
        set_theme: takes another theme.
        theme: says which is chosen.
    """
    menu = ("View",)
    made = [
        Action("view.fit", "Whole drawing", view.fit_all, menu, ("1",), "fit", scope=CANVAS),
        Action(
            "view.selection",
            "Selection",
            view.fit_selection,
            menu,
            ("2",),
            "fit-selection",
            scope=CANVAS,
        ),
        Action("view.natural", "Natural size", view.natural_size, menu, ("0",), scope=CANVAS),
        Action("view.in", "Larger", view.zoom_in, menu, ("Ctrl++", "Ctrl+="), "zoom-in"),
        Action("view.out", "Smaller", view.zoom_out, menu, ("Ctrl+-",), "zoom-out"),
    ]
    made += [_theme_action(choice, title, set_theme, theme) for choice, title in _THEMES]
    made += _panel_actions(desk)
    return made


def _theme_action(
    choice: ThemeChoice,
    title: str,
    set_theme: Callable[[ThemeChoice], None],
    theme: Callable[[], str],
) -> Action:
    return Action(
        f"view.theme.{choice}",
        title,
        lambda: set_theme(choice),
        ("View", "Colours"),
        checked=lambda: theme() == choice,
        extra=("theme", "dark mode", "accessibility"),
    )


def _panel_actions(desk: Desk) -> list[Action]:
    def toggle_drawer() -> None:
        desk.drawer.set_open(is_open=not desk.drawer.is_open)

    return [
        _side(desk, LEFT, ("Ctrl+Alt+1",), ("View|",)),
        _side(desk, RIGHT, ("Ctrl+Alt+2",), ("View",)),
        Action(
            "view.bottom",
            _PANELS[BOTTOM],
            toggle_drawer,
            ("View",),
            ("Ctrl+J",),
            checked=lambda: desk.drawer.is_open,
        ),
        *(_detach(desk, which) for which in _PANELS),
        Action("view.reset", "Usual arrangement of panels", desk.reset, ("View",)),
    ]


def _side(desk: Desk, which: str, keys: tuple[str, ...], menu: tuple[str, ...]) -> Action:
    return Action(
        f"view.{which}",
        _PANELS[which],
        lambda: desk.show_side(which, is_shown=not desk.is_shown(which)),
        menu,
        keys,
        why_not=lambda: "" if desk.has(which) else _EMPTY,
        checked=lambda: desk.is_shown(which),
    )


def _detach(desk: Desk, which: str) -> Action:
    return Action(
        f"view.detach.{which}",
        _PANELS[which],
        lambda: desk.toggle_detached(which),
        ("View", "In a window of its own"),
        why_not=lambda: "" if desk.has(which) else _EMPTY,
        checked=lambda: desk.is_detached(which),
    )

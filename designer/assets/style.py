"""Knows how a theme becomes the look of every widget: palette, fonts, style sheet. Knows no window.

The style sheet itself is resources/themes/widgets.qss. A widget says what it is by two properties:
its look ("primary", "chip", "heading") and its tone ("ok", "failed").
"""

from __future__ import annotations

import functools
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTemporaryDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from designer.assets.theme import Color, Theme

BODY = 13
"""Logical pixels of plain text at the system's ordinary text size."""

_SIZES, _ICON = (11, 12, 13, 15, 20), 16
_OF_SCREEN = 0.9
"""So much of a screen a window may take that lies over another one."""
_ROLES = QPalette.ColorRole


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole application a theme; may be done again at any time.

    The former style sheet is taken away first: put in place of another one, Qt works it out for
    each widget many times over, and a window with hundreds of them stands still for a second.
    """
    scale = text_scale(app)
    app.setStyleSheet("")
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(body_font(scale))
    app.setStyleSheet(style_sheet(theme, scale))


def look(widget: QWidget, name: str, tone: str = "") -> None:
    """Say what a widget is, so that the style sheet paints it so.

    Args:
        widget: any widget.
        name: a look of widgets.qss: "primary", "quiet", "chip", "heading", …
        tone: what it means: "ok", "failed", "waiting", "running", "pinned"; "" for nothing.
    """
    if widget.property("look") == name and (widget.property("tone") or "") == tone:
        return
    widget.setProperty("look", name)
    widget.setProperty("tone", tone)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        repolish(widget)  # a new one is still to be painted in its looks


def repolish(widget: QWidget) -> None:
    """Paint a widget anew after a property changed that the style sheet asks for."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


# --- fonts ----------------------------------------------------------------------------------------


def text_scale(app: QApplication) -> float:
    """Return how much larger than ordinary the system wants text, from 1 to 2."""
    scale = app.property("textScale")
    if not isinstance(scale, float):
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        scale = min(max(QFontInfo(system).pixelSize() / BODY, 1.0), 2.0)
        app.setProperty("textScale", scale)
    return scale


def grown(pixels: float) -> int:
    """Return a length in pixels for who reads larger text: buttons and signs grow with it."""
    app = QApplication.instance()
    return round(pixels * (text_scale(app) if isinstance(app, QApplication) else 1.0))


def open_at(window: QWidget, width: int, height: int) -> None:
    """Open a window at a size that is meant for ordinary text: larger where text is larger.

    Args:
        window: not shown yet.
        width: logical pixels at the ordinary size of text.
        height: likewise.
    """
    scale = QFontInfo(QGuiApplication.font()).pixelSize() / BODY
    ordinary, screen = QSize(width, height), window.screen().availableSize() * _OF_SCREEN
    window.resize((ordinary * scale).boundedTo(screen).expandedTo(ordinary))


def body_font(scale: float = 1.0) -> QFont:
    """Return the system's own font for plain text, with figures of equal width."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(round(BODY * scale))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def fonts_missing() -> bool:
    """Whether this machine has no font that could show a word."""
    latin = QFontDatabase.WritingSystem.Latin
    return not any(QFontDatabase.isSmoothlyScalable(f) for f in QFontDatabase.families(latin))


def _mono() -> str:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()


# --- colours --------------------------------------------------------------------------------------


def palette(theme: Theme) -> QPalette:
    """Return the theme for what paints without a style sheet."""
    made = QPalette()
    for role, color in _roles(theme).items():
        made.setColor(role, QColor(color))
    faded = QColor(theme.states["disabled"].ink)
    for role in (_ROLES.WindowText, _ROLES.Text, _ROLES.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return made


def _roles(theme: Theme) -> dict[QPalette.ColorRole, Color]:
    return {
        _ROLES.Window: theme.panel,
        _ROLES.WindowText: theme.text,
        _ROLES.Base: theme.surface,
        _ROLES.AlternateBase: theme.hover,
        _ROLES.ToolTipBase: theme.surface,
        _ROLES.ToolTipText: theme.text,
        _ROLES.PlaceholderText: theme.muted,
        _ROLES.Text: theme.text,
        _ROLES.Button: theme.surface,
        _ROLES.ButtonText: theme.text,
        _ROLES.BrightText: theme.states["failed"].ink,
        _ROLES.Highlight: theme.accent,
        _ROLES.HighlightedText: theme.on_accent,
        _ROLES.Link: theme.accent,
        _ROLES.LinkVisited: theme.accent,
        _ROLES.Light: theme.surface,
        _ROLES.Midlight: theme.hover,
        _ROLES.Mid: theme.border,
        _ROLES.Dark: theme.field,
        _ROLES.Shadow: theme.border,
        _ROLES.Accent: theme.accent,
    }


def mixed(color: Color, other: Color, share: float) -> Color:
    """Return a colour with a share, 0 to 1, of another in it."""
    pairs = zip(_parts(color), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _parts(color: Color) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


# --- the style sheet ------------------------------------------------------------------------------


def style_sheet(theme: Theme, scale: float = 1.0) -> str:
    """Return the style sheet in the colours of a theme."""
    values = {
        name: getattr(theme, name)
        for name in (
            *("canvas", "surface", "panel", "hover", "grid", "border", "field"),
            *("text", "muted", "accent", "on_accent"),
        )
    }
    for name, pair in theme.states.items():
        values |= {name: pair.ink, f"{name}_tint": pair.tint}
    toward = theme.text if theme.dark else theme.canvas
    values |= {
        "accent_hover": mixed(theme.accent, toward, 0.12),
        "accent_pressed": mixed(theme.accent, theme.text, 0.2),
        "pressed": mixed(theme.hover, theme.text, 0.08),
        "track": mixed(theme.surface, theme.text, 0.22),
        "mono": f'"{_mono()}"',
        "icons": _icons_of(theme.muted, theme.on_accent),
    }
    values |= {f"px{size}": f"{round(size * scale)}px" for size in _SIZES}
    values["icon"] = f"{round(_ICON * scale)}px"
    values |= {"line": f"{theme.line}px", "focus": f"{theme.line + 1}px"}
    return _sheet().substitute(values)


@functools.cache
def _sheet() -> Template:
    text = (files("resources") / "themes" / "widgets.qss").read_text(encoding="utf-8")
    return Template(text.replace("$names", "names"))


@functools.cache
def _drawn() -> QTemporaryDir:
    """The folder of this process for icons in a colour: a style sheet takes pictures from files."""
    return QTemporaryDir()


_MARKS = ("chevron-up", "chevron-down", "chevron-right", "cross", "detach", "tick", "minus")


@functools.cache
def _icons_of(ink: Color, on_accent: Color) -> str:
    folder = Path(_drawn().path()) / ink[1:]
    folder.mkdir(exist_ok=True)
    for name in _MARKS:
        svg = (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        for suffix, color in (("", ink), ("-on", on_accent)):
            (folder / f"{name}{suffix}.svg").write_text(svg.replace("currentColor", color))
    return folder.as_posix()

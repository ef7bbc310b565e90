"""Knows where icons lie and how they take a colour. Must not know what they stand for.

An icon is SVG with `currentColor`. Its name says where it lies: "plus" in resources/icons,
"kind:…" in the folder of a step kind, "connector:…" in that of a connector. A broken or missing
icon becomes a plain square, never an error.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from designer.assets.style import grown

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_PLAIN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" '
    'stroke="currentColor" stroke-width="1.75"><rect x="4" y="4" width="16" height="16" rx="3"/>'
    "</svg>"
)
_LARGEST = 64 * 1024
_PALE = 0.45
"""Opacity of an icon where what it stands for cannot be used."""
_HOMES = {"kind": "runtime.steps", "connector": "connectors.catalog"}


def icon(name: str, color: str, size: int = 20, off: str = "") -> QIcon:
    """Return an icon in a colour, sharp on screens of twice the density too.

    Args:
        name: which one.
        color: #RRGGBB.
        size: edge in logical pixels at the ordinary text size; it grows with the text.
        off: its colour where what it stands for cannot be used; "" pales it, so that it is seen at
            a glance also beside quiet icons that can be used.
    """
    found, size = QIcon(), grown(size)
    for ratio in (1, 2):
        found.addPixmap(pixmap(name, color, size, ratio))
        unusable = pixmap(name, off, size, ratio) if off else _paled(name, color, size, ratio)
        found.addPixmap(unusable, QIcon.Mode.Disabled)
    return found


def square(size: int) -> QSize:
    """Return the size of an icon on a button: it grows with the text."""
    return QSize(grown(size), grown(size))


@lru_cache(maxsize=2_000)
def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture.

    Args:
        name: which one.
        color: #RRGGBB.
        size: edge in logical pixels.
        ratio: physical pixels for each logical one.
    """
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, color).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=2_000)
def _paled(name: str, color: str, size: int, ratio: float) -> QPixmap:
    whole = pixmap(name, color, size, ratio)
    picture = QPixmap(whole.size())
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setOpacity(_PALE)
    painter.drawPixmap(0, 0, whole)
    painter.end()
    return picture


@lru_cache(maxsize=2_000)
def _renderer(name: str, color: str) -> QSvgRenderer:
    svg = _text(name).replace("currentColor", color)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    return renderer


@lru_cache(maxsize=500)
def _text(name: str) -> str:
    try:
        text = _place(name).read_text(encoding="utf-8")
    except (OSError, ValueError, ModuleNotFoundError):
        return _PLAIN
    return text if _is_drawing(text) else _PLAIN


def _place(name: str) -> Traversable:
    home, _, folder = name.rpartition(":")
    if not home:
        return files("resources") / "icons" / f"{folder}.svg"
    if not folder.isidentifier():
        raise ValueError(name)
    return files(_HOMES[home]) / folder / "icon.svg" if home in _HOMES else files("resources")


def _is_drawing(text: str) -> bool:
    """Whether Qt can draw it; what is too large or no SVG at all is not tried."""
    if len(text) > _LARGEST or "<svg" not in text or "<!ENTITY" in text:
        return False
    import xml.etree.ElementTree as ET

    try:
        ET.fromstring(text)  # noqa: S314 - from our own folders, and entities are refused above
    except ET.ParseError:
        return False
    return True

"""Knows text on the canvas: its fonts, and lines that are cut to a width and laid out once.

Must not know what the text says.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QStaticText
from PySide6.QtWidgets import QApplication

from designer.assets.style import text_scale

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

Role: TypeAlias = Literal["title", "caption", "status", "label", "note", "small", "strong"]

_SIZES: dict[Role, tuple[int, QFont.Weight]] = {
    "title": (13, QFont.Weight.DemiBold),
    "caption": (12, QFont.Weight.Normal),
    "status": (11, QFont.Weight.Medium),
    "label": (11, QFont.Weight.Normal),
    "note": (13, QFont.Weight.Normal),
    "small": (11, QFont.Weight.DemiBold),
    "strong": (12, QFont.Weight.DemiBold),
}
_LONGEST = 400
"""Letters of a line that are looked at; no card is wide enough for more."""


class Line(NamedTuple):
    """One line, laid out."""

    static: QStaticText
    font: QFont
    width: float
    ascent: float
    height: float

    def draw(self, painter: QPainter, left: float, baseline: float) -> None:
        """Paint it with the painter's pen."""
        painter.setFont(self.font)
        painter.drawStaticText(QPointF(left, baseline - self.ascent), self.static)


def measure() -> float:
    """Return how much larger than ordinary the person reads: the whole canvas is so much larger."""
    app = QApplication.instance()
    return text_scale(app) if isinstance(app, QApplication) else 1.0


def zoom_of(painter: QPainter) -> float:
    """Return how large the drawing is that is painted; 1 is natural size for this person."""
    return painter.worldTransform().m11() / measure()


LEAST = 11.0
"""Pixels of the smallest words that are painted, in natural size for who reads them."""
_CUT = "…"


def growth(painter: QPainter, role: Role) -> float:
    """Return how much larger words of a role are to be painted, so that they can be read there."""
    return grown_at(zoom_of(painter), role)


def grown_at(zoom: float, role: Role) -> float:
    """Return how much larger words of a role are to be painted at a zoom, to be read there."""
    return max(1.0, LEAST / _SIZES[role][0] / max(zoom, 0.01))


def draw_grown(painter: QPainter, line: Line, corner: QPointF, grow: float) -> None:
    """Paint a line so much larger, with its top left corner at a point."""
    if grow == 1.0:
        line.draw(painter, corner.x(), corner.y() + line.ascent)
        return
    painter.translate(corner)
    painter.scale(grow, grow)
    line.draw(painter, 0, line.ascent)
    painter.scale(1 / grow, 1 / grow)
    painter.translate(-corner)


def is_cut(line: Line, fewest: int) -> bool:
    """Whether a line was cut to fewer letters than that."""
    shown = line.static.text()
    return shown.endswith(_CUT) and len(shown) <= fewest


def font_of(role: Role) -> QFont:
    """Return the font of a role, of the family that the application uses."""
    return _font(role, QGuiApplication.font().family())


def line(text: str, role: Role, width: float = 0.0) -> Line:
    """Return a line of text, cut at its end to a width; 0 lets it be as long as it is."""
    return _line(text[:_LONGEST], role, int(width), QGuiApplication.font().family())


def first_part(text: str, role: Role, width: float) -> str:
    """Return the words at the beginning of a text that fit into a width; "" where none does."""
    return _first_part(text[:_LONGEST], role, int(width), QGuiApplication.font().family())


def parted(text: str, role: Role, width: float) -> tuple[str, str]:
    """Return a text in two parts of which the first fits; "" twice where it need not be parted."""
    first = first_part(text, role, width)
    rest = " ".join(text.split())[len(first) :].strip()
    return (first, rest) if first and rest else ("", "")


def worded(text: str, role: Role, width: float) -> Line | None:
    """Return as many whole words of a text as fit into a width, with dots where any is left out.

    Returns:
        The line; None where not even the first word fits: half a word tells nothing.
    """
    whole = line(text, role)
    if whole.width <= width:
        return whole
    first = first_part(text, role, width - line(_CUT, role).width)
    return line(first + _CUT, role) if first else None


@lru_cache(maxsize=10_000)
def _first_part(text: str, role: Role, width: int, family: str) -> str:
    metrics, words = _metrics(role, family), text.split()
    for count in range(len(words), 0, -1):
        part = " ".join(words[:count])
        if metrics.horizontalAdvance(part) <= width:
            return part
    return ""


@lru_cache(maxsize=64)
def _font(role: Role, family: str) -> QFont:
    size, weight = _SIZES[role]
    font = QFont(family)
    font.setPixelSize(size)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(maxsize=64)
def _metrics(role: Role, family: str) -> QFontMetricsF:
    return QFontMetricsF(_font(role, family))


@lru_cache(maxsize=30_000)
def _line(text: str, role: Role, width: int, family: str) -> Line:
    metrics = _metrics(role, family)
    text = " ".join(text.split())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width) if width else text
    static = QStaticText(shown)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    font = _font(role, family)
    static.prepare(font=font)
    return Line(static, font, static.size().width(), metrics.ascent(), metrics.height())

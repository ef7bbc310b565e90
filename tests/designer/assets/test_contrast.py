"""Who sees little, or sits in the sun, must read every word in every theme.

The ratio is that of WCAG 2.2: 4.5 for words, 3 for what is drawn; 7 where somebody asked for much.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from designer.assets import style
from designer.assets.theme import CONTRAST, THEMES, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from designer.assets.theme import Color

WORDS, DRAWN = 4.5, 3.0
MUCH = 7.0
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
every_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())


def ratio(one: Color, other: Color) -> float:
    """How far apart two colours are in light, from 1 to 21."""
    brighter, darker = sorted((_light(one), _light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _light(color: Color) -> float:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_ratio_is_that_of_the_standard() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def in_style_sheet(theme: Theme) -> Iterator[tuple[str, Color, Color]]:
    """Every rule's words on its ground: its own, or that of the panel and of a card."""
    for found in _RULE.finditer(re.sub(r"/\*.*?\*/", "", style.style_sheet(theme), flags=re.S)):
        selector, body = found[1].strip(), found[2]
        values = dict(part.split(":", 1) for part in body.split(";") if ":" in part)
        rule = {name.strip(): value.strip() for name, value in values.items()}
        ink, ground = rule.get("color", ""), rule.get("background", "")
        if "frameShape" in selector or not (_HEX.fullmatch(ink) or _HEX.fullmatch(ground)):
            continue
        inks = [ink] if _HEX.fullmatch(ink) else []
        grounds = [ground] if _HEX.fullmatch(ground) else [theme.panel, theme.surface]
        if not inks and _carries_words(selector):
            inks = [theme.text]
        yield from ((selector, one, other) for one in inks for other in grounds)


def _carries_words(selector: str) -> bool:
    """Whether words of the usual colour stand on a ground, as on a row under the pointer."""
    bare = ("handle", "groove", "sub-page", "chunk", "indicator", "separator", "primary", "default")
    return "QFrame" not in selector and not any(part in selector for part in bare)


def painted(theme: Theme) -> Iterator[tuple[str, Color, Color]]:
    """What is painted without the style sheet: cards, lists, notes, banners."""
    for where in (theme.surface, theme.panel, theme.hover, theme.canvas):
        yield "plain words", theme.text, where
        yield "quiet words", theme.muted, where
    yield "a note", theme.paper_ink, theme.paper
    for name, pair in theme.categories.items():
        yield f"a note in the colour of {name}", theme.text, pair.tint
        yield f"the icon of {name}", pair.ink, pair.tint
        yield f"the icon of {name} in a menu", pair.ink, theme.surface
    for name, pair in theme.states.items():
        for where in (pair.tint, theme.surface, theme.panel, theme.canvas):
            yield f"the words of {name}", pair.ink, where
        yield f"the mark of {name}", theme.on_accent, pair.ink
        yield f"a card that is {name}", theme.text, pair.tint
        yield f"the second line of a card that is {name}", theme.muted, pair.tint
    for where in (theme.surface, theme.panel, theme.canvas, theme.states["running"].tint):
        yield "a link", theme.accent, where


@every_theme
def test_every_word_can_be_read(qapp: QApplication, theme: Theme) -> None:
    assert qapp
    pairs = [*in_style_sheet(theme), *painted(theme)]
    assert len(pairs) > 100
    weak = {
        f"{where}: {ink} on {ground} has {ratio(ink, ground):.2f}"
        for where, ink, ground in pairs
        if ratio(ink, ground) < WORDS
    }
    assert not weak


@every_theme
def test_what_is_drawn_can_be_seen(theme: Theme) -> None:
    drawn = {
        "the border of a field": (theme.field, theme.surface),
        "the border of a field on the panel": (theme.field, theme.panel),
        "an edge": (theme.edge, theme.canvas),
        "a way out": (theme.edge, theme.surface),
        "the focus": (theme.accent, theme.panel),
        "the focus on the canvas": (theme.accent, theme.canvas),
        "the focus round an accent button": (theme.text, theme.panel),
    }
    drawn |= {f"the bar of {n}": (p.ink, theme.surface) for n, p in theme.categories.items()}
    weak = {where: ratio(*pair) for where, pair in drawn.items() if ratio(*pair) < DRAWN}
    assert not weak


def test_who_asks_for_high_contrast_gets_it(qapp: QApplication) -> None:
    assert qapp
    pairs = [*in_style_sheet(CONTRAST), *painted(CONTRAST)]
    weak = {where for where, ink, ground in pairs if ratio(ink, ground) < MUCH}
    assert not weak
    assert ratio(CONTRAST.border, CONTRAST.canvas) == pytest.approx(21.0)


def test_lines_are_thick_and_never_faint_in_high_contrast() -> None:
    from designer.canvas.inks import Inks

    faint = Inks(CONTRAST).pen(CONTRAST.border, 1.0, alpha=64)
    assert (faint.widthF(), faint.color().alpha()) == (2.0, 255)
    assert "border: 2px solid #FFFFFF" in style.style_sheet(CONTRAST)

"""Whoever looks at a drawing from afar finds their way by the titles of the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsScene

from designer.assets.theme import LIGHT
from designer.canvas import text
from designer.canvas.frame_item import Border, FrameItem
from designer.canvas.inks import Inks
from tests.helpers.canvases import chain, scene_of, view_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TITLE, NOTE = "Deliver", "4 steps"
PAPER = QColor(LIGHT.canvas).lightness() - 1


def painted(zoom: float) -> QImage:
    """A group in 800 units of the scene, with its border 40 below the top of the picture."""
    scene = QGraphicsScene()
    scene.addItem(item := FrameItem("f", Border(TITLE, NOTE), Inks(LIGHT)))
    item.put((0.0, 40.0, 800.0, 400.0), Border(TITLE, NOTE))
    scale = zoom * text.measure()
    image = QImage(round(800 * scale), round(400 * scale), QImage.Format.Format_RGB32)
    image.fill(LIGHT.canvas)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scene.render(painter, QRectF(image.rect()), QRectF(0, 0, 800, 400))
    painter.end()
    return image


def darkest_between_title_and_note(image: QImage, zoom: float) -> int:
    """How dark the upper border is where it passes between the two words of the strip."""
    scale, grow = zoom * text.measure(), text.grown_at(zoom, "strong")
    start = 32 + text.line(TITLE, "strong").width * grow
    columns = range(round((start + 2 * grow) * scale), round((start + 8 * grow) * scale))
    rows = range(round(40 * scale) - 1, round(40 * scale) + 1)
    return min(image.pixelColor(x, y).lightness() for x in columns for y in rows)


@pytest.mark.parametrize("zoom", [0.25, 0.34, 0.4])
def test_no_line_goes_through_a_title_that_is_too_large_for_its_strip(
    qtbot: QtBot, zoom: float
) -> None:
    del qtbot
    assert darkest_between_title_and_note(painted(zoom), zoom) >= PAPER


def test_the_border_is_whole_where_the_title_has_room(qtbot: QtBot) -> None:
    del qtbot
    assert darkest_between_title_and_note(painted(1.0), 1.0) < PAPER


@pytest.mark.parametrize("zoom", [0.1, 0.2])
def test_from_so_far_that_steps_are_blocks_groups_still_have_their_titles(
    qtbot: QtBot, zoom: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks alone do not say which part of the process is which."""
    seen: dict[str, float] = {}
    draw = text.draw_grown

    def noted(painter: QPainter, line: text.Line, corner: QPointF, grow: float) -> None:
        seen[line.static.text()] = 12 * grow * painter.worldTransform().m11()
        draw(painter, line, corner, grow)

    monkeypatch.setattr(text, "draw_grown", noted)
    frames = {"f": {"members": ["a", "b", "c", "d"], "title": "Know the client"}}
    frames["g"] = {"members": ["e"], "title": "Ask everybody who has ever signed"}
    view = view_of(qtbot, scene_of(chain(5, layout={"frames": frames})))
    view.zoom_to(zoom)
    view.look_at(view.canvas.drawn_rect().center())
    seen.clear()
    view.grab()
    assert seen["Know the client"] >= text.LEAST * text.measure() - 0.01
    assert not any(words.startswith("Ask everybody who has ever signed") for words in seen)

"""Whoever needs large text needs it on the drawing too, and from any distance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QApplication

from designer.assets.theme import LIGHT
from designer.canvas import text
from designer.canvas.card_words import paint_far_title, paint_words
from designer.canvas.inks import Inks
from designer.canvas.states import CardState
from tests.helpers.canvases import chain, document, scene_of, step, view_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from designer.canvas.view import CanvasView

LARGE = 1.5
LEAST = 11.0
LONG = "Ask everybody who has ever signed a framework agreement with this client for consent"


@pytest.fixture
def reading(qapp: QApplication) -> Iterator[Callable[[float], None]]:
    """Lets a person read text of another size, as when it is changed in the system."""
    before = qapp.property("textScale"), qapp.font()

    def read(scale: float) -> None:
        qapp.setProperty("textScale", scale)
        font = qapp.font()
        font.setPixelSize(round(13 * scale))
        qapp.setFont(font)

    yield read
    qapp.setProperty("textScale", before[0])
    qapp.setFont(before[1])


def _width(view: CanvasView) -> int:
    """The pixels that a card is wide."""
    item = view.canvas.step_item("a")
    assert item is not None
    box = item.card_rect()
    return view.mapFromScene(box.topRight()).x() - view.mapFromScene(box.topLeft()).x()


def test_who_reads_large_text_sees_the_drawing_larger_by_as_much(
    qtbot: Any, reading: Callable[[float], None]
) -> None:
    reading(1.0)
    plain = _width(view_of(qtbot, scene_of(chain(2))))
    reading(LARGE)
    view = view_of(qtbot, scene_of(chain(2)))
    assert view.zoom == pytest.approx(1.0)
    assert _width(view) == pytest.approx(plain * LARGE, abs=1)


def test_the_drawing_follows_when_the_size_of_text_changes(
    qtbot: Any, reading: Callable[[float], None]
) -> None:
    reading(1.0)
    view = view_of(qtbot, scene_of(chain(2)))
    view.zoom_to(0.8)
    view.look_at(QPointF(200, 40))
    plain = _width(view)
    reading(LARGE)
    QApplication.processEvents()
    assert view.zoom == pytest.approx(0.8)
    assert _width(view) == pytest.approx(plain * LARGE, abs=1)
    assert (view.visible_rect().center() - QPointF(200, 40)).manhattanLength() < 10


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("state", [CardState(), CardState("failed", LONG), CardState("disabled")])
@pytest.mark.parametrize("zoom", [0.26, 0.3, 0.4, 0.5, 0.6, 0.75, 0.84])
def test_no_word_of_a_card_is_smaller_than_everybody_can_read(
    monkeypatch: pytest.MonkeyPatch, zoom: float, state: CardState
) -> None:
    scene = scene_of(document(step("a", 0, name=LONG)))
    item = scene.step_item("a")
    assert item is not None
    sizes: list[float] = []
    draw = text.Line.draw

    def seen(line: text.Line, painter: QPainter, left: float, baseline: float) -> None:
        sizes.append(line.font.pixelSize() * painter.worldTransform().m11())
        draw(line, painter, left, baseline)

    monkeypatch.setattr(text.Line, "draw", seen)
    picture = QImage(300, 120, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    painter.setTransform(QTransform.fromScale(zoom * text.measure(), zoom * text.measure()))
    before = painter.worldTransform()
    paint = paint_words if zoom >= 0.5 else paint_far_title
    paint(painter, item.face, state, Inks(LIGHT), zoom)
    after = painter.worldTransform()
    painter.end()
    assert all(size >= LEAST * text.measure() - 0.01 for size in sizes)
    assert sizes or zoom < 0.3
    assert (after.m11(), after.dx(), after.dy()) == pytest.approx(
        (before.m11(), before.dx(), before.dy())
    )

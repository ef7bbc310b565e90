"""A way out is named whatever runs past it: else nobody knows when a case goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from designer.canvas.geometry import CARD_WIDTH
from tests.helpers.canvases import document, scene_of, step

if TYPE_CHECKING:
    from designer.canvas.geometry import Box

_BEHIND = QSize(200, 80)
"""How large the place right of a card is where its ways out and their names are."""


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    del qapp


def _painted(name: str, *more: Any) -> QImage:
    """Return what is seen behind a card of which every open way out has a line run past it."""
    ways = {"conditions": [{"port": name, "when": "input.total > 5"}]}
    scene = scene_of(document(step("a", 0, kind="decision", params=ways), *more))
    item = scene.step_item("a")
    assert item is not None
    item.has_line = _everywhere
    picture = QImage(_BEHIND, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    painter.translate(-CARD_WIDTH, 0)
    try:
        item.paint(painter, QStyleOptionGraphicsItem())
    finally:
        painter.end()
    assert item.face.crossed
    return picture


def _everywhere(place: Box) -> bool:
    del place
    return True


@pytest.mark.parametrize("more", [(), (step("b", 360),)], ids=["no next card", "one is near"])
def test_a_way_out_is_named_where_a_line_runs_past_it(more: tuple[Any, ...]) -> None:
    """Else a card with room beside it could not be painted at all, or would keep the name back."""
    assert _painted("large", *more) != _painted("small", *more)

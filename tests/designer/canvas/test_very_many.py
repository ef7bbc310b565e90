"""A drawing of hundreds of edges is led at once, and as the same drawing however one came to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QRectF

from designer.canvas import leading
from designer.canvas.routing import line_hits, pieces
from designer.document.changes import edges as edge_changes
from tests.helpers.canvases import document, edge, scene_of, step

if TYPE_CHECKING:
    from designer.canvas.edge_item import EdgeItem
    from designer.canvas.geometry import Box
    from designer.canvas.routing import Route
    from designer.canvas.scene import CanvasScene
    from designer.document.workflow import WorkflowDocument

_ROW, _PLACES = 12, (296.0, 152.0)
_WAYS = {
    "conditions": [
        {"port": "large", "when": "input.total > 5000"},
        {"port": "small", "when": "input.total > 50"},
    ]
}
_PORTS = ("large", "small", "otherwise")


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    del qapp


def _document(edges: int) -> WorkflowDocument:
    """Return rows of steps with three ways out: to the next one, past it, and back past two."""
    count = edges // 3 + 12
    steps = [
        step(f"s{n}", n % _ROW * _PLACES[0], n // _ROW * _PLACES[1], kind="decision", params=_WAYS)
        for n in range(count)
    ]
    made: list[Any] = []
    for number in range(4, count - 4):
        for port, by in zip(_PORTS, (1, 2, -3), strict=True):
            name = {"label": "once more"} if number % 5 == 0 else {}
            one = edge(f"s{number}", f"s{number + by}", port, **name)
            made.append({**one, "key": f"{number}-{port}"})
    return document(*steps, *made[:edges])


def _routes(scene: CanvasScene) -> dict[str, Route]:
    return {key: item.line.route for key, item in scene.drawing.edges.items()}


def _in(scene: CanvasScene, area: QRectF) -> dict[str, Route]:
    items = scene.drawing.ways.items
    return {k: i.line.route for k, i in items.items() if i.sceneBoundingRect().intersects(area)}


def _crossed(item: EdgeItem, cards: dict[str, Box]) -> list[str]:
    lines = pieces(item.line.route)
    others = {name: box for name, box in cards.items() if name not in (item.source, item.target)}
    return [n for n, box in others.items() if any(line_hits(a, b, box) for a, b in lines)]


@pytest.mark.parametrize("x", [0, 900, 2400])
@pytest.mark.parametrize("y", [-60, 700])
def test_a_part_of_a_drawing_of_very_many_edges_looks_as_in_the_whole(x: int, y: int) -> None:
    """Else edges would jump while one moves along a large workflow."""
    opened, area = _document(leading.MANY + 60), QRectF(x, y, 800, 500)
    part, whole = scene_of(opened), scene_of(opened)
    part.lead_in(area)
    assert whole.drawing.edges
    assert _in(part, area)
    assert _in(part, area) == _in(whole, area)


def test_no_edge_of_very_many_runs_across_a_card() -> None:
    """Else one cannot say, in a large workflow, which steps an edge joins."""
    scene = scene_of(_document(leading.MANY + 60))
    cards = dict(scene.drawing.card_boxes())
    assert {k: c for k, i in scene.drawing.edges.items() if (c := _crossed(i, cards))} == {}


def test_one_edge_of_very_many_waits_for_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the first look at a large workflow takes as long as all of it."""

    def others(*_: object) -> None:
        pytest.fail("it was asked where other edges are")

    monkeypatch.setattr(leading, "runs", others)
    opened = _document(leading.MANY + 1)
    scene = scene_of(opened)
    for key in opened.model.edges:
        assert scene.edge_item(key) is not None


@pytest.mark.parametrize("more", [0, 1, 2])
def test_a_drawing_that_becomes_large_or_small_looks_as_when_it_is_opened(more: int) -> None:
    """Else a workflow would look otherwise when it is opened again."""
    opened = _document(leading.MANY + more)
    scene = scene_of(opened)
    assert scene.drawing.edges
    keys = [*opened.model.edges]
    opened.do(edge_changes.disconnect(opened.model, keys[7:9]))
    assert _routes(scene) == _routes(scene_of(opened))
    opened.undo()
    assert _routes(scene) == _routes(scene_of(opened))

"""Edges are led only when they are to be seen, and nobody can tell: not in view, not by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from designer.canvas import ways
from designer.canvas.ahead import Ahead
from designer.canvas.gestures.hit import hit_at
from designer.canvas.sketch import Sketch
from designer.canvas.states import EdgeState
from designer.document.changes import edges as edge_changes
from designer.document.changes import steps as step_changes
from tests.helpers.canvases import chain, document, edge, scene_of, step, view_of

if TYPE_CHECKING:
    from designer.canvas.edge_item import EdgeItem
    from designer.canvas.scene import CanvasScene
    from designer.canvas.view import CanvasView
    from designer.document.workflow import WorkflowDocument

_COLUMNS, _ROWS = 12, 12
_COLUMN, _ROW = 296, 152
_CHOICES = 5
_KEY = "s{}-s{}".format


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    del qapp


def _ports(count: int) -> Any:
    return {
        "conditions": [{"port": f"p{n}", "title": f"Way {n}", "when": "true"} for n in range(count)]
    }


def _step(number: int, choices: int) -> Any:
    place = (number % _COLUMNS * _COLUMN, number // _COLUMNS * _ROW)
    name = f"s{number}"
    if choices:
        return step(name, *place, kind="decision", params=_ports(choices))
    return step(name, *place)


def _board(joined: list[tuple[int, int]], tall: set[int]) -> WorkflowDocument:
    """Return rows of steps, some of them tall, with these edges between them."""
    steps = [_step(n, _CHOICES if n in tall else 0) for n in range(_COLUMNS * _ROWS)]
    ports = {source: f"p{source % _CHOICES}" if source in tall else "out" for source, _ in joined}
    edges = [edge(f"s{one}", f"s{two}", ports[one]) for one, two in dict.fromkeys(joined)]
    return document(*steps, *edges)


def _onward() -> list[tuple[int, int]]:
    """Return edges from each step to the next, and from some of them far back."""
    last = _COLUMNS * _ROWS - 1
    return [*((n, n + 1) for n in range(last)), *((n, n - 17) for n in range(40, last, 9))]


def _in(scene: CanvasScene, area: QRectF) -> dict[str, EdgeItem]:
    """Return the items that Qt would paint in an area, without asking for any other."""
    items = scene.drawing.ways.items
    return {key: item for key, item in items.items() if item.sceneBoundingRect().intersects(area)}


_numbers = st.integers(0, _COLUMNS * _ROWS - 1)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(_numbers, _numbers), min_size=1, max_size=40),
    st.sets(_numbers, max_size=20),
    st.tuples(st.integers(-800, 3800), st.integers(-800, 2200)),
    st.tuples(st.integers(10, 1400), st.integers(10, 900)),
)
def test_an_area_shows_the_edges_that_a_drawing_led_as_a_whole_shows_there(
    joined: list[tuple[int, int]], tall: set[int], corner: tuple[int, int], size: tuple[int, int]
) -> None:
    """Else a person would miss an edge, or see it run across a card."""
    opened, area = _board(joined, tall), QRectF(*corner, *size)
    lazy, whole = scene_of(opened), scene_of(opened)
    lazy.lead_in(area)
    assert whole.drawing.edges
    seen, expected = _in(lazy, area), _in(whole, area)
    assert seen.keys() == expected.keys()
    assert {k: i.line for k, i in seen.items()} == {k: i.line for k, i in expected.items()}


@settings(max_examples=60)
@given(st.integers(0, 20), st.integers(30, 90), st.integers(-60, 10), st.integers(-40, 40))
def test_a_look_at_any_corner_of_a_way_round_a_tall_card_shows_it(
    ports: int, right: int, down: int, back: int
) -> None:
    """Else the far end of a detour would be missing until one looks at its beginning."""
    wall = step("wall", 8 * right, 8 * down, kind="decision", params=_ports(ports))
    ends = [step("a", 0), step("b", 888 - 24 * abs(back), 8 * back)]
    opened = document(*ends, wall, edge("a", "b", label="when all of them have agreed to it"))
    item = scene_of(opened).edge_item("a-b")
    assert item is not None
    whole = item.sceneBoundingRect()
    corners = [QPointF(*point) for point in item.line.route.points if not item.line.route.curve]
    for corner in (*corners, whole.topLeft(), whole.bottomRight()):
        lazy, area = scene_of(opened), QRectF(corner - QPointF(1, 1), corner + QPointF(1, 1))
        lazy.lead_in(area)
        assert _in(lazy, area).keys() == {"a-b"}


def _seen(view: CanvasView) -> Any:
    return view.grab().toImage()


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.2])
def test_the_first_picture_is_the_one_that_stays(qtbot: Any, zoom: float) -> None:
    """Else edges would jump into place while a person reads them."""
    opened = _board(_onward(), {14, 27, 60})
    view = view_of(qtbot, scene_of(opened))
    view.zoom_to(zoom)
    view.look_at(QPointF(1800, 900))
    first = _seen(view)
    assert len(view.canvas.drawing.edges) == len(opened.model.edges)
    assert _seen(view) == first


def _from_afar(qtbot: Any, opened: WorkflowDocument) -> CanvasView:
    view = view_of(qtbot, scene_of(opened))
    view.zoom_to(0.3)
    view.look_at(QPointF(1800, 900))
    return view


def test_from_afar_hundreds_of_edges_are_lines_first_and_then_as_they_stay(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a look from afar would wait for all of them, or never show how they really run."""
    monkeypatch.setattr(ways, "_SOME", 10)
    opened = _board(_onward(), {14, 27, 60})
    whole = _from_afar(qtbot, opened)
    assert whole.canvas.drawing.edges
    expected, view = _seen(whole), _from_afar(qtbot, opened)
    lines, items = _lines(view), view.canvas.drawing.ways.items
    first = _seen(view)
    assert len(lines) > 60
    assert not lines.keys() & items.keys()
    for key, line in lines.items():
        start, end = (whole.canvas.drawing.edges[key].line.route.points[n] for n in (0, -1))
        assert line.p2() == QPointF(*end), key
        assert line.y1() == start[1], key
    assert first != expected
    qtbot.waitUntil(lambda: not lines and not _rests(view))
    qtbot.waitUntil(lambda: _seen(view) == expected)


def test_what_was_a_line_from_afar_is_right_at_once_nearby_and_for_a_click(qtbot: Any) -> None:
    """Else who goes nearer, or takes hold of an edge, would meet a line across the cards."""
    opened = _board(_onward(), {14, 27, 60})
    view, whole = (_from_afar(qtbot, opened) for _ in range(2))
    expected = whole.canvas.drawing.edges
    _seen(view)
    key = next(iter(_lines(view)))
    item = view.canvas.edge_item(key)
    assert item is not None
    assert item.line == expected[key].line
    assert key not in _lines(view)
    for one in (view, whole):
        one.zoom_to(0.5)
    assert _seen(view) == _seen(whole)


def test_lines_from_afar_follow_an_edit_and_the_run(qtbot: Any) -> None:
    """Else an edge that is gone would still be seen, or one that ran look as if it had not."""
    scene = scene_of(_board(_onward(), set()))
    view = view_of(qtbot, scene)
    view.zoom_to(0.3)
    view.look_at(QPointF(1800, 900))
    before = _seen(view)
    key, *_, other = sorted(_lines(view))
    scene.set_states({}, {key: EdgeState("failed")})
    assert _seen(view) != before
    model = scene.document.model
    scene.document.do(edge_changes.disconnect(model, [other]))
    assert other not in _lines(view)
    assert key in _lines(view)


def _lines(view: CanvasView) -> dict[str, QLineF]:
    """Return the edges that are only plain lines, as they are now."""
    sketches = [item for item in view.canvas.items() if isinstance(item, Sketch)]
    assert len(sketches) == 1
    return sketches[0].lines


def _far_apart() -> WorkflowDocument:
    ends = [step("a", 0), step("b", 296), step("y", 50_000), step("z", 50_296)]
    between = [step(f"n{n}", 296 * (n % 8), 152 + 152 * (n // 8)) for n in range(96)]
    rows = [edge(f"n{n}", f"n{n + 1}") for n in range(95)]
    return document(*ends, *between, edge("a", "b"), edge("y", "z"), *rows)


def test_a_drawing_that_is_opened_is_led_before_its_first_picture_and_in_bits() -> None:
    """Else the window stands still at the first picture of a drawing of some dozen steps."""
    drawing = _board([pair for pair in _onward() if max(pair) < 60], {3, 30})
    scene, other = scene_of(drawing), scene_of(drawing)
    bits = sum(1 for _ in scene.leading())
    assert bits > len(drawing.model.edges) / 2
    assert not scene.lead_in(scene.drawn_rect())
    assert other.lead_in(other.drawn_rect())
    led = {key: item.sceneBoundingRect() for key, item in scene.drawing.ways.items.items()}
    assert led == {key: each.sceneBoundingRect() for key, each in other.drawing.ways.items.items()}


def test_what_is_out_of_view_is_not_led_before_one_looks_there(qtbot: Any) -> None:
    """Else a large drawing would open as slowly as all its edges take."""
    view = view_of(qtbot, scene_of(_far_apart()), size=(700, 400))
    view.zoom_to(1.0)
    view.look_at(QPointF(300, 100))
    _seen(view)
    items = view.canvas.drawing.ways.items
    assert "a-b" in items
    assert "y-z" not in items
    view.show_step("z")
    _seen(view)
    assert "y-z" in items


def test_what_one_would_see_from_farther_away_is_led_in_bits_while_nobody_waits(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the first look from afar would take as long as all edges of a large drawing."""
    monkeypatch.setattr(ways, "_SOME", 10)
    view = view_of(qtbot, scene_of(_far_apart()), size=(700, 400))
    view.zoom_to(1.0)
    view.look_at(QPointF(300, 100))
    _seen(view)
    items = view.canvas.drawing.ways.items
    qtbot.waitUntil(lambda: "n40-n41" in items and not _rests(view))
    assert "y-z" not in items
    led = len(items)
    view.zoom_to(0.3)
    _seen(view)
    assert len(items) == led


def _rests(view: CanvasView) -> bool:
    """Whether something is still to be led around what is in view."""
    ahead = view.findChild(Ahead)
    return ahead is not None and ahead.is_on


def test_a_click_from_afar_means_the_edge_that_it_would_mean_nearby(qtbot: Any) -> None:
    """From afar edges are lines without a way, and yet one can take hold of them."""
    opened = _board(_onward(), set())
    lazy, whole = (view_of(qtbot, scene_of(opened)) for _ in range(2))
    middles = [QPointF(*i.line.route.middle) for i in whole.canvas.drawing.edges.values()]
    for view in (lazy, whole):
        view.zoom_to(0.2)
        view.look_at(QPointF(1800, 900))
    pixels = [lazy.viewportTransform().map(place) for place in middles[::7]]
    means = [hit.edge and hit.edge.key for hit in (hit_at(lazy, pixel) for pixel in pixels)]
    assert means == [hit.edge and hit.edge.key for hit in (hit_at(whole, p) for p in pixels)]
    assert sum(key is not None for key in means) > len(pixels) // 2


def test_an_edit_of_many_steps_shows_in_view_at_once_what_opening_would_show(qtbot: Any) -> None:
    """Else edges would stay where their steps were before."""
    scene = scene_of(_board(_onward(), {15}))
    view = view_of(qtbot, scene)
    view.zoom_to(0.5)
    view.look_at(QPointF(1200, 600))
    _seen(view)
    model = scene.document.model
    moved = {name: (400.0 + 296 * (n % 11), 8.0 * n) for n, name in enumerate(model.nodes)}
    scene.document.do(step_changes.move(model, moved))
    after = _seen(view)
    again = view_of(qtbot, scene_of(scene.document))
    again.zoom_to(0.5)
    again.look_at(QPointF(1200, 600))
    assert _seen(again) == after
    scene.document.undo()
    assert {k: i.line for k, i in scene.drawing.edges.items()} == {
        k: i.line for k, i in scene_of(scene.document).drawing.edges.items()
    }


def test_an_edge_that_was_out_of_view_shows_how_the_run_stands(qtbot: Any) -> None:
    """Else who scrolls along would take what was done for what was not."""
    scene = scene_of(chain(24))
    view = view_of(qtbot, scene)
    view.zoom_to(1.0)
    view.look_at(QPointF(0, 0))
    _seen(view)
    with qtbot.waitSignal(scene.altered):
        scene.set_states({}, {"w-x": EdgeState("running", 3)})
    assert not view.is_moving
    view.show_step("x")
    _seen(view)
    assert view.is_moving
    item = scene.edge_item("w-x")
    assert item is not None
    assert item.line.state == EdgeState("running", 3)


def test_the_map_shows_each_edge_from_its_way_out_to_its_way_in() -> None:
    """Else the small picture of a drawing would not be of that drawing."""
    scene = scene_of(_board(_onward(), {14, 27}))
    scene.set_states({}, {_KEY(3, 4): EdgeState("ok")})
    scene.select(edges=[_KEY(5, 6)])
    before = _map_of(scene)
    items = scene.drawing.edges
    assert all(item.line.route.points for item in items.values())
    assert _map_of(scene) == before
    scene.preview({"s0": (900.0, 900.0)})
    dragged = _map_of(scene)
    assert dragged != before
    scene.end_preview()
    assert _map_of(scene) == before
    scene.set_states({}, {})
    assert _map_of(scene) != before


def _map_of(scene: CanvasScene) -> QImage:
    picture = QImage(600, 400, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    painter.scale(0.15, 0.15)
    scene.overview().paint(painter)
    painter.end()
    return picture

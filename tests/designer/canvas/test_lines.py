"""Lines can be told apart: else a person cannot say which step follows which."""

from __future__ import annotations

import json
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter

from designer.canvas.edge_paint import name_size
from designer.canvas.geometry import PLUS_SIZE, crosses, grown
from designer.canvas.ports import is_left_out, usual_plus
from designer.canvas.routing import line_hits, name_box, pieces
from designer.document.changes import edges as edge_changes
from designer.document.workflow import WorkflowDocument
from runtime.definition.definition import Definition
from tests.helpers.canvases import COLUMN, document, edge, scene_of, step

if TYPE_CHECKING:
    from designer.canvas.edge_item import EdgeItem
    from designer.canvas.geometry import Box, Point
    from designer.canvas.scene import CanvasScene

_TEMPLATES = Path(__file__).parents[3] / "resources" / "templates"
_LINE_APART, _NEAR, _LONG = 8.0, 3.0, 24.0
_WAYS = {
    "conditions": [
        {"port": "large", "when": "input.total > 5000"},
        {"port": "small", "when": "input.total > 50"},
    ]
}


def _templates() -> list[Path]:
    return sorted(_TEMPLATES.glob("*/*.baton.json"))


def _opened(file: Path) -> CanvasScene:
    plain: Any = json.loads(file.read_text(encoding="utf-8"))
    return scene_of(WorkflowDocument(Definition.from_document(plain)))


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    del qapp


# --- measuring ------------------------------------------------------------------------------------


def _joined(scene: CanvasScene, one: EdgeItem, other: EdgeItem) -> bool:
    """Whether two edges may run together: they leave by one way out, or end in one way in."""
    ports = [str(scene.document.model.edges[item.key]["port"]) for item in (one, other)]
    is_fork = one.source == other.source and ports[0] == ports[1]
    return is_fork or one.target == other.target


def _apart(scene: CanvasScene) -> list[tuple[EdgeItem, EdgeItem]]:
    items = sorted(scene.drawing.edges.values(), key=lambda item: item.key)
    return [
        (one, other)
        for one, other in combinations(items, 2)
        if crosses(grown(one.box(), _LINE_APART), other.box()) and not _joined(scene, one, other)
    ]


def _points(item: EdgeItem) -> list[Point]:
    """Places along a line, two pixels from each other."""
    path = item.line.path
    count = max(int(path.length() // 2), 1)
    places = (path.pointAtPercent(n / count) for n in range(count + 1))
    return [(place.x(), place.y()) for place in places]


def _along(one: EdgeItem, other: EdgeItem) -> float:
    """The longest stretch that one line lies on another."""
    lines = pieces(other.line.route)
    area = grown(other.box(), _LINE_APART)
    longest = so_far = 0
    for x, y in _points(one):
        spot = (x - _NEAR, y - _NEAR, x + _NEAR, y + _NEAR)
        is_on = crosses(area, spot) and any(line_hits(a, b, spot) for a, b in lines)
        so_far = so_far + 2 if is_on else 0
        longest = max(longest, so_far)
    return longest


def _lanes(item: EdgeItem) -> list[Box]:
    """The level and upright lines of an edge, without the pieces before its ports."""
    route = item.line.route
    corners = [] if route.curve else list(pairwise(route.points))[1:-1]
    return [(min(a, c), min(b, d), max(a, c), max(b, d)) for (a, b), (c, d) in corners]


def _too_near(one: Box, other: Box) -> bool:
    for low in (0, 1):
        across = 1 - low
        if one[across] == one[across + 2] and other[across] == other[across + 2]:
            beside = min(one[low + 2], other[low + 2]) - max(one[low], other[low])
            if beside > _LONG and abs(one[across] - other[across]) < _LINE_APART:
                return True
    return False


def _near_ones(scene: CanvasScene) -> list[str]:
    return [
        f"{one.key} | {other.key}"
        for one, other in _apart(scene)
        if any(_too_near(a, b) for a in _lanes(one) for b in _lanes(other))
    ]


def _shared(scene: CanvasScene) -> list[str]:
    return [f"{a.key} | {b.key}" for a, b in _apart(scene) if _along(a, b) > _LONG]


def _hit(item: EdgeItem, box: Box) -> bool:
    return any(line_hits(a, b, box) for a, b in pieces(item.line.route))


def _names(scene: CanvasScene) -> dict[str, Box]:
    """The places of the names that stand on edges."""
    lines = {key: item.line for key, item in scene.drawing.edges.items()}
    named = {key: line for key, line in lines.items() if line.label}
    return {k: name_box(one.route.middle, name_size(one.label)) for k, one in named.items()}


def _pluses(scene: CanvasScene) -> dict[str, Box]:
    """The boxes that add a step, where cards have painted them."""
    found: dict[str, Box] = {}
    for card in scene.step_items():
        for index, port in enumerate(card.face.card.ports):
            if card.face.is_open(port):
                x, y = card.face.port_place(port.name)
                if port.name not in card.face.crossed:
                    x, y = usual_plus(card.face, index)
                half = PLUS_SIZE / 2
                x, y = x + card.x(), y + card.y()
                found[f"{card.step} {port.name}"] = (x - half, y - half, x + half, y + half)
    return found


# --- templates ------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", _templates(), ids=lambda file: file.stem)
def test_no_two_lines_of_a_template_lie_on_each_other(file: Path) -> None:
    """Else two ways look like one, and nobody can say where each of them leads."""
    scene = _opened(file)
    assert _shared(scene) == []
    assert _near_ones(scene) == []


@pytest.mark.parametrize("file", _templates(), ids=lambda file: file.stem)
def test_no_line_of_a_template_runs_through_the_title_of_a_group(file: Path) -> None:
    """Else the name of a part of the process cannot be read."""
    scene = _opened(file)
    frames = [*scene.drawing.frames.values(), *scene.drawing.regions.values()]
    assert [
        (item.key, frame.frame)
        for item in scene.drawing.edges.values()
        for frame in frames
        if _hit(item, frame.title_box())
    ] == []


@pytest.mark.parametrize("file", _templates(), ids=lambda file: file.stem)
def test_no_name_on_an_edge_of_a_template_lies_on_another_line_or_name(file: Path) -> None:
    """Else a name is taken for that of the other line, or cannot be read."""
    scene = _opened(file)
    names = _names(scene)
    assert [(a, b) for a, b in combinations(names, 2) if crosses(names[a], names[b])] == []
    assert [
        (key, item.key)
        for key, box in names.items()
        for item in scene.drawing.edges.values()
        if item.key != key and _hit(item, box)
    ] == []


@pytest.mark.parametrize("file", _templates(), ids=lambda file: file.stem)
def test_every_way_out_of_a_template_is_named_in_full_and_no_line_runs_behind_its_name(
    file: Path,
) -> None:
    """Else one reads “made mean…”, or a name with a line through it."""
    scene = _opened(file)
    for card in scene.step_items():
        titles = {port.name: card.face.lasting_label(port) for port in card.face.card.ports}
        cut = [t for name, t in titles.items() if t and is_left_out(card.face, name, 1.0)]
        assert cut == []
        for name, box in card.names().items():
            inner = (box[0], box[1] + 2, box[2], box[3] - 2)
            assert [
                item.key
                for item in scene.drawing.edges.values()
                if (item.source, _port(scene, item)) != (card.step, name) and _hit(item, inner)
            ] == []


def _port(scene: CanvasScene, item: EdgeItem) -> str:
    return str(scene.document.model.edges[item.key]["port"])


@pytest.mark.parametrize("file", _templates(), ids=lambda file: file.stem)
def test_names_on_borders_of_groups_cannot_be_found_in_a_template(file: Path) -> None:
    """Else “approved” is struck through by the dashed border of its own group."""
    scene = _opened(file)
    frames = [*scene.drawing.frames.values(), *scene.drawing.regions.values()]
    edges = [frame.frame_rect().right() for frame in frames]
    names = [box for card in scene.step_items() for box in card.names().values()]
    assert names
    heights = [(frame.frame_rect().top(), frame.frame_rect().bottom()) for frame in frames]
    assert [
        box
        for box in names
        for right, (top, bottom) in zip(edges, heights, strict=True)
        if box[0] < right < box[2] and top < box[1] < bottom
    ] == []


# --- two to one way in ----------------------------------------------------------------------------


@given(
    st.lists(st.integers(1, 6), min_size=2, max_size=3, unique=True),
    st.sampled_from((1, -1)),
    st.integers(64, 160),
)
@settings(max_examples=30, deadline=None)
def test_lines_that_fall_steeply_to_one_way_in_are_no_band(
    rows: list[int], side: int, gap: int
) -> None:
    """Two or three such curves lie so close that they look like one thick line."""
    steps = [step(f"s{row}", 0, -112.0 * row * side) for row in rows]
    edges = [edge(f"s{row}", "end") for row in rows]
    scene = scene_of(document(step("end", 224.0 + gap, 0), *steps, *edges))
    lines = [*scene.drawing.edges.values()]
    for one, other in combinations(lines, 2):
        assert not (one.line.route.curve and other.line.route.curve and _is_band(one, other))


def _is_band(one: EdgeItem, other: EdgeItem) -> bool:
    """Whether two lines run side by side, nearer than lines may, and not as one."""
    lines = pieces(other.line.route)
    beside = 0
    for x, y in _points(one):
        near, far = _NEAR / 2, _LINE_APART - 1
        is_on = any(line_hits(a, b, (x - near, y - near, x + near, y + near)) for a, b in lines)
        is_by = any(line_hits(a, b, (x - far, y - far, x + far, y + far)) for a, b in lines)
        beside += 2 if is_by and not is_on else 0
    return beside > 2 * _LONG


def test_a_line_goes_round_rather_than_across_the_line_of_its_own_step() -> None:
    """“Done” ran across “if it fails” of the same step, so one took it for a joint."""
    call = {"connection": "web", "method": "POST", "path": "/bookings", "repeat": "keyed"}
    wide = COLUMN + 48
    scene = scene_of(
        document(
            step("make", 0, kind="http_request", params=call),
            step("hand", wide),
            step("on", 2 * wide),
            edge("make", "on"),
            edge("make", "hand", "error"),
            edge("hand", "on"),
        )
    )
    done, fails = (scene.edge_item(key) for key in ("make-on", "make-hand"))
    assert done is not None
    assert fails is not None
    assert not any(_hit(fails, (x - 1, y - 1, x + 1, y + 1)) for x, y in _points(done))


# --- drawings -------------------------------------------------------------------------------------

_COLUMNS, _ROWS, _ROW = 4, 3, 168.0
_PORTS = ("large", "small", "otherwise")
_cell = st.integers(0, _COLUMNS * _ROWS - 1)


@st.composite
def drawings(draw: st.DrawFn) -> list[Any]:
    """Steps with three ways out in rows and columns, and some edges, of which some have names."""
    lines = draw(st.lists(st.tuples(_cell, st.sampled_from(_PORTS), _cell), max_size=7))
    wide = (COLUMN + 80.0, _ROW)
    steps = [
        step(
            f"s{n}", n % _COLUMNS * wide[0], n // _COLUMNS * wide[1], kind="decision", params=_WAYS
        )
        for n in range(_COLUMNS * _ROWS)
    ]
    free = {(source, port): target for source, port, target in lines}
    edges: list[Any] = []
    for (source, port), target in free.items():
        more = {"label": "check again"} if draw(st.booleans()) else {}
        made = edge(f"s{source}", f"s{target}", port, **more)
        edges.append({**made, "key": f"{source}-{port}"})
    return [*steps, *edges]


@settings(max_examples=40, deadline=None)
@given(drawings())
def test_lines_with_corners_keep_apart_in_any_drawing_with_room(parts: list[Any]) -> None:
    """Else two ways look like one as soon as a drawing is not one of the examples."""
    assert _near_ones(scene_of(document(*parts))) == []


@settings(max_examples=40, deadline=None)
@given(drawings(), st.randoms(use_true_random=False))
def test_where_a_line_runs_does_not_depend_on_the_order_of_edits(
    parts: list[Any], random: Any
) -> None:
    """Else a drawing would look otherwise when it is opened again."""
    opened = document(*parts)
    scene, keys = scene_of(opened), list(opened.model.edges)
    random.shuffle(keys)
    for key in keys:
        scene.edge_item(random.choice(keys))
        opened.do(edge_changes.disconnect(opened.model, [key]))
        scene.edge_item(random.choice(keys))
        opened.undo()
    again = scene_of(opened)
    assert {key: item.line.route for key, item in scene.drawing.edges.items()} == {
        key: item.line.route for key, item in again.drawing.edges.items()
    }


@settings(max_examples=15, deadline=None)
@given(drawings())
def test_no_box_that_adds_a_step_lies_on_a_line(parts: list[Any]) -> None:
    """Else one clicks the line, or takes the box for a step on its way."""
    scene = scene_of(document(*parts))
    assert scene.drawing.edges.keys() == scene.document.model.edges.keys()
    _paint(scene)
    boxes = _pluses(scene)
    assert boxes
    assert [
        (name, item.key)
        for name, box in boxes.items()
        for item in scene.drawing.edges.values()
        if _hit(item, box)
    ] == []


def _paint(scene: CanvasScene) -> None:
    """Paint all of a drawing once: then its cards know where their boxes are."""
    picture = QImage(1600, 900, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    scene.render(painter)
    painter.end()

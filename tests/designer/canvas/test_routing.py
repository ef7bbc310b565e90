"""An edge is led so that nobody takes it for a line to a card that it only runs across."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from designer.canvas.geometry import (
    CARD_HEIGHT,
    CARD_WIDTH,
    PORT_TOP,
    Box,
    Point,
    card_height,
    grown,
)
from designer.canvas.ground import Ground
from designer.canvas.routing import Route, around, curve, line_hits, pieces

COLUMN, ROW = 296.0, 112.0
_APART = 56.0


def card_box(place: Point, ports: int) -> Box:
    """The place of a card of which the top left corner is given."""
    left, top = place
    return (left, top, left + CARD_WIDTH, top + card_height(ports))


def _route(start: Point, end: Point, others: list[Box], ends: list[Box]) -> Route:
    return curve([start], end, others) or around(start, end, Ground([*others, *ends]))


def _crossed(led: Route, boxes: list[Box]) -> list[Box]:
    return [box for box in boxes if any(line_hits(one, two, box) for one, two in pieces(led))]


def _ports(source: Box, target: Box) -> tuple[Point, Point]:
    return (source[2], source[1] + PORT_TOP), (target[0], target[1] + PORT_TOP)


_cells = st.tuples(st.integers(0, 5), st.integers(0, 4))
_shifts = st.tuples(st.integers(0, 2), st.integers(0, 2))


@st.composite
def drawings(draw: st.DrawFn) -> list[Box]:
    """Cards with gaps between them, not quite in line."""
    cells = draw(st.lists(_cells, min_size=2, max_size=14, unique=True))
    boxes: list[Box] = []
    for column, row in cells:
        right, down = draw(_shifts)
        place = (column * (COLUMN + 16) + 8 * right, row * (ROW + 24) + 8 * down)
        boxes.append(card_box(place, draw(st.integers(1, 2))))
    return boxes


@given(drawings())
def test_no_edge_runs_across_a_card_that_it_does_not_join(boxes: list[Box]) -> None:
    source, target, *others = boxes
    start, end = _ports(source, target)
    assert not _crossed(_route(start, end, others, [source, target]), others)


def test_an_edge_back_to_its_own_step_goes_round_it() -> None:
    box = card_box((0.0, 0.0), 1)
    led = _route(*_ports(box, box), [], [box])
    assert not _crossed(led, [grown(box, -1)])
    assert max(y for _, y in led.points) > CARD_HEIGHT


def test_an_edge_back_runs_under_its_row() -> None:
    boxes = [card_box((COLUMN * column, 0.0), 1) for column in range(4)]
    start, end = _ports(boxes[3], boxes[0])
    led = _route(start, end, boxes[1:3], [boxes[0], boxes[3]])
    assert not led.curve
    assert led.middle[1] > CARD_HEIGHT


def test_an_edge_to_the_next_step_is_a_plain_curve_between_its_ends() -> None:
    one, other = card_box((0.0, 0.0), 1), card_box((COLUMN, ROW), 1)
    led = _route(*_ports(one, other), [], [one, other])
    assert led.curve
    assert (led.points[0], led.points[-1]) == _ports(one, other)


@given(st.floats(-4_000, 4_000), st.floats(-4_000, 4_000))
def test_an_edge_begins_and_ends_at_its_ports_wherever_they_are(x: float, y: float) -> None:
    led = _route((0.0, 0.0), (x, y), [], [])
    assert (led.points[0], led.points[-1]) == ((0.0, 0.0), (x, y))


def test_an_edge_that_is_shut_in_is_still_drawn() -> None:
    walls = [
        (CARD_WIDTH + 10, -200.0, CARD_WIDTH + 60, 200.0),
        (-400.0, 90.0, 500.0, 140.0),
        (-400.0, -300.0, 500.0, -250.0),
    ]
    source = card_box((0.0, 0.0), 1)
    led = _route((CARD_WIDTH, PORT_TOP), (-900.0, PORT_TOP), walls, [source])
    assert led.points[-1] == (-900.0, PORT_TOP)


@given(st.tuples(st.floats(-90, 90), st.floats(-90, 90)))
def test_a_line_that_touches_no_box_is_said_to_hit_none(point: Point) -> None:
    assume(abs(point[0]) > _APART or abs(point[1]) > _APART)
    assert not line_hits(point, point, (-_APART, -_APART, _APART, _APART))

"""What a person loses when cards do not snap: rows that are nearly straight."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from designer.canvas.snapping import GRID, snap

CARD = QRectF(0, 0, 224, 72)
WAYS = st.floats(-2_000, 2_000, allow_nan=False)


def test_a_card_near_a_neighbours_row_comes_to_rest_in_it_and_a_line_shows_why() -> None:
    neighbour = QRectF(400, 200, 224, 72)
    rest = snap(CARD, QPointF(3, 205), [neighbour])
    assert (rest.by.x(), rest.by.y()) == (0, 200)
    (guide,) = rest.guides
    assert guide.y1() == guide.y2() == neighbour.center().y()
    assert guide.x2() >= neighbour.right()


def test_a_card_of_another_height_meets_its_neighbour_in_the_middle() -> None:
    neighbour = QRectF(400, 200, 224, 120)
    assert snap(CARD, QPointF(0, 222), [neighbour]).by.y() == 224


def test_far_away_cards_draw_no_line() -> None:
    assert snap(CARD, QPointF(0, 0), [QRectF(9_000, 0, 224, 72)]).guides == ()


@given(WAYS, WAYS, st.lists(st.tuples(WAYS, WAYS), max_size=4))
def test_every_place_of_rest_is_on_the_grid_and_near(
    x: float, y: float, others: list[tuple[float, float]]
) -> None:
    neighbours = [QRectF(round(a / 8) * 8, round(b / 8) * 8, 224, 72) for a, b in others]
    rest = snap(CARD, QPointF(x, y), neighbours).by
    assert rest.x() % GRID == 0
    assert rest.y() % GRID == 0
    assert abs(rest.x() - x) <= GRID
    assert abs(rest.y() - y) <= GRID

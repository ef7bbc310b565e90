"""What a person without a mouse loses: the way from one step to the next."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from designer.canvas.walking import Direction, first_step, next_step
from tests.helpers.sketches import sketch

PLACES = {
    "start": (0.0, 0.0),
    "ask": (296.0, 0.0),
    "yes": (592.0, -112.0),
    "no": (592.0, 112.0),
    "far": (592.0, 900.0),
}
EDGES = [("start", "ask"), ("ask", "yes"), ("ask", "no"), ("no", "ask")]
MODEL = sketch(PLACES, EDGES)
BOXES = {step: QRectF(*place, 224, 72) for step, place in PLACES.items()}


@pytest.mark.parametrize(
    ("step", "direction", "expected"),
    [
        ("start", "right", "ask"),
        ("ask", "left", "start"),
        ("ask", "right", "yes"),
        ("yes", "down", "no"),
        ("no", "up", "yes"),
        ("no", "right", "ask"),
        ("no", "down", "far"),
        ("start", "left", None),
        ("yes", "up", None),
    ],
)
def test_arrows_walk_along_edges_and_else_to_the_nearest_card(
    step: str, direction: Direction, expected: str | None
) -> None:
    assert next_step(MODEL, BOXES, step, direction) == expected


def test_a_hidden_step_is_passed_over() -> None:
    seen = {step: box for step, box in BOXES.items() if step != "yes"}
    assert next_step(MODEL, seen, "ask", "right") == "no"


def test_one_begins_at_the_leftmost_step() -> None:
    assert first_step(BOXES) == "start"
    assert first_step({}) is None


@given(st.sampled_from(sorted(PLACES)), st.sampled_from(get_args(Direction)))
def test_a_walk_never_stays_where_it_is(step: str, direction: Direction) -> None:
    assert next_step(MODEL, BOXES, step, direction) != step

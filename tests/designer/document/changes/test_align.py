"""What a person loses when cards do not line up: an order that the eye can follow."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.document.changes.align import Side, align, distribute
from designer.document.changes.places import place_of
from tests.helpers.sketches import sketch

SIZES = {"a": (224.0, 72.0), "b": (224.0, 120.0), "c": (224.0, 72.0), "inner": (224.0, 72.0)}
PLACES = st.tuples(st.integers(-50, 50), st.integers(-50, 50)).map(lambda p: (p[0] * 8, p[1] * 8))


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("left", [(0, 0), (0, 200), (0, 400)]),
        ("right", [(600, 0), (600, 200), (600, 400)]),
        ("centre", [(304, 0), (304, 200), (304, 400)]),
        ("top", [(0, 0), (600, 0), (80, 0)]),
        ("bottom", [(0, 400), (600, 352), (80, 400)]),
    ],
)
def test_steps_come_onto_the_line_that_was_asked_for(
    how: Side, expected: list[tuple[float, float]]
) -> None:
    model = sketch({"a": (0, 0), "b": (600, 200), "c": (80, 400)})
    model.apply(align(model, "abc", how, SIZES).patch)
    assert [place_of(model, step) for step in "abc"] == expected


@pytest.mark.parametrize("how", get_args(Side))
def test_one_step_alone_stays_where_it_is(how: Side) -> None:
    model = sketch({"a": (0, 0), "b": (600, 200)})
    assert align(model, "a", how, SIZES).patch == ()


def test_what_lies_inside_a_step_goes_with_it() -> None:
    places = {"a": (0, 0), "b": (600, 200), "inner": (640, 320)}
    model = sketch(places, parents={"inner": "b"})
    model.apply(align(model, ["a", "b", "inner"], "left", SIZES).patch)
    assert place_of(model, "b") == (0, 200)
    assert place_of(model, "inner") == (40, 320)


def test_gaps_become_equal_and_the_outermost_stay() -> None:
    model = sketch({"a": (0, 0), "b": (232, 8), "c": (800, 16)})
    model.apply(distribute(model, "cab", "columns", SIZES).patch)
    assert [place_of(model, step) for step in "abc"] == [(0, 0), (400, 8), (800, 16)]


@given(st.lists(PLACES, min_size=3, max_size=3), st.sampled_from(get_args(Side)))
def test_lining_up_twice_is_the_same_as_once(places: list[tuple[float, float]], side: Side) -> None:
    model = sketch(dict(zip("abc", places, strict=True)))
    model.apply(align(model, "abc", side, SIZES).patch)
    assert align(model, "abc", side, SIZES).patch == ()

"""What a person loses without room: every step behind must be dragged by hand."""

from __future__ import annotations

from designer.document.changes.places import outermost, place_of, shift, with_inside
from designer.document.changes.space import beyond, make_space
from designer.document.layout import notes
from tests.helpers.sketches import sketch

NOTES = {"notes": {"n": {"text": "", "position": [296.0, 0.0], "size": [160.0, 96.0]}}}


def test_everything_right_of_the_line_is_pushed_and_the_rest_stays() -> None:
    model = sketch({"a": (0, 0), "b": (296, 0), "c": (592, 200)}, layout=NOTES)
    command = make_space(model, "x", 280, 104)
    undo, _ = model.apply(command.patch)
    assert [place_of(model, step) for step in "abc"] == [(0, 0), (400, 0), (696, 200)]
    assert notes(model)["n"].position == (400, 0)
    model.apply(undo)
    assert place_of(model, "c") == (592, 200)


def test_a_region_is_not_torn_apart_by_a_line_through_it() -> None:
    model = sketch({"loop": (0, 0), "in": (300, 100)}, parents={"in": "loop"})
    assert beyond(model, "x", 200) == ([], [])
    assert set(with_inside(model, beyond(model, "y", -8)[0])) == {"loop", "in"}


def test_pulling_below_the_line_closes_a_gap() -> None:
    model = sketch({"a": (0, 0), "b": (0, 400)})
    model.apply(make_space(model, "y", 100, -200).patch)
    assert place_of(model, "b") == (0, 200)


def test_a_step_that_lies_in_a_chosen_one_is_moved_once() -> None:
    model = sketch({"loop": (0, 0), "in": (8, 80)}, parents={"in": "loop"})
    assert outermost(model, ["in", "loop", "gone"]) == ["loop"]
    command = shift(model, ["loop", "in"], (16, 0))
    model.apply(command.patch)
    assert place_of(model, "in") == (24, 80)
    assert command.title == "Move “Loop”"


def test_notes_alone_move_under_their_own_name() -> None:
    model = sketch({"a": (0, 0)}, layout=NOTES)
    assert shift(model, [], (8, 8), notes=["n"]).title == "Move a note"

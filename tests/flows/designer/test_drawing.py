"""A person draws an approval in the whole window, from nothing, and takes it all back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.flows.designer.approval import draw_approval

if TYPE_CHECKING:
    from tests.helpers.windows import Seat

WANTED = {
    ("Start when a person asks", "out", "Get an approval"),
    ("Get an approval", "approved", "Set case fields"),
    ("Get an approval", "rejected", "Finish as failed"),
    ("Set case fields", "out", "Finish"),
}


def draw_by_keys(seat: Seat) -> None:
    for words in ("person asks", "approv", "case fields", "finish"):
        seat.add(words)
    seat.press("Left")
    seat.press("Left")
    seat.add("finish as failed")


def test_an_approval_is_drawn_by_mouse_alone(seat: Seat) -> None:
    person = seat.person
    seat.click(seat.button("New workflow"))
    seat.wait(seat.studio.view.isVisible)
    with seat.never_stuck():
        fields = draw_approval(seat, "Set case fields")
        person.view.look_at(person.way_out(fields))
        person.click(person.plus(fields))
        person.click_entry("Finish")
    assert seat.edges() == WANTED
    assert len(seat.model.nodes) == len(person.done) == 5


def test_an_approval_is_drawn_by_keys_alone(seat: Seat) -> None:
    seat.press("Ctrl+N")
    with seat.never_stuck():
        draw_by_keys(seat)
    assert seat.edges() == WANTED


def test_all_of_it_is_taken_back_and_done_again(seat: Seat) -> None:
    seat.press("Ctrl+N")
    draw_by_keys(seat)
    drawn = seat.studio.bench.document.definition().document()
    for _ in range(5):
        seat.press("Ctrl+Z")
    assert not seat.model.nodes
    assert not seat.studio.bench.document.is_modified
    for _ in range(5):
        seat.press("Ctrl+Y")
    assert seat.studio.bench.document.definition().document() == drawn
    assert seat.edges() == WANTED

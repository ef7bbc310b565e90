"""Who cannot draw how work is taken back has no process for the day a deal is cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPointF, Qt

from designer.canvas.geometry import CARD_HEIGHT, CARD_WIDTH
from designer.canvas.ports import marks
from designer.document.changes.places import place_of
from tests.helpers.canvases import COLUMN, ROW, document, edge, step
from tests.helpers.hands import person_at

if TYPE_CHECKING:
    from designer.canvas.step_item import StepItem
    from tests.helpers.hands import Person

CALL = {"connection": "web", "method": "POST", "path": "/bookings", "repeat": "keyed"}
ASKED = {"title": "Approve it", "assignees": '"role:legal"'}
UNDO = "undo"


@pytest.fixture
def person(qtbot: Any) -> Person:
    return person_at(
        qtbot,
        document(
            step("book", 0, kind="http_request", params=CALL),
            step("next", COLUMN),
            step("cancel", COLUMN, ROW),
            edge("book", "next"),
            connections={"web": {"connector": "web"}},
        ),
    )


def card(person: Person, name: str) -> StepItem:
    item = person.scene.step_item(name)
    assert item is not None
    return item


def dot(person: Person, name: str) -> QPointF:
    item = card(person, name)
    return item.pos() + QPointF(*item.face.dot_place(UNDO))


def undone_by(person: Person, name: str) -> list[str]:
    return [str(found["target"]) for found in person.model.out_edges(name, UNDO)]


def test_a_line_is_drawn_with_the_mouse(person: Person) -> None:
    person.drag(dot(person, "book"), person.way_in("cancel"))
    assert undone_by(person, "book") == ["cancel"]
    line = next(e for e in person.model.edges.values() if e["port"] == UNDO)
    item = person.scene.edge_item(str(line["key"]))
    assert item is not None
    assert item.line.undoes, "it looks like a way that the case goes by itself"


def test_a_line_is_drawn_with_the_keyboard(person: Person) -> None:
    person.scene.select(["book"])
    person.key(Qt.Key.Key_C)
    person.type("undo")
    person.key(Qt.Key.Key_Return)
    person.type("cancel")
    person.key(Qt.Key.Key_Return)
    assert undone_by(person, "book") == ["cancel"]


def test_a_step_that_undoes_is_asked_for_by_a_click(person: Person) -> None:
    person.scene.select(["book"])
    person.click(dot(person, "book"))
    assert person.chooser.line.placeholderText() == "What undoes it?"
    person.click_entry("Send an HTTP request")
    (new,) = undone_by(person, "book")
    x, y = place_of(person.model, new)
    assert x == COLUMN
    assert y > 0, "it stands below, out of the way that a case goes"
    assert person.model.out_edges("book", "out")[0]["target"] == "next"


def test_the_way_is_quiet_until_it_is_wanted(person: Person) -> None:
    item = card(person, "book")
    (way,) = (port for port in item.face.card.ports if port.undoes)
    assert item.face.is_quiet(way)
    assert item.face.lasting_label(way) == ""
    person.hover(item.card_rect().center())
    assert item.face.label(way) == "to undo it"


@pytest.mark.parametrize(("kind", "params"), [("http_request", CALL), ("approval", ASKED)])
def test_no_card_is_higher_for_it_and_no_line_makes_room(
    qtbot: Any, kind: str, params: dict[str, Any]
) -> None:
    """Drawings made before stay as they were."""
    person = person_at(qtbot, document(step("a", 0, kind=kind, params=params)))
    item = card(person, "a")
    assert item.face.height == CARD_HEIGHT
    assert UNDO not in marks(item.face)


def test_other_ways_out_are_still_hit(person: Person) -> None:
    item = card(person, "book")
    for name, place in {
        "out": item.port_pos("out"),
        "error": item.port_pos("error"),
        UNDO: dot(person, "book"),
        "in": item.in_pos(),
    }.items():
        assert item.port_at(place) == name
    assert item.port_at(item.pos() + QPointF(CARD_WIDTH / 2, CARD_HEIGHT - 4)) is None


def test_the_line_is_painted_whole(person: Person) -> None:
    """What lies outside of an item's place is left behind when the card moves."""
    person.drag(dot(person, "book"), person.way_in("cancel"))
    line = next(e for e in person.model.edges.values() if e["port"] == UNDO)
    item = person.scene.edge_item(str(line["key"]))
    assert item is not None
    assert item.sceneBoundingRect().contains(dot(person, "book"))


def test_a_step_that_changes_nothing_has_no_such_way(person: Person) -> None:
    assert all(not port.undoes for port in card(person, "next").face.card.ports)


def test_a_line_to_what_undoes_never_becomes_a_way_of_the_case(person: Person) -> None:
    """Else a case would cancel what was never booked."""
    person.drag(dot(person, "book"), person.way_in("cancel"))
    person.scene.select(["book"])
    person.editing.change_type()
    person.click_entry("Set case fields")
    assert undone_by(person, "book") == []
    assert [e["target"] for e in person.model.out_edges("book")] == ["next"]


def test_a_line_is_led_to_another_step_by_its_end(person: Person) -> None:
    person.drag(dot(person, "book"), person.way_in("cancel"))
    line = next(str(key) for key, e in person.model.edges.items() if e["port"] == UNDO)
    person.scene.select(edges=[line])
    person.drag(person.way_in("cancel"), person.way_in("next"))
    assert undone_by(person, "book") == ["next"]

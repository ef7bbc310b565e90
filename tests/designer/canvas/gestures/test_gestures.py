"""What is done with the mouse is done once, is undone at once, and Esc leaves no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QToolButton

from designer.canvas.edge_paint import adding_place, trash_place
from designer.canvas.gestures.dropping import OFFER_MIME
from designer.document import layout
from designer.document.changes.places import place_of
from designer.document.clipboard import can_paste
from runtime.definition.codec import digest
from tests.helpers.canvases import chain, document, edge, step
from tests.helpers.hands import person_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.hands import Person

_NO_KEYS = Qt.KeyboardModifier.NoModifier
_NOTE = {"n": {"text": "Mind this", "position": [0.0, 200.0], "size": [160.0, 96.0]}}
_FRAME = {"f": {"title": "Set up", "members": ["a", "b"], "collapsed": False}}


def _three() -> Any:
    return chain(3, step("lone", 900, 304), layout={"notes": _NOTE, "frames": _FRAME})


def _loop() -> Any:
    inner = step("inner", 0, 200, parent="loop")
    return document(
        step("start", -296, 0, "start"),
        step("loop", 0, 0, "for_each"),
        inner,
        step("lone", 600, 0),
        edge("start", "loop"),
    )


# --- gestures that can be cancelled ---------------------------------------------------------------


def _move_step(person: Person) -> tuple[QPointF, QPointF]:
    return person.middle("lone"), person.middle("lone") + QPointF(80, 160)


def _draw_edge(person: Person) -> tuple[QPointF, QPointF]:
    return person.way_out("c"), person.middle("lone")


def _draw_back(person: Person) -> tuple[QPointF, QPointF]:
    return person.way_in("lone"), person.middle("b")


def _lead_elsewhere(person: Person) -> tuple[QPointF, QPointF]:
    return person.way_in("b"), person.middle("lone")


def _move_note(_: Person) -> tuple[QPointF, QPointF]:
    return QPointF(60, 240), QPointF(300, 400)


def _enlarge_note(_: Person) -> tuple[QPointF, QPointF]:
    return QPointF(156, 292), QPointF(256, 392)


def _move_frame(person: Person) -> tuple[QPointF, QPointF]:
    item = person.scene.drawing.frames["f"].frame_rect()
    start = QPointF(item.center().x(), item.top() + 10)
    return start, start + QPointF(0, -160)


def _make_room(person: Person) -> tuple[QPointF, QPointF]:
    person.editing.arm_space()
    return QPointF(260, -100), QPointF(420, -100)


def _choose_in_a_box(_: Person) -> tuple[QPointF, QPointF]:
    return QPointF(-60, 160), QPointF(800, -100)


_EDITING: dict[str, Callable[[Person], tuple[QPointF, QPointF]]] = {
    "Move “Lone”": _move_step,
    "Connect “C” to “Lone”": _draw_edge,
    "Connect “B” to “Lone”": _draw_back,
    "Reconnect": _lead_elsewhere,
    "Move a note": _move_note,
    "Resize a note": _enlarge_note,
    "Move 2 steps": _move_frame,
    "Make room: 3 steps moved": _make_room,
}


@pytest.mark.parametrize("title", _EDITING)
def test_a_gesture_is_one_entry_of_the_history_and_one_undo_takes_it_back(
    qtbot: Any, title: str
) -> None:
    person = person_at(qtbot, _three())
    before = digest(person.scene.document.definition())
    person.drag(*_EDITING[title](person))
    assert person.done == [title]
    assert digest(person.scene.document.definition()) != before
    person.scene.document.undo()
    assert digest(person.scene.document.definition()) == before


@pytest.mark.parametrize("title", [*_EDITING, "choose"])
def test_esc_in_the_middle_of_a_gesture_leaves_no_trace(qtbot: Any, title: str) -> None:
    person = person_at(qtbot, _three())
    before = digest(person.scene.document.definition())
    places = {item.step: item.pos() for item in person.scene.step_items()}
    items = len(person.scene.items())
    start, end = (_EDITING | {"choose": _choose_in_a_box})[title](person)
    person.press(start)
    person.move((start + end) / 2, end)
    person.key(Qt.Key.Key_Escape)
    assert person.hands.pointer.gesture is None
    person.release(end)
    assert digest(person.scene.document.definition()) == before
    assert person.done == []
    assert {item.step: item.pos() for item in person.scene.step_items()} == places
    assert len(person.scene.items()) == items
    assert not person.scene.selectedItems()
    assert not person.editing.space_armed


@pytest.mark.parametrize("title", _EDITING)
def test_what_may_not_be_changed_is_not_changed_by_any_gesture(qtbot: Any, title: str) -> None:
    person = person_at(qtbot, _three())
    person.view.canvas.set_editable(on=False)
    person.drag(*_EDITING[title](person))
    for key in (Qt.Key.Key_N, Qt.Key.Key_Delete, Qt.Key.Key_D, Qt.Key.Key_G, Qt.Key.Key_F2):
        person.key(key)
    assert person.done == []
    assert not person.editing.asking.is_open


# --- choosing -------------------------------------------------------------------------------------


def test_clicks_choose_and_ctrl_clicks_add_and_let_go(qtbot: Any) -> None:
    person = person_at(qtbot, _three())
    control = Qt.KeyboardModifier.ControlModifier
    person.click(person.middle("a"))
    assert person.scene.selected_steps() == ["a"]
    person.click(person.middle("b"), keys=control)
    assert person.scene.selected_steps() == ["a", "b"]
    person.click(person.middle("a"), keys=control)
    assert person.scene.selected_steps() == ["b"]
    person.click(QPointF(400, 300))
    assert not person.scene.selectedItems()


def test_a_box_chooses_all_cards_that_it_touches(qtbot: Any) -> None:
    person = person_at(qtbot, _three())
    person.drag(QPointF(-60, 160), QPointF(400, -100))
    assert person.scene.selected_steps() == ["a", "b"]
    person.drag(QPointF(850, 200), QPointF(1000, 400), keys=Qt.KeyboardModifier.ShiftModifier)
    assert person.scene.selected_steps() == ["a", "b", "lone"]


def test_an_edge_is_chosen_by_a_click_and_removed_by_its_bin(qtbot: Any) -> None:
    person = person_at(qtbot, document(step("a", 0), step("b", 600), edge("a", "b")))
    middle = (person.way_out("a") + person.way_in("b")) / 2
    person.click(middle - QPointF(80, 0))
    assert person.scene.selected_edges() == ["a-b"]
    person.hover(middle)
    person.click(QPointF(*trash_place((middle.x(), middle.y()))))
    assert person.done == ["Remove a connection"]


# --- connecting -----------------------------------------------------------------------------------


def test_no_edge_leads_into_a_trigger_or_to_its_own_step_but_loops_may_be_drawn(
    qtbot: Any,
) -> None:
    person = person_at(qtbot, _loop())
    assert not person.editing.may_connect("loop", "out", "start")
    assert not person.editing.may_connect("loop", "out", "loop")
    assert not person.editing.may_connect("start", "out", "loop")  # it stands already
    person.drag(person.way_out("lone"), person.middle("start"))
    assert person.done == []
    person.drag(person.way_out("lone"), person.middle("loop"))
    person.drag(person.way_out("loop"), person.middle("lone"))
    assert len(person.done) == 2


def test_while_an_edge_is_drawn_one_sees_where_it_may_end(qtbot: Any) -> None:
    person = person_at(qtbot, _loop())
    person.press(person.way_out("lone"))
    person.move(QPointF(700, 300), QPointF(500, 300))
    marks = {item.step: item.face.target for item in person.scene.step_items()}
    assert marks == {"start": False, "loop": True, "inner": True, "lone": None}  # it begins there
    person.release(person.middle("start"))
    assert {item.face.target for item in person.scene.step_items()} == {None}


def test_dropping_an_edge_on_empty_ground_asks_for_a_step_and_connects_it(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    person.drag(person.way_out("b"), QPointF(640, 200))
    person.type("approv")
    person.key(Qt.Key.Key_Return)
    assert person.done == ["Add “Get an approval”"]
    new = person.editing.focus
    assert [e["target"] for e in person.model.out_edges("b")] == [new]
    assert place_of(person.model, new) == (640, 160)


def test_esc_in_the_list_of_steps_changes_nothing(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    items = len(person.scene.items())
    person.drag(person.way_out("b"), QPointF(640, 200))
    person.key(Qt.Key.Key_Escape)
    assert person.done == []
    assert not person.editing.asking.is_open
    assert len(person.scene.items()) == items
    assert QApplication.focusWidget() is person.view


def test_a_step_is_put_into_an_edge_and_what_follows_gives_way(qtbot: Any) -> None:
    person = person_at(qtbot, chain(3))
    middle = (person.way_out("a") + person.way_in("b")) / 2
    person.click(QPointF(*adding_place((middle.x(), middle.y()))))
    person.click_entry("Prepare data")
    assert person.done == ["Add “Prepare data”"]
    new = person.editing.focus
    ends = {(e["source"], e["target"]) for e in person.model.edges.values()}
    assert ends == {("a", new), (new, "b"), ("b", "c")}
    boxes = [item.card_rect() for item in person.scene.step_items()]
    assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)
    person.scene.document.undo()
    assert place_of(person.model, "c") == (592, 0)


# --- dropping offers ------------------------------------------------------------------------------


def _drop(person: Person, name: str, place: QPointF) -> None:
    data = QMimeData()
    data.setData(OFFER_MIME, name.encode())
    pixel, port = person.pixel(place), person.view.viewport()
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, _NO_KEYS)
    for event in (QDragEnterEvent(pixel, *how), QDragMoveEvent(pixel, *how)):
        QApplication.sendEvent(port, event)
    QApplication.sendEvent(port, QDropEvent(QPointF(pixel), *how))


def _some_offer(person: Person, title: str) -> str:
    return next(offer.id for offer in person.editing.asking.offers if offer.title == title)


def test_an_offer_comes_where_it_is_dropped(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    _drop(person, _some_offer(person, "Wait"), QPointF(312, 236))
    (new,) = person.model.nodes.keys() - {"a", "b"}
    assert place_of(person.model, new) == (200, 200)
    assert person.done == ["Add “Wait”"]


def test_an_offer_that_is_dropped_on_an_edge_comes_in_between(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    _drop(person, _some_offer(person, "Wait"), (person.way_out("a") + person.way_in("b")) / 2)
    (new,) = person.model.nodes.keys() - {"a", "b"}
    assert [e["target"] for e in person.model.out_edges("a")] == [new]
    assert [e["target"] for e in person.model.out_edges(new)] == ["b"]


def test_an_offer_that_is_dropped_in_a_region_is_done_for_each(qtbot: Any) -> None:
    person = person_at(qtbot, _loop())
    region = person.scene.region_item("loop")
    assert region is not None
    _drop(person, _some_offer(person, "Wait"), region.frame_rect().bottomRight() - QPointF(8, 8))
    (new,) = person.model.nodes.keys() - {"start", "loop", "inner", "lone"}
    assert person.model.nodes[new]["parent"] == "loop"


def test_something_foreign_that_is_dropped_changes_nothing(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    _drop(person, "kind:nobody_knows", QPointF(300, 200))
    assert person.done == []


# --- frames and regions ---------------------------------------------------------------------------


def test_a_step_that_is_dropped_in_a_frame_belongs_to_it_and_leaves_it_again(qtbot: Any) -> None:
    person = person_at(qtbot, _three())
    frame = person.scene.drawing.frames["f"].frame_rect()
    inside = QPointF(frame.right() - 6, frame.bottom() - 6)
    person.drag(person.middle("lone"), inside)
    assert layout.frame_of(person.model, "lone") == "f"
    person.drag(person.middle("lone"), QPointF(900, 400))
    assert layout.frame_of(person.model, "lone") == ""
    assert len(person.done) == 2


def test_a_step_that_is_dropped_in_a_region_lies_inside_and_comes_out_again(qtbot: Any) -> None:
    person = person_at(qtbot, _loop())
    region = person.scene.region_item("loop")
    assert region is not None
    person.drag(person.middle("lone"), region.frame_rect().bottomLeft() + QPointF(6, -6))
    assert person.model.nodes["lone"]["parent"] == "loop"
    person.drag(person.middle("lone"), QPointF(700, 500))
    assert "parent" not in person.model.nodes["lone"]
    assert len(person.done) == 2


def test_what_lies_inside_a_step_moves_with_it(qtbot: Any) -> None:
    person = person_at(qtbot, _loop())
    person.drag(person.middle("loop"), person.middle("loop") + QPointF(0, 400))
    assert place_of(person.model, "loop") == (0, 400)
    assert place_of(person.model, "inner") == (0, 600)
    assert person.model.nodes["inner"]["parent"] == "loop"
    assert person.done == ["Move “Loop”"]


def test_a_folded_frame_moves_with_all_that_it_stands_for(qtbot: Any) -> None:
    frames = {"f": {"title": "Set up", "members": ["a", "b"], "collapsed": True}}
    person = person_at(qtbot, chain(3, layout={"frames": frames}))
    person.drag(QPointF(100, 40), QPointF(100, 240))
    assert [place_of(person.model, name) for name in "abc"] == [(0, 200), (296, 200), (592, 0)]
    assert person.done == ["Move 2 steps"]


# --- the rest -------------------------------------------------------------------------------------


def test_the_drawing_is_moved_by_the_middle_button_and_by_the_space_bar(qtbot: Any) -> None:
    person = person_at(qtbot, chain(3))
    before = person.view.visible_rect().topLeft()
    # points of the scene move with the hand, so the way is told in pixels
    pixel = person.middle("b")
    person.press(pixel, button=Qt.MouseButton.MiddleButton)
    person.move(pixel + QPointF(60, 40), button=Qt.MouseButton.MiddleButton)
    person.release(pixel, button=Qt.MouseButton.MiddleButton)
    by = before - person.view.visible_rect().topLeft()
    assert (by.x(), by.y()) == (60, 40)
    assert person.done == []


def test_a_name_is_written_anew_where_it_stands(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    item = person.scene.step_item("a")
    assert item is not None
    person.double_click(item.card_rect().topLeft() + QPointF(90, 24))
    person.type("Check margin")
    person.key(Qt.Key.Key_Return)
    assert person.model.nodes["a"]["name"] == "Check margin"
    person.key(Qt.Key.Key_F2)
    person.type("never")
    person.key(Qt.Key.Key_Escape)
    assert person.model.nodes["a"]["name"] == "Check margin"
    assert len(person.done) == 1


def test_a_double_click_on_a_card_opens_its_settings(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    with qtbot.waitSignal(person.editing.settings_wanted) as told:
        person.double_click(person.middle("a") + QPointF(60, 24))
    assert told.args == ["a"]


def test_the_actions_of_a_step_come_beside_it_and_do_their_work(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    pad = person.hands.pad
    person.hover(person.middle("a"))
    qtbot.waitUntil(pad.isVisible)
    assert pad.step == "a"
    buttons = {button.accessibleName(): button for button in pad.findChildren(QToolButton)}
    buttons["Delete"].click()
    assert person.done == ["Remove “A”"]
    assert not pad.isVisible()


def test_copied_steps_come_beside_their_originals(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    person.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    person.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert can_paste(QApplication.clipboard().text())
    person.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    person.key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert len(person.model.nodes) == 6
    assert len(person.model.edges) == 3
    assert person.done == ["Paste 2 steps", "Duplicate 2 steps"]

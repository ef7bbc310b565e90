"""What is drawn is the document, after every change, and only what changed is made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from designer.assets.theme import DARK
from designer.canvas.grouping import frame_name
from designer.canvas.states import CardState, EdgeState
from designer.document.changes import edges as edge_changes
from designer.document.changes import steps as step_changes
from designer.document.history import Command
from runtime.plan.problems import Edit
from tests.helpers.canvases import chain, document, edge, scene_of, step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from designer.canvas.drawing import Drawing
    from designer.canvas.scene import CanvasScene
    from designer.document.model import Model
    from designer.document.workflow import WorkflowDocument


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    del qapp


def _looks(scene: CanvasScene) -> Any:
    """Return all that can be seen of a drawing, to compare it with another."""
    drawing: Drawing = scene.drawing
    cards = {
        name: (item.box(), item.isVisible(), item.face)
        for name, item in drawing.cards_shown.items()
    }
    lines = {
        key: (item.line.route, item.line.label, item.source, item.target)
        for key, item in drawing.edges.items()
    }
    frames = {name: (item.frame_rect(), item.border) for name, item in drawing.frames.items()}
    return cards, lines, frames, drawing.regions.keys(), drawing.notes.keys()


def _laid_out(**layout: Any) -> Any:
    return {"layout": layout}


_FRAME = {"f": {"title": "Approvals", "members": ["b", "c"], "collapsed": False}}


def test_a_new_step_appears_where_it_was_put() -> None:
    opened = chain(2)
    scene = scene_of(opened)
    command, name = step_changes.add(opened.model, "set_fields", name="New", place=(64, 320))
    opened.do(command)
    item = scene.step_item(name)
    assert item is not None
    assert item.box()[:2] == (64, 320)


def test_an_edge_follows_the_step_that_is_moved() -> None:
    opened = chain(2)
    scene = scene_of(opened)
    opened.do(step_changes.move(opened.model, {"b": (800.0, 400.0)}))
    line, target = scene.edge_item("a-b"), scene.step_item("b")
    assert line is not None
    assert target is not None
    assert line.line.route.points[-1] == (target.in_pos().x(), target.in_pos().y())


def test_an_edge_makes_way_for_a_card_that_is_put_onto_it() -> None:
    opened = document(step("a", 0), step("b", 888), step("c", 0, 600), edge("a", "b"))
    scene = scene_of(opened)
    item = scene.edge_item("a-b")
    assert item is not None
    assert item.line.route.curve
    opened.do(step_changes.move(opened.model, {"c": (448.0, 0.0)}))
    assert not item.line.route.curve
    opened.undo()
    assert item.line.route.curve


def test_renaming_one_step_leaves_the_items_of_all_others_alone() -> None:
    opened = chain(5)
    scene = scene_of(opened)
    before = {name: scene.step_item(name) for name in "abcde"}
    faces = {name: item.face for name, item in before.items() if item}
    opened.do(step_changes.rename(opened.model, "c", "Check the margin"))
    assert {name: scene.step_item(name) for name in "abcde"} == before
    same = [name for name, item in before.items() if item and item.face is faces[name]]
    assert same == ["a", "b", "d", "e"]
    assert scene.card("c").title == "Check the margin"


def test_a_way_out_offers_the_next_step_until_an_edge_leaves_it() -> None:
    opened = document(step("a", 0), step("b", 296))
    scene = scene_of(opened)
    item = scene.step_item("a")
    assert item is not None
    assert "out" in item.face.free
    opened.do(edge_changes.connect(opened.model, "a", "out", "b"))
    assert "out" not in item.face.free
    opened.undo()
    assert "out" in item.face.free


def test_states_are_shown_and_taken_back() -> None:
    scene = scene_of(chain(2))
    scene.set_states({"a": CardState("failed", "No room")}, {"a-b": EdgeState("ok", 3)})
    item, line = scene.step_item("a"), scene.edge_item("a-b")
    assert item is not None
    assert line is not None
    assert (item.face.shown().line, line.line.state.count) == ("No room", 3)
    scene.set_states({}, {})
    assert (item.face.shown().name, line.line.state.count) == ("idle", 0)


def test_the_same_states_again_repaint_nothing(qtbot: Any) -> None:
    scene = scene_of(chain(2))
    scene.set_states({"a": CardState("ok")}, {})
    with qtbot.assertNotEmitted(scene.altered):
        scene.set_states({"a": CardState("ok")}, {})


def test_a_step_that_is_off_or_pinned_says_so_without_a_run() -> None:
    pinned: dict[str, Any] = {"b": {"pinned": "happy case", "items": {}}}
    off = document(step("a", 0, disabled=True), step("b", 296), samples=pinned)
    scene = scene_of(off)
    lines = [item.face.shown().line for item in scene.step_items()]
    assert lines == ["off", "test data: happy case"]


# --- selection ----------------------------------------------------------------------------------


def test_selecting_tells_once_and_strangers_are_passed_over(qtbot: Any) -> None:
    scene = scene_of(chain(3))
    with qtbot.waitSignal(scene.selected):
        scene.select(steps=["a", "c", "gone"], edges=["a-b"])
    assert (scene.selected_steps(), scene.selected_edges()) == (["a", "c"], ["a-b"])
    with qtbot.assertNotEmitted(scene.selected):
        scene.select(steps=["c", "a"], edges=["a-b"])


def test_a_selected_step_stays_selected_when_it_is_edited() -> None:
    opened = chain(2)
    scene = scene_of(opened)
    scene.select(steps=["a"])
    opened.do(step_changes.rename(opened.model, "a", "Other"))
    assert scene.selected_steps() == ["a"]
    item = scene.step_item("a")
    assert item is not None
    assert item.face.selected


def test_a_selected_step_that_is_removed_is_no_longer_selected() -> None:
    opened = chain(2)
    scene = scene_of(opened)
    scene.select(steps=["b"])
    opened.do(step_changes.remove(opened.model, ["b"]))
    assert scene.selected_steps() == []


# --- frames, folds, notes -------------------------------------------------------------------------


def test_a_folded_frame_is_one_card_with_the_worst_state_and_its_edges() -> None:
    folded = {"f": {**_FRAME["f"], "collapsed": True}}
    scene = scene_of(chain(4, **_laid_out(frames=folded)))
    scene.set_states({"b": CardState("ok"), "c": CardState("failed")}, {})
    card = scene.step_item(frame_name("f"))
    assert card is not None
    assert (card.face.card.title, card.face.card.caption) == ("Approvals", "2 steps")
    assert card.face.shown().line == "1 of 2 failed"
    assert scene.edge_item("b-c") is None
    into, out = scene.edge_item("a-b"), scene.edge_item("c-d")
    assert into is not None
    assert out is not None
    assert (into.target, out.source) == (card.step, card.step)
    assert [item.step for item in scene.step_items()] == ["a", "d"]


def test_opening_a_frame_shows_its_steps_and_edges_again() -> None:
    folded = {"f": {**_FRAME["f"], "collapsed": True}}
    opened = chain(4, **_laid_out(frames=folded))
    scene = scene_of(opened)
    path = ("graph", "layout", "frames", "f", "collapsed")
    opened.do(Command("Open", (Edit("set", path, value=False),)))
    assert _looks(scene) == _looks(scene_of(opened))
    assert scene.edge_item("b-c") is not None


def test_a_frame_grows_with_the_step_that_is_moved_in_it() -> None:
    opened = chain(4, **_laid_out(frames=_FRAME))
    scene = scene_of(opened)
    opened.do(step_changes.move(opened.model, {"c": (1200.0, 400.0)}))
    frame, item = scene.drawing.frames["f"], scene.step_item("c")
    assert item is not None
    assert frame.frame_rect().contains(item.card_rect())


def test_a_folded_step_hides_what_lies_inside_it_and_the_edges_there() -> None:
    inner = [step("x", 0, 200, parent="loop"), step("y", 296, 200, parent="loop")]
    parts = [step("loop", 0, kind="for_each"), *inner, edge("x", "y")]
    opened = document(*parts)
    scene = scene_of(opened)
    assert scene.region_item("loop") is not None
    opened.do(Command("Fold", (Edit("set", ("graph", "layout", "folded", "loop"), value=True),)))
    assert [item.step for item in scene.step_items()] == ["loop"]
    assert scene.edge_item("x-y") is None
    assert scene.region_item("loop") is None
    opened.undo()
    assert len(scene.step_items()) == 3


def test_notes_come_and_go_with_the_document() -> None:
    opened = chain(1)
    scene = scene_of(opened)
    note: Any = {"text": "**Mind** this", "position": [8, 8], "size": [200, 120]}
    opened.do(Command("Note", (Edit("set", ("graph", "layout", "notes", "n"), note),)))
    item = scene.note_item("n")
    assert item is not None
    assert item.note_rect().size().width() == 200
    opened.undo()
    assert scene.note_item("n") is None


# --- dragging -------------------------------------------------------------------------------------


def test_a_drag_that_is_given_up_leaves_everything_where_it_was() -> None:
    scene = scene_of(chain(3))
    before = _looks(scene)
    scene.preview({"b": (900.0, 900.0)})
    assert _looks(scene) != before
    scene.end_preview()
    assert _looks(scene) == before


def test_a_theme_reaches_every_item() -> None:
    scene = scene_of(chain(2, **_laid_out(frames={"f": {"title": "", "members": ["a"]}})))
    scene.set_theme(DARK)
    drawing = scene.drawing
    items = (*drawing.cards_shown.values(), *drawing.edges.values(), *drawing.frames.values())
    assert all(item.inks.theme is DARK for item in items)


# --- the law --------------------------------------------------------------------------------------


def _added(model: Model, name: str, pick: int) -> Command:
    del name
    return step_changes.add(model, "decision", name="N", place=_place(pick))[0]


def _place(pick: int) -> tuple[float, float]:
    return (float(pick % 5) * 296, float(pick % 3) * 112)


def _connected(model: Model, name: str, pick: int) -> Command:
    return edge_changes.connect(model, name, "out", _picked(model.nodes, pick // 7))


def _cut(model: Model, name: str, pick: int) -> Command:
    del name
    return edge_changes.disconnect(model, [_picked(model.edges, pick)] if model.edges else [])


def _folded(model: Model, name: str, pick: int) -> Command:
    del model, name
    path = ("graph", "layout", "folded", "loop")
    return Command("Fold", (Edit("set", path, value=bool(pick % 2)),))


def _framed(model: Model, name: str, pick: int) -> Command:
    members: Any = [name, _picked(model.nodes, pick // 7)]
    frame: Any = {"title": "F", "members": members, "collapsed": bool(pick % 2)}
    return Command("Frame", (Edit("set", ("graph", "layout", "frames", "f"), frame),))


def _picked(names: Iterable[str], pick: int) -> str:
    listed = sorted(names)
    return listed[pick % len(listed)]


_EDITS: dict[str, Callable[[Model, str, int], Command]] = {
    "add": _added,
    "remove": lambda model, name, _: step_changes.remove(model, [name]),
    "move": lambda model, name, pick: step_changes.move(model, {name: _place(pick)}),
    "connect": _connected,
    "cut": _cut,
    "fold": _folded,
    "frame": _framed,
}


def _act(opened: WorkflowDocument, action: str, pick: int) -> None:
    if action == "undo":
        opened.undo()
    elif action == "redo":
        opened.redo()
    elif opened.model.nodes or action == "add":
        name = _picked(opened.model.nodes or [""], pick)
        opened.do(_EDITS[action](opened.model, name, pick))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from([*_EDITS, "undo", "redo"]), st.integers(0, 40)), max_size=14)
)
@example([("fold", 1), ("cut", 2)])
def test_after_any_edits_the_canvas_shows_what_opening_the_file_would_show(
    actions: list[tuple[str, int]],
) -> None:
    loop = [step("loop", 0, 300, kind="for_each"), step("x", 296, 300, parent="loop")]
    opened = chain(3, *loop, edge("x", "loop"))
    scene = scene_of(opened)
    for action, pick in actions:
        _act(opened, action, pick)
    assert _looks(scene) == _looks(scene_of(opened))

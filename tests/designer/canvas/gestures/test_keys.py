"""What a person who uses no mouse loses when a key does nothing."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from designer.document import layout
from designer.document.changes.places import place_of
from runtime.steps import kinds
from tests.helpers.canvases import chain, document, edge, step
from tests.helpers.hands import person_at

_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_KEY = Qt.Key


def _approval() -> Any:
    return step("ask", 0, 0, "approval", params=dict(kinds()["approval"].starter))


def test_arrows_walk_and_with_shift_they_extend(qtbot: Any) -> None:
    person = person_at(qtbot, chain(3))
    person.key(_KEY.Key_Right)
    assert person.editing.focus == "a"
    person.key(_KEY.Key_Right)
    person.key(_KEY.Key_Right, _SHIFT)
    assert person.scene.selected_steps() == ["b", "c"]
    item = person.scene.step_item("c")
    assert item is not None
    assert item.face.focused


def test_tab_goes_through_all_steps_and_then_leaves_the_canvas(qtbot: Any) -> None:
    person = person_at(qtbot, chain(3))
    seen: list[str] = []
    for _ in range(3):
        assert person.editing.walk_in_order()
        seen.append(person.editing.focus)
    assert seen == ["a", "b", "c"]
    assert not person.editing.walk_in_order()
    assert person.editing.focus == ""
    assert person.editing.walk_in_order(-1)
    assert person.editing.focus == "c"


def test_ctrl_and_arrows_move_a_step_by_the_grid_as_one_entry(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    person.editing.select_step("b")
    for _ in range(3):
        person.key(_KEY.Key_Down, _CONTROL)
    assert place_of(person.model, "b") == (296, 24)
    assert person.done == ["Move “B”"]


def test_enter_p_and_f9_ask_for_settings_test_data_and_a_stop(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    editing = person.editing
    editing.select_step("b")
    wanted = [
        (_KEY.Key_Return, editing.settings_wanted),
        (_KEY.Key_P, editing.pin_wanted),
        (_KEY.Key_F9, editing.stop_wanted),
    ]
    for key, signal in wanted:
        with qtbot.waitSignal(signal) as told:
            person.key(key)
        assert told.args == ["b"]
    with qtbot.waitSignal(editing.arrange_wanted) as told:
        person.key(_KEY.Key_L, _CONTROL | _SHIFT)
    assert told.args == [[], False]


def test_c_asks_for_the_way_out_where_there_are_several(qtbot: Any) -> None:
    person = person_at(qtbot, document(_approval(), step("end", 296, 0, "end")))
    person.editing.select_step("ask")
    person.key(_KEY.Key_C)
    titles = [choice.title for choice in person.chooser.model.choices]
    assert len(titles) > 1
    person.type("refused")
    person.key(_KEY.Key_Return)
    person.type("end")
    person.key(_KEY.Key_Return)
    (drawn,) = person.model.edges.values()
    assert (drawn["source"], drawn["port"], drawn["target"]) == ("ask", "rejected", "end")


def test_delete_removes_what_is_selected_and_goes_to_the_step_before(qtbot: Any) -> None:
    person = person_at(qtbot, chain(3))
    person.editing.select_step("c")
    person.key(_KEY.Key_Delete)
    assert "c" not in person.model.nodes
    assert person.editing.focus == "b"
    person.key(_KEY.Key_A, _CONTROL)
    person.key(_KEY.Key_Delete)
    assert person.scene.is_empty
    assert len(person.done) == 2


def test_g_puts_a_frame_round_steps_and_asks_for_its_title(qtbot: Any) -> None:
    person = person_at(qtbot, chain(3))
    person.scene.select(["a", "b"])
    person.key(_KEY.Key_G)
    person.type("Approvals")
    person.key(_KEY.Key_Return)
    (frame,) = layout.frames(person.model).values()
    assert (frame.title, frame.members) == ("Approvals", ("a", "b"))
    person.key(_KEY.Key_Delete)
    assert not layout.frames(person.model)
    assert len(person.model.nodes) == 3


def test_a_folded_frame_is_removed_with_what_it_stands_for(qtbot: Any) -> None:
    frames = {"f": {"title": "Set up", "members": ["a", "b"], "collapsed": True}}
    person = person_at(qtbot, chain(3, layout={"frames": frames}))
    person.scene.select(frames=["f"])
    person.key(_KEY.Key_Delete)
    assert set(person.model.nodes) == {"c"}


def test_d_switches_a_step_off_and_on(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    person.editing.select_step("a")
    person.key(_KEY.Key_D)
    assert person.model.nodes["a"]["disabled"] is True
    person.key(_KEY.Key_D)
    assert person.model.nodes["a"]["disabled"] is False


def test_a_note_is_written_by_keys_and_kept_with_ctrl_enter(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    person.key(_KEY.Key_N, _CONTROL | _SHIFT)
    person.type("Ask audit")
    person.key(_KEY.Key_Return, _CONTROL)
    (note,) = layout.notes(person.model).values()
    assert note.text == "Ask audit"


def test_another_type_keeps_id_place_and_edges(qtbot: Any) -> None:
    person = person_at(
        qtbot,
        document(_approval(), step("end", 296), edge("ask", "end", "approved")),
    )
    person.editing.select_step("ask")
    person.editing.change_type()
    person.type("give somebody a task")
    person.key(_KEY.Key_Return)
    assert len(person.done) == 1
    (drawn,) = person.model.edges.values()
    assert person.model.nodes["ask"]["kind"] == "task"
    assert drawn["port"] in {port.name for port in person.scene.card("ask").ports}


def test_a_list_tells_when_nothing_fits_and_enter_does_nothing_then(qtbot: Any) -> None:
    person = person_at(qtbot, chain(2))
    person.key(_KEY.Key_N)
    person.type("qqqqq")
    assert person.chooser.current() is None
    person.key(_KEY.Key_Return)
    assert person.editing.asking.is_open
    person.key(_KEY.Key_Escape)
    assert person.done == []


@pytest.mark.parametrize(
    ("what", "chosen", "reason"),
    [
        ("remove", [], "Nothing is selected."),
        ("pin", [], "No step is selected."),
        ("pin", ["a", "b"], "More than one step is selected."),
        ("align", ["a"], "Only one step is selected."),
        ("align", ["a", "b"], ""),
        ("ungroup", ["a"], "What is selected is in no group."),
        ("add_inside", ["a"], "No steps can lie inside this one."),
        ("add_step", [], ""),
    ],
)
def test_what_cannot_be_done_says_why(
    qtbot: Any, what: str, chosen: list[str], reason: str
) -> None:
    person = person_at(qtbot, chain(2))
    person.scene.select(chosen)
    assert person.editing.why_not(what) == reason


def test_align_and_distribute_are_one_entry_each(qtbot: Any) -> None:
    person = person_at(qtbot, document(step("a", 0, 0), step("b", 400, 80), step("c", 600, 160)))
    person.key(_KEY.Key_A, _CONTROL)
    person.editing.align("top")
    person.editing.distribute("columns")
    assert [place_of(person.model, name) for name in "abc"] == [(0, 0), (304, 0), (600, 0)]
    assert person.done == ["Align 3 steps", "Distribute 3 steps"]

"""What a person would have to open the settings for, if the card did not show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from designer.document import layout
from designer.document.changes.arranging import keep_in_place, may_move
from tests.helpers.canvases import chain, document, step
from tests.helpers.hands import person_at

if TYPE_CHECKING:
    from designer.canvas.face import Face
    from tests.helpers.hands import Person


def _face(person: Person, name: str) -> Face:
    item = person.scene.step_item(name)
    assert item is not None
    return item.face


@pytest.mark.parametrize(
    ("policy", "shown"),
    [
        ({"retry": {"attempts": 4}}, 4),
        ({"retry": {"delay": "PT1M"}}, 3),
        ({"timeout": "PT1M"}, 0),
        ({}, 0),
    ],
)
def test_a_card_tells_how_often_its_step_is_tried(
    qtbot: Any, policy: dict[str, Any], shown: int
) -> None:
    person = person_at(qtbot, document(step("a", 0, policy=policy)))
    assert _face(person, "a").attempts == shown
    assert not person.view.grab().isNull()


def _asking(**params: Any) -> dict[str, Any]:
    asked = {"title": "Fine?", "assignees": '"role:lead"', **params}
    return {"kind": "approval", "params": asked}


@pytest.mark.parametrize(
    ("params", "shown"),
    [
        ({"due": "P2BD"}, "2 business days"),
        ({"due": "1 business day and 4 business hours"}, "1 business day 4 business hours"),
        ({"due": "soon"}, ""),
        ({}, ""),
    ],
)
def test_a_card_tells_how_long_people_have(qtbot: Any, params: dict[str, Any], shown: str) -> None:
    person = person_at(qtbot, document(step("a", 0, **_asking(**params))))
    assert _face(person, "a").card.due == shown
    assert not person.view.grab().isNull()


def test_a_step_is_kept_in_place_and_its_card_shows_it_at_once(qtbot: Any) -> None:
    person = person_at(qtbot, chain(3))
    person.scene.select(["a", "b"])
    person.editing.keep_in_place()
    assert layout.kept(person.model) == {"a", "b"}
    assert [_face(person, name).kept for name in "abc"] == [True, True, False]
    person.scene.select(["b"])
    person.editing.keep_in_place()
    assert not _face(person, "b").kept
    assert person.done == ["Keep 2 steps in place", "Let “B” be arranged"]
    person.scene.document.undo()
    assert _face(person, "b").kept


def test_what_is_kept_does_not_move_nor_what_it_lies_in() -> None:
    """Else the drawing inside a repetition would be torn apart."""
    opened = document(
        step("loop", 0, 0, "for_each"), step("inner", 40, 120, parent="loop"), step("z", 400)
    )
    opened.do(keep_in_place(opened.model, ["inner"]))
    assert may_move(opened.model, opened.model.nodes) == ["z"]
    opened.do(keep_in_place(opened.model, ["loop", "inner"]))
    assert layout.kept(opened.model) == {"loop", "inner"}
    opened.do(keep_in_place(opened.model, ["loop", "inner"]))
    assert may_move(opened.model, opened.model.nodes) == [*opened.model.nodes]


def test_keeping_needs_a_step(qtbot: Any) -> None:
    assert person_at(qtbot, chain(2)).editing.why_not("keep_in_place") == "No step is selected."

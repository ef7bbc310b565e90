"""Who sees where each card goes finds it again; whoever does not wait finds all in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from designer.canvas.gliding import Gliding, Standing, glide, standing
from designer.document.changes import frames
from designer.document.changes.arranging import arrange_command
from tests.helpers.canvases import COLUMN, chain, scene_of, view_of

if TYPE_CHECKING:
    from designer.canvas.view import CanvasView

NOTE = {"position": [0, -160], "text": "Above", "step": "a"}
PLACES = {"a": (0.0, 224.0), "b": (COLUMN, 224.0), "c": (2 * COLUMN, 0.0)}


@pytest.fixture
def view(qtbot: Any) -> CanvasView:
    """A drawing with a note and a group, looked at."""
    made = view_of(qtbot, scene_of(chain(3, layout={"notes": {"n": NOTE}})))
    document = made.canvas.document
    command, _ = frames.add_frame(document.model, ["b"], "Group")
    document.do(command)
    made.fit_all()
    return made


def _arrange(view: CanvasView) -> tuple[Standing, Gliding | None]:
    former, document = standing(view.canvas), view.canvas.document
    document.do(arrange_command(document.model, PLACES))
    return former, glide(view, former)


def _is_in_place(view: CanvasView) -> bool:
    """Whether all stands as it does when the file is opened."""
    return standing(view.canvas) == standing(scene_of(view.canvas.document))


def test_cards_set_out_where_they_stood_and_come_to_their_places(
    qtbot: Any, view: CanvasView
) -> None:
    former, gliding = _arrange(view)
    assert gliding is not None
    assert standing(view.canvas) == former
    qtbot.waitUntil(lambda: not _is_on_its_way(view))
    assert _is_in_place(view)


def test_nothing_moves_where_motion_is_unwanted(view: CanvasView) -> None:
    view.reduced_motion = True
    _, gliding = _arrange(view)
    assert gliding is None
    assert _is_in_place(view)


def test_a_press_or_a_key_goes_on_with_everything_in_its_place(
    qtbot: Any, view: CanvasView
) -> None:
    """Else one presses where a card is seen, and it is not there."""
    _arrange(view)
    there = view.mapFromScene(QPointF(*PLACES["a"]) + QPointF(80, 40))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=there)
    assert _is_in_place(view)
    assert view.canvas.selected_steps() == ["a"]
    view.canvas.document.undo()
    _arrange(view)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert _is_in_place(view)
    qtbot.waitUntil(lambda: not _is_on_its_way(view))


def test_an_edit_on_the_way_is_not_overwritten(qtbot: Any, view: CanvasView) -> None:
    before, _ = _arrange(view)
    view.canvas.document.undo()
    assert standing(view.canvas) == before
    assert _is_in_place(view)
    qtbot.waitUntil(lambda: not _is_on_its_way(view))
    assert _is_in_place(view)


def test_another_drawing_may_be_opened_on_the_way(qtbot: Any, view: CanvasView) -> None:
    _arrange(view)
    former = view.canvas
    view.show_scene(scene_of(chain(2)))
    assert former.drawing.cards_shown["a"].pos() == QPointF(*PLACES["a"])
    qtbot.waitUntil(lambda: not _is_on_its_way(view))


def _is_on_its_way(view: CanvasView) -> bool:
    return bool(view.findChildren(Gliding))

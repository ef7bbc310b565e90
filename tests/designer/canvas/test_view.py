"""Where one looks, how near, and what is told there: nobody gets lost in a large drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QPushButton

from designer.assets.theme import DARK, LIGHT
from designer.canvas.detail import Detail, detail_at
from designer.canvas.empty_state import EmptyState
from designer.canvas.geometry import LARGEST_ZOOM, SMALLEST_ZOOM
from designer.canvas.minimap import Minimap
from designer.canvas.states import CardState, EdgeState, StateName
from designer.document.changes import steps as step_changes
from designer.library.offers import Offer
from tests.helpers.canvases import chain, document, edge, scene_of, step, view_of

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

_STATES: tuple[StateName, ...] = (
    "idle",
    "running",
    "ok",
    "failed",
    "waiting",
    "skipped",
    "problem",
    "pinned",
    "disabled",
)


def _picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


@pytest.mark.parametrize("steps", [1, 3, 20])
def test_fit_all_brings_every_card_into_view(qtbot: Any, steps: int) -> None:
    view = view_of(qtbot, scene_of(chain(steps)))
    view.fit_all()
    seen = view.visible_rect()
    assert all(seen.contains(item.card_rect()) for item in view.canvas.step_items())
    assert view.zoom <= 1


def test_zoom_keeps_the_point_under_the_pointer_and_its_limits(qtbot: Any) -> None:
    view = view_of(qtbot, scene_of(chain(3)))
    view.look_at(QPointF(300, 40))
    pixel = QPoint(200, 150)
    before = view.mapToScene(pixel)
    view.zoom_to(2.0, QPointF(pixel))
    after = view.mapToScene(pixel)
    assert abs(after.x() - before.x()) < 2
    assert abs(after.y() - before.y()) < 2
    view.zoom_to(99)
    assert view.zoom == pytest.approx(LARGEST_ZOOM)
    view.zoom_to(0.0001)
    assert view.zoom == pytest.approx(SMALLEST_ZOOM)


def test_natural_size_never_loses_the_step_that_somebody_works_on(qtbot: Any) -> None:
    """From the whole drawing, key 0 goes to the selected step; else one must look for it."""
    view = view_of(qtbot, scene_of(chain(20)))
    for chosen in ("a", "t"):
        view.fit_all()
        view.canvas.select((chosen,))
        view.natural_size()
        item = view.canvas.step_item(chosen)
        assert item is not None
        assert view.zoom == pytest.approx(1.0)
        assert view.visible_rect().contains(item.card_rect())
    middle = view.visible_rect().center()
    view.canvas.select(())
    view.zoom_to(0.5)
    view.natural_size()
    assert abs(view.visible_rect().center().x() - middle.x()) < 4


def test_keys_that_zoom_keep_the_selected_step_where_it_is_seen(qtbot: Any) -> None:
    view = view_of(qtbot, scene_of(chain(12)))
    view.reduce_motion(on=True)
    view.fit_all()
    view.canvas.select(("a",))
    item = view.canvas.step_item("a")
    assert item is not None
    for _ in range(6):
        view.zoom_in()
    assert view.visible_rect().contains(item.card_rect())


def test_a_step_out_of_view_is_brought_into_it_and_one_in_view_stays(qtbot: Any) -> None:
    view = view_of(qtbot, scene_of(chain(12)))
    view.zoom_to(1.0)
    view.look_at(QPointF(0, 0))
    last = view.canvas.step_item("l")
    assert last is not None
    view.show_step("l")
    assert view.visible_rect().contains(last.card_rect())
    here = view.visible_rect()
    view.show_step("l")
    assert view.visible_rect() == here


def test_a_double_click_opens_the_step(qtbot: Any) -> None:
    view = view_of(qtbot, scene_of(chain(2)))
    view.fit_all()
    item = view.canvas.step_item("b")
    assert item is not None
    place = view.mapFromScene(item.card_rect().center())
    with qtbot.waitSignal(view.activated) as told:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == ["b"]


def test_a_run_that_is_looked_at_offers_nothing_to_add_and_says_why(qtbot: Any) -> None:
    view = view_of(qtbot, scene_of(chain(2)))
    item = view.canvas.step_item("b")
    assert item is not None
    place = item.port_pos("out") + QPointF(50, 0)
    assert item.plus_at(place) == "out"
    view.canvas.set_editable(on=False)
    assert item.plus_at(place) is None
    view.canvas.set_editable(on=True)
    assert item.plus_at(place) == "out"


@pytest.mark.parametrize(
    ("zoom", "detail"),
    [(4, Detail.FULL), (0.5, Detail.FULL), (0.49, Detail.TITLES), (0.25, Detail.TITLES)],
)
def test_text_goes_as_one_moves_away(zoom: float, detail: Detail) -> None:
    assert detail_at(zoom) is detail
    assert detail_at(0.24) is Detail.BLOCKS


# --- painting -------------------------------------------------------------------------------------


@pytest.mark.parametrize("zoom", [1.0, 0.4, 0.2])
@pytest.mark.parametrize("state", [state for state in _STATES if state != "idle"])
def test_every_state_can_be_seen_at_every_distance(
    qtbot: Any, state: StateName, zoom: float
) -> None:
    view = view_of(qtbot, scene_of(chain(2)), (500, 200))
    view.zoom_to(zoom)
    view.look_at(QPointF(240, 40))
    idle = _picture(view)
    view.canvas.set_states({"a": CardState(state, "told")}, {"a-b": EdgeState(state)})
    assert _picture(view) != idle


def test_all_states_differ_from_each_other(qtbot: Any) -> None:
    view = view_of(qtbot, scene_of(chain(1)), (320, 140))
    view.look_at(QPointF(112, 36))
    pictures: list[QImage] = []
    for state in _STATES:
        view.canvas.set_states({"a": CardState(state)}, {})
        pictures.append(_picture(view))
    assert all(one != other for n, one in enumerate(pictures) for other in pictures[:n])


def test_hover_focus_selection_and_marks_can_be_seen(qtbot: Any) -> None:
    view = view_of(qtbot, scene_of(chain(2)), (560, 200))
    view.look_at(QPointF(240, 40))
    item = view.canvas.step_item("a")
    assert item is not None
    pictures = [_picture(view)]
    item.set_hover(on=True, port="out")
    pictures.append(_picture(view))
    item.set_focus(on=True)
    pictures.append(_picture(view))
    view.canvas.select(steps=["a"])
    pictures.append(_picture(view))
    view.canvas.set_states({"a": CardState(breakpoint=True, paused=True)}, {})
    pictures.append(_picture(view))
    view.canvas.set_port_targets(["a"], ["b"])
    pictures.append(_picture(view))
    view.canvas.set_theme(DARK)
    pictures.append(_picture(view))
    assert all(one != other for n, one in enumerate(pictures) for other in pictures[:n])


def test_very_long_and_right_to_left_names_stay_inside_their_card(qtbot: Any) -> None:
    names = ["W" * 10_000, "موافقة المدير المالي " * 500, "\n\t", "🙂" * 4_000]
    steps: list[Any] = [step(f"s{n}", 0, 112.0 * n, name=name) for n, name in enumerate(names)]
    view = view_of(qtbot, scene_of(document(*steps)), (700, 600))
    view.look_at(QPointF(112, 200))
    inks = view.canvas.inks
    picture = _picture(view)
    ground = inks.theme.canvas.lower()
    for number in range(len(names)):
        place = view.mapFromScene(QPointF(224 + 32, 112.0 * number + 20))
        assert picture.pixelColor(place).name() == ground


def test_an_edit_repaints_only_its_surroundings(qtbot: Any) -> None:
    opened = chain(4)
    view = view_of(qtbot, scene_of(opened))
    view.fit_all()
    qtbot.wait(1)
    told: list[Any] = []
    view.canvas.changed.connect(told.extend)
    opened.do(step_changes.rename(opened.model, "a", "Other"))
    qtbot.waitUntil(lambda: bool(told))
    far = view.canvas.step_item("d")
    assert far is not None
    assert not any(rect.intersects(far.card_rect()) for rect in told)


# --- motion ---


def test_nothing_moves_while_nothing_runs(qtbot: Any) -> None:
    view = view_of(qtbot, scene_of(chain(2)))
    view.fit_all()
    assert not view.is_moving
    view.canvas.set_states({"a": CardState("running")}, {"a-b": EdgeState("running")})
    assert view.is_moving
    view.look_at(QPointF(50_000, 50_000))
    view.centerOn(3_000, 3_000)
    view.moved.emit()
    assert not view.is_moving
    view.fit_all()
    view.hide()
    assert not view.is_moving
    view.show()
    assert view.is_moving
    view.canvas.set_states({"a": CardState("ok")}, {})
    assert not view.is_moving


def test_a_spinner_turns_and_stands_still_for_who_wants_no_motion(qtbot: Any) -> None:
    view = view_of(qtbot, scene_of(chain(2)))
    view.fit_all()
    item = view.canvas.step_item("a")
    assert item is not None
    view.canvas.set_states({"a": CardState("running")}, {})
    qtbot.waitUntil(lambda: (item.face.turn or 0) > 0)
    view.reduce_motion(on=True)
    assert item.face.turn is None
    assert not view.is_moving


def test_nothing_moves_while_a_test_stands_before_a_step(qtbot: Any) -> None:
    """A person may think about a pause for an hour; a spinner would say that something runs."""
    view = view_of(qtbot, scene_of(chain(2)))
    view.fit_all()
    view.canvas.set_states({"a": CardState("running", "stands here", paused=True)}, {})
    assert not view.is_moving


# --- what lies over the canvas ---


def test_a_click_on_the_map_goes_there(qtbot: Any) -> None:
    view = view_of(qtbot, scene_of(chain(20)))
    overview = Minimap(view)
    qtbot.addWidget(overview)
    overview.show()
    view.zoom_to(1.0)
    view.look_at(QPointF(0, 36))
    qtbot.mouseClick(overview, Qt.MouseButton.LeftButton, pos=QPoint(140, 42))
    last = view.canvas.step_item("t")
    assert last is not None
    assert view.visible_rect().intersects(last.card_rect())


def test_the_map_shows_states_and_the_part_in_view(qtbot: Any) -> None:
    view = view_of(qtbot, scene_of(chain(8)))
    overview = Minimap(view)
    qtbot.addWidget(overview)
    pictures = [_picture(overview)]
    view.canvas.set_states({"c": CardState("failed")}, {})
    pictures.append(_picture(overview))
    view.look_at(QPointF(2_000, 0))
    pictures.append(_picture(overview))
    assert all(one != other for n, one in enumerate(pictures) for other in pictures[:n])


def test_an_empty_canvas_asks_what_starts_the_process(qtbot: Any) -> None:
    opened = document()
    view = view_of(qtbot, scene_of(opened))
    start = Offer("kind:start", "When a person asks", "s", "Start", "trigger", "kind:start")
    other = Offer("kind:task", "Give a task", "s", "People", "people", "kind:task")
    asked = EmptyState(view, [other, start])
    assert asked.isVisible()
    buttons: list[QPushButton] = asked.findChildren(QPushButton)
    assert [button.accessibleName() for button in buttons] == ["When a person asks"]
    with qtbot.waitSignal(asked.chosen) as told:
        qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert told.args == [start]
    opened.do(step_changes.add(opened.model, "start", name="S", place=(0, 0))[0])
    assert not asked.isVisible()
    opened.undo()
    assert asked.isVisible()


def test_a_pointer_near_a_port_or_badge_means_it(qtbot: Any) -> None:
    view = view_of(qtbot, scene_of(document(step("a", 0), step("b", 296), edge("a", "b"))))
    item = view.canvas.step_item("a")
    line = view.canvas.edge_item("a-b")
    assert item is not None
    assert line is not None
    assert item.port_at(item.port_pos("out") + QPointF(10, 8)) == "out"
    assert item.port_at(item.in_pos() + QPointF(-10, 0)) == "in"
    assert item.port_at(QPointF(112, 36)) is None
    assert item.badge_at(QPointF(218, 1)) is None
    view.canvas.set_states({"a": CardState("failed", "why", breakpoint=True)}, {})
    assert item.badge_at(QPointF(218, 1)) == "badge"
    assert item.badge_at(QPointF(6, 1)) == "stop"
    assert item.badge_at(QPointF(100, 60)) == "status"
    x, y = line.line.route.middle
    assert line.plus_at(QPointF(x - 12, y))
    assert line.trash_at(QPointF(x + 12, y))
    assert line.end_at(QPointF(290, 36)) == "target"
    assert view.canvas.step_at(QPointF(100, 30)) is item
    assert LIGHT is view.canvas.theme

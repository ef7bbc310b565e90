"""Who asks for the whole drawing can read all of it: nothing that lies over the canvas hides it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from designer.assets.theme import LIGHT
from designer.canvas.fitting import Covers, fitted, occupied
from designer.canvas.minimap import Minimap
from designer.shell.canvas_area import CanvasArea
from designer.shell.giving_way import REST_MS
from designer.shell.strip import Strip
from tests.helpers.canvases import chain, document, edge, scene_of, step
from tests.helpers.large_text import reading
from tests.helpers.stall_watch import hold, thread_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.canvas.view import CanvasView
    from designer.document.workflow import WorkflowDocument

__all__ = ["reading"]
SIZES = ((660, 640), (724, 400), (1100, 700), (1800, 900))


def grid(across: int, down: int) -> WorkflowDocument:
    steps = [step(f"s{x}.{y}", 296.0 * x, 112.0 * y) for x in range(across) for y in range(down)]
    return document(*steps)


def area_of(
    qtbot: Any, opened: WorkflowDocument, size: tuple[int, int]
) -> tuple[CanvasArea, Minimap]:
    from designer.canvas.view import CanvasView

    area = CanvasArea(CanvasView(scene_of(opened)))
    qtbot.addWidget(area)
    small = Minimap(area.view)
    area.put(small, "top left", gives_way=True)
    area.resize(*size)
    area.show()
    qtbot.waitExposed(area)
    QApplication.processEvents()
    return area, small


def seen_over(view: CanvasView) -> list[QWidget]:
    """What lies over the canvas now."""
    kinds = (Minimap, Strip)
    return [w for kind in kinds for w in view.findChildren(kind) if w.isVisible()]


def covered(view: CanvasView) -> list[str]:
    """The steps and notes of which something lies under a small widget."""
    cards = {item.step: item.card_rect() for item in view.canvas.step_items()}
    notes = {name: item.note_rect() for name, item in view.canvas.drawing.notes.items()}
    places = {**cards, **notes}
    over = [view.mapToScene(widget.geometry()).boundingRect() for widget in seen_over(view)]
    return [name for name, place in places.items() if any(map(place.intersects, over))]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("cells", [(1, 1), (3, 1), (6, 4), (2, 12), (14, 6)])
def test_the_whole_drawing_is_shown_with_nothing_over_it(
    qtbot: Any, size: tuple[int, int], cells: tuple[int, int]
) -> None:
    area, _ = area_of(qtbot, grid(*cells), size)
    view = area.view
    view.fit_all()
    assert view.visible_rect().contains(view.canvas.drawn_rect())
    assert covered(view) == []


def test_a_note_under_a_bar_is_read_too(qtbot: Any) -> None:
    note = {"position": [296.0, -200.0], "text": "Why"}
    area, _ = area_of(qtbot, chain(5, layout={"notes": {"n": note}}), (900, 420))
    strip = Strip("Open draft", LIGHT)
    area.put(strip, "top middle")
    strip.say("Run of 20 Nov 08:00 — read only")
    area.place()
    area.view.fit_all()
    assert strip.isVisible()
    assert covered(area.view) == []


def test_the_overview_goes_away_rather_than_hide_or_shrink_what_is_seen_whole(qtbot: Any) -> None:
    area, small = area_of(qtbot, grid(6, 6), (1000, 404))
    view = area.view
    view.fit_all()
    assert not small.isVisible()
    view.zoom_to(1.0)
    assert small.isVisible()
    view.fit_all()
    assert not small.isVisible()


def test_a_list_that_opens_over_the_canvas_is_not_covered_by_the_overview(qtbot: Any) -> None:
    area, _ = area_of(qtbot, grid(3, 1), (900, 600))
    opened = QFrame(area.view)
    opened.setGeometry(area.view.rect())
    opened.show()
    opened.raise_()
    area.place()
    assert all(area.view.childAt(w.geometry().center()) is opened for w in seen_over(area.view))


def test_the_overview_stays_where_there_is_room_for_both(qtbot: Any) -> None:
    area, small = area_of(qtbot, grid(6, 1), (1000, 700))
    area.view.fit_all()
    assert small.isVisible()
    assert covered(area.view) == []


def test_at_rest_the_overview_lies_on_no_step_wherever_one_looks(qtbot: Any) -> None:
    """It stood on the first card of a large drawing, which nobody could read or click then."""
    area, small = area_of(qtbot, grid(1, 8), (1000, 700))
    view = area.view
    view.zoom_to(1.0)
    view.look_at(QPointF(380, 400))  # the column of cards lies at the left, under the overview
    assert covered(view)
    qtbot.waitUntil(lambda: not covered(view), timeout=30_000)
    assert small.isVisible()
    assert view.rect().contains(small.geometry())


def test_the_overview_goes_away_where_every_corner_is_taken_and_comes_back(qtbot: Any) -> None:
    area, small = area_of(qtbot, grid(14, 14), (1000, 700))
    view = area.view
    view.zoom_to(1.0)
    view.look_at(QPointF(1600, 700))
    qtbot.waitUntil(lambda: not small.isVisible(), timeout=30_000)
    view.pan(QPointF(8, 0))
    assert small.isVisible()


def test_the_overview_stays_while_the_keyboard_is_there(qtbot: Any) -> None:
    area, small = area_of(qtbot, grid(14, 14), (1000, 700))
    area.view.zoom_to(1.0)
    area.activateWindow()
    small.setFocus()
    qtbot.waitUntil(small.hasFocus, timeout=30_000)
    qtbot.keyClick(small, Qt.Key.Key_Right)
    qtbot.wait(REST_MS + 200)
    assert small.isVisible()


def test_a_drawing_grows_no_smaller_than_it_must(qtbot: Any) -> None:
    """What lies in a corner may not cost more than its own room."""
    area, _ = area_of(qtbot, grid(6, 6), (1000, 500))
    view = area.view
    view.fit_all()
    with_buttons = view.zoom
    view.covers = Covers
    view.fit_all()
    assert view.zoom * 0.9 <= with_buttons <= view.zoom


def test_whoever_reads_large_text_sees_the_whole_drawing_too(
    qtbot: Any, reading: Callable[[float], None]
) -> None:
    reading(1.5)
    area, _ = area_of(qtbot, grid(6, 4), (1000, 600))
    area.view.fit_all()
    assert area.view.visible_rect().contains(area.view.canvas.drawn_rect())
    assert covered(area.view) == []


def test_what_lies_over_the_canvas_grows_with_the_text(
    qtbot: Any, reading: Callable[[float], None]
) -> None:
    reading(1.0)
    area, small = area_of(qtbot, grid(6, 4), (1000, 600))
    area.view.zoom_to(1.0)
    before = small.size()
    reading(1.5)
    QApplication.processEvents()
    assert small.size() == before * 1.5
    assert area.view.rect().contains(small.geometry())


_EDGE = st.integers(-2_000, 2_000)
_LONG = st.integers(20, 900)
_PARTS = st.lists(st.tuples(_EDGE, _EDGE, _LONG, _LONG), min_size=1, max_size=10)
_CANVAS = QRectF(0, 0, 700, 460)
_CORNER = st.tuples(st.integers(10, 180), st.integers(10, 120))


def _in_corner(number: int, wide: int, high: int) -> QRectF:
    left = 12 if number % 2 else 700 - 12 - wide
    return QRectF(left, 12 if number < 2 else 460 - 12 - high, wide, high)


@given(parts=_PARTS, over=st.dictionaries(st.integers(0, 3), _CORNER))
def test_no_part_is_covered_whatever_lies_in_the_corners(
    parts: list[tuple[int, int, int, int]], over: dict[int, tuple[int, int]]
) -> None:
    boxes = [QRectF(*part) for part in parts]
    covers = [_in_corner(number, *size) for number, size in over.items()]
    whole = QRectF(boxes[0])
    for box in boxes:
        whole = whole.united(box)
    fit = fitted(whole, boxes, _CANVAS, covers, 1.0)
    assert 0 < fit.scale <= 1.0
    places = [_on_screen(box, fit.scale, fit.middle, _CANVAS) for box in boxes]
    assert all(_CANVAS.adjusted(-1, -1, 1, 1).contains(place) for place in places)
    assert not any(place.intersects(cover) for place in places for cover in covers)


def _on_screen(box: QRectF, scale: float, middle: QPointF, canvas: QRectF) -> QRectF:
    at = canvas.center() + (box.topLeft() - middle) * scale
    return QRectF(at, box.size() * scale)


def test_names_of_ways_count_as_something_to_be_read() -> None:
    scene = scene_of(
        document(
            step("a", 0, kind="decision", params={"conditions": [{"port": "large", "when": "1"}]}),
            step("b", 400),
            edge("a", "b", "large"),
        )
    )
    (card,) = [place for place in occupied(scene, QRectF(-50, -50, 300, 300)) if place.left() < 0]
    assert card.right() > 224 + 20


@pytest.mark.timing
@pytest.mark.parametrize("count", [500, 2000, 5000])
def test_fitting_a_large_drawing_takes_a_moment(qtbot: Any, count: int) -> None:
    names = [f"s{k}" for k in range(count)]
    steps = [step(name, k % 60 * 296.0, k // 60 * 112.0) for k, name in enumerate(names)]
    edges = [edge(one, other) for one, other in pairwise(names)]
    area, _ = area_of(qtbot, document(*steps, *edges), (1100, 700))
    area.view.fit_all()
    area.view.zoom_to(1.0)
    start = thread_time()
    area.view.fit_all()
    hold(thread_time() - start, 0.05)

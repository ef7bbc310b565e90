"""Whoever needs large text needs it on the drawing too, and from any distance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QAbstractTextDocumentLayout, QImage, QPainter, QTransform
from PySide6.QtWidgets import QApplication

from designer.assets.theme import LIGHT
from designer.canvas import card_paint, text
from designer.canvas.card_words import paint_far_title, paint_words
from designer.canvas.hints import hint_at
from designer.canvas.inks import Inks
from designer.canvas.states import CardState, EdgeState
from tests.helpers.canvases import chain, document, edge, scene_of, step, view_of
from tests.helpers.large_text import reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.canvas.scene import CanvasScene
    from designer.canvas.view import CanvasView

__all__ = ["reading"]
LARGE = 1.5
LEAST = 11.0
LONG = "Ask everybody who has ever signed a framework agreement with this client for consent"


def _width(view: CanvasView) -> int:
    """The pixels that a card is wide."""
    item = view.canvas.step_item("a")
    assert item is not None
    box = item.card_rect()
    return view.mapFromScene(box.topRight()).x() - view.mapFromScene(box.topLeft()).x()


def test_who_reads_large_text_sees_the_drawing_larger_by_as_much(
    qtbot: Any, reading: Callable[[float], None]
) -> None:
    reading(1.0)
    plain = _width(view_of(qtbot, scene_of(chain(2))))
    reading(LARGE)
    view = view_of(qtbot, scene_of(chain(2)))
    assert view.zoom == pytest.approx(1.0)
    assert _width(view) == pytest.approx(plain * LARGE, abs=1)


def test_the_drawing_follows_when_the_size_of_text_changes(
    qtbot: Any, reading: Callable[[float], None]
) -> None:
    reading(1.0)
    view = view_of(qtbot, scene_of(chain(2)))
    view.zoom_to(0.8)
    view.look_at(QPointF(200, 40))
    plain = _width(view)
    reading(LARGE)
    QApplication.processEvents()
    assert view.zoom == pytest.approx(0.8)
    assert _width(view) == pytest.approx(plain * LARGE, abs=1)
    assert (view.visible_rect().center() - QPointF(200, 40)).manhattanLength() < 10


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("state", [CardState(), CardState("failed", LONG), CardState("disabled")])
@pytest.mark.parametrize("zoom", [0.26, 0.3, 0.4, 0.5, 0.6, 0.75, 0.84, 0.85, 0.92, 0.99])
def test_no_word_of_a_card_is_smaller_than_everybody_can_read(
    monkeypatch: pytest.MonkeyPatch, zoom: float, state: CardState
) -> None:
    scene = scene_of(document(step("a", 0, name=LONG)))
    item = scene.step_item("a")
    assert item is not None
    sizes: list[float] = []
    draw = text.Line.draw

    def seen(line: text.Line, painter: QPainter, left: float, baseline: float) -> None:
        sizes.append(line.font.pixelSize() * painter.worldTransform().m11())
        draw(line, painter, left, baseline)

    monkeypatch.setattr(text.Line, "draw", seen)
    picture = QImage(300, 120, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    painter.setTransform(QTransform.fromScale(zoom * text.measure(), zoom * text.measure()))
    before = painter.worldTransform()
    paint = paint_words if zoom >= 0.5 else paint_far_title
    paint(painter, item.face, state, Inks(LIGHT), zoom)
    after = painter.worldTransform()
    painter.end()
    assert all(size >= LEAST * text.measure() - 0.01 for size in sizes)
    assert sizes
    assert (after.m11(), after.dx(), after.dy()) == pytest.approx(
        (before.m11(), before.dx(), before.dy())
    )


_WAYS = {"conditions": [{"port": "large", "when": "input.total > 5000"}]}
_AGAIN = {"on_error": "incident", "retry": {"attempts": 500}}
_LAYOUT = {
    "notes": {"n": {"position": [0, 300], "size": [240, 96], "text": "**Why**\n\nAsk audit."}},
    "frames": {"f": {"title": "Approvals", "members": ["b", "c"]}},
}


def _busy() -> CanvasScene:
    """A drawing with every kind of words on it."""
    scene = scene_of(
        document(
            step("a", 0, name="Which way?", kind="decision", params=_WAYS),
            step("b", 360, name=LONG, policy=_AGAIN),
            step("c", 360, 112, kind="for_each", name="For each line"),
            step("d", 360 + 360, 200, kind="set_fields", parent="c"),
            edge("a", "b", "large", label="Over the limit"),
            edge("a", "c", "otherwise"),
            edge("c", "d", "each"),
            layout=_LAYOUT,
        )
    )
    told = {
        "a": CardState("waiting", "paused", paused=True, breakpoint=True),
        "b": CardState("ok", "3 items", differs="another result"),
    }
    scene.set_states(told, {"a-b": EdgeState("ok", 500)})
    scene.select(["a", "b", "c"])
    return scene


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Every line of text that is painted, and how many pixels high its letters are."""
    sizes: dict[str, float] = {}
    draw = text.Line.draw

    def seen(line: text.Line, painter: QPainter, left: float, baseline: float) -> None:
        sizes[line.static.text()] = line.font.pixelSize() * painter.worldTransform().m11()
        draw(line, painter, left, baseline)

    monkeypatch.setattr(text.Line, "draw", seen)
    return sizes


@pytest.mark.parametrize("scale", [1.0, LARGE])
@pytest.mark.parametrize("zoom", [0.26, 0.45, 0.5, 0.55, 0.65, 0.8, 0.9, 0.97, 1.0, 2.0])
def test_no_word_on_the_canvas_is_smaller_than_everybody_can_read(
    qtbot: Any,
    reading: Callable[[float], None],
    painted: dict[str, float],
    zoom: float,
    scale: float,
) -> None:
    reading(scale)
    view = view_of(qtbot, _busy(), (1600, 900))
    view.zoom_to(zoom)
    view.look_at(view.canvas.drawn_rect().center())
    painted.clear()
    view.grab()
    assert {words: size for words, size in painted.items() if size < LEAST * scale - 0.01} == {}
    assert painted


@pytest.mark.parametrize("zoom", [0.5, 0.65, 0.8, 1.0])
def test_names_of_ways_and_marks_stay_from_further_off_where_there_is_room(
    qtbot: Any, painted: dict[str, float], zoom: float
) -> None:
    view = view_of(qtbot, _busy(), (1600, 900))
    view.zoom_to(zoom)
    view.look_at(view.canvas.drawn_rect().center())
    painted.clear()
    view.grab()
    assert {"large", "500\N{MULTIPLICATION SIGN}", "500", "paused here"} <= {*painted}
    assert "otherwise" in painted


def test_a_name_without_room_is_left_out_and_told_by_the_pointer(
    qtbot: Any, painted: dict[str, float]
) -> None:
    scene = scene_of(
        document(
            step("a", 0, kind="decision", params=_WAYS),
            step("b", 262),
            step("c", 262, 112),
            edge("a", "b", "large"),
            edge("a", "c", "otherwise"),
        )
    )
    view = view_of(qtbot, scene)
    view.zoom_to(0.5)
    view.look_at(scene.drawn_rect().center())
    painted.clear()
    view.grab()
    assert not [words for words in painted if words.startswith("oth")]
    item = scene.step_item("a")
    assert item is not None
    assert hint_at(scene, item.port_pos("otherwise"), 0.5) == "otherwise"


@pytest.mark.parametrize("zoom", [0.26, 0.3, 0.36, 0.45])
def test_every_card_seen_from_afar_says_what_it_is(
    qtbot: Any, painted: dict[str, float], zoom: float
) -> None:
    titles = ["Create the project", "Legal approves", "SOW signed", "Wait", "Mmmmmmmmmmmmm", LONG]
    kinds = ["set_fields", "approval", "start", "set_fields", "end", "parallel"]
    steps = [
        step(f"s{n}", 0, 200.0 * n, kind, name=title)
        for n, (title, kind) in enumerate(zip(titles, kinds, strict=True))
    ]
    view = view_of(qtbot, scene_of(document(*steps)))
    view.zoom_to(zoom)
    view.look_at(view.canvas.drawn_rect().center())
    painted.clear()
    view.grab()
    begun = [title for title in titles if any(words[:3] == title[:3] for words in painted)]
    assert begun == titles


def test_a_title_seen_from_afar_takes_two_lines_where_the_card_is_so_high(
    qtbot: Any, painted: dict[str, float]
) -> None:
    view = view_of(qtbot, scene_of(document(step("a", 0, name="Ask the finance department"))))
    view.zoom_to(0.49)
    view.look_at(QPointF(100, 30))
    painted.clear()
    view.grab()
    assert len(painted) == 2
    assert " ".join(painted) == "Ask the finance department"


def test_what_is_cut_off_from_afar_is_told_by_the_pointer(qtbot: Any) -> None:
    scene = scene_of(document(step("a", 0, name=LONG), step("b", 400, name="<b>Send</b>")))
    middle = QPointF(110, 36)
    assert LONG in hint_at(scene, middle, 0.3)
    assert hint_at(scene, QPointF(2000, 2000), 0.3) == ""
    view = view_of(qtbot, scene)
    view.zoom_to(0.3)
    assert "&lt;b&gt;Send" in view.hint_words(QPointF(510, 36))


@pytest.mark.parametrize("zoom", [0.5, 0.6, 0.75, 0.9, 1.0])
def test_the_words_of_a_note_can_be_read_and_none_is_cut_through(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch, zoom: float
) -> None:
    note = {"position": [0, 100], "size": [240, 96], "text": "Ask the auditors first. " * 40}
    view = view_of(qtbot, scene_of(document(step("a", 0), layout={"notes": {"n": note}})))
    sizes: list[float] = []
    clips: list[float] = []
    draw = QAbstractTextDocumentLayout.draw

    def seen(layout: Any, painter: QPainter, context: Any) -> None:
        sizes.append(13 * painter.worldTransform().m11())
        clips.append(painter.clipBoundingRect().height())
        draw(layout, painter, context)

    monkeypatch.setattr(QAbstractTextDocumentLayout, "draw", seen)
    view.zoom_to(zoom)
    view.look_at(QPointF(120, 120))
    sizes.clear()
    view.grab()
    assert sizes
    assert min(sizes) >= LEAST * text.measure() - 0.01


def test_what_a_step_with_old_results_says_is_as_dark_as_any_other_word(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Faded words, as *results are old*, are too pale for who sees little."""
    strengths: set[float] = set()

    def seen(painter: QPainter, *_: object) -> None:
        strengths.add(round(painter.opacity(), 3))

    monkeypatch.setattr(card_paint, "paint_words", seen)
    scene = scene_of(chain(1))
    scene.set_states({"a": CardState("ok", "done", stale=True)}, {})
    view = view_of(qtbot, scene)
    view.zoom_to(1.0)
    view.look_at(scene.drawn_rect().center())
    strengths.clear()
    view.grab()
    assert strengths == {1.0}

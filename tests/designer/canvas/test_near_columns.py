"""Where cards stand close, their names and boxes still have to be read, told apart and hit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPointF, QRectF

from designer.canvas import ports, text
from designer.canvas.geometry import CARD_WIDTH, PLUS_SIZE
from designer.canvas.port_names import BEFORE_CARD, near_lines
from tests.helpers.canvases import COLUMN, document, edge, step
from tests.helpers.hands import person_at

if TYPE_CHECKING:
    from designer.canvas.step_item import StepItem
    from tests.helpers.hands import Person

CALL = {"connection": "web", "method": "POST", "path": "/bookings", "repeat": "keyed"}
FAILS = "error"


def _card(person: Person, name: str) -> StepItem:
    item = person.scene.step_item(name)
    assert item is not None
    return item


def _box(item: StepItem, port: str) -> QRectF:
    """The box that adds a step behind a way out, found by where it can be clicked."""
    top = item.face.port_place(port)[1]
    hits = [x for x in range(-20, 140) if ports.plus_hit(item.face, (CARD_WIDTH + x, top)) == port]
    middle = item.x() + CARD_WIDTH + (hits[0] + hits[-1]) / 2
    half = PLUS_SIZE / 2
    return QRectF(middle - half, item.y() + top - half, PLUS_SIZE, PLUS_SIZE)


@pytest.mark.parametrize("gap", [72.0, 88.0, 104.0, 300.0])
def test_the_box_that_adds_a_step_never_lies_on_the_next_card(qtbot: Any, gap: float) -> None:
    """Else one clicks the next card, or adds a step by mistake."""
    person = person_at(
        qtbot,
        document(
            step("a", 0, kind="http_request", params=CALL),
            step("b", CARD_WIDTH + gap),
            edge("a", "b"),
        ),
    )
    person.scene.select(["a"])
    person.view.grab()
    box = _box(_card(person, "a"), FAILS)
    assert not box.intersects(_card(person, "b").card_rect().adjusted(-6, 0, 0, 0))
    person.click(box.center())
    person.click_entry("Set case fields")
    assert any(e["port"] == FAILS for e in person.model.out_edges("a"))


def test_a_box_moves_behind_its_name_when_the_next_card_leaves(qtbot: Any) -> None:
    person = person_at(
        qtbot,
        document(step("a", 0, kind="http_request", params=CALL), step("b", COLUMN), edge("a", "b")),
    )
    person.scene.select(["a"])
    person.view.grab()
    near = _box(_card(person, "a"), FAILS).center()
    person.drag(person.middle("b"), person.middle("b") + QPointF(160, 0))
    person.scene.select(["a"])
    person.view.grab()
    assert _box(_card(person, "a"), FAILS).left() > near.x() + 40


def test_a_line_to_the_next_card_is_seen_beside_the_name_of_its_way_out(qtbot: Any) -> None:
    """A name that covers the whole line leaves open whether the steps are joined."""
    asked = {"title": "Approve it", "assignees": '"role:legal"'}
    person = person_at(
        qtbot,
        document(
            step("a", 0, kind="approval", params=asked),
            step("b", COLUMN),
            edge("a", "b", "approved"),
        ),
    )
    picture = person.view.grab().toImage()
    middle = person.pixel((person.way_out("a", "approved") + person.way_in("b")) / 2)
    ground = person.scene.theme.canvas.lower()
    colours = {picture.pixelColor(middle.x() + x, middle.y()).name() for x in range(-12, 12)}
    assert ground not in colours


def test_a_box_stays_where_it_is_when_the_pointer_comes_to_its_card(qtbot: Any) -> None:
    """Else it leaves from under the pointer just before the click."""
    person = person_at(
        qtbot, document(step("a", 0, kind="http_request", params=CALL), step("b", COLUMN))
    )
    person.view.grab()
    before = _box(_card(person, "a"), "out")
    person.hover(before.center())
    person.view.grab()
    assert _card(person, "a").face.hovered
    assert _box(_card(person, "a"), "out") == before


def test_one_sees_which_way_is_taken_when_no_other_fits(qtbot: Any) -> None:
    ways = {"conditions": [{"port": "large", "when": "input.total > 5"}], "otherwise": "small"}
    person = person_at(qtbot, document(step("a", 0, kind="decision", params=ways)))
    item = _card(person, "a")
    picture = person.view.grab().toImage()

    def strokes(port: str) -> int:
        """The height of what is painted right behind the name of a way out."""
        behind = person.way_out("a", port) + QPointF(ports.name_end(item.face, port) + 5, 0)
        place, ground = person.pixel(behind), person.scene.theme.canvas.lower()
        rows = range(place.y() - 7, place.y() + 8)
        near = range(place.x() - 4, place.x() + 5)
        return sum(any(picture.pixelColor(x, y).name() != ground for x in near) for y in rows)

    assert strokes("small") > strokes("large") + 4


@pytest.mark.parametrize(("title", "lines"), [("done", 1), ("handled before", 2), ("x" * 30, 0)])
def test_a_name_before_a_near_card_is_whole_or_left_out(title: str, lines: int) -> None:
    """Half a word, as “made mean…”, tells nothing; the pointer tells what is left out."""
    laid = near_lines(title, 72.0)
    assert len(laid) == lines
    assert " ".join(line.static.text() for line in laid) == (title if lines else "")
    assert all(line.width <= 72.0 - 2 * BEFORE_CARD for line in laid)


@pytest.mark.parametrize("zoom", [0.5, 0.65, 0.8, 1.0, 2.0])
def test_no_name_of_a_way_is_cut_and_none_reaches_the_next_card(
    qtbot: Any, zoom: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“tax id …” ran up to the card behind it, and said nothing."""
    names = ("approved", "made meanwhile", "legal entity unknown")
    ways = {"conditions": [{"port": name, "when": "input.total > 5"} for name in names]}
    opened = document(
        step("a", 0, kind="decision", params=ways),
        step("b", CARD_WIDTH + 144),
        *(edge("a", "b", name, key=name) for name in (*names, "otherwise")),
    )
    person = person_at(qtbot, opened)
    seen: list[tuple[str, float]] = []
    draw = text.draw_grown

    def noted(painter: Any, line: text.Line, corner: QPointF, grow: float) -> None:
        seen.append((line.static.text(), corner.x() + line.width * grow))
        draw(painter, line, corner, grow)

    monkeypatch.setattr(text, "draw_grown", noted)
    person.view.zoom_to(zoom)
    person.view.look_at(QPointF(CARD_WIDTH, 50))
    person.view.grab()
    told = {words: end for words, end in seen if words in {*names, "otherwise"}}
    assert told
    assert not any("…" in words for words, _ in seen if words[:3] in {"app", "mad", "leg", "oth"})
    assert max(told.values()) <= CARD_WIDTH + 144 - BEFORE_CARD

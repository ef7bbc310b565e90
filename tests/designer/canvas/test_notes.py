"""What is lost when notes cannot be coloured, or do not stay with the step they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor

from designer.assets.theme import DARK, LIGHT
from designer.canvas import menu
from designer.canvas.papers import PAPERS, paper_of
from designer.document import layout
from designer.document.changes.arranging import arrange_command
from designer.document.changes.places import place_of
from tests.helpers.canvases import chain
from tests.helpers.hands import person_at

if TYPE_CHECKING:
    from designer.assets.theme import Theme
    from designer.document.layout import Note
    from tests.helpers.hands import Person

_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_NOTES = {
    "n": {"text": "**Mind** the *limit*", "position": [0, -160], "size": [160, 96]},
    "far": {"text": "- one\n- two", "position": [600, 400], "size": [160, 96]},
}


def _person(qtbot: Any, notes: dict[str, Any] = _NOTES) -> Person:
    return person_at(qtbot, chain(3, layout={"notes": notes}))


def _note(person: Person, name: str = "n") -> Note:
    return layout.notes(person.model)[name]


def test_a_note_hangs_on_the_step_beside_it_until_it_is_taken_off(qtbot: Any) -> None:
    person = _person(qtbot)
    person.scene.select(notes=["n"])
    person.editing.hang_note()
    assert _note(person).step == "a"
    person.editing.hang_note()
    assert _note(person).step == ""
    assert person.done == ["Hang a note on a step", "Take a note off “A”"]


def test_a_note_hangs_on_the_step_that_is_chosen_with_it(qtbot: Any) -> None:
    person = _person(qtbot)
    person.scene.select(["c"], notes=["n"])
    person.editing.hang_note()
    assert _note(person).step == "c"


def test_a_note_made_at_a_step_hangs_on_it_and_covers_nothing(qtbot: Any) -> None:
    person = _person(qtbot)
    person.editing.select_step("a")
    person.key(Qt.Key.Key_N, _CONTROL | _SHIFT)
    person.type("Ask audit")
    person.key(Qt.Key.Key_Return, _CONTROL)
    (made,) = [note for note in layout.notes(person.model).values() if note.text == "Ask audit"]
    assert made.step == "a"
    item = person.scene.note_item(made.id)
    assert item is not None
    box = item.note_rect()
    others = [found.card_rect() for found in person.scene.step_items()]
    others += [note.note_rect() for note in person.scene.drawing.notes.values() if note is not item]
    assert not any(box.intersects(other) for other in others)


@pytest.mark.parametrize("way", ["keys", "mouse", "tidy", "align", "space"])
def test_a_note_goes_where_its_step_goes(qtbot: Any, way: str) -> None:
    person = _person(qtbot, {**_NOTES, "n": {**_NOTES["n"], "step": "b"}})
    before, stood = _note(person).position, place_of(person.model, "b")
    if way == "keys":
        person.editing.select_step("b")
        person.key(Qt.Key.Key_Down, _CONTROL)
    elif way == "mouse":
        card = person.scene.step_item("b")
        assert card is not None
        middle = card.card_rect().center()
        person.drag(middle, middle + QPointF(0, 160))
    elif way == "tidy":
        person.editing.do(arrange_command(person.model, {"b": (400, 600)}))
    elif way == "align":
        person.editing.do(arrange_command(person.model, {"a": (0, 240)}))
        person.scene.select(["a", "b"])
        person.editing.align("bottom")
    else:
        person.editing.make_space("x", 200, 80)
    by = [there - was for there, was in zip(place_of(person.model, "b"), stood, strict=True)]
    assert any(by)
    assert _note(person).position == (before[0] + by[0], before[1] + by[1])
    assert _note(person, "far").position == ((680, 400) if way == "space" else (600, 400))


def test_room_for_steps_leaves_a_note_with_the_step_it_hangs_on(qtbot: Any) -> None:
    person = _person(qtbot, {"n": {**_NOTES["n"], "position": [320, -160], "step": "a"}})
    person.editing.make_space("x", 290, 80)
    assert place_of(person.model, "b") == (376, 0)
    assert _note(person).position == (320, -160)


def test_papers_come_one_after_the_other_and_the_menu_has_them_all(qtbot: Any) -> None:
    person = _person(qtbot)
    person.scene.select(notes=["n", "far"])
    seen = [_note(person).color]
    for _ in PAPERS:
        person.editing.next_color()
        seen.append(_note(person).color)
        assert _note(person, "far").color == seen[-1]
    assert seen == [*PAPERS, ""]
    made = menu.menu(person.editing, menu.NOTE, person.view)
    (papers,) = [a.menu() for a in made.actions() if a.text() == "Colour"]
    assert isinstance(papers, type(made))
    assert [action.text() for action in papers.actions()] == [*PAPERS.values()]
    papers.actions()[2].trigger()
    assert _note(person).color == [*PAPERS][2]
    assert "Hang on “C”" in [action.text() for action in made.actions()]


@pytest.mark.parametrize("what", ["hang_note", "next_color"])
def test_without_a_note_they_say_why(qtbot: Any, what: str) -> None:
    person = _person(qtbot)
    assert person.editing.why_not(what) == "No note is selected."


def test_a_thread_leads_to_the_step_and_follows_it(qtbot: Any) -> None:
    person = _person(qtbot)
    item = person.scene.note_item("n")
    assert item is not None
    narrow = item.sceneBoundingRect()
    person.scene.select(notes=["n"])
    person.editing.hang_note()
    card = person.scene.step_item("a")
    assert card is not None
    assert item.sceneBoundingRect().bottom() >= card.card_rect().top() > narrow.bottom()
    assert not item.contains(item.mapFromScene(card.card_rect().center() - QPointF(0, 60)))
    person.editing.select_step("a")
    person.key(Qt.Key.Key_Right, _CONTROL)
    assert item.sceneBoundingRect().bottom() >= card.card_rect().top()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_every_paper(theme: Theme) -> None:
    for color in [*PAPERS, "of another program"]:
        pair = paper_of(theme, color)
        ink, tint = QColor(pair.ink), QColor(pair.tint)
        assert _contrast(ink, tint) >= 7


def _contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _light(color: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_a_note_of_a_drawing_that_is_only_looked_at_offers_no_corner(qtbot: Any) -> None:
    """Else one pulls at it in vain."""
    person = _person(qtbot)
    note = person.scene.note_item("n")
    assert note is not None
    corner = note.note_rect().bottomRight() - QPointF(4, 4)
    assert note.corner_at(corner)
    before = person.view.grab().toImage()
    person.scene.set_editable(on=False)
    assert not note.corner_at(corner)
    pixel = person.pixel(note.note_rect().bottomRight() - QPointF(5, 4))
    after = person.view.grab().toImage()
    near = [(pixel.x() + x, pixel.y() + y) for x in range(-5, 4) for y in range(-5, 4)]
    assert len({after.pixel(*at) for at in near}) < len({before.pixel(*at) for at in near})

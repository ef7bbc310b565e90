"""A person finds what should happen by a few letters, and puts it on the canvas."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from designer.assets.theme import DARK, LIGHT
from designer.document.workflow import WorkflowDocument
from designer.library.cards import CardMaker
from designer.library.offers import GROUPS, Offer, offers
from designer.panels.palette import OFFER_MIME, Palette
from designer.panels.workbench import Services, Workbench
from runtime.definition.definition import Definition
from runtime.steps import kinds

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def bench() -> Workbench:
    empty: dict[str, Any] = {"graph": {"format": 1}, "nodes": [], "edges": []}
    document = WorkflowDocument(Definition.from_document(empty))
    nobody = cast("Any", None)  # the palette asks neither helper nor engine
    services = Services(kinds(), CardMaker(kinds()), offers(kinds()), nobody, nobody)
    return Workbench(document, LIGHT, services)


@pytest.fixture
def palette(bench: Workbench, qtbot: QtBot) -> Palette:
    made = Palette(bench)
    qtbot.addWidget(made)
    made.resize(260, 800)
    with qtbot.waitExposed(made):
        made.show()
    return made


def titles(palette: Palette) -> list[str]:
    found = (
        palette.rows.offer(palette.rows.index(row, 0)) for row in range(palette.rows.rowCount())
    )
    return [offer.title for offer in found if offer]


def headings(palette: Palette) -> list[str]:
    rows = (palette.rows.index(row, 0) for row in range(palette.rows.rowCount()))
    return [str(index.data()) for index in rows if palette.rows.offer(index) is None]


def test_everything_stands_in_its_group_in_business_words(palette: Palette) -> None:
    assert headings(palette) == list(GROUPS)
    assert len(titles(palette)) == len(offers(kinds()))


def test_a_few_letters_and_enter_choose_a_step(palette: Palette) -> None:
    palette.focus_search()
    QTest.keyClicks(palette.field, "approv")
    assert titles(palette)[0] == "Get an approval"
    chosen: list[Offer] = []
    palette.chosen.connect(chosen.append)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert [offer.title for offer in chosen] == ["Get an approval"]


def test_arrows_pass_over_headings_while_typing_goes_on(palette: Palette) -> None:
    QTest.keyClicks(palette.field, "wait")
    seen = [palette.list.currentIndex().data()]
    for _ in range(3):
        QTest.keyClick(palette.field, Qt.Key.Key_Down)
        seen.append(palette.list.currentIndex().data())
    assert seen[:2] == ["Wait", "Wait for a message"]
    assert not set(seen) & set(GROUPS)
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.field.text() == "wait"


def test_a_double_click_chooses_and_a_heading_does_nothing(palette: Palette) -> None:
    heading, offer = palette.rows.index(0, 0), palette.rows.index(1, 0)
    chosen: list[Offer] = []
    palette.chosen.connect(chosen.append)
    for index in (heading, offer):
        place = palette.list.visualRect(index).center() + QPoint(0, 2)
        QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [one.title for one in chosen] == [offer.data()]


def test_only_what_one_system_offers_is_shown_when_a_person_asks(palette: Palette) -> None:
    palette.systems.setCurrentText("Tryton")
    assert "Post an invoice" in titles(palette)
    assert "Get an approval" not in titles(palette)
    assert headings(palette) == ["In your systems"]


def test_a_search_without_a_hit_says_what_to_do(palette: Palette) -> None:
    palette.systems.setCurrentText("Tryton")
    QTest.keyClicks(palette.field, "xylophone")
    assert not palette.list.isVisible()
    told = palette.nothing
    assert told.isVisible()
    assert "Nothing in Tryton is called “xylophone”" in told.text()
    QTest.mouseClick(palette.widen, Qt.MouseButton.LeftButton)
    assert palette.systems.currentData() == ""
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.list.isVisible()


def test_a_row_is_dragged_as_its_offer(palette: Palette) -> None:
    index = palette.rows.index(1, 0)
    dragged = palette.rows.mimeData([index])
    offer = palette.rows.offer(index)
    assert offer
    assert bytes(dragged.data(OFFER_MIME).data()).decode() == offer.id
    assert not palette.rows.flags(palette.rows.index(0, 0)) & Qt.ItemFlag.ItemIsDragEnabled


def test_a_screen_reader_hears_what_an_offer_does(palette: Palette) -> None:
    said = palette.rows.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Get an approval. One or several people")
    assert palette.field.accessibleName()
    assert palette.list.accessibleName()


def test_another_theme_reaches_the_rows(palette: Palette, bench: Workbench) -> None:
    before = palette.list.grab().toImage()
    bench.set_theme(DARK)
    assert palette.list.grab().toImage() != before


def test_the_rows_fit_where_the_palette_is_narrow(palette: Palette, qtbot: QtBot) -> None:
    palette.resize(200, 500)
    qtbot.wait(1)
    rows = [palette.list.visualRect(palette.rows.index(row, 0)) for row in range(6)]
    assert all(one.bottom() < other.top() + 1 for one, other in pairwise(rows))
    assert all(one.right() <= palette.list.viewport().width() for one in rows)


def test_the_rows_fit_after_the_list_was_made_narrower(palette: Palette, qtbot: QtBot) -> None:
    """Else words lie over each other as soon as somebody draws the edge of the list inward."""
    palette.resize(170, palette.height())

    def fits() -> bool:
        rows = [palette.list.visualRect(palette.rows.index(row, 0)) for row in range(8)]
        return all(one.bottom() < other.top() + 1 for one, other in pairwise(rows))

    before = palette.list.sizeHintForIndex(palette.rows.index(1, 0)).height()
    qtbot.waitUntil(fits)
    assert before > 54  # a name has a second line now


def test_a_long_name_goes_on_in_a_second_line(palette: Palette) -> None:
    QTest.keyClicks(palette.field, "milestone accepted")
    first, second = (palette.list.visualRect(palette.rows.index(row, 0)) for row in (1, 2))
    assert first.height() >= 54
    assert second.isEmpty() or second.top() > first.bottom()


def test_the_keys_show_where_they_act_when_the_list_is_reached(palette: Palette) -> None:
    palette.list.setFocus()
    assert palette.list.currentIndex().data() == "Get an approval"
    QTest.keyClick(palette.list, Qt.Key.Key_Down)
    assert palette.list.currentIndex().data() == "Give somebody a task"


def test_the_key_never_covers_the_question(palette: Palette, qtbot: QtBot) -> None:
    """With large letters or a narrow dock a key over the words makes both unreadable."""
    key = next(label for label in palette.field.findChildren(QLabel) if label.text() == "N")
    palette.resize(400, 500)
    qtbot.waitUntil(key.isVisible)
    palette.resize(120, 500)
    qtbot.waitUntil(key.isHidden)


def test_no_step_is_offered_where_the_drawing_can_only_be_read(
    palette: Palette, bench: Workbench
) -> None:
    """Else people drag a step to a drawing that does not take it, and nobody tells them why."""
    assert palette.list.isEnabled()
    assert palette.only_read.isHidden()
    locked = WorkflowDocument(Definition.from_document(bench.document.model.document()))
    locked.locked = "Somebody else has it open."
    bench.show_drawing(locked)
    assert not palette.list.isEnabled()
    assert not palette.field.isEnabled()
    assert palette.only_read.isVisible()
    around = palette.list.parentWidget()
    assert around is not None
    assert around.toolTip() == "Somebody else has it open."


def test_large_text_gets_a_line_more(palette: Palette, qtbot: QtBot) -> None:
    """Else somebody who needs large letters reads half of what each step is called."""
    ordinary = palette.list.sizeHintForIndex(palette.rows.index(2, 0)).height()
    font = palette.list.font()
    font.setPixelSize(20)
    palette.list.setFont(font)
    qtbot.waitUntil(
        lambda: palette.list.sizeHintForIndex(palette.rows.index(2, 0)).height() > 1.5 * ordinary
    )

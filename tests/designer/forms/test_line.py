"""Lines and headings that are too short for their words: a person must see that there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtWidgets import QApplication, QWidget

from designer.assets import style
from designer.assets.theme import THEMES
from designer.forms.basic.texts import Paragraph
from designer.forms.context import FormContext
from designer.forms.fold import Fold
from designer.forms.form import Form
from designer.forms.formulas.formula_box import FormulaBox
from designer.forms.line import Line
from designer.forms.parts import icon_button, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from runtime.definition.json_value import JsonObject

LONG = "Ask everybody who has ever signed a framework agreement with this client"


@pytest.fixture
def looks(qapp: QApplication) -> Iterator[QApplication]:
    """The application as it looks for people."""
    before = qapp.styleSheet(), qapp.font(), qapp.property("textScale")
    yield qapp
    qapp.setProperty("textScale", before[2])
    qapp.setStyleSheet(before[0])
    qapp.setFont(before[1])


def test_a_line_that_is_too_short_ends_in_three_dots(qtbot: QtBot) -> None:
    """Without them a person takes the beginning of a name for all of it."""
    around = QWidget()
    qtbot.addWidget(around)
    line, whole = Line(LONG, around), Line("Net", around)
    for each in (line, whole):
        each.resize(160, 30)
        each.setCursorPosition(0)
    around.show()
    cut = line.grab().toImage()
    line.setText(LONG[:60])
    line.setCursorPosition(0)

    assert line.is_cut()
    assert not whole.is_cut()
    assert line.grab().toImage() == cut  # as much is read of both, and the dots


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_formula_of_one_line_is_as_high_as_the_name_beside_it(
    qtbot: QtBot, looks: QApplication, scale: float
) -> None:
    """Fields of two heights in one row look broken."""
    looks.setProperty("textScale", scale)
    style.apply(looks, THEMES["light"])
    around = QWidget()
    qtbot.addWidget(around)
    line, box = Line("Supplier", around), FormulaBox(FormContext(THEMES["light"]), around)
    box.set_text("input.supplier")
    around.show()

    assert box.minimumHeight() == line.sizeHint().height()


def test_a_heading_that_is_too_long_keeps_the_form_as_narrow_as_it_is(qtbot: QtBot) -> None:
    """A form wider than the dock hides its right edge, and the buttons there."""
    fold = Fold(LONG, QWidget)
    qtbot.addWidget(fold)
    fold.resize(200, 30)
    fold.show()

    assert fold.minimumSizeHint().width() < 200
    assert fold.heading.text().endswith("…")
    assert fold.heading.toolTip() == LONG
    assert fold.heading.accessibleName() == LONG
    fold.resize(2_000, 30)
    assert fold.heading.text() == LONG


def test_a_button_beside_a_line_does_not_press_it_down(qtbot: QtBot, looks: QApplication) -> None:
    """With large letters the lower part of what is typed would be cut off."""
    looks.setProperty("textScale", 1.5)
    style.apply(looks, THEMES["light"])
    around = QWidget()
    qtbot.addWidget(around)
    line = Line("2026-11-30", around)
    button = icon_button("calendar", "Choose a day", THEMES["light"], around.update)
    row(line, button, parent=around)
    around.show()

    assert line.height() >= line.sizeHint().height()


def test_help_that_wraps_leaves_no_empty_room_below_a_form(qtbot: QtBot) -> None:
    """Else one scrolls past the last field into nothing."""
    words = "How often it is tried in all, the first time included; empty for what is usual."
    number: JsonObject = {"type": "integer", "title": "Attempts", "description": words}
    form = Form({"type": "object", "properties": {"n": number}}, FormContext(THEMES["light"]))
    qtbot.addWidget(form)
    form.resize(600, 400)
    form.show()

    assert form.minimumSizeHint().height() <= form.heightForWidth(600)


def test_a_text_of_some_lines_is_seen_without_scrolling(qtbot: QtBot, looks: QApplication) -> None:
    """A last line that is cut in half cannot be read, and looks broken."""
    style.apply(looks, THEMES["light"])
    paragraph = Paragraph()
    qtbot.addWidget(paragraph)
    paragraph.resize(300, 60)
    paragraph.show()
    paragraph.replace_text(" ".join([LONG] * 4))
    end = paragraph.textCursor()
    end.movePosition(end.MoveOperation.End)

    assert round(paragraph.document().size().height()) > 3
    assert paragraph.cursorRect(end).bottom() < paragraph.viewport().height()

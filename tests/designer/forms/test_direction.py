"""Who writes Arabic or Hebrew reads it from the right, also where it has several lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from designer.forms.line import Line
from tests.helpers.forms import editor

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
ARABIC = "\u0627\u0644\u0645\u0648\u0627\u0641\u0642\u0629"
HEBREW = "\u05d0\u05d9\u05e9\u05d5\u05e8"


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "multiline", "title": "Notes"},
        {"type": "string", "x-baton-field": "text", "title": "What to do"},
    ],
)
def test_text_begins_where_its_script_begins(schema: dict[str, Any], qtbot: QtBot) -> None:
    made = editor(schema, qtbot)
    (box,) = made.findChildren(QPlainTextEdit)
    for text, side in (
        (f"{ARABIC} INV-204", RIGHT),
        ("Approve it", LEFT),
        (f"2026: {HEBREW}", RIGHT),
        ("", LEFT),
    ):
        made.set_value(text)
        assert box.document().defaultTextOption().alignment() == side, text


def test_a_formula_stays_at_the_left(qtbot: QtBot) -> None:
    made = editor({"type": "string", "x-baton-field": "expression", "title": "Value"}, qtbot)
    made.set_value(f'"{ARABIC}"')
    (box,) = made.findChildren(QPlainTextEdit)
    assert box.document().defaultTextOption().alignment() == LEFT


def test_a_line_that_is_cut_ends_in_dots_where_its_text_ends(qtbot: QtBot) -> None:
    """Dots at the right of an Arabic name say that its beginning is missing."""
    for text, leaves_free in ((f"{ARABIC} " * 9, "left"), ("Approve the invoice " * 9, "right")):
        line = Line(text)
        qtbot.addWidget(line)
        line.resize(160, 30)
        line.setReadOnly(True)
        line.show()
        line.clearFocus()
        assert line.is_cut()
        ink = ink_of(line)
        # Dots are low: the upper half of the box has nothing where they stand.
        free = {"left": min(ink), "right": line.width() - max(ink)}
        assert free[leaves_free] > free["left" if leaves_free == "right" else "right"]


def ink_of(line: Line) -> list[int]:
    """The columns in which something is painted in the upper half of the text."""
    image = line.grab().toImage()
    middle = image.height() // 2
    paper = image.pixel(image.width() // 2, 4)
    return [
        x
        for x in range(6, image.width() - 6)
        if any(image.pixel(x, y) != paper for y in range(5, middle))
    ]

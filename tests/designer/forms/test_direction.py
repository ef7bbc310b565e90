"""Who writes Arabic or Hebrew reads it from the right, also where it has several lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

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

"""What a person loses when a case is begun carelessly: one that stops at its first step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea

from designer.assets.theme import LIGHT
from designer.dialogs.start_case import StartCase
from designer.forms.context import FormContext
from tests.helpers.forms import type_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

FORM: dict[str, Any] = {
    "type": "object",
    "required": ["client"],
    "x-baton-order": ["terms", "client"],
    "properties": {
        "client": {"type": "string", "title": "Client"},
        "terms": {"type": "string", "title": "Terms", "default": "30 days"},
    },
}


def test_a_case_begins_with_what_is_known_and_not_without_what_is_needed(qtbot: QtBot) -> None:
    asked = StartCase("Deals", FORM, FormContext(LIGHT), {}, is_dry=True)
    qtbot.addWidget(asked)
    asked.show()
    go = next(b for b in asked.findChildren(QPushButton) if b.text() == "Test run")
    QTest.mouseClick(go, Qt.MouseButton.LeftButton)  # while its fields are made
    qtbot.waitUntil(lambda: isinstance(asked.focusWidget(), QLineEdit))
    assert asked.isVisible()
    typing = asked.focusWidget()
    assert isinstance(typing, QLineEdit)
    assert typing.accessibleName() == "Client"
    type_in(typing, "Client A")
    with qtbot.waitSignal(asked.accepted):
        QTest.mouseClick(go, Qt.MouseButton.LeftButton)
    assert asked.value() == {"client": "Client A", "terms": "30 days"}


def test_what_was_typed_before_counts_more_than_what_is_filled_in_beforehand(qtbot: QtBot) -> None:
    before: dict[str, Any] = {"client": "Client B", "terms": "60 days"}
    asked = StartCase("Deals", FORM, FormContext(LIGHT), before, is_dry=False)
    qtbot.addWidget(asked)
    assert asked.value() == before


def test_a_long_form_keeps_off_its_scroll_bar(qtbot: QtBot) -> None:
    """Frames and the bar beside them ran into one thick line."""
    many = {f"f{n}": {"type": "string", "title": f"Field {n}"} for n in range(20)}
    form: dict[str, Any] = {"type": "object", "properties": many}
    asked = StartCase("Deals", form, FormContext(LIGHT), {}, is_dry=True)
    qtbot.addWidget(asked)
    asked.show()
    qtbot.waitUntil(lambda: len(asked.findChildren(QLineEdit)) == 20)
    bar = asked.findChildren(QScrollArea)[0].verticalScrollBar()
    qtbot.waitUntil(bar.isVisible)
    left = bar.mapToGlobal(QPoint(0, 0)).x()
    line = asked.findChildren(QLineEdit)[0]
    assert left - line.mapToGlobal(QPoint(line.width(), 0)).x() >= 8

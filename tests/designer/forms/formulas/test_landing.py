"""A field is dropped where a person means it, and what is no field is left to the widget below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from designer.forms.formulas.dragged import Dragged, packed
from designer.forms.formulas.landing import Landing

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

_HOW = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def dropped(widget: QWidget, data: QMimeData) -> bool:
    """Whether a widget took what was dropped on it."""
    place, copy = QPointF(5, 5), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place.toPoint(), copy, data, *_HOW)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    drop = QDropEvent(place, copy, data, *_HOW)
    drop.ignore()
    QApplication.sendEvent(widget, drop)
    return enter.isAccepted() and drop.isAccepted()


def test_a_field_is_taken_and_other_things_are_not(qtbot: QtBot) -> None:
    """Else a person drags a field in vain, or loses a file that fell beside its place."""
    taken: list[Dragged] = []
    widget = QWidget()
    qtbot.addWidget(widget)
    Landing(widget, taken.append)
    field = Dragged(("data", "amount"), "Amount")
    assert dropped(widget, packed(field))
    assert taken == [field]
    words = QMimeData()
    words.setText("data.amount")
    assert not dropped(widget, words)
    assert taken == [field]

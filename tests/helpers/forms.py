"""Helps tests of forms: types, drops, and hears what an editor or a form says was edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.assets.theme import LIGHT
from designer.forms.context import FormContext
from designer.forms.formulas.dragged import Dragged, packed
from designer.forms.registry import editor_for

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QAbstractScrollArea, QPlainTextEdit, QWidget
    from pytestqt.qtbot import QtBot

    from designer.forms.field import FieldEditor
    from designer.forms.form import Form


def edits_of(edited: FieldEditor | Form) -> list[Any]:
    """Return a list that grows with every edit: values of an editor, (path, value) of a form."""
    heard: list[Any] = []

    def hear(*said: Any) -> None:
        heard.append(said[0] if len(said) == 1 else said)

    edited.edited.connect(hear)
    return heard


def type_in(widget: QWidget, text: str) -> None:
    """Types a text, key by key."""
    keys: Any = QTest
    keys.keyClicks(widget, text)


def editor(schema: dict[str, Any], qtbot: QtBot, context: FormContext | None = None) -> Any:
    """Return an editor for a schema, closed when the test ends."""
    made = editor_for(schema, context or FormContext(LIGHT))
    qtbot.addWidget(made)
    return made


def drop_on(box: QAbstractScrollArea, carried: QMimeData, place: QPointF) -> None:
    """Lets a drag end over a place of a field, as Qt does."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.DragEnter, QEvent.Type.Drop):
        event = QDropEvent(place, Qt.DropAction.CopyAction, carried, left, none, kind)
        QApplication.sendEvent(box.viewport(), event)


def drop_field(box: QPlainTextEdit, field: str, at: int) -> None:
    """Lets a field fall before a character of a text."""
    cursor = box.textCursor()
    cursor.setPosition(at)
    drop_on(box, packed(Dragged(tuple(field.split(".")))), QPointF(box.cursorRect(cursor).center()))

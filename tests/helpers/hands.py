"""Knows how tests use a canvas like a person: with mouse and keys. Must not know what they test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.canvas.editing import CanvasEditing
from designer.canvas.hands import Hands
from designer.canvas.placement import COLUMN
from designer.library.cards import CardMaker
from designer.library.offers import offers
from runtime.steps import kinds
from tests.helpers.canvases import scene_of, view_of

if TYPE_CHECKING:
    from designer.canvas.chooser import Chooser
    from designer.canvas.scene import CanvasScene
    from designer.canvas.view import CanvasView
    from designer.document.model import Model
    from designer.document.workflow import WorkflowDocument

_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier

__all__ = ["COLUMN", "Person", "person_at"]


@dataclass(slots=True)
class Person:
    """Somebody in front of a canvas. Points are in the scene's units."""

    editing: CanvasEditing
    hands: Hands

    @property
    def view(self) -> CanvasView:
        return self.editing.view

    @property
    def scene(self) -> CanvasScene:
        return self.editing.scene

    @property
    def model(self) -> Model:
        return self.editing.model

    @property
    def done(self) -> list[str]:
        """Titles of the history's entries."""
        history = self.scene.document.history
        return [entry.title for entry in history.entries[: history.position]]

    @property
    def chooser(self) -> Chooser:
        """The list that is open."""
        found = self.editing.asking.chooser
        assert found is not None
        return found

    # --- where ------------------------------------------------------------------------------------

    def middle(self, step: str) -> QPointF:
        item = self.scene.step_item(step)
        assert item is not None
        return item.card_rect().center()

    def way_out(self, step: str, port: str = "out") -> QPointF:
        item = self.scene.step_item(step)
        assert item is not None
        return item.port_pos(port)

    def way_in(self, step: str) -> QPointF:
        item = self.scene.step_item(step)
        assert item is not None
        return item.in_pos()

    def plus(self, step: str, port: str = "out") -> QPointF:
        return self.way_out(step, port) + QPointF(50, 0)

    def pixel(self, place: QPointF) -> QPoint:
        return self.view.mapFromScene(place)

    # --- the mouse --------------------------------------------------------------------------------

    def mouse(
        self,
        kind: QEvent.Type,
        place: QPointF,
        button: Qt.MouseButton = _LEFT,
        keys: Qt.KeyboardModifier = _NONE,
    ) -> None:
        """Send one event of the mouse."""
        pixel = QPointF(self.pixel(place))
        port = self.view.viewport()
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
        sent = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        at = QPointF(port.mapToGlobal(pixel.toPoint()))
        QApplication.sendEvent(port, QMouseEvent(kind, pixel, at, sent, held, keys))

    def hover(self, place: QPointF) -> None:
        self.mouse(QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton)

    def press(self, place: QPointF, **more: Any) -> None:
        self.hover(place)
        self.mouse(QEvent.Type.MouseButtonPress, place, **more)

    def move(self, *places: QPointF, **more: Any) -> None:
        for place in places:
            self.mouse(QEvent.Type.MouseMove, place, **more)

    def release(self, place: QPointF, **more: Any) -> None:
        self.mouse(QEvent.Type.MouseButtonRelease, place, **more)

    def click(self, place: QPointF, **more: Any) -> None:
        self.press(place, **more)
        self.release(place, **more)

    def double_click(self, place: QPointF) -> None:
        self.click(place)
        self.mouse(QEvent.Type.MouseButtonDblClick, place)
        self.release(place)

    def drag(self, start: QPointF, end: QPointF, **more: Any) -> None:
        """Drag from one point to another, over the middle."""
        self.press(start, **more)
        self.move((start + end) / 2, end, **more)
        self.release(end, **more)

    def click_entry(self, title: str) -> None:
        """Click an entry of the open list."""
        chooser = self.chooser
        row = next(n for n, c in enumerate(chooser.model.choices) if c.title == title and c.value)
        index = chooser.model.index(row, 0)
        chooser.list.scrollTo(index)
        spot = chooser.list.visualRect(index).center()
        QTest.mouseClick(chooser.list.viewport(), _LEFT, _NONE, spot)

    # --- keys -------------------------------------------------------------------------------------

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = _NONE) -> None:
        """Press a key where the keyboard is."""
        target = QApplication.focusWidget() or self.view
        QTest.keyClick(target, key, keys)

    def type(self, text: str) -> None:
        """Type letters where the keyboard is."""
        target = QApplication.focusWidget() or self.view
        QTest.keyClicks(target, text)


def person_at(qtbot: Any, opened: WorkflowDocument) -> Person:
    """Return somebody in front of a window with a workflow, without motion."""
    view = view_of(qtbot, scene_of(opened))
    view.reduced_motion = True
    made = kinds()
    editing = CanvasEditing(view, offers(made), CardMaker(made))
    person = Person(editing, Hands(editing))
    with qtbot.waitActive(view):
        view.activateWindow()
    view.setFocus()
    if not view.canvas.is_empty:
        view.fit_all()
        view.zoom_to(1.0)
    return person

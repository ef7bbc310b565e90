"""Knows which gesture begins with a press, and leads it to its end. Must not know what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QKeyEvent, QMouseEvent

from designer.canvas import menu
from designer.canvas.gestures.banding import Band
from designer.canvas.gestures.dropping import Drop
from designer.canvas.gestures.hit import Hit, hit_at
from designer.canvas.gestures.hovering import Hover
from designer.canvas.gestures.moving import Choose, Move
from designer.canvas.gestures.panning import Pan
from designer.canvas.gestures.pressing import PressMark
from designer.canvas.gestures.resizing import ResizeNote
from designer.canvas.gestures.spacing import MakeSpace
from designer.canvas.gestures.wiring import DrawBack, DrawEdge, Reconnect
from designer.canvas.naming import title_rect
from designer.canvas.spots import Spot, card_around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.canvas.context_pad import ContextPad
    from designer.canvas.editing import CanvasEditing
    from designer.canvas.gestures.gesture import Gesture
    from designer.canvas.menu import Deed

EDITING: tuple[type[Gesture], ...] = (
    *(MakeSpace, PressMark, Reconnect, DrawEdge, DrawBack, ResizeNote, Move, Choose, Band),
)
"""The first one that fits begins."""

LOOKING: tuple[type[Gesture], ...] = (Choose, Band)
"""The same where nothing may change."""


class Pointer(QObject):
    """Follows the mouse over a view.

    Args:
        editing: does what is asked for.
        pad: the bar of actions beside a step.
    """

    def __init__(self, editing: CanvasEditing, pad: ContextPad) -> None:
        super().__init__(editing.view)
        self._editing = editing
        self._view = editing.view
        self._hover = Hover(editing, pad)
        self._drop = Drop(editing)
        self._pad = pad
        self._space_held = False
        self.gesture: Gesture | None = None
        viewport = self._view.viewport()
        viewport.setMouseTracking(True)
        self._view.setAcceptDrops(True)
        viewport.installEventFilter(self)
        self._view.installEventFilter(self)
        pad.more.connect(self._menu_of_step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what belongs to a gesture."""
        if watched is self._view:
            return isinstance(event, QKeyEvent) and self._take_key(event)
        kind = event.type()
        if isinstance(event, QMouseEvent):
            return self._take_mouse(kind, event)
        if isinstance(event, QContextMenuEvent):
            return self._take_menu(event)
        if kind == QEvent.Type.Leave:
            self._hover.leave()
        if isinstance(event, QDropEvent):  # entering and moving too
            return self._take_drop(kind, event)
        if kind == QEvent.Type.DragLeave:
            self._drop.leave()
            return True
        return False

    # --- the mouse --------------------------------------------------------------------------------

    def _take_mouse(self, kind: QEvent.Type, event: QMouseEvent) -> bool:
        if kind == QEvent.Type.MouseButtonPress:
            return self._press(self._hit(event, event.button()))
        if kind == QEvent.Type.MouseMove:
            return self._move(self._hit(event, event.buttons()))
        if kind == QEvent.Type.MouseButtonRelease:
            return self._release(self._hit(event, event.button()))
        if kind == QEvent.Type.MouseButtonDblClick:
            return self._double(self._hit(event, event.button()))
        return False

    def _hit(self, event: QMouseEvent, buttons: Qt.MouseButton) -> Hit:
        return hit_at(self._view, event.position(), buttons, event.modifiers())

    def _press(self, hit: Hit) -> bool:
        if self.gesture is not None:
            return True  # another button while one goes on
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        self._editing.asking.close()
        self._hover.leave()
        wanted = self._fitting(hit)
        if wanted is not None:
            self.gesture = wanted(self._editing, hit)
            if self.gesture.cursor is not None:
                self._view.viewport().setCursor(self.gesture.cursor)
        return True

    def _fitting(self, hit: Hit) -> type[Gesture] | None:
        if self._space_held or Pan.fits(self._editing, hit):
            return Pan
        if hit.buttons != Qt.MouseButton.LeftButton:
            return None
        known = EDITING if self._editing.scene.editable else LOOKING
        return next((one for one in known if one.fits(self._editing, hit)), None)

    def _move(self, hit: Hit) -> bool:
        if self.gesture is None:
            self._hover.over(hit)
        else:
            self.gesture.moved(hit)
        return True

    def _release(self, hit: Hit) -> bool:
        done, self.gesture = self.gesture, None
        if done is not None:
            self._view.viewport().unsetCursor()
            done.released(hit)
        return True

    def _double(self, hit: Hit) -> bool:
        """Open a step, write a name anew where it stands, or ask for a step on empty ground."""
        if hit.buttons != Qt.MouseButton.LeftButton:
            return True
        editing = self._editing
        if hit.step is not None and hit.step.step.startswith("frame "):
            editing.fold_frame(hit.step.step.removeprefix("frame "))
        elif hit.step is not None and title_rect(hit.step).contains(hit.place):
            editing.rename_step(hit.step.step)
        elif hit.step is not None and not hit.port and not hit.plus:
            if hit.step.face.card.calls:
                editing.called_wanted.emit(hit.step.step)
            else:
                self._view.activated.emit(hit.step.step)
        elif hit.note is not None:
            editing.rename_note(hit.note.note)
        elif hit.frame is not None and not hit.frame.region:
            editing.rename_frame(hit.frame.frame)
        elif hit.is_empty:
            editing.add_at(self._spot(hit))
        return True

    def _spot(self, hit: Hit) -> Spot:
        return (
            self._drop.spot(hit)
            if not self._editing.scene.is_empty
            else Spot(place=card_around(hit.place))
        )

    # --- keys, menus and drops --------------------------------------------------------------------

    def _take_key(self, event: QKeyEvent) -> bool:
        """Cancel what goes on by Esc, pan while the space bar is held, open the menu."""
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed:
            self._pad.leave()
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = pressed
            shape = Qt.CursorShape.OpenHandCursor if pressed else Qt.CursorShape.ArrowCursor
            self._view.viewport().setCursor(shape)
            return True
        if pressed and event.key() == Qt.Key.Key_Escape and self.gesture is not None:
            going, self.gesture = self.gesture, None
            self._view.viewport().unsetCursor()
            going.cancel()
            return True
        return self.gesture is not None and event.type() == QEvent.Type.KeyPress

    def _take_menu(self, event: QContextMenuEvent) -> bool:
        if self.gesture is not None:
            return True
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        if by_key and self._editing.step:
            self._menu_of_step(self._editing.step)
            return True
        hit = hit_at(self._view, QPointF(event.pos()))
        deeds = self._choose_for_menu(hit)
        menu.menu(self._editing, deeds, self._view).popup(event.globalPos())
        return True

    def _choose_for_menu(self, hit: Hit) -> Sequence[Sequence[Deed]]:
        """Choose what lies there, unless it is chosen already, and return what to offer."""
        if hit.is_empty:
            return menu.GROUND
        item = hit.step or hit.edge or hit.note or hit.frame
        if item is not None and not item.isSelected():
            Choose(self._editing, hit).click(hit)
        if hit.step is not None:
            return menu.FRAME if hit.step.step.startswith("frame ") else menu.STEP
        return menu.EDGE if hit.edge else menu.NOTE if hit.note else menu.FRAME

    def _menu_of_step(self, step: str) -> None:
        item = self._editing.scene.step_item(step)
        if item is not None:
            spot = self._view.mapFromScene(item.card_rect().bottomLeft())
            made = menu.menu(self._editing, menu.STEP, self._view)
            made.popup(self._view.viewport().mapToGlobal(spot))

    def _take_drop(self, kind: QEvent.Type, event: QDropEvent) -> bool:
        offer = self._drop.offer(event)
        if offer is None:
            event.ignore()
            return True
        event.acceptProposedAction()
        if kind == QEvent.Type.Drop:
            self._drop.drop(offer, event.position())
        else:
            self._drop.hover(event.position())
        return True

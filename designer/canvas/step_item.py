"""Knows how a step stands in the scene and what of it a point means. Must not know documents.

The box of an item is kept by Qt itself (a `QGraphicsRectItem`), so that Qt finds and culls items
without asking Python.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem

from designer.canvas import badges, ports, text
from designer.canvas.card_paint import paint_card
from designer.canvas.detail import Detail, detail_at
from designer.canvas.geometry import (
    BADGE_RADIUS,
    CARD_WIDTH,
    PLUS_GAP,
    PLUS_SIZE,
    PLUS_STEM,
    PORT_NAME_WIDTH,
    PORT_TOP,
    TEXT_LEFT,
    TEXT_WIDTH,
    Box,
    Point,
    near,
)
from designer.canvas.shapes import outline

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter, QPainterPath
    from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

    from designer.canvas.face import Face
    from designer.canvas.inks import Inks
    from designer.canvas.states import CardState

STEP_Z = 10.0
_NO_PEN = QPen(Qt.PenStyle.NoPen)
_LEFT, _TOP, _BOTTOM = 14.0, 34.0, 36.0
_STATUS = QRectF(TEXT_LEFT, 51, TEXT_WIDTH, 17)
ASIDE = max(PLUS_GAP, PORT_NAME_WIDTH + 14.0 + PLUS_STEM) + PLUS_SIZE + 4.0
"""How far right of a card its names and boxes reach, where there is room."""


class StepItem(QGraphicsRectItem):
    """One step. Its place is the top left corner of its card.

    Args:
        step: id of the step.
        face: what it shows.
        inks: the colours.

    Attributes:
        has_line: whether an edge runs through a place in the scene.
    """

    def __init__(self, step: str, face: Face, inks: Inks) -> None:
        super().__init__()
        self.has_line: Callable[[Box], bool] = _has_none
        self.step = step
        self.face = face
        self.inks = inks
        self._name_ends: dict[str, float] | None = None
        self.setPen(_NO_PEN)
        self.setZValue(STEP_Z)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self._fit()

    # --- looks --------------------------------------------------------------------------------

    def show_face(self, face: Face) -> None:
        """Show something else; what the pointer and the keyboard do at it stays."""
        old = self.face
        face.selected, face.hovered, face.focused = old.selected, old.hovered, old.focused
        face.hover_port, face.target, face.turn = old.hover_port, old.target, old.turn
        face.room, face.crossed = old.room, old.crossed
        if face != old:
            self.face, self._name_ends = face, None
            self._fit()
            self.update()

    def set_state(self, state: CardState) -> bool:
        """Show a state; returns whether it looks otherwise than before."""
        if state == self.face.state:
            return False
        self.face.state = state
        self.update()
        return True

    def set_hover(self, *, on: bool, port: str = "") -> None:
        """Show that the pointer is over the card, and at which way out (or "in")."""
        if (self.face.hovered, self.face.hover_port) != (on, port):
            self.face.hovered, self.face.hover_port = on, port
            self.update()

    def set_focus(self, *, on: bool) -> None:
        """Show that the keyboard is here."""
        if self.face.focused != on:
            self.face.focused = on
            self.update()

    def set_target(self, valid: bool | None) -> None:
        """Show whether an edge may end here; None while none is drawn."""
        if self.face.target != valid:
            self.face.target = valid
            self.update()

    def turn(self, share: float | None) -> None:
        """Turn the spinner; None stands for no motion at all."""
        if share == self.face.turn:
            return
        self.face.turn = share
        x, y = badges.CENTER
        reach = BADGE_RADIUS + 2
        self.update(QRectF(x - reach, y - reach, 2 * reach, 2 * reach))

    def move_on(self, turned: float, travelled: float) -> None:
        """Show the next moment of a run that goes on here."""
        del travelled
        self.turn(turned)

    def _fit(self) -> None:
        box = QRectF(0, 0, CARD_WIDTH, self.face.height)
        self.setRect(box.adjusted(-_LEFT, -_TOP, ASIDE, _BOTTOM))

    def mark_selected(self) -> None:
        """Note whether the item is selected; Qt repaints it by itself."""
        self.face.selected = self.isSelected()

    # --- places -------------------------------------------------------------------------------

    def box(self) -> Box:
        """Return the place of the card alone, in the scene."""
        x, y = self.x(), self.y()
        return (x, y, x + CARD_WIDTH, y + self.face.height)

    def card_rect(self) -> QRectF:
        """Return the same as Qt has it."""
        return QRectF(self.x(), self.y(), CARD_WIDTH, self.face.height)

    def way_in(self) -> Point:
        """Return where edges end, in the scene."""
        return (self.x(), self.y() + PORT_TOP)

    def way_out(self, name: str) -> Point:
        """Return where the edges of a way out leave, in the scene; the first for a stranger."""
        x, y = self.face.port_place(name)
        return (self.x() + x, self.y() + y)

    def way_begin(self, name: str, end: float) -> Point:
        """Return where the line of a way out begins: behind its name where there is room for both.

        Args:
            name: the way out.
            end: how far right the line goes, in the scene.
        """
        x, y = self.way_out(name)
        name_end = self._ends().get(name, 0.0)
        behind = x + name_end
        fits = behind + ports.BEND <= end and not ports.is_near(self.face, name_end)
        return (behind if fits else x, y)

    def is_named(self, name: str) -> bool:
        """Whether a name always stands beside a way out."""
        return self._ends().get(name, 0.0) > 0

    def names_end(self) -> float:
        """Return how far behind the ways out the longest of their names reaches."""
        return max(self._ends().values(), default=0.0)

    def _ends(self) -> dict[str, float]:
        """Return how far behind each way out its name reaches, once for each face."""
        if self._name_ends is None:
            self._name_ends = ports.lasting_ends(self.face)
        return self._name_ends

    def _room(self, reach: float = ASIDE) -> float:
        """Return how far right of the card the next one stands; infinite for farther than that."""
        scene, found = self.scene(), inf
        right = QRectF(self.x() + CARD_WIDTH, self.y(), reach, self.face.height)
        for item in scene.items(right, Qt.ItemSelectionMode.IntersectsItemBoundingRect):
            if isinstance(item, StepItem) and item is not self and item.isVisible():
                card = item.card_rect()
                if card.intersects(right):
                    found = min(found, card.left() - right.left())
        return found

    def _crossed(self) -> frozenset[str]:
        """Return the ways out with a line where their box that adds a step usually is."""
        half, found = PLUS_SIZE / 2 + 2.0, set[str]()
        for index, port in enumerate(self.face.card.ports):
            if self.face.is_open(port):
                x, y = ports.usual_plus(self.face, index)
                x, y = x + self.x(), y + self.y()
                if self.has_line((x - half, y - half, x + half, y + half)):
                    found.add(port.name)
        return frozenset(found)

    def names(self) -> dict[str, Box]:
        """Return the places of the names that always stand in line with ways out, in the scene."""
        x, y = self.x(), self.y()
        places = ports.names(self.face).items()
        return {name: (b[0] + x, b[1] + y, b[2] + x, b[3] + y) for name, b in places}

    def marks(self) -> dict[str, Box]:
        """Return what lines of others keep off beside each way out, in the scene."""
        x, y = self.x(), self.y()
        places = ports.marks(self.face).items()
        return {name: (b[0] + x, b[1] + y, b[2] + x, b[3] + y) for name, b in places}

    def in_pos(self) -> QPointF:
        """Return where edges end, as Qt has it."""
        return QPointF(*self.way_in())

    def port_pos(self, name: str) -> QPointF:
        """Return where the edges of a way out leave, as Qt has it."""
        return QPointF(*self.way_out(name))

    def _own(self, place: QPointF) -> Point:
        return (place.x() - self.x(), place.y() - self.y())

    def port_at(self, place: QPointF) -> str | None:
        """Return the way out, or "in", that a point in the scene means."""
        return ports.port_hit(self.face, self._own(place))

    def plus_at(self, place: QPointF) -> str | None:
        """Return the way out behind which a point in the scene means to add a step."""
        return ports.plus_hit(self.face, self._own(place))

    def badge_at(self, place: QPointF) -> str | None:
        """Return the mark that a point means: "badge", "stop", "fold" or "status"."""
        point, state = self._own(place), self.face.shown()
        if state.name != "idle" and near(point, badges.CENTER, BADGE_RADIUS + 2):
            return "badge"
        if state.breakpoint and near(point, badges.STOP, BADGE_RADIUS):
            return "stop"
        if self.face.inside and badges.fold_box(self.face).contains(*point):
            return "fold"
        if state.line and _STATUS.contains(*point):
            return "status"
        return None

    # --- for Qt -------------------------------------------------------------------------------

    def shape(self) -> QPainterPath:
        """Return what a click means: the card alone."""
        return outline(self.face.card.shape, self.face.height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the card."""
        del option, widget
        if self.face.is_asking:
            self.face.room = self._room()
            self.face.crossed = self._crossed()
        zoom = text.zoom_of(painter)
        if detail_at(zoom) is Detail.FULL and text.grown_at(zoom, "label") > 1:
            far = 2 * self.names_end() + ASIDE - PORT_NAME_WIDTH
            self.face.beside = self._room(far) if self.names_end() else inf
        paint_card(painter, self.face, self.inks, zoom)


def _has_none(place: Box) -> bool:
    del place
    return False

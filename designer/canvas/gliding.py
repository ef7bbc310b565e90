"""Knows how everything goes to its place when a drawing is arranged, so that the eye can follow.

Must not know who arranged it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPointF, QRectF, QVariantAnimation

from designer.canvas.geometry import CARD_HEIGHT, CARD_WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from designer.canvas.frame_item import FrameItem
    from designer.canvas.scene import CanvasScene
    from designer.canvas.view import CanvasView

_MS = 250
_MOST = 120
"""So many cards in view are followed; of more, nobody follows any, and they would go in jerks."""
_ENDING = frozenset(
    {QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.Wheel, QEvent.Type.Hide}
)
"""Whoever does something goes on at once with everything in its place."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where everything stands at a moment: cards, notes, and the frames round them."""

    cards: Mapping[str, QPointF]
    notes: Mapping[str, QPointF]
    frames: Mapping[str, QRectF]


def standing(scene: CanvasScene) -> Standing:
    """Return where everything stands now."""
    drawing = scene.drawing
    return Standing(
        {name: item.pos() for name, item in drawing.cards_shown.items()},
        {name: item.pos() for name, item in drawing.notes.items()},
        {name: item.frame_rect() for name, item in _frames(scene).items()},
    )


def glide(view: CanvasView, former: Standing) -> Gliding | None:
    """Let everything go from where it stood to where it stands; None where that is at once."""
    if view.reduced_motion or not view.isVisible():
        return None
    made = Gliding(view, former)
    if not 0 < made.count <= _MOST:
        made.deleteLater()
        return None
    made.start()
    return made


class Gliding(QObject):
    """Everything in view on its way to its place.

    Args:
        view: where it is seen.
        former: where it stood.
    """

    def __init__(self, view: CanvasView, former: Standing) -> None:
        super().__init__(view)
        self._view, self._scene = view, view.canvas
        self._from, self._to = former, standing(view.canvas)
        seen = view.visible_rect()
        self._cards = [name for name in self._moved() if self._is_seen(name, seen)]
        self._motion = QVariantAnimation(self)
        self._motion.setDuration(_MS)
        self._motion.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.valueChanged.connect(self._show)
        self._motion.finished.connect(self.end)

    @property
    def count(self) -> int:
        """How many cards are on their way."""
        return len(self._cards)

    def _moved(self) -> list[str]:
        before, now = self._from.cards, self._to.cards
        return [name for name in now if name in before and before[name] != now[name]]

    def _is_seen(self, name: str, seen: QRectF) -> bool:
        """Whether a card is in view where it was or where it is."""
        size = QPointF(CARD_WIDTH, CARD_HEIGHT)
        places = (self._from.cards[name], self._to.cards[name])
        return any(seen.intersects(QRectF(place, place + size)) for place in places)

    def start(self) -> None:
        """Set out."""
        for watched in (self._view, self._view.viewport()):
            watched.installEventFilter(self)
        self._view.showing.connect(self.end)
        self._scene.document.changed.connect(self.end)
        self._show(0.0)
        self._motion.start()

    def end(self) -> None:
        """Be there."""
        self._motion.stop()
        for item in self._scene.drawing.notes.values():
            item.setPos(*item.paper.place)
            item.set_loose(is_loose=False)
        self._scene.end_preview()
        self._view.removeEventFilter(self)
        self._view.viewport().removeEventFilter(self)
        self._view.showing.disconnect(self.end)
        self._scene.document.changed.disconnect(self.end)
        self.deleteLater()

    def _show(self, share: float) -> None:
        """Show everything on its way; what is gone meanwhile is passed over."""
        drawing = self._scene.drawing
        cards = {
            name: (_between(self._from.cards[name], self._to.cards[name], share)).toTuple()
            for name in self._cards
            if name in drawing.cards_shown
        }
        for name, item in drawing.notes.items():
            if name in self._from.notes and name in self._to.notes:
                item.setPos(_between(self._from.notes[name], self._to.notes[name], share))
                item.set_loose(is_loose=True)
        for name, frame in _frames(self._scene).items():
            if name in self._from.frames and name in self._to.frames:
                frame.stand(_box(self._from.frames[name], self._to.frames[name], share))
        self._scene.preview(cards)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be there at once when the person goes on."""
        del watched
        if event.type() in _ENDING:
            self.end()
        return False


def _frames(scene: CanvasScene) -> dict[str, FrameItem]:
    drawing = scene.drawing
    regions = {f"region {name}": item for name, item in drawing.regions.items()}
    return {**{f"frame {name}": item for name, item in drawing.frames.items()}, **regions}


def _between(one: QPointF, other: QPointF, share: float) -> QPointF:
    return one + (other - one) * share


def _box(one: QRectF, other: QRectF, share: float) -> QRectF:
    top_left = _between(one.topLeft(), other.topLeft(), share)
    return QRectF(top_left, _between(one.bottomRight(), other.bottomRight(), share))

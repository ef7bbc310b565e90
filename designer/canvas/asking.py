"""Knows how a person is asked on the canvas: which step comes next, and which step is meant.

Must not know gestures or keys. One question is open at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF

from designer.canvas.chooser import Chooser
from designer.canvas.geometry import CARD_WIDTH
from designer.canvas.marks import Marks
from designer.canvas.quick_list import QuickList
from designer.canvas.spots import place_in
from designer.library.suggestions import suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from designer.canvas.choice import Choice
    from designer.canvas.spots import Spot
    from designer.canvas.view import CanvasView
    from designer.library.cards import CardMaker
    from designer.library.offers import Offer

_GAP, _MARGIN = 12, 8


class Asking(QObject):
    """Opens lists over the canvas.

    Args:
        view: the canvas.
        offers: what can be placed.
        cards: tells what steps are about.
    """

    def __init__(self, view: CanvasView, offers: Sequence[Offer], cards: CardMaker) -> None:
        super().__init__(view)
        self._view = view
        self._cards = cards
        self._marks: Marks | None = None
        view.showing.connect(self.close)
        self.offers = tuple(offers)
        self.chooser: Chooser | None = None

    @property
    def is_open(self) -> bool:
        """Whether a question is open."""
        return self.chooser is not None

    def offer(self, spot: Spot, then: Callable[[Offer], object], prompt: str = "") -> None:
        """Ask what is to be added at a spot.

        Args:
            spot: where; a dashed card shows it.
            then: is told the offer that was picked.
            prompt: the question, where it is not what follows.
        """
        scene = self._view.canvas
        prompt = prompt or self._prompt(spot)
        hints = suggest(self.offers, scene.document.model, self._cards, *self._before(spot))
        asked = QuickList(self.offers, scene.theme, hints, prompt, self._view)
        asked.chosen.connect(then)
        place = place_in(scene, spot)
        self._open(asked, self._beside(place))
        self._marks = Marks(scene)
        self._marks.show_card(place)

    def choose(
        self,
        prompt: str,
        choices: Sequence[Choice],
        then: Callable[[object], object],
        at: QPointF,
    ) -> None:
        """Ask which of a few things is meant.

        Args:
            prompt: the question.
            choices: the answers.
            then: is told the value of the one that was picked.
            at: where, in the scene.
        """

        def fitting(text: str) -> list[Choice]:
            words = text.casefold().split()
            return [c for c in choices if all(w in _text_of(c) for w in words)]

        asked = Chooser(fitting, self._view.canvas.theme, prompt, self._view)
        asked.picked.connect(then)
        self._open(asked, self._view.mapFromScene(at) + QPoint(_GAP, 0))

    def close(self) -> None:
        """Take the open question away."""
        if self.chooser is not None:
            self.chooser.dismiss()

    def _prompt(self, spot: Spot) -> str:
        scene, (source, port) = self._view.canvas, self._before(spot)
        if scene.is_empty:
            return "What starts this process?"
        item = scene.step_item(source)
        undoes = item is not None and item.face.undoes(port)
        return "What undoes it?" if undoes else "What happens next?"

    def _before(self, spot: Spot) -> tuple[str, str]:
        if spot.edge:
            edge = self._view.canvas.document.model.edges[spot.edge]
            return str(edge["source"]), str(edge["port"])
        return spot.source, spot.port

    def _open(self, asked: Chooser, at: QPoint) -> None:
        self.close()
        self.chooser = asked
        asked.closed.connect(self._over)
        asked.open_at(at)

    def _over(self) -> None:
        self.chooser = None
        if self._marks is not None:
            self._marks.leave()
            self._marks = None

    def _beside(self, place: QPointF) -> QPoint:
        """Return the pixel right of a card: the drawing makes room, so that no card is covered.

        Where the window is too small for both, it is the pixel left of the card.
        """
        left, right = self._sides(place)
        missing = right.x() + _GAP + Chooser.WIDTH + _MARGIN - self._view.width()
        if missing > left.x() - _MARGIN:
            return QPoint(left.x() - _GAP - Chooser.WIDTH, left.y())
        if missing > 0:
            self._view.pan(QPointF(-missing, 0))
            left, right = self._sides(place)
        return QPoint(right.x() + _GAP, left.y())

    def _sides(self, place: QPointF) -> tuple[QPoint, QPoint]:
        """Return the pixels of the upper corners of a card."""
        corner = place + QPointF(CARD_WIDTH, 0)
        return self._view.mapFromScene(place), self._view.mapFromScene(corner)


def _text_of(choice: Choice) -> str:
    return f"{choice.title} {choice.summary}".casefold()

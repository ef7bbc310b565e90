"""Knows the list of steps that can be added at a place. Must not know the place or the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from designer.canvas.choice import Choice
from designer.canvas.chooser import Chooser
from designer.library.search import search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from designer.assets.theme import Theme
    from designer.library.offers import Offer

_SUGGESTED = 5
"""So many suggestions stand on top of the whole list."""


class QuickList(Chooser):
    """Asks what happens next: suggestions on top, then everything; typing searches all.

    Args:
        offers: everything that can be placed, in the order of the palette.
        theme: colours.
        suggested: what fits best at this place, the best first.
        prompt: the question.
        parent: what it lies on.

    Attributes:
        chosen: emitted with the `Offer` that was picked.
    """

    chosen = Signal(object)

    def __init__(
        self,
        offers: Sequence[Offer],
        theme: Theme,
        suggested: Sequence[Offer] = (),
        prompt: str = "What happens next?",
        parent: QWidget | None = None,
    ) -> None:
        self._offers = tuple(offers)
        self._suggested = tuple(suggested)[:_SUGGESTED]
        super().__init__(self._fitting, theme, prompt, parent)
        self.picked.connect(self.chosen)

    def _fitting(self, text: str) -> list[Choice]:
        if text:
            return [_choice(offer, offer.group) for offer in search(self._offers, text)]
        found: list[Choice] = []
        if self._suggested:
            found += [Choice("Often next"), *(_choice(offer) for offer in self._suggested)]
        group = ""
        for offer in self._offers:
            if offer.group != group:
                group = offer.group
                found.append(Choice(group))
            found.append(_choice(offer))
        return found


def _choice(offer: Offer, group: str = "") -> Choice:
    section = offer.system or group
    return Choice(offer.title, offer, offer.summary, section, offer.icon, offer.category)

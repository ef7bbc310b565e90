"""Knows what of a workflow the card of a step shows. Must not know where one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.canvas.face import Face, attempts_of
from designer.canvas.summing_up import summed_up
from designer.document import layout
from designer.document.counts import counted
from designer.library.cards import Card
from runtime.step import OUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.canvas.grouping import Grouping
    from designer.canvas.states import CardState
    from designer.document.model import Model
    from designer.library.cards import CardMaker
    from runtime.definition.json_value import JsonObject, JsonValue

CONNECTIONS, SAMPLES = "connections", "samples"
"""Parts of the workflow that cards depend on."""


class Faces:
    """What the cards of a workflow show.

    Args:
        model: the workflow.
        cards: makes what a kind of step shows.
    """

    def __init__(self, model: Model, cards: CardMaker) -> None:
        self._model, self._cards = model, cards
        self._connectors: dict[str, str] = {}
        self._pins: dict[str, str] = {}
        self._kept: frozenset[str] = frozenset()

    def read(self) -> None:
        """Note what of the workflow itself cards depend on."""
        graph = self._model.graph
        self._connectors = _texts(graph.get(CONNECTIONS), "connector")
        self._pins = _texts(graph.get(SAMPLES), "pinned")
        self._kept = layout.kept(self._model)

    def read_kept(self) -> frozenset[str]:
        """Note which steps are kept in place; returns those that are so now, or no longer."""
        before, self._kept = self._kept, layout.kept(self._model)
        return before ^ self._kept

    def of_step(
        self, name: str, state: CardState, grouping: Grouping, *, is_editable: bool
    ) -> Face:
        """Return what the card of a step shows.

        Args:
            name: the step.
            state: how it stands in the run that is shown.
            grouping: what is inside it, and whether that is folded.
            is_editable: whether it offers to add something.
        """
        node = self._model.nodes[name]
        card = self.new_card(node)
        drawn = {str(edge["port"]) for edge in self._model.out_edges(name)}
        return Face(
            card=card,
            state=state,
            off=bool(node.get("disabled")),
            pinned=self._pins.get(name, ""),
            attempts=attempts_of(node),
            kept=name in self._kept,
            free=frozenset(port.name for port in card.ports if port.name not in drawn),
            inside=len(grouping.inside.get(name, ())),
            stacked=name in grouping.folded,
            editable=is_editable,
        )

    def new_card(self, node: JsonObject) -> Card:
        """Return how a step would look that is not there yet."""
        return self._cards.card(node, self._connectors)


def folded_face(title: str, states: Sequence[CardState]) -> Face:
    """Return what the card shows that stands for a folded frame with steps in these states."""
    many = counted(len(states), "step")
    card = Card(title, many, "end", "card", diamond=False, icon="group", ports=(OUT,))
    return Face(card, summed_up(states), stacked=True, editable=False)


def _texts(held: JsonValue, name: str) -> dict[str, str]:
    """Return one text of each entry that has it."""
    found: dict[str, str] = {}
    for key, entry in (held if isinstance(held, dict) else {}).items():
        text = entry.get(name) if isinstance(entry, dict) else None
        if isinstance(text, str) and text:
            found[key] = text
    return found

"""Knows all that decides how one card looks at a moment. Must not know how it is painted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING

from designer.canvas.geometry import CARD_WIDTH, card_height, port_y
from designer.canvas.states import IDLE, CardState
from designer.canvas.undo_port import dot_place, line_place
from runtime.definition.attributes import Retry
from runtime.step import OUT

if TYPE_CHECKING:
    from designer.canvas.geometry import Point
    from designer.library.cards import Card
    from runtime.definition.json_value import JsonObject
    from runtime.step import Port


@dataclass(slots=True)
class Face:
    """What a card shows.

    Attributes:
        card: what it is.
        state: how it stands with it, as it was told.
        off: whether the step is switched off.
        pinned: name of the sample that stands in for running it; "" for none.
        attempts: how often the step is tried before it has failed; 0 where nothing is said.
        kept: whether it stays in its place when the drawing is tidied up.
        selected, hovered, focused: whether it is chosen, under the pointer, where the keyboard is.
        hover_port: the way out, or "in", that the pointer is at; "" for none.
        target: whether the edge that is being drawn may end here; None while none is drawn.
        free: ways out from which nothing is drawn.
        inside: how many steps lie inside it.
        stacked: whether it stands for several steps.
        turn: how far its spinner has turned, 0 to 1; None where nothing may move.
        editable: whether something may be added to it.
        room: how far right of it the next card stands, where lines and boxes make way for it.
        beside: the same, where it is only looked at from further off than in natural size.
        crossed: ways out with a line where their box that adds a step usually is.
    """

    card: Card
    state: CardState = IDLE
    off: bool = False
    pinned: str = ""
    attempts: int = 0
    kept: bool = False
    selected: bool = False
    hovered: bool = False
    focused: bool = False
    hover_port: str = ""
    target: bool | None = None
    free: frozenset[str] = frozenset()
    inside: int = 0
    stacked: bool = False
    turn: float | None = 0.0
    editable: bool = True
    room: float = field(default=inf, compare=False)
    beside: float = field(default=inf, compare=False)
    crossed: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def height(self) -> float:
        """How high the card is."""
        return card_height(self.card.rows)

    def shown(self) -> CardState:
        """Return the state that is shown: what the drawing itself says counts where all is calm."""
        if self.state.name != "idle":
            return self.state
        if self.off:
            return replace(self.state, name="disabled", line=self.state.line or "off")
        if self.pinned:
            line = self.state.line or f"test data: {self.pinned}"
            return replace(self.state, name="pinned", line=line)
        return self.state

    def port_place(self, name: str) -> Point:
        """Return where the line of a way out begins, from the card's top left corner.

        That of a stranger begins at the first.
        """
        for index, port in enumerate(self.card.ports):
            if port.name == name:
                return line_place(self.height) if port.undoes else (CARD_WIDTH, port_y(index))
        return (CARD_WIDTH, port_y(0))

    def dot_place(self, name: str) -> Point:
        """Return where the dot of a way out is: where its line begins, but for what undoes."""
        return dot_place(self.height) if self.undoes(name) else self.port_place(name)

    def undoes(self, name: str) -> bool:
        """Whether a way out leads to what undoes the step."""
        return any(port.undoes and port.name == name for port in self.card.ports)

    def is_open(self, port: Port) -> bool:
        """Whether a way out offers to add the step that follows."""
        lively = self.hovered or self.selected
        return self.editable and port.name in self.free and (port.needed or lively)

    @property
    def is_asking(self) -> bool:
        """Whether any way out offers to add the step that follows."""
        return any(self.is_open(port) for port in self.card.ports)

    def is_quiet(self, port: Port) -> bool:
        """Whether a way out is drawn small, since it need not lead anywhere and does not."""
        lively = self.hovered or self.selected
        return not port.needed and port.name in self.free and not lively

    def label(self, port: Port) -> str:
        """Return the name that stands beside a way out; "" for the one that needs none."""
        return "" if self.is_quiet(port) else self.full_label(port)

    def lasting_label(self, port: Port) -> str:
        """Return the name that stands there whether or not the pointer is near."""
        return "" if not port.needed and port.name in self.free else self.full_label(port)

    def full_label(self, port: Port) -> str:
        """Return the name that stands there when the pointer is near."""
        return "" if port.name == OUT.name and self._is_plain else port.title

    @property
    def _is_plain(self) -> bool:
        return sum(port.needed for port in self.card.ports) <= 1


def attempts_of(node: JsonObject) -> int:
    """Return how often a step is tried, as it is written; 0 where nothing usable is."""
    match node.get("policy"):
        case {"retry": {"attempts": int() as attempts}}:
            return attempts
        case {"retry": dict()}:
            return Retry().attempts
        case _:
            return 0

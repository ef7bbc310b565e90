"""Knows which edges are drawn, and leads each when it is to be seen, not before.

An edge that nobody looks at is only a note of the area that it may run through; its item and its
way round the cards are made when that area comes into view, or when it is asked for by its key.
Must not know views, pointers or selection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.canvas.edge_item import EdgeItem
from designer.canvas.edge_paint import Line, color_of, color_of_state
from designer.canvas.geometry import PORT_TOP, Box, Point, grown, united
from designer.canvas.ground import CLEAR
from designer.canvas.leading import Leading
from designer.canvas.routing import straight
from designer.canvas.sketch import Sketch
from designer.canvas.states import EdgeState
from designer.canvas.step_item import ASIDE
from designer.canvas.wishes import Ends, Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from PySide6.QtWidgets import QGraphicsScene

    from designer.canvas.inks import Inks
    from designer.document.model import Model

_NO_EDGE = EdgeState()
_START = straight((0.0, 0.0), (0.0, 0.0))
_SOME = 8
"""So many edges are led in one go while nobody waits for them."""
_MANY = 60
"""More edges than these are plain lines at the first look from afar."""
_BEFOREHAND = 200
"""Of more edges than these only those in view are led when a drawing opens."""


class Ways:
    """The edges of one drawing.

    Args:
        scene: where they are drawn.
        model: what they show.
        inks: the colours.
        around: what they run among.

    Attributes:
        items: those that were led at least once.
    """

    def __init__(
        self,
        scene: QGraphicsScene,
        model: Model,
        inks: Inks,
        around: Surroundings,
    ) -> None:
        self._scene, self._model, self._inks = scene, model, inks
        self._cards, self._boxes = around.cards, around.boxes
        self._leading = Leading(model, around)
        self.items: dict[str, EdgeItem] = {}
        self.states: Mapping[str, EdgeState] = {}
        self._editable = True
        self._is_asked = False
        self._ends: dict[str, Ends] = {}
        self._at: dict[str, set[str]] = {}
        self._waiting: dict[str, Box] = {}
        self._ready: Box | None = None
        self._sketch = Sketch(inks)
        scene.addItem(self._sketch)

    # --- reading ----------------------------------------------------------------------------------

    def keys(self) -> list[str]:
        """Return the keys of all edges that are shown."""
        return list(self._ends)

    def item(self, key: str) -> EdgeItem | None:
        """Return the item of an edge, led as it is now; None for a stranger or a hidden one."""
        if key in self._waiting:
            self._lead(key)
        return self.items.get(key)

    def all_items(self) -> Mapping[str, EdgeItem]:
        """Return the items of all edges, led as they are now; of thousands it takes a while."""
        for key in [*self._waiting]:
            self._lead(key)
        return self.items

    def at(self, name: str) -> set[str]:
        """Return the edges at what is shown under a name."""
        return self._at.get(name, set())

    def across(self, box: Box) -> set[str]:
        """Return the edges that a card in a place may turn, of those that anybody asked for."""
        return self._leading.across(box)

    def has_line(self, place: Box) -> bool:
        """Whether an edge that was led runs through a place."""
        self._is_asked = True
        near = (self.items.get(key) for key in self._leading.across(place))
        return any(item is not None and item.runs_through(place) for item in near)

    def room(self, name: str, box: Box) -> float:
        """Return how far right of a card the next one stands; infinite for far away."""
        return self._leading.room(name, box)

    def ends(self) -> Mapping[str, Ends]:
        """Return where each edge is attached."""
        return self._ends

    def inked(self) -> dict[str, str]:
        """Return the colours of the edges that have another than most."""
        colors = {key: color_of_state(state, self._inks) for key, state in self.states.items()}
        chosen = (item for item in self.items.values() if item.line.selected)
        return colors | {item.key: color_of(item.line, self._inks) for item in chosen}

    def running(self) -> list[EdgeItem]:
        """Return the items of the edges that a run goes along now."""
        running = [key for key, state in self.states.items() if state.name == "running"]
        return [self.items[key] for key in running if key in self.items]

    # --- following --------------------------------------------------------------------------------

    def note(self, key: str, source: str, target: str) -> None:
        """Take that an edge came or changed, and joins these; it is led when it is to be seen."""
        edge, card = self._model.edges[key], self._cards[source]
        ends = Ends(source, target, card.face.port_place(str(edge["port"]))[1])
        self._attach(key, ends)
        area, others = self._leading.note(key, ends)
        self._wait(key, area)
        self._lead_anew(others)
        self._ready = None

    def _wait(self, key: str, area: Box) -> None:
        item = self.items.get(key)
        self._waiting[key] = united([area, item.box()]) if item else area
        self._sketch.take(key)

    def _lead_anew(self, keys: Iterable[str]) -> None:
        """Take that others are in the way of edges now, or no longer."""
        for key in keys:
            self._wait(key, self._leading.reach(key))

    def note_cards(self) -> None:
        """Take that cards came, went, moved or look otherwise."""
        self._leading.note_cards()

    def note_height(self, height: float) -> None:
        """Take that there is a card so tall: so much farther may a way around it lead."""
        if self._leading.note_height(height):
            self._ready = None

    def drop(self, key: str) -> None:
        """Take away an edge, if it is there."""
        self._attach(key, None)
        self._waiting.pop(key, None)
        self._sketch.take(key)
        self._lead_anew(self._leading.drop(key))
        if item := self.items.pop(key, None):
            self._scene.removeItem(item)

    def take_apart(self) -> None:
        """Let go of all items."""
        for held in (self.items, self._ends, self._at, self._waiting, self._sketch.lines):
            held.clear()

    def _attach(self, key: str, ends: Ends | None) -> None:
        former = self._ends.get(key)
        if former == ends:
            return
        if former is not None:
            for end in former[:2]:
                self._at[end].discard(key)
        if ends is None:
            del self._ends[key]
            return
        self._ends[key] = ends
        for end in ends[:2]:
            self._at.setdefault(end, set()).add(key)

    # --- leading ----------------------------------------------------------------------------------

    def lead_in(self, area: Box) -> bool:
        """Lead the edges that may be seen in an area; returns whether there was any."""
        if self._is_ready(area):
            return False
        keys = self._waiting_in(area)
        for key in keys:
            self._lead(key)
        self._ready = area
        return bool(keys)

    def leading(self) -> Iterator[None]:
        """Lead all edges before anybody looks, and pause after each; of very many none.

        Those of the least reach come first: a long one makes way for them, and would lead them all.
        """
        if len(self._waiting) <= _BEFOREHAND:
            reach = self._waiting
            for key in sorted(reach, key=lambda key: reach[key][2] - reach[key][0]):
                if key in self._waiting:
                    self._lead(key)
                    yield

    def sketch_in(self, area: Box) -> bool:
        """Lead the edges that may be seen from afar in an area, of many only those led before.

        The others are plain lines until `lead_some` comes to them.

        Returns:
            Whether any was led or is such a line.
        """
        if self._is_ready(area):
            return False
        keys = self._waiting_in(area)
        new = [key for key in keys if key not in self.items]
        if len(new) <= _MANY:
            return self.lead_in(area)
        for key in keys:
            if key in self.items:  # it would be seen where it was before
                self._lead(key)
        if ends := {key: self._plain(key) for key in new if key not in self._sketch.lines}:
            self._sketch.put(ends)
        return True

    def _plain(self, key: str) -> tuple[Point, Point]:
        source, target, down = self._ends[key]
        one = self._boxes.box(source) or self._cards[source].box()
        other = self._boxes.box(target) or self._cards[target].box()
        return (one[2], one[1] + down), (other[0], other[1] + PORT_TOP)

    def lead_some(self, area: Box) -> bool:
        """Lead some of them, in a few milliseconds; returns whether there are more."""
        if self._is_ready(area):
            return False
        keys = self._waiting_in(area)
        keys.sort(key=lambda key: self._waiting[key][1])  # so that one strip is painted anew
        for key in keys[:_SOME]:
            self._lead(key)
        if len(keys) <= _SOME:
            self._ready = area
        return len(keys) > _SOME

    def _is_ready(self, area: Box) -> bool:
        return not self._waiting or (self._ready is not None and _contains(self._ready, area))

    def _waiting_in(self, area: Box) -> list[str]:
        left, top, right, bottom = self._leading.widened(area)
        return [
            key
            for key, box in self._waiting.items()
            if box[0] <= right and left <= box[2] and box[1] <= bottom and top <= box[3]
        ]

    def lead_straight(self, keys: Iterable[str]) -> None:
        """Lead edges to their ends without a detour, while those are dragged."""
        for key in keys:
            if item := self.item(key):
                port = str(self._model.edges[key]["port"])
                into = self._cards[item.target].way_in()
                item.lead(straight(self._leading.begin(item.source, port, into[0]), into))

    def _lead(self, key: str) -> None:
        del self._waiting[key]
        self._sketch.take(key)
        edge, (source, target, *_) = self._model.edges[key], self._ends[key]
        item = self.items.get(key) or self._made(key)
        item.source, item.target = source, target
        item.set_label(str(edge.get("label") or ""))
        way, face = self._leading.way(key), self._cards[source].face
        item.line.named = way.points[0][0] - self._cards[source].way_out(str(edge["port"]))[0]
        item.line.undoes = face.undoes(str(edge["port"]))
        item.lead(way)
        if self._is_asked:
            self._look_anew(item.box())

    def _look_anew(self, line: Box) -> None:
        """Paint the cards anew that offer to add a step where a line is now, or was before."""
        left, top, right, bottom = grown(line, CLEAR)
        for name in self._boxes.named_in((left - ASIDE, top, right, bottom)):
            if self._cards[name].face.is_asking:
                self._cards[name].update()

    def _made(self, key: str) -> EdgeItem:
        line = Line(_START, state=self.states.get(key, _NO_EDGE), editable=self._editable)
        item = self.items[key] = EdgeItem(key, line, self._inks)
        self._scene.addItem(item)
        return item

    # --- looks ------------------------------------------------------------------------------------

    def set_states(self, states: Mapping[str, EdgeState]) -> bool:
        """Show other states; returns whether anything looks otherwise."""
        former, self.states = self.states, dict(states)
        differs = False
        for key in self._ends.keys() & (former.keys() | states.keys()):
            state, item = states.get(key, _NO_EDGE), self.items.get(key)
            changed = item.set_state(state) if item else state != former.get(key, _NO_EDGE)
            differs = differs or changed
        if differs:
            self._sketch.set_colors(self.inked())
        return differs

    def set_inks(self, inks: Inks) -> None:
        """Take the colours of another theme."""
        self._inks = self._sketch.inks = inks
        self._sketch.set_colors(self.inked())
        for item in self.items.values():
            item.inks = inks

    def set_editable(self, *, on: bool) -> None:
        """Whether edges offer to add something."""
        self._editable = on
        for item in self.items.values():
            item.set_editable(on=on)


def _contains(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and outer[2] >= inner[2]
        and outer[3] >= inner[3]
    )

"""Knows what follows for an edge from what it joins alone: its curve, or where it may turn.

It is worked out once, and only for edges that somebody asks for, or that are near such a one.
Must not know the ways of other edges, items of edges, views or what is seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from designer.canvas.corners import DETOUR, STUB
from designer.canvas.edge_paint import LABEL_WIDTH, name_size
from designer.canvas.geometry import (
    CARD_WIDTH,
    PORT_NAME_GAP,
    PORT_NAME_WIDTH,
    Box,
    Point,
    grown,
    united,
)
from designer.canvas.obstacles import Obstacles
from designer.canvas.routing import NEAR, Route, curve, hull, is_steep, reach
from designer.canvas.step_item import ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from designer.canvas.step_item import StepItem
    from designer.document.model import Model

BESIDE = CARD_WIDTH + DETOUR + LABEL_WIDTH / 2
"""How far right and left of its ends the line of an edge, or its name, may be."""
_BACK = NEAR + STUB + PORT_NAME_WIDTH + 2 * PORT_NAME_GAP
"""How far an edge that does not simply go on to the right may look for its way."""
_AROUND_NAME = 4.0
_TURN = 176.0
"""How far beside its two ends a line with corners may turn."""


class Ends(NamedTuple):
    """Where an edge is attached.

    Attributes:
        source, target: what it joins on the canvas: the steps, or what stands for them.
        down: how far below the top of its card the way out is.
    """

    source: str
    target: str
    down: float


class Surroundings(NamedTuple):
    """What edges run among.

    Attributes:
        cards: the items of steps, by the name that they are shown under.
        boxes: the places of those that can be seen.
        titles: the places of the titles of groups.
        strips: the places of the whole strips in which those stand.
    """

    cards: Mapping[str, StepItem]
    boxes: Obstacles
    titles: Obstacles
    strips: Obstacles


@dataclass(frozen=True, slots=True)
class Wish:
    """What follows from the cards alone.

    Attributes:
        port: the way out.
        end: the way in.
        curve: the way, where nothing is in it.
        reach: where the line and its name may be.
        rank: which of two makes way: the one with the higher rank.
        name: the size of the name that stands on it; None for none.
        gives_way: whether other edges have a say in where the line or its name is.
        is_steep: whether it may be one of a bundle: others to its way in matter to it.
    """

    port: Point
    end: Point
    curve: Route | None
    reach: Box
    rank: tuple[bool, float, str]
    name: tuple[float, float] | None
    gives_way: bool
    is_steep: bool


class Wishes:
    """What follows for each edge of a drawing from the cards alone.

    Args:
        model: what is drawn.
        around: what they run among.

    Attributes:
        ends: where each edge is attached.
    """

    def __init__(self, model: Model, around: Surroundings) -> None:
        self._model, self._around = model, around
        self._tallest = 0.0
        self.ends: dict[str, Ends] = {}
        self._wishes: dict[str, Wish] = {}
        self._asked = Obstacles()
        self._areas: dict[str, Box] = {}
        self._unasked: set[str] = set()
        self._into: dict[str, set[str]] = {}
        self._named: dict[str, Mapping[str, Box]] = {}

    # --- following --------------------------------------------------------------------------------

    def note(self, key: str, ends: Ends) -> Box:
        """Take that an edge came or changed; returns the area between its ends."""
        boxes, cards = self._around.boxes, self._around.cards
        one = boxes.box(ends.source) or cards[ends.source].box()
        other = boxes.box(ends.target) or cards[ends.target].box()
        area = united([one, other])
        if other[0] - one[2] < STUB:
            area = grown(area, _BACK)
        self._leave(key)
        self._into.setdefault(ends.target, set()).add(key)
        self.ends[key] = ends
        self._areas[key] = area
        self._unasked.add(key)
        return area

    def drop(self, key: str) -> None:
        """Take that an edge is gone."""
        self._leave(key)
        self.ends.pop(key, None)
        self._areas.pop(key, None)
        self._unasked.discard(key)

    def _leave(self, key: str) -> None:
        if (ends := self.ends.get(key)) is not None:
            self._into[ends.target].discard(key)

    def beside(self, key: str) -> list[str]:
        """Return the other steep edges to the same way in, of those of which anybody asked."""
        ends, wishes = self.ends.get(key), self._wishes
        into = self._into[ends.target] if ends is not None else ()
        return [o for o in into if o != key and o in wishes and wishes[o].is_steep]

    def forget(self, key: str) -> Wish | None:
        """Forget what followed for an edge until somebody asks again, and return it."""
        wish = self._wishes.pop(key, None)
        if wish is not None:
            self._asked.remove(key)
            self._unasked.add(key)
        return wish

    def note_cards(self) -> None:
        """Take that cards came, went, moved or look otherwise."""
        self._named.clear()

    def note_height(self, height: float) -> bool:
        """Take that there is a card so tall; returns whether none was before."""
        is_more = height > self._tallest
        self._tallest = max(height, self._tallest)
        return is_more

    # --- asking -----------------------------------------------------------------------------------

    def of(self, key: str) -> Wish:
        """Return what follows for an edge."""
        wish = self._wishes.get(key)
        if wish is None:
            wish = self._wishes[key] = self._made(key)
            self._unasked.discard(key)
            self._asked.put(key, wish.reach)
        return wish

    def reach(self, key: str) -> Box:
        """Return where an edge may be; the area between its ends while nobody asked for more."""
        wish = self._wishes.get(key)
        return wish.reach if wish is not None else self._areas[key]

    def near(self, key: str) -> list[tuple[str, Wish]]:
        """Return the other edges that may be where an edge may be."""
        area = self.of(key).reach
        left, top, right, bottom = self.widened(area)
        wide = (left + BESIDE - _TURN, top, right - BESIDE + _TURN, bottom)
        for other in [other for other in self._unasked if _touch(self._areas[other], wide)]:
            self.of(other)
        return [(n, self._wishes[n]) for n in self._asked.named_in(area) if n != key]

    def asked_in(self, area: Box) -> Iterable[str]:
        """Return the edges that may be in an area, of those that anybody asked for."""
        return self._asked.named_in(area)

    def widened(self, area: Box) -> Box:
        """Return the area between the ends of edges that may be seen in an area."""
        above = self._tallest + DETOUR
        return (area[0] - BESIDE, area[1] - above, area[2] + BESIDE, area[3] + above)

    def port(self, key: str) -> str:
        """Return the name of the way out of an edge."""
        return str(self._model.edges[key]["port"])

    def begin(self, name: str, port: str, end: float) -> Point:
        """Return where the line of a way out begins; its card learns how near the next one is."""
        card = self._around.cards[name]
        if card.is_named(port):
            card.face.room = self.room(name, card.box())
        return card.way_begin(port, end)

    def room(self, name: str, box: Box) -> float:
        """Return how far right of a card the next one stands; infinite for far away."""
        _, top, right, bottom = box
        near = self._around.boxes.named_in((right, top, right + ASIDE, bottom)).items()
        beside = (other for who, other in near if who != name and other[1] < bottom)
        return min((o[0] - right for o in beside if o[3] > top and o[2] > right), default=inf)

    # --- working out ------------------------------------------------------------------------------

    def _made(self, key: str) -> Wish:
        source, target, *_ = self.ends[key]
        cards, port = self._around.cards, self.port(key)
        end = cards[target].way_in()
        place, start = cards[source].way_out(port), self.begin(source, port, end[0])
        near = reach(start, end)
        others = [
            box
            for name, box in self._around.boxes.named_in(near).items()
            if name not in (source, target)
        ]
        others += self._around.titles.named_in(near).values()
        if start[1] != end[1] and start[0] < end[0]:  # a level line meets no name but its own
            others += self._names(near, source, port)
        behind = (place[0] + cards[source].names_end(), place[1])
        led = curve((start, behind, place) if start != place else (place,), end, others)
        steep = led is not None and is_steep(led.points[0], end)
        if led is not None and steep and self._is_bundled(key, led.points[0], end):
            led = None
        label = str(self._model.edges[key].get("label") or "")
        name = name_size(label) if label else None
        length = abs(end[0] - place[0]) + abs(end[1] - place[1])
        wide = self._corner_reach(key, place, end) if led is None else _curve_reach(led, name)
        gives_way = led is None or name is not None
        return Wish(place, end, led, wide, (led is None, length, key), name, gives_way, steep)

    def _names(self, near: Box, source: str, port: str) -> list[Box]:
        """Return the places of names that a curve may run into: not its own."""
        left, top, right, bottom = near
        found: list[Box] = []
        for name in self._around.boxes.named_in((left - ASIDE, top, right, bottom)):
            named = self._named.get(name)
            if named is None:
                named = self._named[name] = self._names_of(name)
            found += [box for one, box in named.items() if (name, one) != (source, port)]
        return found

    def _names_of(self, name: str) -> Mapping[str, Box]:
        card = self._around.cards[name]
        if not card.names_end():
            return {}
        card.face.room = self.room(name, card.box())
        return card.names()

    def _is_bundled(self, key: str, start: Point, end: Point) -> bool:
        """Whether another curve comes to the way in from the same side, as steep as this one.

        Such curves come so near to each other that they look like one thick line.
        """
        is_above = start[1] < end[1]
        for other in self._into[self.ends[key].target]:
            if other != key:
                begin = self.begin(self.ends[other].source, self.port(other), end[0])
                is_beside = begin[0] < end[0] and (begin[1] < end[1]) == is_above
                if is_beside and is_steep(begin, end):
                    return True
        return False

    def _corner_reach(self, key: str, port: Point, end: Point) -> Box:
        """Return where a line with corners may be: it looks for no way beyond."""
        area, above = self._areas[key], self._tallest + DETOUR
        left, right = min(port[0], end[0]) - _TURN, max(port[0], end[0]) + _TURN
        return (left, area[1] - above, right, area[3] + above)


def _curve_reach(led: Route, name: tuple[float, float] | None) -> Box:
    area = hull(led.points)
    if name is None:
        return area
    left, top, right, bottom = area
    width, height = name[0] / 2 + _AROUND_NAME, name[1] / 2 + _AROUND_NAME
    return (left - width, top - height, right + width, bottom + height)


def _touch(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]

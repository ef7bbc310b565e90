"""Knows the way of each edge of a drawing, and which of two edges makes way for the other.

Curves come first: each depends on the cards alone. Edges with corners keep off the curves, and the
long ones off the short ones; names keep off all that came before. So a way follows from what is
drawn near it and never from the order of edits, and is worked out only where somebody asks for it.
In a drawing of very many edges each keeps off cards and titles alone, in a lane of its own.
Must not know items of edges, views or what is seen.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from designer.canvas.corners import STUB
from designer.canvas.geometry import CARD_WIDTH, Box, Point, grown
from designer.canvas.ground import APART, CLEAR, Ground, Others, Run
from designer.canvas.obstacles import Obstacles
from designer.canvas.ports import name_end
from designer.canvas.routing import (
    LARGEST_NAME,
    Route,
    around,
    name_box,
    named,
    pieces,
    quick,
    reach,
    runs,
    stands_for,
)
from designer.canvas.step_item import ASIDE
from designer.canvas.wishes import Ends, Surroundings, Wish, Wishes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from designer.document.model import Model

MANY = 100
"""In a drawing of more edges than these none makes way for another: it would take too long."""
_CROWD = 10
"""An edge with more edges before it keeps off curves alone: else each would wait for all others."""
_LANES = 3
_BESIDE, _ABOVE = 56.0, 144.0
"""How far beside, and above and below its ends, an edge among very many looks first for a way."""


class Leading:
    """The ways of all edges of a drawing.

    Args:
        model: what is drawn.
        around: what they run among.
    """

    def __init__(self, model: Model, around: Surroundings) -> None:
        self._around = around
        self._wishes = Wishes(model, around)
        self._ways: dict[str, Route] = {}
        self._runs: dict[str, list[Run]] = {}
        self._giving = Obstacles()
        self._beside: dict[str, dict[str, Box]] = {}

    # --- following --------------------------------------------------------------------------------

    def note(self, key: str, ends: Ends) -> tuple[Box, set[str]]:
        """Take that an edge came or changed.

        Returns:
            The area between its ends, and the other edges that are to be led anew.
        """
        former, had_many = self._forget(key), self._has_many
        beside = self._wishes.beside(key)
        area = self._wishes.note(key, ends)
        others = self._forget_all([*beside, *self._wishes.beside(key)])
        if self._has_many:
            return area, {*others, *(set() if had_many else self._let_go())}
        areas = [*former, self.widened(area), *(one for few in others.values() for one in few)]
        return area, {*others, *self._behind(key, areas)}

    def drop(self, key: str) -> set[str]:
        """Forget an edge; returns the others that are to be led anew."""
        former, had_many = self._forget(key), self._has_many
        others = self._forget_all(self._wishes.beside(key))
        self._wishes.drop(key)
        if had_many:
            return {*others, *(set() if self._has_many else self._let_go())}
        areas = [*former, *(one for few in others.values() for one in few)]
        return {*others, *self._behind(key, areas)}

    @property
    def _has_many(self) -> bool:
        return len(self._wishes.ends) > MANY

    def note_height(self, height: float) -> bool:
        """Take that there is a card so tall; returns whether none was before."""
        return self._wishes.note_height(height)

    def note_cards(self) -> None:
        """Take that cards came, went, moved or look otherwise."""
        self._beside.clear()
        self._wishes.note_cards()

    def _forget(self, key: str) -> list[Box]:
        """Forget the way of an edge; returns where it could be."""
        wish = self._wishes.forget(key)
        if wish is None:
            return []
        self._take_back(key)
        return [wish.reach]

    def _forget_all(self, keys: Sequence[str]) -> dict[str, list[Box]]:
        """Forget the ways of edges; returns where each could be."""
        return {key: self._forget(key) for key in dict.fromkeys(keys)}

    def _take_back(self, key: str) -> None:
        self._ways.pop(key, None)
        self._runs.pop(key, None)
        self._giving.remove(key)

    def _let_go(self) -> set[str]:
        """Forget all ways in which others have a say: from now on they have none, or one again."""
        found = {key for key in self._ways if self._wishes.of(key).gives_way}
        for key in found:
            self._take_back(key)
        return found

    def _behind(self, key: str, areas: list[Box]) -> set[str]:
        """Forget the ways of those that made way, or may have to now, for an edge in some areas."""
        found: set[str] = set()
        behind = [(area, (False, -inf, "")) for area in areas]
        while behind:
            area, rank = behind.pop()
            for other in self._giving.named_in(area):
                wish = self._wishes.of(other)
                if other != key and other not in found and wish.rank > rank:
                    found.add(other)
                    behind.append((wish.reach, wish.rank))
        for other in found:
            self._take_back(other)
        return found

    # --- asking -----------------------------------------------------------------------------------

    def across(self, box: Box) -> set[str]:
        """Return the edges that a card in a place may turn, of those that anybody asked for."""
        return {*self._wishes.asked_in(grown(box, CLEAR))}

    def widened(self, area: Box) -> Box:
        """Return the area between the ends of edges that may be seen in an area."""
        return self._wishes.widened(area)

    def reach(self, key: str) -> Box:
        """Return where an edge and its name may be, as far as that is known by now."""
        return self._wishes.reach(key)

    def room(self, name: str, box: Box) -> float:
        """Return how far right of a card the next one stands; infinite for far away."""
        return self._wishes.room(name, box)

    def begin(self, name: str, port: str, end: float) -> Point:
        """Return where the line of a way out begins; its card learns how near the next one is."""
        return self._wishes.begin(name, port, end)

    def way(self, key: str) -> Route:
        """Return the way of an edge; those that it makes way for are led before."""
        if key not in self._ways:
            wish = self._wishes.of(key)
            if not wish.gives_way:
                self._ways[key] = _curve(wish)
            elif self._has_many:
                self._ways[key] = self._plain(key, wish)
            else:
                self._lead_with_others(key)
        return self._ways[key]

    def _lead_with_others(self, key: str) -> None:
        before: dict[str, dict[str, Wish]] = {}
        behind = [key]
        while behind:
            one = behind.pop()
            if one not in before:
                near = before[one] = self._before(one)
                rank = self._wishes.of(one).rank
                first = [o for o, wish in near.items() if wish.gives_way and wish.rank < rank]
                behind += [other for other in first if other not in self._ways]
        for one in sorted(before, key=lambda one: self._wishes.of(one).rank):
            wish = self._wishes.of(one)
            self._ways[one] = self._made_way(one, wish, before[one])
            self._giving.put(one, wish.reach)

    def _before(self, key: str) -> dict[str, Wish]:
        """Return the edges near that an edge makes way for; of very many the curves alone."""
        rank, near = self._wishes.of(key).rank, self._wishes.near(key)
        if sum(wish.gives_way and wish.rank < rank for _, wish in near) > _CROWD:
            return {other: wish for other, wish in near if not wish.gives_way}
        return {o: wish for o, wish in near if wish.curve is not None or wish.rank < rank}

    # --- among others -----------------------------------------------------------------------------

    def _made_way(self, key: str, wish: Wish, before: Mapping[str, Wish]) -> Route:
        names = [
            name_box(self._ways[other].middle, one.name)
            for other, one in before.items()
            if one.name is not None and one.rank < wish.rank
        ]
        marks = [*self._marks(key, wish.reach), *names]
        led = wish.curve
        if led is None:
            led = self._around_others(key, wish, marks, before)
        if wish.name is None:
            return led
        ways = [self._way_of(other, one) for other, one in before.items()]
        lines = [piece for way in ways for piece in pieces(way)]
        boxes = self._boxes_in(wish.reach)
        return named(led, wish.name, [*boxes, *marks], lines, [*boxes, *map(_afar, marks)])

    def _around_others(
        self, key: str, wish: Wish, marks: Sequence[Box], before: Mapping[str, Wish]
    ) -> Route:
        source, port = self._wishes.ends[key].source, self._wishes.port(key)
        card = self._around.cards[source]
        ground = Ground(
            self._boxes_in(wish.reach),
            marks,
            [*self._around.strips.named_in(wish.reach).values()],
            self._others(before),
            f"{source} {port}",
            self._wishes.ends[key].target,
            self._marks_of(source).get(port),
            (wish.reach[0], wish.reach[2]),
        )
        return around(wish.port, wish.end, ground, max(card.names_end(), STUB))

    def _others(self, before: Mapping[str, Wish]) -> Others:
        runs = [run for o, one in before.items() for run in self._runs_of(o, one)]
        ways = [self._way_of(other, one) for other, one in before.items()]
        return Others(runs, [line for way in ways for line in stands_for(way)])

    def _runs_of(self, key: str, wish: Wish) -> list[Run]:
        found = self._runs.get(key)
        if found is None:
            way, ends = self._way_of(key, wish), self._wishes.ends[key]
            port = f"{ends.source} {self._wishes.port(key)}"
            found = self._runs[key] = [*runs(way, port, ends.target)]
        return found

    def _way_of(self, key: str, wish: Wish) -> Route:
        return self._ways.get(key) or _curve(wish)

    def _boxes_in(self, area: Box) -> list[Box]:
        return [*self._around.boxes.named_in(area).values()]

    def _marks(self, key: str, area: Box) -> list[Box]:
        """Return the places of titles, and of what stands beside the ways out of cards."""
        own, port = self._wishes.ends[key].source, self._wishes.port(key)
        found = [*self._around.titles.named_in(area).values()]
        left, top, right, bottom = area
        for name in self._around.boxes.named_in((left - ASIDE, top, right, bottom)):
            found += [b for p, b in self._marks_of(name).items() if (name, p) != (own, port)]
        return found

    def _marks_of(self, name: str) -> Mapping[str, Box]:
        """Return what stands beside the ways out of a card."""
        if name not in self._beside:
            card = self._around.cards[name]
            card.face.room = self._wishes.room(name, card.box())
            self._beside[name] = card.marks()
        return self._beside[name]

    # --- among very many --------------------------------------------------------------------------

    def _plain(self, key: str, wish: Wish) -> Route:
        """Return a way that keeps off cards and titles, whatever other edges do."""
        led = wish.curve or self._quick(key, wish) or self._around_others(key, wish, (), {})
        if wish.name is None:
            return led
        marks, boxes = self._marks(key, wish.reach), self._boxes_in(wish.reach)
        return named(led, wish.name, [*boxes, *marks], (), [*boxes, *map(_afar, marks)])

    def _quick(self, key: str, wish: Wish) -> Route | None:
        card = self._around.cards[self._wishes.ends[key].source]
        stubs = (card.names_end(), name_end(card.face, self._wishes.port(key)))
        area = left, top, right, bottom = reach(wish.port, wish.end)
        if wish.end[0] - wish.port[0] >= STUB:  # one that leads back looks far around already
            area = (left - _BESIDE, top - _ABOVE, right + _BESIDE, bottom + _ABOVE)
        standing = self._standing(area)
        for lane in dict.fromkeys((_lane(wish), 0.0)):
            if led := quick(wish.port, wish.end, standing, area, stubs, lane):
                return led
        return None

    def _standing(self, area: Box) -> list[Box]:
        return [*self._boxes_in(area), *self._around.titles.named_in(area).values()]


def _curve(wish: Wish) -> Route:
    assert wish.curve is not None  # noqa: S101 - those with corners were led before
    return wish.curve


def _afar(mark: Box) -> Box:
    """Return the place of a name as it is painted from further off: it grows to the right."""
    left, top, right, bottom = mark
    wide, high = right - left, (bottom - top) * (LARGEST_NAME - 1) / 2
    return (left, top - high, left + wide * LARGEST_NAME, bottom + high)


def _lane(wish: Wish) -> float:
    """Return how far aside a line runs: those that leave beside or below each other differ."""
    x, y = wish.port
    return APART * (int(x // CARD_WIDTH + y // APART) % _LANES)

"""Knows at which places a token may go first, since nothing else depends on when it does.

Must not search. Where a token stands at such a place, looking at its moves alone finds all that can
get stuck and all that can end: everything else may happen afterwards just as well. Two paths at one
step are not found so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runtime.plan.soundness.net import Net
    from runtime.plan.soundness.places import Meeting, Place, Way

_OVER = ("terminate", "fail")


def independent(net: Net) -> frozenset[int]:
    """Return the places, by number, whose tokens may go first."""
    seen = 0
    for place in net.places:
        seen |= place.doomed
    for meeting in net.joins.values():
        seen |= meeting.region
    again = _returned_to(net)
    return frozenset(
        number
        for number, place in enumerate(net.places)
        if number not in again and _goes_alone(net, place, seen)
    )


def _goes_alone(net: Net, place: Place, seen: int) -> bool:
    if place.act != "rest" or place.marks or seen >> place.number & 1:
        return False
    ways = [way for way in place.ways if not _ends_all(net, way)]
    return bool(ways) and all(_is_quiet(net, way, seen) for way in ways)


def _ends_all(net: Net, way: Way) -> bool:
    return any(net.places[target].act in _OVER for target in way.targets)


def _is_quiet(net: Net, way: Way, seen: int) -> bool:
    """Whether nobody else is concerned by tokens that go this way."""
    todo, passed = [way], set[int]()
    while todo:
        onward = todo.pop()
        for target in (*onward.targets, *((onward.stays,) if onward.stays >= 0 else ())):
            place = net.places[target]
            if place.marks or seen >> place.number & 1 or target in passed:
                return False
            if place.act == "go":
                passed.add(target)
                todo += place.ways
            elif not _rests(place):
                return False
    return True


def _rests(place: Place) -> bool:
    waits = place.meeting is not None and _waits_for_all(place.meeting)
    return place.act in ("rest", "end") or waits


def _waits_for_all(meeting: Meeting) -> bool:
    join = meeting.join
    return not (join.need or join.cancel_rest or join.blocks or join.when is not None)


def _returned_to(net: Net) -> set[int]:
    """Return places of which every loop has one: there the others get their turn."""
    found, left, path = set[int](), set[int](), set[int]()
    for entry in net.entries:
        todo = [(entry, False)]
        while todo:
            number, leaves = todo.pop()
            if leaves:
                path.discard(number)
                left.add(number)
            elif number in path:
                found.add(number)
            elif number not in left:
                path.add(number)
                todo.append((number, True))
                for way in net.places[number].ways:
                    todo += [(target, False) for target in way.targets]
                    if way.stays >= 0:
                        todo.append((way.stays, False))
    return found

"""Knows what a region of a drawing is made of, as places for tokens. Must not know how it is read.

Steps of a region are numbered; sets of them, and of its joins, are the bits of a number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from runtime.primitives import Join, Stop

Act: TypeAlias = Literal[
    "rest",  # it stays until it leaves by one of the ways
    "go",  # it goes on at once
    "race",
    "join",
    "milestone",
    "held",  # it waits at a milestone
    "stop",
    "end",
    "terminate",
    "fail",
]
"""What happens to a token that comes to a place."""


@dataclass(slots=True)
class Way:
    """A way out of a place.

    Attributes:
        targets: places that get a token each.
        port: by which the step is left, for people.
        done: the step is done by it, which others can see.
        wins: the others of a race are over by it.
        stays: place where the token itself stays; -1 for none.
    """

    targets: tuple[int, ...]
    port: str = ""
    done: bool = True
    wins: bool = True
    stays: int = -1


@dataclass(slots=True)
class Meeting:
    """A join.

    Attributes:
        incoming: how many lines lead to it.
        bit: of this join among those of the region.
        number: of its step.
        region: steps between the split and here that it stops or marks, where it does.
        around: all steps between the split and here.
        sources: steps from which a path can still come, where it waits for all that come.
    """

    step: str
    join: Join
    incoming: int
    bit: int
    number: int
    region: int = 0
    around: int = 0
    sources: int = 0


@dataclass(slots=True)
class Place:
    """Where a token can be.

    Attributes:
        step: id of the step; `number` in the region.
        meeting: the join that it waits at.
        stopped: the way it takes when it is stopped; None where its path ends then.
        complete: the way it takes when it is to be done with what it has.
        stops, complete_only: what a stop step stops.
        wanted: the step that a milestone looks at.
        marks: bit of the step among those whose being done counts.
        seen: the case stands at the step while a token is here.
    """

    step: str
    number: int
    act: Act = "rest"
    ways: list[Way] = field(default_factory=list[Way])
    meeting: Meeting | None = None
    stopped: Way | None = None
    complete: Way | None = None
    stops: Stop | None = None
    doomed: int = 0
    wanted: str = ""
    wanted_bit: int = 0
    marks: int = 0
    seen: bool = True


class Ambiguous(Exception):  # noqa: N818 - no error: it says why something cannot be told
    """Why something cannot be told, as a clause for people."""

"""Knows how a group behaves: its steps run once, as one part. Must not know what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime import primitives
from runtime.primitives import Boundary, Due, Expr, Receive
from runtime.step import ERROR, UNDO, Around, Finding, Kind, Port
from runtime.steps.group.params import GroupParams

if TYPE_CHECKING:
    from runtime.steps.group.params import Happening

_FEW = 2
"""So many happenings are named on the card; more are counted."""
CANCELLED = Port("cancelled", "if it is stopped", needed=False, aside=True)


class Group(Kind[GroupParams]):
    """Runs the steps inside as one part of the case, with what may happen to all of them."""

    name = "group"
    title = "Part of the case"
    summary = "Steps that belong together: a time limit, a message or a failure ends all of them."
    group = "Flow"
    category = "logic"
    synonyms = (
        "group",
        "scope",
        "stage",
        "phase",
        "block",
        "timeout",
        "boundary",
        "time limit",
        "catch errors",
        "deadline",
    )
    params = GroupParams

    def ports(self, params: GroupParams) -> tuple[Port, ...]:
        """Into the steps inside, on when they are done, and one way for each happening."""
        ways = (Port(found.port, found.port) for found in params.happenings)
        begin = Port("begin", "begins with", inside=True)
        return (begin, Port("done", "when done"), *ways, ERROR, CANCELLED, UNDO)

    def compile(self, params: GroupParams, around: Around) -> primitives.Group:
        """Listens to times and messages while the steps inside run."""
        del around
        found = enumerate(params.happenings)
        return primitives.Group(tuple(_boundary(n, each, params.calendar) for n, each in found))

    def caption(self, params: GroupParams, around: Around) -> str:
        """What may happen to it."""
        del around
        names = [found.port for found in params.happenings]
        if not names:
            return self.title
        return " / ".join(names) if len(names) <= _FEW else f"{len(names)} ways to leave it"

    def findings(self, params: GroupParams) -> tuple[Finding, ...]:
        """What a message belongs to is asked only with a message."""
        message = "This belongs to a message, and none is named."
        return tuple(
            Finding("group.key", f"happenings[{n}].key", message)
            for n, found in enumerate(params.happenings)
            if found.key.strip() and not found.message
        )


def _boundary(number: int, found: Happening, calendar: str) -> Boundary:
    place = f"happenings[{number}]"
    if found.message:
        key = Expr(found.key, place=f"{place}.key") if found.key.strip() else None
        on: Due | Receive = Receive(found.message, key)
    elif found.at:
        on = Due(at=Expr(found.at, place=f"{place}.at"), calendar=calendar)
    else:
        on = Due(found.after, calendar=calendar)
    return Boundary(found.port, on, found.then == "stop")

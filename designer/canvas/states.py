"""Knows what the canvas can show of a state of steps and edges. Must not know where it is from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

StateName: TypeAlias = Literal[
    "idle", "running", "ok", "failed", "waiting", "skipped", "problem", "pinned", "disabled"
]
"""In the order of urgency: running, failed, waiting, problem, pinned, ok; the rest are calm."""


@dataclass(frozen=True, slots=True)
class CardState:
    """The state of a step.

    Attributes:
        name: gives border, tint and badge.
        line: the status line: "Finance lead · due Thu 17:00"; "" hides it.
        progress: share that is done, 0 to 1, for a thin bar at the bottom; None for none.
        stale: whether it is from before the last change.
        breakpoint: whether a run stops here.
        paused: whether a run stands here now.
        differs: what differs here between two runs: "changed, other way"; "" for nothing.
    """

    name: StateName = "idle"
    line: str = ""
    progress: float | None = None
    stale: bool = False
    breakpoint: bool = False
    paused: bool = False
    differs: str = ""


IDLE = CardState()


@dataclass(frozen=True, slots=True)
class EdgeState:
    """The state of an edge: as that of a step.

    Attributes:
        count: how often a case went this way.
        differs: whether only one of two runs that are compared went this way.
    """

    name: StateName = "idle"
    count: int = 0
    breakpoint: bool = False
    differs: bool = False

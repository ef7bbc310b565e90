"""Knows what each row promises: figure, unit, target. Must not know how it is measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SPIFF = "spiffworkflow"
DBOS = "dbos"


@dataclass(frozen=True, slots=True)
class Target:
    """One row.

    Attributes:
        what: what is measured, in one line.
        unit: of the value.
        least, most: the value must reach one or stay below the other.
        times: peer -> how many times its figure must be reached.
        parts: for a row of several figures, name -> the most each may be.
    """

    what: str
    unit: str
    least: float | None = None
    most: float | None = None
    times: Mapping[str, float] = field(default_factory=dict[str, float])
    parts: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def target(self) -> Any:
        """The number, or the numbers by name."""
        return dict(self.parts) or (self.least if self.least is not None else self.most)

    def met(self, value: Any, ratios: Mapping[str, float]) -> bool | None:
        """Returns whether the row is met; None when a part of it was not measured.

        Args:
            value: what was measured; an object for a row of several figures.
            ratios: peer -> value divided by the peer's.
        """
        if value is None:
            return None
        if self.parts:
            return all(value[name] <= most for name, most in self.parts.items())
        reached = self.least is None or value >= self.least
        reached = reached and (self.most is None or value <= self.most)
        if reached and not set(self.times) <= set(ratios):
            return None
        return reached and all(ratios[peer] >= least for peer, least in self.times.items())


TARGETS: Mapping[str, Target] = {
    "P1": Target(
        "one case at a time, 10 effect steps, each durable before the next",
        "steps/s",
        least=2500,
        times={SPIFF: 2, DBOS: 5},
    ),
    "P2": Target("256 cases at once, the same", "steps/s", least=10_000, times={DBOS: 20}),
    "P3": Target("for-each over 1,000 items, each durable, then a sum", "s", most=0.25),
    "P4": Target("10 pure steps (decisions, mappings), one case at a time", "runs/s", least=1000),
    "P5": Target(
        "100,000 cases that wait for a person",
        "MB over idle; CPU seconds in 60 s; ms to resume one",
        parts={"memory_mb": 60, "cpu_seconds": 0.6, "resume_ms": 5},
    ),
    "P6": Target("`baton run` of a small file, cold process", "s", most=0.7),
    "P7": Target("one case of 20,000 steps: last thousand against the first", "times", most=1.3),
    "P8": Target("256 cases at once, on Postgres", "steps/s", least=5000),
}

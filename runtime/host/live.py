"""Knows a run in memory: its state ahead of the journal, and what waits for it.

Must not know how it goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from runtime.ports import Batch, RunStatus

if TYPE_CHECKING:
    import asyncio

    from runtime.events.model import RunEvent
    from runtime.kernel import Decision, RunState
    from runtime.kernel.signals import Signal
    from runtime.kernel.turn import Ask
    from runtime.primitives import Plan


@dataclass(slots=True)
class Letter:
    """Something for a run: a signal from outside or an ask to be answered, and who waits for it.

    Attributes:
        of: the reading of the run that it follows from; read again, the run asks anew.
        until: how long it waits for a run that is under way elsewhere (monotonic seconds); 0 when
            it has not waited yet.
    """

    run: str
    content: Signal | Ask
    waiter: asyncio.Future[None] | None = None
    of: Live | None = None
    until: float = 0.0


@dataclass(slots=True)
class Live:
    """A run in memory.

    Attributes:
        plan, digest: what it is pinned to.
        state: ahead of the journal by `events`, which began at `first_seq`.
        letters: what led to `events`; if the commit is fenced they are delivered again.
        refusals: letters whose signal was refused, with the reason.
        out: effects and slow evaluations under way.
        row: what the run's row is known to say; "stale" when it may say anything.
        taken: how many of `events` another run had first: their effects were begun there.
    """

    run: str
    plan: Plan
    digest: str
    state: RunState
    events: list[RunEvent] = field(default_factory=list["RunEvent"])
    first_seq: int = 0
    by: str = "system"
    letters: list[Letter] = field(default_factory=list["Letter"])
    refusals: list[tuple[Letter, str]] = field(default_factory=list["tuple[Letter, str]"])
    out: int = 0
    row: str = "waiting"
    taken: int = 0

    def adopt(self, decision: Decision, by: str) -> None:
        """Takes over what was decided."""
        if decision.events:
            if not self.events:
                self.first_seq = self.state.seq
                self.by = by
            self.events += decision.events
        self.state = decision.state

    def batch(self, now: datetime) -> Batch:
        """Returns what must become durable."""
        state = self.state
        sleeps = state.ended or state.suspended or state.replays
        wake = min(state.timed.values()) if len(state.timed) and not sleeps else None
        return Batch(
            self.run,
            self.first_seq if self.events else state.seq,
            now,
            self.by,
            tuple(self.events),
            self.status,
            datetime.fromisoformat(wake) if wake else None,
            state.incidents,
            taken=self.taken,
        )

    @property
    def status(self) -> RunStatus:
        """What the run's row says."""
        status = self.state.status
        if status == "completed" or status == "failed" or status == "cancelled":  # noqa: PLR1714 - narrows
            return status
        if self.state.goes_on or self.out:
            return "running"
        return "suspended" if self.state.suspended else "waiting"

    @property
    def is_idle(self) -> bool:
        """Whether nothing goes on by itself: it may leave the memory."""
        return not (self.out or self.events or self.state.goes_on)

    @property
    def must_be_written(self) -> bool:
        """Whether the journal does not say yet what is so, by its events or by its row."""
        return bool(self.events) or (self.row in {"running", "stale"} and self.is_idle)

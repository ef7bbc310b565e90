"""Makes batches of events as a host would. Must not know where they go."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from runtime.events import model
from runtime.ports import Batch

if TYPE_CHECKING:
    from runtime.ports import RunStatus

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)


def started(run: str = "run", *, definition: str = "onboard", key: str = "") -> model.RunStarted:
    """The event that begins a case named after its run."""
    return model.RunStarted(
        definition=definition,
        name=f"Case {run}",
        plan="digest",
        body="main",
        step="start",
        input={"client": "Ärzte & Co", "amount": "1200.00"},
        requester="user:analyst",
        key=key,
    )


def step(number: int = 1, output: object = "ok") -> tuple[model.RunEvent, ...]:
    """What one effect writes: that it starts, and its result."""
    return (
        model.StepScheduled(number, "book", 1, {"amount": "1200.00"}, f"key-{number}"),
        model.StepCompleted(
            number, "book", "out", {"result": str(output)}, moves=((number + 1, "end", "e1"),)
        ),
    )


def opened(task: str = "legal", *, due: str = "") -> model.TaskOpened:
    """A task for two people with two outcomes."""
    return model.TaskOpened(
        token=1,
        step="approve",
        task=task,
        title="Approve the margin?",
        assignees=("role:finance", "user:bookkeeper"),
        outcomes=(("approved", "Approve", False, 1), ("refused", "Refuse", True, 2)),
        form={"type": "object"},
        facts={"margin": "0.31"},
        due=due,
        not_allowed=("user:analyst",),
    )


def chance(size: int) -> bytes:
    """Bytes that do not compress; the same every time."""
    return hashlib.shake_256(b"chance").digest(size)


def batch(
    run: str,
    first_seq: int,
    *events: model.RunEvent,
    status: RunStatus = "running",
    wake_in: float | None = None,
    incidents: int = 0,
    dedupe: str = "",
    minutes: float = 0,
) -> Batch:
    """A batch of `system`, `minutes` after noon; `wake_in` is minutes after noon, too."""
    return Batch(
        run=run,
        first_seq=first_seq,
        at=NOON + timedelta(minutes=minutes),
        by="system",
        events=events,
        status=status,
        wake_at=None if wake_in is None else NOON + timedelta(minutes=wake_in),
        incidents=incidents,
        dedupe=dedupe,
    )

"""Knows the events by which a person steers a case from outside of its drawing.

Must not know who makes, stores or reads them. `runtime.events.model` has them all.

Each says who and why; when stands beside every event in the journal.
"""

from __future__ import annotations

from runtime.definition.record import written_record


@written_record
class RunSuspended:
    """A person halted the case: what is under way outside ends, and nothing further begins."""

    by: str
    reason: str


@written_record
class RunResumed:
    """A person let a halted case go on."""

    by: str
    reason: str = ""

"""Knows how a fix that a check offers becomes a change. Must not know what it mends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.history import Command

if TYPE_CHECKING:
    from runtime.plan.problems import Fix


def fixed(fix: Fix) -> Command:
    """Make the edits of a fix, all or none; the history calls it what its button says."""
    return Command(fix.title, fix.edits)

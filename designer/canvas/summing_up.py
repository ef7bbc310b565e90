"""Knows how the states of several steps become one. Must not know where they are from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.canvas.states import IDLE, CardState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designer.canvas.states import StateName

_WORDS: dict[StateName, str] = {
    "running": "running",
    "failed": "failed",
    "waiting": "waiting for a person",
    "problem": "to be mended",
    "pinned": "with test data",
    "ok": "done",
    "skipped": "not done",
    "disabled": "off",
}
"""Most urgent first."""


def summed_up(states: Sequence[CardState]) -> CardState:
    """Return the most urgent state, with how many steps are in it."""
    differ = sum(bool(state.differs) for state in states)
    differs = f"{differ} of {len(states)} differ" if differ else ""
    for name, word in _WORDS.items():
        count = sum(state.name == name for state in states)
        if count:
            return CardState(
                name,
                f"{count} of {len(states)} {word}",
                stale=any(state.stale for state in states),
                breakpoint=any(state.breakpoint for state in states),
                paused=any(state.paused for state in states),
                differs=differs,
            )
    marked = any(state.breakpoint for state in states)
    return CardState(breakpoint=marked, differs=differs) if marked or differs else IDLE

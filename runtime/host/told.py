"""Knows what the engine tells who waits when it cannot go on. Must not know the engine's loop."""

from __future__ import annotations

from runtime.errors import BatonError, RefusedError


def busy() -> RefusedError:
    """Returns why a run that another process has takes no signal."""
    return RefusedError(
        "Another program is working on this case.",
        why="It goes on with it without a pause.",
        next_step="Try again in a moment, or cancel the case.",
    )


def fault(error: Exception) -> BatonError:
    """Returns what is told when the engine itself is wrong."""
    return BatonError(
        "The engine met a fault of its own.",
        why="This case does not fit what the engine expects; other cases go on.",
        next_step="Report it with the detail; the case is as it was before.",
        detail=f"{type(error).__name__}: {error}",
    )

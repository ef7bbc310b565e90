"""Knows a run as it was after any number of its events. Must not know Qt or the engine."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from runtime.events.view import RunView, StepView, see

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runtime.events.model import Recorded

_FIELDS = tuple(each.name for each in fields(StepView))
EVERY = 200
"""Events between two views that are kept, so that going back costs as little as going on."""


class Rewind:
    """Folds the events of a run up to any place.

    Args:
        events: may grow at its end, and nowhere else.
        run: its id.
    """

    def __init__(self, events: Sequence[Recorded], run: str = "") -> None:
        self._events = events
        self._kept: list[RunView] = [RunView(run)]

    def at(self, count: int) -> RunView:
        """Return the run after its first `count` events; the caller's own to keep."""
        count = max(0, min(count, len(self._events)))
        while len(self._kept) <= count // EVERY:
            first = (len(self._kept) - 1) * EVERY
            self._kept.append(self._folded(self._kept[-1], first, first + EVERY))
        return self._folded(self._kept[count // EVERY], count - count % EVERY, count)

    def keep(self, view: RunView) -> None:
        """Take the run as it is after all events so far; spares folding them again.

        Whoever folds the events anyway calls it with each, so that going back never has to wait.
        """
        count = len(self._events)
        if count % EVERY == 0 and count // EVERY == len(self._kept):
            self._kept.append(_copied(view))

    def _folded(self, before: RunView, first: int, end: int) -> RunView:
        view = _copied(before)
        for recorded in self._events[first:end]:
            see(view, recorded)
        return view


def _copied(view: RunView) -> RunView:
    """Return a copy that can be folded on; what events hold is shared, for nobody changes it."""
    return replace(
        view,
        steps={name: _same(step) for name, step in view.steps.items()},
        waiting={token: replace(waits) for token, waits in view.waiting.items()},
        would_do=[*view.would_do],
        within={**view.within},
        at={**view.at},
        replaced={token: _same(step) for token, step in view.replaced.items()},
    )


def _same(step: StepView) -> StepView:
    """Return a copy; several times as fast as `replace`, and a run has many steps."""
    made = object.__new__(StepView)
    for name in _FIELDS:
        setattr(made, name, getattr(step, name))
    return made

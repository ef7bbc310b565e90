"""Knows how a step to which cases came several times is compared, visit by visit. Not Qt.

The first visit of one run is compared with the first of the other, as they came; inside of a
for-each, what was done with an item with what was done with the same one.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from designer.run_bridge.recorded import Recall

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from designer.run_bridge.recorded import Visit
    from runtime.events.model import Recorded

MOST_VISITS = 500
"""Of more visits only the last ones are compared: nobody reads so many differences."""
_TOGETHER = 50


class EachVisit:
    """The visits of a step in one run, read a little at a time.

    Args:
        events: of the run.
        step: as the run names it, callers first.
    """

    def __init__(self, events: Sequence[Recorded], step: str) -> None:
        self._events, self._recall = events, Recall(step)

    def read(self) -> Iterator[None]:
        """Go through the run, and pause in between."""
        for at, recorded in enumerate(self._events):
            self._recall.take(recorded)
            if at % _TOGETHER == 0:
                yield

    @property
    def visits(self) -> Sequence[Visit]:
        """Each visit that is over, in the order in which they began."""
        return [visit for visit in self._recall.visits if visit.ended]


def pairs(before: Sequence[Visit], now: Sequence[Visit]) -> Iterator[tuple[str, Visit, Visit]]:
    """Yield the visits that belong together, with words for which they are: "Visit 2"."""
    waiting: dict[tuple[int, int], deque[Visit]] = {}
    for visit, key in _numbered(before):
        waiting.setdefault(key, deque()).append(visit)
    for visit, key in _numbered(now):
        if key in waiting:
            index, times = key
            words = f"Visit {times + 1:,}" if index < 0 else f"Item {index + 1:,}"
            again = f", time {times + 1:,}" if index >= 0 and times else ""
            yield words + again, waiting[key].popleft(), visit


def _numbered(visits: Sequence[Visit]) -> Iterator[tuple[Visit, tuple[int, int]]]:
    """Yield visits, each with its item and how often that had come before."""
    often: dict[int, int] = {}
    for visit in visits:
        times = often.get(visit.index, 0)
        often[visit.index] = times + 1
        yield visit, (visit.index, times)

"""Knows at which moments of a run something failed, waited or was skipped. Must not know Qt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from designer.panels.event_words import is_skip, tone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from runtime.events.model import Recorded

_MARKED = frozenset({"failed", "waiting"})


class Marks:
    """The moments of a run that a person looks for first; takes events one by one.

    Attributes:
        seen: how many events were taken.
        places: moments in order, each counted as the events up to it.
        tones: "failed", "waiting" or "skipped", one for each of them.
    """

    def __init__(self) -> None:
        self.seen = 0
        self.places: list[int] = []
        self.tones: list[str] = []
        self._spots: tuple[tuple[int, int, int], dict[int, str]] = ((0, 0, 0), {})

    def take(self, events: Sequence[Recorded], most: int | None = None) -> bool:
        """Take what came since, so many events at most; return whether that was all."""
        end = len(events) if most is None else self.seen + most
        for recorded in events[self.seen : end]:
            self.seen += 1
            found = tone(recorded)
            if found in _MARKED or is_skip(recorded):
                self.places.append(self.seen)
                self.tones.append(found)
        return self.seen >= len(events)

    def after(self, moment: int) -> int | None:
        """Return the next one after a moment."""
        at = bisect_right(self.places, moment)
        return self.places[at] if at < len(self.places) else None

    def before(self, moment: int) -> int | None:
        """Return the last one before a moment."""
        at = bisect_left(self.places, moment)
        return self.places[at - 1] if at else None

    def spots(self, last: int, width: int) -> Mapping[int, str]:
        """Return where they lie on a line, in pixels from its begin; what failed hides what waits.

        Args:
            last: the moment at the end of the line; 1 is at its begin.
            width: of the line in pixels.
        """
        key = (len(self.places), last, width)
        if self._spots[0] != key:
            found: dict[int, str] = {}
            for place, found_tone in zip(self.places, self.tones, strict=True):
                spot = round((place - 1) / max(last - 1, 1) * width)
                if found.get(spot) != "failed":
                    found[spot] = found_tone
            self._spots = (key, found)
        return self._spots[1]

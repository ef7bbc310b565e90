"""Knows how far a run is: steps that are done, items of a for-each, time. Must not know Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, cast

from designer.document.counts import counted
from runtime.events import model
from runtime.step import ERROR, UNDO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from runtime.definition.json_value import JsonObject
    from runtime.events.model import Recorded
    from runtime.events.view import RunView

_MINUTE, _HOUR = 60, 3600
_ASIDE = frozenset({ERROR.name, UNDO.name})
"""Ways by which a case does not go on as it is meant to."""


@dataclass(slots=True)
class Items:
    """How many items of each for-each that is under way are done; takes in what is new each time.

    Attributes:
        open: by path, how many items are done and how many there are.
    """

    open: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    _seen: int = 0

    def grow(self, events: Sequence[Recorded], most: int | None = None) -> bool:
        """Take in events that came since the last time, so many at most; return whether all."""
        end = len(events) if most is None else min(len(events), self._seen + most)
        for recorded in events[self._seen : end]:
            self._see(recorded.event)
        self._seen = end
        return end == len(events)

    def _see(self, event: model.RunEvent) -> None:
        match event:
            case model.EachStarted():
                self.open[event.token] = (0, len(event.items))
            case model.ItemEnded() if event.token in self.open:
                done, count = self.open[event.token]
                self.open[event.token] = (done + 1, count)
            case model.StepCompleted() | model.StepFailed() | model.PathEnded():
                self.open.pop(event.token, None)
            case model.TokensCancelled():
                for token in event.tokens:
                    self.open.pop(token, None)
            case _:
                pass

    @property
    def latest(self) -> tuple[int, int]:
        """Done and all, of the for-each that began last; (0, 0) where none is under way."""
        return next(reversed(self.open.values()), (0, 0))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        done, count: steps that are done, and with those that may come; `count` is 0 where nobody
            knows the drawing.
        items_done, items: of the for-each that is under way; 0 where none is.
        is_most: whether the case may pass some of them by.
    """

    done: int
    count: int
    items_done: int = 0
    items: int = 0
    is_most: bool = False

    @property
    def share(self) -> float | None:
        """How much of it is done, 0 to 1; None where nobody knows."""
        if not self.count:
            return None
        within = self.items_done / self.items if self.items else 0.0
        return min((self.done + within) / self.count, 1.0)

    def words(self) -> str:
        """Return it in words: "3 of 11 steps, 34 of 120 items"; "" where nobody knows."""
        parts: list[str] = []
        if self.count:
            most = "up to " if self.is_most else ""
            parts.append(f"{self.done:,} of {most}{counted(self.count, 'step')}")
        if self.items:
            parts.append(f"{self.items_done:,} of {counted(self.items, 'item')}")
        return ", ".join(parts)


class Paths:
    """The steps of a drawing and where the case can go from each; what fails leads elsewhere.

    Args:
        document: the workflow as it is run; {} where nobody has kept it.
    """

    def __init__(self, document: JsonObject) -> None:
        nodes = cast("list[JsonObject]", document.get("nodes") or [])
        edges = cast("list[JsonObject]", document.get("edges") or [])
        self.document = document
        self.steps = frozenset(str(node["id"]) for node in nodes if _counts(node))
        self._around = {str(n["id"]): str(n["parent"]) for n in nodes if n.get("parent")}
        self._next: dict[str, list[str]] = {}
        ports: dict[str, set[str]] = {}
        for edge in edges:
            source, target, port = (str(edge.get(name)) for name in ("source", "target", "port"))
            if port not in _ASIDE and target not in self._around:
                self._next.setdefault(source, []).append(target)
                ports.setdefault(source, set()).add(port)
        self._parting = frozenset(step for step, several in ports.items() if len(several) > 1)

    def ahead(self, places: Iterable[str]) -> tuple[set[str], bool]:
        """Return the steps that the case can still come to, and whether it may pass some by.

        Args:
            places: the steps where it is, callers first; they are among those that come.
        """
        waiting = [*{self._outermost(place.partition("/")[0]) for place in places}]
        found: set[str] = set()
        while waiting:
            step = waiting.pop()
            if step not in found:
                found.add(step)
                waiting += self._next.get(step, ())
        parts = not found.isdisjoint(self._parting)
        return found & self.steps, parts

    def _outermost(self, step: str) -> str:
        for _ in self._around:
            if step not in self._around:
                break
            step = self._around[step]
        return step


def progress(view: RunView, paths: Paths, items: Items) -> Progress:
    """Return how far a run is: what is done, and what the case can still come to.

    Args:
        view: the run.
        paths: of the workflow as it is run.
        items: of the same run, up to now.
    """
    seen = {name for name, step in view.steps.items() if step.ended and name in paths.steps}
    ahead, parts = paths.ahead(view.at.values()) if not view.ended else (set[str](), False)
    done = len(seen)
    return Progress(done, len(seen | ahead), *items.latest, is_most=parts)


def _counts(node: JsonObject) -> bool:
    """What lies in a for-each counts by its items; what is switched off does not count."""
    return node.get("disabled") is not True and not node.get("parent")


def elapsed(started: str, now: datetime) -> str:
    """Return the time since a moment (ISO) as a clock shows it: "00:12", "1:04:09"."""
    try:
        seconds = max(round((now - datetime.fromisoformat(started)).total_seconds()), 0)
    except ValueError:
        return ""
    hours, rest = divmod(seconds, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes:02}:{left:02}"

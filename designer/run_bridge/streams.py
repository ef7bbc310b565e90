"""Knows which runs the window watches, and tells it what happens there. Must not know Qt.

What happens within a moment is told together, at most twenty times a second.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from runtime.events import codec
from runtime.events.model import Recorded

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.embedded import EmbeddedRuntime
    from runtime.ports import Batch

TOGETHER = 0.05
"""Seconds for which what happens is gathered."""
MOST = 400
"""Events in one message."""


@dataclass(slots=True)
class _Stream:
    """A run that is watched: how many of its events were told, and those that were not yet."""

    told: int
    waiting: list[Recorded] = field(default_factory=list["Recorded"])


class Streams:
    """Tells what happens in some runs.

    Args:
        runtime: where they are recorded.
        loop: the event loop of the runtime.
        tell: takes the name of an event and its value to the window.
    """

    def __init__(
        self,
        runtime: EmbeddedRuntime,
        loop: asyncio.AbstractEventLoop,
        tell: Callable[[str, JsonValue], None],
    ) -> None:
        self._runtime = runtime
        self._loop = loop
        self._tell = tell
        self._streams: dict[str, _Stream] = {}
        self._planned = False

    async def follow(self, run: str, told: int) -> None:
        """Tell a run's events from the number `told` on, now and whenever there are more."""
        self._streams[run] = _Stream(told)
        self._catch_up(run)
        self._flush()

    def leave(self, run: str) -> None:
        """Tell nothing of a run any more."""
        self._streams.pop(run, None)

    def take(self, batch: Batch) -> None:
        """Take what has become durable; nothing is told at once."""
        stream = self._streams.get(batch.run)
        if stream is None or not batch.events:
            return
        expected = stream.told + len(stream.waiting)
        if batch.first_seq == expected:
            at = batch.at.isoformat()
            stream.waiting += [
                Recorded(batch.first_seq + place, at, batch.by, event)
                for place, event in enumerate(batch.events)
            ]
        elif batch.first_seq > expected:  # another process went on with the run in between
            self._catch_up(batch.run)
        if not self._planned:
            self._planned = True
            self._loop.call_later(TOGETHER, self._flush)

    def _catch_up(self, run: str) -> None:
        stream = self._streams[run]
        stream.waiting = [*self._runtime.events(run)[stream.told :]]

    def _flush(self) -> None:
        self._planned = False
        for run, stream in self._streams.items():
            while stream.waiting:
                part, stream.waiting = stream.waiting[:MOST], stream.waiting[MOST:]
                self._tell("events", {"run": run, "events": [_plain(each) for each in part]})
                stream.told += len(part)


def _plain(recorded: Recorded) -> JsonObject:
    return {
        "seq": recorded.seq,
        "at": recorded.at,
        "by": recorded.by,
        "event": codec.as_object(recorded.event),
    }


def read(plain: JsonObject) -> Recorded:
    """Return the recorded event that a stream told; raises JournalError."""
    event = plain["event"]
    return Recorded(
        int(str(plain["seq"])),
        str(plain["at"]),
        str(plain["by"]),
        codec.from_object(event if isinstance(event, dict) else {}),
    )

"""Knows what was asked of a child: what waits, what is out, what is asked again. Must not know Qt.

Requests of one lane go out one after another, so that it is known which one a child died of, and
one that is called off while it waits costs nothing.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from designer.run_bridge.wire import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_Reply = TypeVar("_Reply")

TRIES = 2
"""How often a request goes out that the child dies of."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a request is treated.

    Attributes:
        seconds: after so long the child is taken to hang, is killed and begins anew; 0 never.
        again: whether it is asked again when the child dies, since that does no harm.
        lane: requests with the same text here go out one after another; "" goes out at once.
        risky: whether it may kill the child at any time, so that its death is none of the child's
            own: it is not asked again, and the child is not given up for it.
        too_long: what the person is told when the time is over.
    """

    seconds: float = 0.0
    again: bool = False
    lane: str = ""
    risky: bool = False
    too_long: str = "This took too long and was stopped."


@dataclass(slots=True, eq=False)
class Ask(Generic[_Reply]):
    """A request on its way.

    Attributes:
        line: as it is written.
        always: what every request said when this one was made.
        tries: how often it went out.
        is_wanted: False once it is called off.
        is_overdue: whether the child is killed for it.
    """

    id: int
    line: bytes
    manner: Manner
    reply: _Reply
    always: Mapping[str, object] = field(default_factory=dict[str, object])
    tries: int = 0
    is_wanted: bool = True
    is_overdue: bool = False

    @property
    def is_culprit(self) -> bool:
        """Whether it is known that the child died of it, and of none of the others."""
        return self.is_overdue or self.manner.risky

    @property
    def goes_out_again(self) -> bool:
        """Whether it may be asked once more of a new child."""
        return self.manner.again and not self.is_overdue and self.tries < TRIES


class Outbox(Generic[_Reply]):
    """What waits and what is out."""

    def __init__(self) -> None:
        self._waiting: deque[Ask[_Reply]] = deque()
        self._out: dict[int, Ask[_Reply]] = {}
        self._busy: set[str] = set()

    def put(self, ask: Ask[_Reply]) -> None:
        """Let a request wait for its turn."""
        self._waiting.append(ask)

    def next(self) -> Iterator[Ask[_Reply]]:
        """Yield what can go out now, oldest first, and count it as out."""
        for ask in [*self._waiting]:
            lane = ask.manner.lane
            if lane and lane in self._busy:
                continue
            self._waiting.remove(ask)
            self._out[ask.id] = ask
            ask.tries += 1
            if lane:
                self._busy.add(lane)
            yield ask

    def out(self, number: int) -> Ask[_Reply] | None:
        """Return a request that is out."""
        return self._out.get(number)

    def settle(self, number: int) -> Ask[_Reply] | None:
        """Take a request out for good, and return it; its lane is free then."""
        ask = self._out.pop(number, None)
        if ask is None:
            self._waiting = deque(each for each in self._waiting if each.id != number)
        else:
            self._busy.discard(ask.manner.lane)
        return ask

    def lost(self) -> list[Ask[_Reply]]:
        """Say that the child is gone; return what fails with it. The rest is asked again."""
        gone = [*self._out.values()]
        self._out.clear()
        self._busy.clear()
        if any(ask.is_culprit for ask in gone):
            for ask in gone:
                ask.tries -= not ask.is_culprit
        back = [ask for ask in gone if ask.goes_out_again and ask.is_wanted]
        self._waiting.extendleft(reversed(back))
        return [ask for ask in gone if not ask.goes_out_again]

    def clear(self) -> list[Ask[_Reply]]:
        """Empty it, and return all that was in it."""
        everything = [*self._out.values(), *self._waiting]
        self._out.clear()
        self._waiting.clear()
        self._busy.clear()
        return everything

    def __bool__(self) -> bool:
        return bool(self._out or self._waiting)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a child is started again.

    Attributes:
        most: so many deaths `within` so many seconds are too many.
        pauses: seconds before the first, second, … new start; the last holds for all after it.
    """

    most: int = 5
    within: float = 60.0
    pauses: tuple[float, ...] = (0.0, 0.25, 0.5, 1.0)


class Deaths:
    """Knows when the child died, and whether it is worth another start."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._times: deque[float] = deque()

    def add(self, now: float) -> float | None:
        """Note a death; return the seconds to wait before a new start, None for too many."""
        self._forget(now)
        self._times.append(now)
        if len(self._times) >= self._patience.most:
            return None
        pauses = self._patience.pauses
        return pauses[min(len(self._times), len(pauses)) - 1]

    def is_too_often(self, now: float) -> bool:
        """Whether it has died too often, up to now."""
        self._forget(now)
        return len(self._times) >= self._patience.most

    def forgive(self) -> None:
        """Begin to count anew."""
        self._times.clear()

    def sentence(self, why: str) -> Trouble:
        """Return what people are told when it has died too often."""
        what = f"It stopped {self._patience.most} times within {self._patience.within:g} seconds."
        return Trouble(what, why, "Close the window and open it again; no work is lost.")

    def _forget(self, now: float) -> None:
        while self._times and now - self._times[0] > self._patience.within:
            self._times.popleft()

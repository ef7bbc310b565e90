"""Knows letters on their way: arrived, put off, and who waits for what comes of them.

Must not know what a letter says.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING

from runtime.errors import BatonError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.host.live import Letter


class Mail:
    """The letters of all runs.

    Attributes:
        inbox: what has arrived, in order.
        arrived: set when something has.
    """

    def __init__(self) -> None:
        self.inbox: deque[Letter] = deque()
        self.arrived = asyncio.Event()
        self._later: Counter[str] = Counter()
        self._waiters: set[asyncio.Future[None]] = set()
        self._settlers: defaultdict[str, list[asyncio.Future[None]]] = defaultdict(list)
        self._closed = False

    def post(self, letter: Letter) -> None:
        """Puts a letter at the end."""
        self.inbox.append(letter)
        self.arrived.set()

    def post_first(self, letters: Iterable[Letter]) -> None:
        """Puts letters back, in their order, before all others."""
        self.inbox.extendleft(reversed(list(letters)))
        self.arrived.set()

    def post_later(self, letter: Letter, seconds: float) -> None:
        """Posts a letter after some (real) seconds."""
        if not self._closed:
            self._later[letter.run] += 1
            asyncio.get_running_loop().call_later(seconds, self._post_now, letter)

    def _post_now(self, letter: Letter) -> None:
        self._later -= Counter((letter.run,))
        if not self._closed:
            self.post(letter)

    def is_on_its_way(self, run: str) -> bool:
        """Whether a letter for the run has not been delivered yet."""
        return run in self._later or any(letter.run == run for letter in self.inbox)

    # --- who waits --------------------------------------------------------------------------------

    def waiter(self) -> asyncio.Future[None]:
        """Returns a future for somebody who waits; it never stays open for ever.

        Raises:
            BatonError: the engine has ended.
        """
        if self._closed:
            raise _ended()
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        waiter.add_done_callback(self._waiters.discard)
        return waiter

    async def rested(self, run: str) -> None:
        """Waits until something ends in the run; raises the error that it ended with."""
        waiter = self.waiter()
        self._settlers[run].append(waiter)
        await waiter

    def rest(self, run: str, error: BatonError | None = None) -> None:
        """Tells who waits for the run to look again, or what went wrong."""
        for waiter in self._settlers.pop(run, ()):
            tell(waiter, error)

    def close(self) -> None:
        """Tells all who wait that nothing comes any more."""
        self._closed = True
        for waiter in list(self._waiters):
            tell(waiter, _ended())


def tell(waiter: asyncio.Future[None] | None, error: BatonError | None = None) -> None:
    """Ends somebody's waiting; with an error where there is one."""
    if waiter is None or waiter.done():
        return
    if error is None:
        waiter.set_result(None)
    else:
        waiter.set_exception(error)


def _ended() -> BatonError:
    return BatonError(
        "The engine has ended.",
        why="Its program is closing.",
        next_step="Nothing that was confirmed is lost: open the journal again to go on.",
    )

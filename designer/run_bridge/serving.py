"""Knows how a child takes requests and answers. Must not know Qt, or what any request means.

Whatever libraries print goes to standard error: only `Channel` writes where the window reads. When
the window is gone, its end of the pipe closes and the process ends at once, whatever it was doing.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, BinaryIO

from designer.run_bridge.wire import (
    LONGEST,
    WireError,
    answer_lines,
    event_lines,
    read_request,
    trouble_line,
)
from runtime.errors import BatonError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TypeAlias

    from designer.run_bridge.wire import Request
    from runtime.definition.json_value import JsonObject, JsonValue

    Handler: TypeAlias = Callable[[JsonObject], JsonValue]

READY = "ready"
"""The event that a child begins with."""


class Channel:
    """The two ends of pipe at which a child hears and speaks; any thread may speak."""

    def __init__(self, hears: BinaryIO, speaks: BinaryIO) -> None:
        self._hears = hears
        self._speaks = speaks
        self._lock = threading.Lock()

    @classmethod
    def of_process(cls) -> Channel:
        """Take standard input and output for this alone; what others print goes to errors."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the window decides when its child ends
        hears, speaks = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
        nowhere = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nowhere, 0)
        os.close(nowhere)
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        return cls(hears, speaks)

    def requests(self) -> Iterator[Request]:
        """Yield what is asked until the window is gone; what is no request is passed over."""
        while line := self._hears.readline(LONGEST + 1):
            try:
                yield read_request(line)
            except WireError as error:
                sys.stderr.write(f"A line was passed over: {error}\n")

    def answer(self, number: int, value: JsonValue, *, final: bool = True) -> None:
        """Answer a request; with `final=False`, tell something that comes before the answer."""
        try:
            self._say([*answer_lines(number, value, final=final)])
        except WireError as error:
            self.refuse(number, _unfit(error))

    def refuse(self, number: int, error: BaseException) -> None:
        """Say why a request was not done; the words of a `BatonError` are kept."""
        self._say([trouble_line(number, error)])

    def tell(self, event: str, value: JsonValue = None) -> None:
        """Say something that nobody asked for."""
        self._say([*event_lines(event, value)])

    def _say(self, lines: Iterable[bytes]) -> None:
        with self._lock:
            for line in lines:
                rest = memoryview(line)
                while rest:  # a pipe may take less than it is given
                    rest = rest[self._speaks.write(rest) :]


def serve(
    channel: Channel,
    handlers: Mapping[str, Handler],
    lanes: Mapping[str, str],
    warm_up: Callable[[], None] | None = None,
) -> None:
    """Answer requests until the window is gone, then end the process.

    Args:
        channel: where they come from.
        handlers: what does the work, by name of the request.
        lanes: name of a request to the name of a lane. Those of one lane are done one after
            another by one thread, so that a long one of another lane does not hold them up.
        warm_up: loads what is needed later, once the window knows that the child is there.
    """
    work = {lane: _Lane(channel, handlers, lane) for lane in {"", *lanes.values()}}
    channel.tell(READY)
    if warm_up is not None:
        threading.Thread(target=warm_up, daemon=True, name="warm-up").start()
    for request in channel.requests():
        if not request.do:
            for lane in work.values():
                lane.call_off(request.id)
        else:
            work[lanes.get(request.do, "")].put(request)
    leave()


def leave() -> None:
    """End the process at once: nobody is there any more whom it could matter to."""
    sys.stderr.flush()
    os._exit(0)


class _Lane:
    """A thread that does requests one after another."""

    def __init__(self, channel: Channel, handlers: Mapping[str, Handler], name: str) -> None:
        self._waiting: SimpleQueue[Request] = SimpleQueue()
        self._wanted: set[int] = set()
        self._channel = channel
        self._handlers = handlers
        threading.Thread(target=self._work, daemon=True, name=f"lane {name}").start()

    def put(self, request: Request) -> None:
        """Let a request wait for its turn."""
        self._wanted.add(request.id)
        self._waiting.put(request)

    def call_off(self, number: int) -> None:
        """Pass a request over, unless it is being done."""
        self._wanted.discard(number)

    def _work(self) -> None:
        while True:
            request = self._waiting.get()
            if request.id in self._wanted:
                self._do(request)
            else:
                self._channel.refuse(request.id, BatonError("This was called off."))
            self._wanted.discard(request.id)

    def _do(self, request: Request) -> None:
        handler = self._handlers.get(request.do)
        if handler is None:
            self._channel.refuse(request.id, _unknown(request.do))
            return
        try:
            value = handler(request.args)
        except Exception as error:  # noqa: BLE001 - every failure is answered; the child stays
            self._channel.refuse(request.id, error)
        else:
            self._channel.answer(request.id, value)


def _unknown(do: str) -> BatonError:
    return BatonError(
        "This could not be done.",
        why="A part of the program is of another version.",
        next_step="Install the program again.",
        detail=f"there is no request {do}",
    )


def _unfit(error: WireError) -> BatonError:
    return BatonError("The answer is too large or has no plain form.", detail=str(error))

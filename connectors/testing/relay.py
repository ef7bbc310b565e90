"""Stands before a real system: records, loses replies. Must not know any system."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from connectors.testing.loopback import Answer, LoopbackServer, Received

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_TIMEOUT = 120.0
_NOT_FORWARDED = {"host", "connection", "content-length", "accept-encoding"}


@dataclass(frozen=True, slots=True)
class Passed:
    """A request and the answer that the real system gave to it."""

    received: Received
    answer: Answer


@dataclass(frozen=True, slots=True, eq=False)
class _Loss:
    which: Callable[[Received], bool]
    arrives: bool


_LOST = Answer(dropped=True)


class Relay:
    """Forwards requests to a real system and back, for the length of a `with` block.

    Args:
        target: address of the real system.
    """

    def __init__(self, target: str) -> None:
        self.passed: list[Passed] = []
        self._target = urlsplit(target)
        self._losses: list[_Loss] = []
        self._lock = Lock()
        self._server = LoopbackServer(self._behave)

    @property
    def url(self) -> str:
        """The address to give to the connection instead of the real one."""
        return self._server.url

    def lose_reply(self, which: Callable[[Received], bool], *, times: int = 1) -> None:
        """Let the next requests that fit reach the system, and lose their replies."""
        self._losses += [_Loss(which, arrives=True) for _ in range(times)]

    def lose_request(self, which: Callable[[Received], bool]) -> None:
        """Lose the next request that fits before it reaches the system."""
        self._losses.append(_Loss(which, arrives=False))

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()

    def _behave(self, received: Received) -> Answer:
        loss = self._loss_of(received)
        if loss is not None and not loss.arrives:
            return _LOST
        try:
            answer = self._forward(received)
        except OSError:
            return _LOST
        with self._lock:
            self.passed.append(Passed(received, answer))
        return answer if loss is None else _LOST

    def _loss_of(self, received: Received) -> _Loss | None:
        with self._lock:
            found = next((loss for loss in self._losses if loss.which(received)), None)
            if found is not None:
                self._losses.remove(found)
            return found

    def _forward(self, received: Received) -> Answer:
        line = http.client.HTTPConnection(self._target.netloc, timeout=_TIMEOUT)
        headers = {n: v for n, v in received.headers.items() if n not in _NOT_FORWARDED}
        try:
            line.request(received.method, received.path, received.body, headers)
            response = line.getresponse()
            kind = response.getheader("Content-Type")
            return Answer(response.status, response.read(), {"Content-Type": kind} if kind else {})
        finally:
            line.close()

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


class Relay:
    """Forwards requests to a real system and back, for the length of a `with` block.

    Args:
        target: address of the real system.
    """

    def __init__(self, target: str) -> None:
        self.passed: list[Passed] = []
        self._target = urlsplit(target)
        self._lose: Callable[[Received], bool] | None = None
        self._lock = Lock()
        self._server = LoopbackServer(self._behave)

    @property
    def url(self) -> str:
        """The address to give to the connection instead of the real one."""
        return self._server.url

    def lose_reply(self, which: Callable[[Received], bool]) -> None:
        """Let the next request that fits reach the system, and lose its reply once."""
        self._lose = which

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
        try:
            answer = self._forward(received)
        except OSError:
            return Answer(dropped=True)
        with self._lock:
            self.passed.append(Passed(received, answer))
            if self._lose is not None and self._lose(received):
                self._lose = None
                return Answer(dropped=True)
        return answer

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

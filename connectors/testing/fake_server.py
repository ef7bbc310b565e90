"""A fake system that answers what it was told to expect. Must not know any system.

It fails on requests that nobody expected and on expectations that nobody used, so a test cannot
pass by asking less or more than it says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from time import sleep
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urlsplit

from connectors.testing.loopback import Answer, LoopbackServer, Received

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from pydantic import JsonValue

_UNEXPECTED = 501


@dataclass
class Expectation:
    """One request to come and its answer.

    Args:
        method: e.g. "POST".
        path: path without query.
        query: parameters that must be there, no others.
        body: JSON that must be in the body: an object may have more members than named here.
        answer: what to answer.
        delay: seconds to wait before answering.
        used: how often it was asked for.
    """

    method: str
    path: str
    query: dict[str, str]
    body: JsonValue
    answer: Answer
    delay: float = 0.0
    used: int = field(default=0, init=False)

    def fits(self, received: Received) -> bool:
        """Return whether a request is the one expected."""
        parts = urlsplit(received.path)
        if (received.method, parts.path) != (self.method, self.path):
            return False
        return dict(parse_qsl(parts.query)) == self.query and _within(self.body, received.json())

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.query or ''} {self.body or ''}".strip()


class FakeServer:
    """A system that answers by expectation; leaving the `with` block checks that all were met.

    Args:
        repeatable: whether an expectation may be used any number of times, also never.
        intercept: may answer a request before the expectations see it.
    """

    def __init__(
        self,
        *,
        repeatable: bool = False,
        intercept: Callable[[Received], Answer | None] | None = None,
    ) -> None:
        self.received: list[Received] = []
        self._expected: list[Expectation] = []
        self._unexpected: list[Received] = []
        self._repeatable = repeatable
        self._intercept = intercept
        self._lock = Lock()
        self._server = LoopbackServer(self._behave)

    @property
    def url(self) -> str:
        """The address of the system."""
        return self._server.url

    def expect(
        self,
        method: str,
        path: str,
        answer: Answer,
        *,
        body: JsonValue = None,
        query: dict[str, str] | None = None,
        delay: float = 0.0,
    ) -> Expectation:
        """Expect a request; several that fit are used in the order in which they were told."""
        expectation = Expectation(method, path, query or {}, body, answer, delay)
        self._expected.append(expectation)
        return expectation

    def check(self) -> None:
        """Fail when a request came that nobody expected, or one did not come.

        Raises:
            AssertionError: names each of them.
        """
        strange = [f"unexpected: {r.method} {r.path} {r.body.decode()}" for r in self._unexpected]
        missing = [f"never came: {e}" for e in self._expected if not e.used]
        problems = strange if self._repeatable else strange + missing
        if problems:
            raise AssertionError("\n".join(problems))

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
        if kind is None:
            self.check()

    def _behave(self, received: Received) -> Answer:
        with self._lock:
            self.received.append(received)
            early = self._intercept(received) if self._intercept else None
            found = None if early else self._find(received)
        if early is not None:
            return early
        if found is None:
            return Answer.of_json({"error": "nobody expected this request"}, _UNEXPECTED)
        sleep(found.delay)
        return found.answer

    def _find(self, received: Received) -> Expectation | None:
        fitting = [expectation for expectation in self._expected if expectation.fits(received)]
        unused = [expectation for expectation in fitting if not expectation.used]
        # A repeated request gets the latest answer: the system's state does not go back.
        chosen = unused[:1] or (fitting[-1:] if self._repeatable else [])
        if not chosen:
            self._unexpected.append(received)
            return None
        chosen[0].used += 1
        return chosen[0]


def _within(wanted: JsonValue, given: JsonValue) -> bool:
    if wanted is None:
        return True
    if isinstance(wanted, dict) and isinstance(given, dict):
        return all(name in given and given[name] == value for name, value in wanted.items())
    return wanted == given

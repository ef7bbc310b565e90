"""What a person loses when this fails: a system that answers badly gets a second invoice, or none.

Each does the work and then hangs, drips, answers garbage, answers an error, or says nothing.
"""

from __future__ import annotations

import asyncio
import socketserver
import time
from collections import Counter
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from connectors.connector import catalogue
from runtime.calendars import NamedCalendars
from runtime.embedded import EmbeddedRuntime
from runtime.store import open_store
from tests.helpers.drawings import draw
from tests.helpers.killed_process import CATALOG, LEAD
from tests.helpers.killed_process import Counter as Connected

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ANSWERS = {
    "hangs": b"",
    "drips": HEAD + b"Content-Length: 4000\r\n\r\n" + b" " * 4000,
    "answers garbage": HEAD + b"Content-Length: 9\r\n\r\n<html>\x00\xff\xfe",
    "answers no HTTP": b"\x15\x03\x01\x00\x02\x02\x50",
    "answers 500": b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
    "says nothing": b"",
}
OPERATIONS = ("put_slot", "post_keyed", "write_note", "pay")
MOST_SECONDS = 20.0


class BadServer(socketserver.ThreadingTCPServer):
    """Does what it is asked, and answers badly the first time.

    Attributes:
        done: what stands there, by path; the same key or slot again changes nothing.
        requests: writes that arrived.
    """

    daemon_threads = True

    def __init__(self, how: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.how = how
        self.bad = 1
        self.done: Counter[str] = Counter()
        self.requests = 0
        self.keys: set[str] = set()


class _Handler(socketserver.StreamRequestHandler):
    server: BadServer  # pyright: ignore[reportIncompatibleVariableOverride] - what it is made by

    def handle(self) -> None:
        with suppress(OSError):
            self._handle()

    def _handle(self) -> None:
        method, path, _ = self.rfile.readline().decode().split(" ", 2)
        headers: dict[str, str] = {}
        while line := self.rfile.readline().decode().strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        self.rfile.read(int(headers.get("content-length", 0)))
        what = path.partition("?")[0].rsplit("/", 1)[-1]
        if method == "GET":
            found = [{"mark": "m"}] * min(1, self.server.done[what])
            self._answer({"notes": found})
            return
        self.server.requests += 1
        key = "slot" if method == "PUT" else headers.get("idempotency-key", "")
        if not key or key not in self.server.keys:
            self.server.keys.add(key)
            self.server.done[what] += 1
        if not self.server.bad:
            self._answer({"mark": "m"})
            return
        self.server.bad -= 1
        self._misbehave()

    def _misbehave(self) -> None:
        answer = ANSWERS[self.server.how]
        if self.server.how == "hangs":
            time.sleep(MOST_SECONDS)
        elif self.server.how == "drips":
            for place in range(len(answer)):
                self.wfile.write(answer[place : place + 1])
                time.sleep(0.02)
        self.wfile.write(answer)

    def _answer(self, value: Any) -> None:
        body = orjson.dumps(value)
        self.wfile.write(HEAD + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)


@contextmanager
def bad(how: str) -> Generator[tuple[BadServer, str]]:
    """A server that answers like that, and its address."""
    with BadServer(how) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server, f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


@pytest.fixture(autouse=True)
def our_catalogue(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The catalogue leads to the connectors of the tests."""
    monkeypatch.setattr(catalogue, "_CATALOG", CATALOG)
    catalogue.load.cache_clear()
    yield
    catalogue.load.cache_clear()


@pytest.mark.parametrize("how", ANSWERS)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_work_that_was_done_and_answered_badly_stands_once(
    how: str, operation: str, tmp_path: Path
) -> None:
    """What may be repeated is; what can be looked up is looked up; the rest a person is asked."""
    policy = {"timeout": "PT1S", "retry": {"attempts": 3, "delay": "PT0S", "jitter": 0}}
    inputs = {"mark": "'m'"}
    params = {"connection": "counter", "operation": operation, "inputs": inputs}
    drawing = draw(
        ["start", {"id": "write", "kind": "call", "params": params, "policy": policy}, "end"],
        ["start>write", "write>end"],
        connections={"counter": {"connector": "counting"}},
    )

    async def story(address: str) -> list[str]:
        connected = Connected(f"{address}/s")
        runtime = EmbeddedRuntime(
            open_store(f"sqlite:///{tmp_path / 'cases.sqlite'}"),
            connections=connected,
            calendars=NamedCalendars(),
        )
        async with runtime:
            run = await runtime.start(drawing, {}, actor=LEAD)
            async with asyncio.timeout(MOST_SECONDS):
                while runtime.view(run).status != "completed":
                    await runtime.settle(run)
                    waits = [w.kind for w in runtime.view(run).waiting_for]
                    if "incident" in waits:
                        break
                    await asyncio.sleep(0.01)
            told = [w.message for w in runtime.view(run).waiting_for]
        await connected.close()
        return told

    with bad(how) as (server, address):
        told = asyncio.run(story(address))
        assert set(server.done.values()) == {1}, "it was done twice"
        if operation == "pay":
            assert "may" in told[0], "nobody is told that it may have happened"
            assert server.requests == 1, "it was repeated blindly"
        else:
            assert told == [], "a person is asked although Baton can find out itself"
        if operation == "write_note":
            assert server.requests == 1, "it was sent again without a look"

"""A server that remembers on the disk what was really done to it, and may kill who asked.

Usage: counting_server.py FILE. Prints its address, and ends with its input. The first part of a
path is the scope that is counted apart; the second says whom to kill at which request:
`PID.NTH.WHEN`, or `-` for nobody. `GET /SCOPE` reads back what stands. Must not know the engine.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Lock, Timer
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import parse_qs, urlsplit

from connectors.testing.loopback import Answer, LoopbackServer, Received

if TYPE_CHECKING:
    from collections.abc import Generator

When: TypeAlias = Literal["unheard", "working", "done", "answered"]
"""Of a request: it came and was not done; it came and was done after its asker had died; it was
done and not answered; it was answered a moment ago."""
WHENS: tuple[When, ...] = ("unheard", "working", "done", "answered")
QUIET = "quiet"
"""Asked for in place of a scope, it answers when the requests of the dead are done with."""
_A_MOMENT = 0.001
_OURSELVES = 3
"""Threads: the main one, the one that accepts, the one that asks."""


@dataclass(frozen=True)
class Stands:
    """One record at the server.

    Attributes:
        what: slots, keyed, notes or payments.
        mark: what it belongs to.
        writes: how often it was written; more than one is allowed to a slot only.
    """

    what: str
    mark: str
    writes: int


class Ledger:
    """What was done, a line each in a file that outlives the server."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a+", encoding="utf-8")
        self._lock = Lock()
        self._keys: set[tuple[str, str]] = set()
        self._done: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._file.seek(0)
        for line in self._file:
            self._note(*json.loads(line))

    def _note(self, scope: str, what: str, mark: str, key: str) -> None:
        self._keys.add((scope, key))
        self._done[scope][what, mark] += 1

    def do(self, scope: str, what: str, mark: str, key: str) -> None:
        """Does it, unless the key was seen before."""
        with self._lock:
            if key and (scope, key) in self._keys:
                return
            self._file.write(json.dumps([scope, what, mark, key]) + "\n")
            self._file.flush()
            self._note(scope, what, mark, key)

    def stands(self, scope: str) -> list[Stands]:
        """What stands in a scope."""
        with self._lock:
            return [Stands(*place, n) for place, n in sorted(self._done[scope].items())]


class Behaviour:
    """Does what it is asked, and kills who asked where the path says so."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        self._requests: Counter[str] = Counter()

    def __call__(self, received: Received) -> Answer:
        path = urlsplit(received.path)
        scope, fate, *rest = [*path.path.strip("/").split("/"), "", ""]
        if not fate:
            if scope == QUIET:
                _until_quiet()
            return Answer.of_json([[s.what, s.mark, s.writes] for s in self._ledger.stands(scope)])
        when, pid = self._fate(scope, fate)
        what = rest[0]
        if received.method == "GET":
            return self._found(scope, parse_qs(path.query).get("mark", [""])[0], when, pid)
        body = received.json()
        if not isinstance(body, dict):  # its sender died in the middle of it
            return Answer(dropped=True)
        mark = str(body["mark"])
        if when in {"unheard", "working"}:
            _kill(pid)
        if when == "unheard":
            return Answer(dropped=True)
        self._ledger.do(scope, what, mark, received.headers.get("idempotency-key", ""))
        if when == "done":
            _kill(pid)
        if when == "answered":
            Timer(_A_MOMENT, _kill, (pid,)).start()
        return Answer.of_json({"mark": mark})

    def _found(self, scope: str, mark: str, when: str, pid: int) -> Answer:
        if when:
            _kill(pid)
        found = ("notes", mark) in [(s.what, s.mark) for s in self._ledger.stands(scope)]
        return Answer.of_json({"notes": [{"mark": mark}] if found else []})

    def _fate(self, scope: str, fate: str) -> tuple[str, int]:
        """When in this request whom to kill; ("", 0) for nobody."""
        if fate == "-":
            return "", 0
        pid, nth, when = fate.split(".")
        with self._lock:
            self._requests[scope] += 1
            return (when, int(pid)) if self._requests[scope] == int(nth) else ("", 0)


def _until_quiet() -> None:
    """Waits until nobody but who asks is being served: what the dead had sent is done by then."""
    until = time.monotonic() + 10
    while threading.active_count() > _OURSELVES:
        assert time.monotonic() < until, "somebody is being served for ever"
        time.sleep(0.0005)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@contextmanager
def counting(folder: Path) -> Generator[str]:
    """Starts the server in a process of its own and gives its address."""
    command = [sys.executable, "-m", "tests.helpers.counting_server", str(folder / "ledger")]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def read_back(server: str, scope: str) -> list[Stands]:
    """What stands at the server, read from there."""
    return [Stands(*row) for row in _get(server, scope)]


def until_quiet(server: str) -> None:
    """Waits until the server has done what killed processes had sent."""
    _get(server, QUIET)


def _get(server: str, scope: str) -> list[tuple[str, str, int]]:
    with closing(HTTPConnection(urlsplit(server).netloc, timeout=30)) as connection:
        connection.request("GET", f"/{scope}")
        return json.load(connection.getresponse())


def main(file: str) -> None:
    """Serves until the input ends."""
    with LoopbackServer(Behaviour(Ledger(Path(file)))) as server:
        sys.stdout.write(server.url + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])

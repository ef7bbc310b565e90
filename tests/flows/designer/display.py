"""Knows how a person with a real mouse and keyboard uses a designer of its own process.

Must not know what they do with it. It needs Xvfb and xdotool; see `missing`.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qt_needs import DISPLAY_TOOLS, WINDOW_PROBE

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

SCREEN = 1600, 1000
_PATIENCE = 60.0
_REST = 0.25
_SHOT = (
    "import sys; from PySide6.QtGui import QGuiApplication as A; a = A([]);"
    "a.primaryScreen().grabWindow(0).save(sys.argv[1])"
)


def missing() -> str:
    """Why there can be no display; "" where there can."""
    if not sys.platform.startswith("linux"):
        return "X servers are started on Linux only"
    lacking = [package for tool, package in DISPLAY_TOOLS.items() if shutil.which(tool) is None]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    opens = subprocess.run([sys.executable, "-c", WINDOW_PROBE], capture_output=True, check=False)
    return "libraries that a window needs are missing" if opens.returncode else ""


@contextmanager
def display() -> Generator[str]:
    """Start an X server that nobody sees; gives its name."""
    read, write = os.pipe()
    screen = f"{SCREEN[0]}x{SCREEN[1]}x24"
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", screen, "-dpi", "96", "-nolisten"]
    server = subprocess.Popen(
        [*command, "tcp"], pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


class Process:
    """A designer of its own process.

    Args:
        home: the folder that the person's own folders lie in.
        more: other environment.
        arguments: of the command.
    """

    def __init__(self, home: Path, more: dict[str, str], *arguments: str) -> None:
        folders = {f"XDG_{n}_HOME": str(home / n) for n in ("CONFIG", "DATA", "STATE", "CACHE")}
        self.environment = {**os.environ, **folders, "HOME": str(home), **more}
        self.errors = home / "designer.log"
        self._log = self.errors.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.flows.designer.watched", *arguments],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._hear, daemon=True).start()

    def ask(self, what: str, *names: str) -> Any:
        """Ask where something is."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([what, *names]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._answers.get(timeout=_PATIENCE))

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()
        self._process.wait(10)
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            if pipe is not None:
                pipe.close()

    def _hear(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)


class Person:
    """Somebody with a mouse and a keyboard.

    Args:
        process: the designer before them.
    """

    def __init__(self, process: Process) -> None:
        self.process = process

    # --- seeing -----------------------------------------------------------------------------------

    def wait(self, what: Any, why: str) -> Any:
        """Wait until something is so; gives what it is."""
        end = time.monotonic() + _PATIENCE
        while not (found := what()):
            assert time.monotonic() < end, why
            time.sleep(0.05)
        return found

    def place(self, kind: str, name: str) -> tuple[int, int]:
        """Wait until the one thing of a name can be seen; gives where."""
        found = self._resting(kind, name)
        assert len(found) == 1, (name, found)
        return found[0][0], found[0][1]

    def card(self, name: str, port: str = "") -> tuple[int, int]:
        """Where the card of a step is, or one of its ways in and out."""
        found = self._resting("card", name)
        return found[port][0], found[port][1]

    def _resting(self, kind: str, name: str) -> Any:
        """Wait until something is there, and until nothing that the window still does moves it."""
        before: Any = None
        found = self.wait(lambda: self.process.ask(kind, name), f"There is no {kind} “{name}”.")
        while found != before:
            time.sleep(_REST)
            before, found = found, self.process.ask(kind, name)
        return found

    def read(self, words: str) -> str:
        """Wait until words can be read; gives the whole of what they stand in."""

        def found() -> list[str]:
            return [each for each in self.process.ask("words") if words in each]

        return str(self.wait(found, f"Nobody says “{words}”.")[0])

    def canvas(self, across: int, down: int) -> tuple[int, int]:
        """A place of the canvas."""
        begin = self.process.ask("window")["canvas"]
        return begin[0] + across, begin[1] + down

    def shoot(self, path: Path) -> None:
        """Keep a picture of the screen."""
        subprocess.run(
            [sys.executable, "-c", _SHOT, str(path)], env=self.process.environment, check=False
        )

    # --- acting -----------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys: "ctrl+n", "Return"."""
        self._do("key", "--delay", "30", *keys)

    def type(self, text: str) -> None:
        """Type words."""
        self._do("type", "--delay", "15", text)

    def click(self, place: tuple[int, int], times: int = 1) -> None:
        """Click, or double-click."""
        self._do("mousemove", "--sync", *map(str, place))
        self._do("click", "--repeat", str(times), "--delay", "60", "1")

    def push(self, name: str) -> None:
        """Click what has a name."""
        self.click(self.place("widget", name))

    def choose(self, entry: str, times: int = 1) -> None:
        """Click an entry of a list."""
        self.click(self.place("entry", entry), times)

    def pick_step(self, title: str) -> None:
        """Narrow the open list of steps to a title and click it."""
        self.type(title)
        self.choose(title)

    def fill(self, name: str, text: str) -> None:
        """Click the field of a name and type in place of what stands there."""
        self.push(name)
        self.press("ctrl+a")
        self.type(text)

    def drag(self, start: tuple[int, int], *stops: tuple[int, int]) -> None:
        """Drag over some places, as slowly as a hand does."""
        self._do("mousemove", "--sync", *map(str, start))
        self._do("mousedown", "1")
        for stop in stops:
            middle = ((start[0] + stop[0]) // 2, (start[1] + stop[1]) // 2)
            for place in (middle, stop):
                self._do("mousemove", "--sync", *map(str, place))
                time.sleep(0.05)
        self._do("mouseup", "1")

    def _do(self, *words: str) -> None:
        self._run(["xdotool", *words])
        time.sleep(0.08)

    def _run(self, command: Sequence[str]) -> None:
        subprocess.run(command, env=self.process.environment, check=True, timeout=_PATIENCE)

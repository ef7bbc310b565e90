"""Starts, asks, kills and restarts the engine's process. Knows its JSON lines, and no workflow."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

SCRIPT = Path(__file__).with_name("demo_engine.py")
ANSWER_SECONDS = 180.0

Message = dict[str, Any]


class EngineGoneError(Exception):
    """The engine's process ended; `detail` is what it wrote to its log last."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"The engine's process has ended. {detail}".strip())


class EngineProcess:
    """The engine in a process of its own, on a database that outlives it.

    Args:
        folder: where the database, the list of connections and the log stand.
        workflow: the workflow file.
        secrets: environment variables with the credential of the ERP.
        on_event: is told every event; it may kill the process.

    Attributes:
        kills: how often it was killed.
    """

    def __init__(
        self,
        folder: Path,
        workflow: Path,
        secrets: dict[str, str],
        on_event: Callable[[Message], None],
    ) -> None:
        self._folder = folder
        self._workflow = workflow
        self._secrets = secrets
        self._on_event = on_event
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader: threading.Thread | None = None
        self.kills = 0

    def start(self) -> None:
        """Start the process and wait until it has taken up what the one before left.

        Raises:
            EngineGoneError: it ended at once.
        """
        self._lines = queue.Queue()
        with self._log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(SCRIPT), str(self._folder), str(self._workflow)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                env={**os.environ, **self._secrets, "PYTHONUTF8": "1"},
                start_new_session=True,
            )
        reading = (self._process, self._lines)
        self._reader = threading.Thread(target=_read, args=reading, daemon=True)
        self._reader.start()
        self._until_answer()

    @property
    def _log(self) -> Path:
        return self._folder / "engine.log"

    def ask(self, **command: object) -> Message:
        """Send a command and return its answer; events on the way go to `on_event`.

        Raises:
            EngineGoneError: the process ended before it answered.
        """
        process = self._process
        if process is None or process.stdin is None or process.stdin.closed:
            raise EngineGoneError(self._last_words())
        try:
            process.stdin.write(json.dumps(command) + "\n")
            process.stdin.flush()
        except OSError as error:
            raise EngineGoneError(self._last_words()) from error
        return self._until_answer()

    def _until_answer(self) -> Message:
        while True:
            line = self._lines.get(timeout=ANSWER_SECONDS)
            if line is None:
                raise EngineGoneError(self._last_words())
            message: Message = json.loads(line)
            if "event" not in message:
                return message
            self._on_event(message)

    def kill(self) -> None:
        """End the process as a power failure would: no handler, no clean-up, no last write."""
        if self._process is not None:
            self._process.kill()
            self._let_go(self._process)
            self.kills += 1

    def close(self) -> None:
        """Let the process end in order."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            # A process that was killed has closed its end already.
            with contextlib.suppress(OSError):
                process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        self._let_go(process)

    def _let_go(self, process: subprocess.Popen[str]) -> None:
        """Wait for the end of the process and of what it said, and close the pipes."""
        process.wait()
        if self._reader is not None:
            self._reader.join()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _last_words(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-2000:]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _read(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    for line in process.stdout or ():
        lines.put(line)
    lines.put(None)

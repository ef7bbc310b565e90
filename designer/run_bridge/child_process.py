"""Knows how a child process is kept alive and asked. Must not know what the child does.

The window never waits for it, except a moment when it closes. What the child says is read in
slices, so that a large answer does not make the window stutter. A child that dies or hangs is
started again, more and more slowly, and given up when that does not help.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    QProcess,
    QProcessEnvironment,
    Qt,
    QTimer,
    Signal,
)

from designer.run_bridge.outbox import Ask, Deaths, Manner, Outbox, Patience
from designer.run_bridge.replies import Reply
from designer.run_bridge.serving import READY
from designer.run_bridge.wire import (
    LONGEST,
    MessageReader,
    Trouble,
    WireError,
    cancel_line,
    read_request,
    request_line,
)
from designer.slicer import Slicer, till_done

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.run_bridge.wire import Message
    from runtime.definition.json_value import JsonObject

_ROOT = Path(__file__).resolve().parents[2]
_CHUNK = 256 * 1024
_START_SECONDS = 60
_TAIL = 20_000
RISKED_PAUSE = 0.25
"""Seconds before a new start after the child died of something that was known to be risky."""
_PLAIN = Manner()
_PATIENCE = Patience()


class ChildProcess(QObject):
    """A child of this program.

    Args:
        name: the module of `designer.run_bridge` that it runs ("helper_child").
        title: what people call it: "The helper".
        grace: seconds that it has to end by itself when it is closed.

    Attributes:
        said: the child tells something unasked: name and value.
        state_changed: "starting", "ready", "restarted: <why>" or "stopped: <why>".
        state: the last of these; "" before the first start.
        always: what every request says besides its arguments, as it is when the request goes out.
    """

    said = Signal(str, object)
    state_changed = Signal(str)

    def __init__(
        self,
        name: str,
        title: str,
        *,
        grace: float = 1.0,
        patience: Patience = _PATIENCE,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.state = ""
        self.always: Callable[[], JsonObject] = dict
        self._name, self._title, self._grace = name, title, grace
        self._outbox: Outbox[Reply] = Outbox()
        self._deaths = Deaths(patience)
        self._numbers = count(1)
        self._timers: dict[int, QTimer] = {}
        self._process: QProcess | None = None
        self._is_ready = self._is_closed = False
        self._why = ""
        self._unread = bytearray()
        self._tail = bytearray()
        self._reader = MessageReader()
        self._start_timer = self._single_shot(self._launch)
        self._ready_timer = self._single_shot(lambda: self._kill("It did not start in time."))
        self._reading: Slicer[None] = Slicer(self)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close)

    # --- asking -----------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the child, if it does not run; one that was given up gets a new chance."""
        self._deaths.forgive()
        if not self._is_closed:
            self._ensure_started()

    def ask(
        self,
        do: str,
        args: JsonObject,
        manner: Manner = _PLAIN,
        read: Callable[[Any], object] | None = None,
    ) -> Reply:
        """Ask for something; the arguments are taken as they are now.

        Args:
            do: name of the request.
            args: what belongs to it.
            manner: how it is treated when the child is slow or dies.
            read: makes of the plain answer what the reply's `done` is told.
        """
        reply = Reply(read)
        number = next(self._numbers)
        always = self.always()
        trouble = self._refusal()
        try:
            line = request_line(number, do, always | args)
        except WireError as error:
            trouble = Trouble("This is too large, or has no plain form.", detail=str(error))
            line = b""
        if trouble is not None:
            reply.fail_soon(trouble)
            return reply
        reply.called_off.connect(lambda: self._call_off(number))
        self._outbox.put(Ask(number, line, manner, reply, always))
        self._ensure_started()
        self._send()
        return reply

    @property
    def is_asked(self) -> bool:
        """Whether something was asked that is not answered yet."""
        return bool(self._outbox)

    def details(self) -> str:
        """Return the last that the child wrote to standard error."""
        return self._tail.decode("utf-8", "replace")

    @property
    def process_id(self) -> int:
        """The child's number in the operating system; 0 while none runs."""
        return 0 if self._process is None else self._process.processId()

    def close(self) -> None:
        """End the child: its input closes, and it has a moment to end before it is killed."""
        if self._is_closed:
            return
        self._is_closed = True
        for ask in self._outbox.clear():
            ask.reply.cancel()
        for timer in (self._start_timer, self._ready_timer, *self._timers.values()):
            timer.stop()
        process, self._process = self._process, None
        if process is None:
            return
        process.blockSignals(True)  # noqa: FBT003 - for good; Qt takes it by place only
        process.closeWriteChannel()
        if not process.waitForFinished(round(self._grace * 1000)):
            process.kill()
            process.waitForFinished()
        process.deleteLater()

    def _refusal(self) -> Trouble | None:
        """Return why nothing can be asked now."""
        if self._is_closed:
            return Trouble(f"{self._title} is closed.")
        if self._process is None and self._deaths.is_too_often(monotonic()):
            return self._deaths.sentence(self._why)
        return None

    def _call_off(self, number: int) -> None:
        """What waits is forgotten; what is out is told, and its answer still frees the lane."""
        ask = self._outbox.out(number)
        if ask is None:
            self._outbox.settle(number)
            return
        ask.is_wanted = False
        if self._process is not None and not self._is_closed:
            self._process.write(cancel_line(number))

    def _send(self) -> None:
        if self._process is None or not self._is_ready:
            return
        for ask in self._outbox.next():
            self._process.write(self._up_to_date(ask))
            if ask.manner.seconds:
                timer = self._timers[ask.id] = self._single_shot(
                    lambda number=ask.id: self._time_is_over(number)
                )
                timer.start(round(ask.manner.seconds * 1000))

    def _up_to_date(self, ask: Ask[Reply]) -> bytes:
        """Return the line of a request, with what every request says by now."""
        always = self.always()
        if always == ask.always:
            return ask.line
        asked = read_request(ask.line)
        return request_line(asked.id, asked.do, asked.args | always)

    def _settle(self, number: int) -> None:
        self._outbox.settle(number)
        self._stop_timer(number)
        self._send()

    def _stop_timer(self, number: int) -> None:
        timer = self._timers.pop(number, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()

    # --- living and dying -------------------------------------------------------------------------

    def _ensure_started(self) -> None:
        if self._process is None and not self._start_timer.isActive():
            self._launch()

    def _launch(self) -> None:
        process = self._process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_errors)
        process.finished.connect(self._finished)
        # Queued: whoever asks has connected to the reply before it can fail.
        queued = Qt.ConnectionType.QueuedConnection
        process.errorOccurred.connect(self._not_started, queued)
        self._is_ready = False
        self._why = ""
        self._unread.clear()
        self._reader = MessageReader()
        self._become("starting")
        program, *arguments = command(self._name)
        self._ready_timer.start(_START_SECONDS * 1000)
        process.start(program, arguments)

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._died("It could not be started.")

    def _finished(self, code: int, how: QProcess.ExitStatus) -> None:
        if self._process is None:
            return
        self._is_ready = False  # whoever hears the last words may ask for more
        self._read_errors()
        self._read_to_the_end(self._process)
        crashed = how == QProcess.ExitStatus.CrashExit
        self._died("It was stopped or broke." if crashed else f"It ended by itself, with {code}.")

    def _kill(self, why: str) -> None:
        """End a child that hangs; what follows is the same as when it dies."""
        self._why = why
        self._is_ready = False
        if self._process is not None:
            self._process.kill()

    def _died(self, why: str) -> None:
        if self._is_closed:  # by whoever heard its last words
            return
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)  # noqa: FBT003 - as above
            process.deleteLater()
        self._ready_timer.stop()
        self._reading.stop()
        for number in [*self._timers]:
            self._stop_timer(number)
        self._why = self._why or why
        why, fails = self._why, self._outbox.lost()
        risked = any(ask.manner.risky for ask in fails)
        pause = RISKED_PAUSE if risked else self._deaths.add(monotonic())
        if pause is None:
            self._give_up()
        else:
            self._start_timer.start(round(pause * 1000))
            self._become(f"restarted: {why}")
        for ask in fails:
            overdue = Trouble(ask.manner.too_long, code="time")
            ask.reply.fail(overdue if ask.is_overdue else self._lost(why))

    def _give_up(self) -> None:
        trouble = self._deaths.sentence(self._why)
        rest = self._outbox.clear()
        self._become(f"stopped: {trouble}")
        for ask in rest:
            ask.reply.fail(trouble)

    def _lost(self, why: str) -> Trouble:
        what = f"{self._title} stopped while it worked on this."
        return Trouble(what, why, "It was started again; try once more.", self.details(), "lost")

    def _time_is_over(self, number: int) -> None:
        ask = self._outbox.out(number)
        if ask is not None:
            ask.is_overdue = True
            self._kill("It hung.")

    def _become(self, state: str) -> None:
        self.state = state
        self.state_changed.emit(state)

    # --- hearing ----------------------------------------------------------------------------------

    def _read_errors(self) -> None:
        if self._process is not None:
            self._note(self._process.readAllStandardError().data())

    def _note(self, said: bytes | bytearray | memoryview) -> None:
        self._tail += said
        del self._tail[:-_TAIL]

    def _read(self) -> None:
        """Read for a moment; the rest comes when the window has done what else there is to do."""
        # Anew each time: whoever hears something may wait there for what comes next.
        self._reading.run(till_done(self._read_one))

    def _read_one(self) -> bool:
        """Hear what is said next; returns whether that was all for now."""
        line = self._next_line(self._process) if self._process is not None else None
        if line is not None:
            self._hear(line)
        return line is None

    def _read_to_the_end(self, process: QProcess) -> None:
        while (line := self._next_line(process)) is not None:
            self._hear(line)

    def _next_line(self, process: QProcess) -> bytes | None:
        seen = 0
        while (at := self._unread.find(b"\n", seen)) < 0:
            seen = len(self._unread)
            more = process.read(_CHUNK).data()
            if not more:
                return None
            self._unread += more
            if len(self._unread) > LONGEST:
                self._unread.clear()
                self._kill("It said more at once than anybody can read.")
                return None
        line = bytes(self._unread[:at])
        del self._unread[: at + 1]
        return line

    def _hear(self, line: bytes) -> None:
        try:
            message = self._reader.read(line)
        except WireError as error:
            self._note(f"\n[{error}] ".encode() + line[:200])
            return
        if message is None:
            return
        if message.event == READY:
            self._is_ready = True
            self._ready_timer.stop()
            self._become("ready")
            self._send()
        elif message.event:
            self.said.emit(message.event, message.value)
        else:
            self._answered(message)

    def _answered(self, message: Message) -> None:
        ask = self._outbox.out(message.id)
        if ask is None:
            return
        if message.trouble is None and not message.final:
            ask.reply.give_part(message.value)
            return
        self._settle(message.id)
        if message.trouble is not None:
            ask.reply.fail(message.trouble)
        else:
            ask.reply.give(message.value)

    def _single_shot(self, what: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True)
        timer.timeout.connect(what)
        return timer


def command(name: str) -> tuple[str, ...]:
    """Return how a child is started: by this Python, or by the frozen program once more."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "--child", name)
    # -P: nothing in the folder in which the window was started is imported by chance.
    return (sys.executable, "-P", "-m", f"designer.run_bridge.{name}")


def _environment() -> QProcessEnvironment:
    found = QProcessEnvironment.systemEnvironment()
    found.insert("PYTHONUTF8", "1")
    if not getattr(sys, "frozen", False):
        paths = (str(_ROOT), found.value("PYTHONPATH"))
        found.insert("PYTHONPATH", os.pathsep.join(path for path in paths if path))
    return found

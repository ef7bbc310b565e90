"""Knows an answer that comes later from another process. Must not know which, or what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SIGNAL, QObject, QTimer, Signal

from designer.run_bridge.wire import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable


class Reply(QObject):
    """An answer that comes later: exactly one of `done` and `failed`, or neither after `cancel`.

    It lives until then, also where nobody keeps it.

    Args:
        read: makes of the plain answer what `done` is told; what it raises becomes `failed`.

    Attributes:
        done: the answer.
        failed: why there is none: a sentence or two for people; `trouble` has the details.
        part: something that comes before the answer, where there is such.
        called_off: nobody waits any more.
        trouble: why it failed, None while it did not.
        is_open: whether an answer can still come.
    """

    done = Signal(object)
    failed = Signal(str)
    part = Signal(object)
    called_off = Signal()

    def __init__(
        self, read: Callable[[Any], object] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._read = read
        self.trouble: Trouble | None = None
        self.is_open = True

    def cancel(self) -> None:
        """Say that nobody waits for the answer any more; no signal of it comes after this."""
        if self.is_open:
            self.is_open = False
            self.called_off.emit()
            self._let_go()

    def give(self, value: Any) -> None:
        """Answer; for who does the work."""
        if not self.is_open:
            return
        try:
            found = self._read(value) if self._read else value
        except Exception as error:  # noqa: BLE001 - an answer of a wrong form is an answer missing
            detail = f"{type(error).__name__}: {error}"
            self.fail(Trouble("The answer cannot be read.", detail=detail, code="internal"))
            return
        self.is_open = False
        self.done.emit(found)
        self._let_go()

    def give_part(self, value: Any) -> None:
        """Tell something that comes before the answer; for who does the work."""
        if self.is_open:
            self.part.emit(value)

    def fail(self, trouble: Trouble) -> None:
        """Say that no answer comes; for who does the work."""
        if self.is_open:
            self.is_open = False
            self.trouble = trouble
            self.failed.emit(str(trouble))
            self._let_go()

    def fail_soon(self, trouble: Trouble) -> None:
        """Do the same when whoever just asked has connected to the signals."""
        QTimer.singleShot(0, self, lambda: self.fail(trouble))

    def _let_go(self) -> None:
        """Hold nobody who listened: what they do often holds the reply, and neither would go."""
        heard = {
            "done(PyObject)": self.done,
            "failed(QString)": self.failed,
            "part(PyObject)": self.part,
            "called_off()": self.called_off,
        }
        for name, signal in heard.items():
            if self.receivers(SIGNAL(name)):  # to disconnect nobody is an error
                signal.disconnect()

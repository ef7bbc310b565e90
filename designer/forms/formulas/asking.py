"""Knows how to ask for something slow and to hear the newest answer only. Must not know what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.forms.context import Reply


class Asking(QObject):
    """Asks after a pause in typing, and forgets what was asked before.

    Args:
        owner: with it this ends.
        answered: is given the answer.
        delay: milliseconds without another wish until it is asked.
    """

    def __init__(
        self, owner: QObject, answered: Callable[[object], None], delay: int = 250
    ) -> None:
        super().__init__(owner)
        self._answered = answered
        self._make: Callable[[], Reply] | None = None
        self._wait: _Wait | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay)
        self._timer.timeout.connect(self._ask)

    def want(self, make: Callable[[], Reply]) -> None:
        """Ask soon; an answer that is still under way is not heard any more."""
        self.drop()
        self._make = make
        self._timer.start()

    def drop(self) -> None:
        """Ask nothing, and hear no answer."""
        self._timer.stop()
        if self._wait is not None:
            self._wait.leave()
            self._wait = None

    @Slot()
    def _ask(self) -> None:
        if self._make is not None:
            self._wait = _Wait(self, self._make(), self._answered)


class _Wait(QObject):
    """One answer that is waited for."""

    def __init__(self, owner: QObject, reply: Reply, answered: Callable[[object], None]) -> None:
        super().__init__(owner)
        self._answered: Callable[[object], None] | None = answered
        self._reply: Reply | None = reply
        reply.done.connect(self.done)
        reply.failed.connect(self.failed)

    def leave(self) -> None:
        """Hear nothing any more."""
        reply, self._reply, self._answered = self._reply, None, None
        if reply is not None:
            reply.cancel()
            self.deleteLater()

    @Slot(object)
    def done(self, answer: object) -> None:
        """Hand the answer on."""
        answered, self._reply = self._answered, None
        if answered is not None:
            answered(answer)
            self.deleteLater()

    @Slot(str)
    def failed(self, why: str) -> None:
        """Hand on that there is no answer."""
        self.done({"failed": why})

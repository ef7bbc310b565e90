"""Knows what can be told of a process that serves the window. Must not know what it is asked."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from designer.run_bridge.child_process import ChildProcess


class Server(QObject):
    """A process that serves the window; it is started when it is first asked.

    Args:
        name, title, grace: as of `ChildProcess`.

    Attributes:
        state_changed: "starting", "ready", "restarted: <why>" or "stopped: <why>".
    """

    state_changed = Signal(str)

    def __init__(
        self, name: str, title: str, *, grace: float = 1.0, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._child = ChildProcess(name, title, grace=grace, parent=self)
        self._child.state_changed.connect(self._take_state)

    @property
    def state(self) -> str:
        """The last that `state_changed` said; "" before the first start."""
        return self._child.state

    @property
    def process_id(self) -> int:
        """The number of the process in the operating system; 0 while none runs."""
        return self._child.process_id

    def details(self) -> str:
        """Return the last technical output of the process."""
        return self._child.details()

    def start_process(self) -> None:
        """Start the process, so that the first answer comes soon; a new chance after a failure."""
        self._child.start()

    def close(self) -> None:
        """End the process."""
        self._child.close()

    def _take_state(self, state: str) -> None:
        self.state_changed.emit(state)

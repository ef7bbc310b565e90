"""Knows how something long is done while the window stays alive. Must not know what is done.

What is quick is waited for. What takes longer goes on in another thread, or a little at a time,
behind a box that says so; nothing else can be asked for meanwhile.
"""

from __future__ import annotations

from concurrent.futures import Future, wait
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QPushButton

from designer.shell.collecting import PutOff
from designer.slicer import Slicer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from PySide6.QtWidgets import QWidget

T = TypeVar("T")

_AT_ONCE = 0.02
"""Seconds that the window waits without answering: nobody feels them."""
_SHOW_AFTER = 200
"""Milliseconds after which the person is told what is going on."""
_PERCENT = 100
_LOOP = QEventLoop.ProcessEventsFlag


class GivenUpError(Exception):
    """The person did not want to wait for it."""


class Patience(Protocol):
    """Does what may take long."""

    def do(self, words: str, work: Callable[[], T], leave: Callable[[T], object] | None) -> T:
        """Do something that touches nothing of the window; see `Working.do`."""
        ...

    def bit_by_bit(self, words: str, bits: Iterator[float]) -> None:
        """Do something that only the window's thread can; see `Working.bit_by_bit`."""
        ...


class AtOnce:
    """Does everything in its place, for who has no window to keep alive."""

    def do(self, words: str, work: Callable[[], T], leave: Callable[[T], object] | None) -> T:
        """Do it and return what came of it."""
        del words, leave
        return work()

    def bit_by_bit(self, words: str, bits: Iterator[float]) -> None:
        """Do all of it."""
        del words
        for _ in bits:
            pass


class Later(QObject):
    """Something that is done in another thread.

    Attributes:
        done: emitted in the thread of the window with what came of it.
        ended: emitted there when it is over, also where it failed.
        is_over: whether that was told.
    """

    done = Signal(object)
    ended = Signal()
    _over = Signal()

    def __init__(self, work: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.future: Future[object] = Future()
        self.is_over = False
        self._over.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        put_off = self._put_off = PutOff()
        self.destroyed.connect(put_off.end)
        self._thread = Thread(target=self._run, args=(work,), daemon=True, name="working")
        self._thread.start()

    def _run(self, work: Callable[[], object]) -> None:
        try:
            self.future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - who waits for it raises it
            self.future.set_exception(error)
        try:
            self._over.emit()
        except RuntimeError:
            return  # the window has gone meanwhile

    def end(self) -> None:
        """Wait for the end of the thread, which has done its work."""
        self._thread.join()
        self._put_off.end()

    def _tell(self) -> None:
        self.end()
        self.is_over = True
        if self.future.exception() is None:
            self.done.emit(self.future.result())
        self.ended.emit()


class Working:
    """Does long things in front of a window; in their place while it is not shown yet.

    Args:
        window: which takes no other wish meanwhile.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def do(self, words: str, work: Callable[[], T], leave: Callable[[T], object] | None) -> T:
        """Do something and return what came of it.

        Args:
            words: what is going on: "Opening “Deals”…".
            work: must not touch widgets or what others change.
            leave: given what came of it where nobody waits for it any more; None where it has to be
                waited for.

        Raises:
            GivenUpError: the person cancelled it; it may end later.
            Exception: whatever `work` raises.
        """
        if not self._window.isVisible():
            return work()
        later = Later(work, self._window)
        future: Future[object] = later.future
        if wait((future,), _AT_ONCE).done:
            later.end()
            later.deleteLater()
            return future.result()  # type: ignore[return-value] - it is that of `work`
        self._wait(words, later, can_leave=leave is not None)
        if later.is_over:
            later.deleteLater()  # with what came of it: nothing else keeps that
        else:
            later.ended.connect(later.deleteLater)
        if not future.done():
            if leave is not None:
                later.done.connect(leave)
            raise GivenUpError
        return future.result()  # type: ignore[return-value] - it is that of `work`

    def _wait(self, words: str, later: Later, *, can_leave: bool) -> None:
        """Turn until it is over, or the person thinks better of it."""
        loop = QEventLoop()
        later.ended.connect(loop.quit)
        QTimer.singleShot(_SHOW_AFTER, loop, loop.quit)
        loop.exec(_LOOP.ExcludeUserInputEvents)
        if not later.future.done():
            box = _Box(words, self._window, loop, can_leave=can_leave)
            loop.exec()
            box.end()
        later.ended.disconnect(loop.quit)

    def bit_by_bit(self, words: str, bits: Iterator[float]) -> None:
        """Do something a little at a time.

        Args:
            words: what is going on.
            bits: does a little for each that it hands out: how much is done, from 0 to 1.

        Raises:
            GivenUpError: the person cancelled it.
            Exception: whatever `bits` raises.
        """
        if not self._window.isVisible():
            AtOnce().bit_by_bit(words, bits)
            return
        end = monotonic() + _AT_ONCE
        for _ in bits:
            if monotonic() > end:
                _Turning(bits, words, self._window).run()


class _Turning:
    """Does something by turns behind a window that takes no wish meanwhile."""

    def __init__(self, bits: Iterator[float], words: str, window: QWidget) -> None:
        self._bits, self._words, self._window = bits, words, window
        self._loop = QEventLoop()
        self._working: Slicer[float] = Slicer(self._loop)
        self._working.done.connect(self._loop.quit)
        self._box: _Box | None = None
        self._error: Exception | None = None

    def run(self) -> None:
        """Turn until all is done; raises as `Working.bit_by_bit`."""
        put_off = PutOff()
        self._working.queue(self._watched(), self._show)
        QTimer.singleShot(_SHOW_AFTER, self._loop, self._loop.quit)
        # What is typed or clicked meanwhile would meet a window that is half changed.
        self._loop.exec(_LOOP.ExcludeUserInputEvents)
        if self._working.is_busy:
            self._box = _Box(self._words, self._window, self._loop, can_leave=True)
            self._loop.exec()
            self._box.end()
        is_over = not self._working.is_busy
        self._working.stop()
        put_off.end()
        if self._error is not None:
            raise self._error
        if not is_over:
            raise GivenUpError

    def _watched(self) -> Generator[float]:
        try:
            yield from self._bits
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            self._error = error

    def _show(self, parts: list[float]) -> None:
        if self._box is not None and parts:
            self._box.show_part(parts[-1])


class _Box:
    """Says what is going on, with a way out where there is one."""

    def __init__(self, words: str, window: QWidget, loop: QEventLoop, *, can_leave: bool) -> None:
        self._dialog = dialog = QProgressDialog(window)
        dialog.setWindowTitle("Baton")
        dialog.setAccessibleName(words)
        dialog.setLabelText(words)
        dialog.setRange(0, 0)
        dialog.setMinimumWidth(360)
        dialog.setMinimumDuration(0)
        dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)
        if can_leave:
            cancel = QPushButton("Cancel", dialog)
            cancel.setAutoDefault(False)
            dialog.setCancelButton(cancel)
            dialog.canceled.connect(loop.quit)
        else:
            dialog.setCancelButton(cast("QPushButton", None))  # Qt takes none, its stubs do not
        dialog.show()

    def show_part(self, part: float) -> None:
        """Show how much is done, from 0 to 1."""
        self._dialog.setMaximum(_PERCENT)
        self._dialog.setValue(round(part * _PERCENT))

    def end(self) -> None:
        """Take it away."""
        self._dialog.blockSignals(True)  # noqa: FBT003 - for good; Qt takes it by place only
        self._dialog.hide()
        self._dialog.deleteLater()

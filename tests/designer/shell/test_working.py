"""Something long must not hold the window, and whoever thinks better of it must get away."""

from __future__ import annotations

import threading
import weakref
from concurrent.futures import Future
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QProgressDialog, QPushButton, QWidget

from designer.shell import working
from designer.shell.working import GivenUpError, Working
from runtime.definition import files as workflow_files
from runtime.definition.definition import Definition
from tests.helpers.long_drawings import long_drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.shell.studio import Studio
    from tests.helpers.stall_watch import StallWatch

pytest_plugins = ["tests.helpers.stall_watch"]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def _when_asked(do: Callable[[QProgressDialog], object], *, once: bool = True) -> QTimer:
    """Does something with the box that says what is going on, once it is shown, or with each."""
    timer = QTimer(interval=5)

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QProgressDialog) and box.isVisible():
            if once:
                timer.stop()
            do(box)

    timer.timeout.connect(look)
    timer.start()
    return timer


def _cancel(box: QProgressDialog) -> None:
    box.findChildren(QPushButton)[0].click()


def test_what_is_quick_shows_no_box(window: QWidget) -> None:
    seen: list[object] = []
    timer = _when_asked(seen.append)
    assert Working(window).do("Adding…", lambda: 1 + 1, None) == 2
    timer.stop()
    assert not seen


class LastMoment(Future[object]):
    """A future that is ready at the very moment in which one ceases to wait for it."""

    def result(self, timeout: float | None = None) -> object:
        try:
            return super().result(timeout)
        except TimeoutError:
            super().exception()
            raise


def test_what_is_done_at_the_last_moment_counts_as_done(
    window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a workflow that was saved is told not to be, and one that was opened stays locked."""
    monkeypatch.setattr(working, "Future", LastMoment)
    assert Working(window).do("Saving…", lambda: sleep(0.05) or 7, None) == 7


def test_the_window_lives_while_something_long_is_done_and_says_what(
    window: QWidget, stall_watch: StallWatch
) -> None:
    said: list[str] = []
    timer = _when_asked(lambda box: said.append(box.labelText()))
    with stall_watch as watch:
        assert Working(window).do("Reading “Deals”…", lambda: sleep(0.5) or "read", None) == "read"
    timer.stop()
    assert said == ["Reading “Deals”…"]
    watch.hold_to()


def test_what_goes_wrong_is_raised_where_it_was_asked_for(window: QWidget) -> None:
    def fail() -> None:
        sleep(0.05)
        raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        Working(window).do("Reading…", fail, None)


def test_who_cancels_gets_away_and_what_comes_later_is_let_go(
    window: QWidget, qtbot: QtBot
) -> None:
    go, left = threading.Event(), list[str]()
    timer = _when_asked(_cancel)
    with pytest.raises(GivenUpError):
        Working(window).do(
            "Reading…", lambda: go.wait(10) and "read", lambda it: left.append(str(it))
        )
    timer.stop()
    assert not left
    go.set()
    qtbot.waitUntil(lambda: left == ["read"])


def test_what_was_waited_for_belongs_to_who_waited_alone(window: QWidget, qtbot: QtBot) -> None:
    """Else every large file that was ever read would stay in memory."""

    class Read:
        """Something large."""

    def read() -> Read:
        sleep(0.1)
        return Read()

    found = Working(window).do("Reading…", read, None)
    kept = weakref.ref(found)
    del found
    qtbot.waitUntil(lambda: kept() is None)


def test_what_has_to_end_has_no_cancel(window: QWidget) -> None:
    """A file that is half written would be worse than waiting."""
    buttons: list[int] = []

    def look(box: QProgressDialog) -> None:
        buttons.append(len([b for b in box.findChildren(QPushButton) if b.isVisible()]))

    timer = _when_asked(look)
    Working(window).do("Saving…", lambda: sleep(0.4), None)
    timer.stop()
    assert buttons == [0]


def _bits(count: int, done: list[int]) -> Iterator[float]:
    for number in range(count):
        end = monotonic() + 0.002
        while monotonic() < end:
            pass
        done.append(number)
        yield number / count


def test_what_only_the_window_can_do_is_done_in_bits(
    window: QWidget, stall_watch: StallWatch
) -> None:
    done: list[int] = []
    parts: list[int] = []
    timer = _when_asked(lambda box: QTimer.singleShot(60, box, lambda: parts.append(box.value())))
    with stall_watch as watch:
        Working(window).bit_by_bit("Drawing…", _bits(200, done))
    timer.stop()
    assert done == [*range(200)]
    assert parts
    assert 0 < parts[0] < 100
    watch.hold_to()


def test_bits_that_are_given_up_stop(window: QWidget) -> None:
    done: list[int] = []
    timer = _when_asked(_cancel)
    with pytest.raises(GivenUpError):
        Working(window).bit_by_bit("Drawing…", _bits(2_000, done))
    timer.stop()
    assert 0 < len(done) < 2_000


def test_bits_that_go_wrong_are_raised(window: QWidget) -> None:
    def fail() -> Iterator[float]:
        yield from _bits(30, [])
        raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        Working(window).bit_by_bit("Drawing…", fail())


def _large(folder: Path, count: int) -> Path:
    path = folder / "long.baton.json"
    workflow_files.save(Definition.from_document(long_drawing(count)), path)
    return path


def test_opening_can_be_given_up_and_what_was_open_stays(
    studio: Studio, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "_SHOW_AFTER", 10)  # a quick machine has opened it in 200 ms
    studio.files.new()
    studio.preferences.opened(path := _large(tmp_path, 2_500))
    open_before = studio.bench.document
    # What is read at the last moment counts as read; then drawing it is given up.
    timer = _when_asked(_cancel, once=False)
    assert not studio.open_name(str(path))
    timer.stop()
    assert studio.bench.document is open_before
    assert str(path) in studio.preferences.recent
    qtbot.wait(100)
    assert studio.open_name(str(path)), "what was given up must not keep the file to itself"


@pytest.mark.slow
def test_five_thousand_steps_open_while_the_window_lives(
    studio: Studio, tmp_path: Path, stall_watch: StallWatch, qtbot: QtBot
) -> None:
    path = _large(tmp_path, 5_000)
    studio.files.new()
    qtbot.wait(300)
    begun = monotonic()
    with stall_watch as watch:
        assert studio.open_name(str(path))
        qtbot.wait(300)
    assert monotonic() - begun < 60, "a bound against hanging; the benchmark tells the speed"
    watch.hold_to(0.12, "a slice of opening, the first picture included")
    assert len(studio.bench.document.model.nodes) == 5_000

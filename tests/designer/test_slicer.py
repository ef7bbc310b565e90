"""What a person loses when long work is not cut up well: a window that answers meanwhile."""

from __future__ import annotations

from itertools import pairwise
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEventLoop, QObject, QTimer

from designer.slicer import TURN, Slicer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


def busy(seconds: float) -> None:
    """Work so long."""
    end = monotonic() + seconds
    while monotonic() < end:
        pass


def bits(count: int, told: list[str] | None = None, name: str = "") -> Iterator[int]:
    """Work a third of a turn for each number."""
    for number in range(count):
        busy(TURN / 3)
        if told is not None:
            told.append(name)
        yield number


def test_what_is_quickly_done_is_done_at_once(qapp: QObject) -> None:
    """Else a panel is empty for a moment although there is nothing to wait for."""
    del qapp
    slicer, came = Slicer[int](), list[int]()
    slicer.run(iter([1, 2, 3]), came.extend)
    assert (came, slicer.is_busy) == ([1, 2, 3], False)


def test_the_rest_comes_in_later_turns_and_all_of_it(qtbot: QtBot) -> None:
    slicer, came = Slicer[int](), list[int]()
    with qtbot.waitSignal(slicer.done):
        slicer.run(bits(12), came.extend)
        assert 0 < len(came) < 12
    assert came == [*range(12)]


def test_what_is_queued_waits_for_the_next_turn(qtbot: QtBot) -> None:
    """Else opening a window takes as long as filling it."""
    slicer, came = Slicer[int](), list[int]()
    with qtbot.waitSignal(slicer.done):
        slicer.queue(iter([1]), came.extend)
        assert not came
    assert came == [1]


def test_works_share_a_turn_and_take_turns(qtbot: QtBot) -> None:
    """Else the window stands still as often as long as there are panels that have work."""
    told, turns = list[str](), list[int]()
    watch = QTimer(interval=0)
    watch.timeout.connect(lambda: turns.append(len(told)))
    slicers = [Slicer[int]() for _ in range(4)]
    for name, slicer in zip("abcd", slicers, strict=True):
        slicer.queue(bits(12, told, name))
    watch.start()
    qtbot.waitUntil(lambda: not any(slicer.is_busy for slicer in slicers))
    # A turn has room for three and a bit that was begun, where each alone would do as much.
    assert max(after - before for before, after in pairwise(turns)) <= 4
    first_half = told[: len(told) // 2]
    assert {*first_half} == {*"abcd"}


def test_other_work_replaces_it(qtbot: QtBot) -> None:
    """Else a search shows what a person looked for before."""
    slicer, came = Slicer[int](), list[int]()
    slicer.queue(bits(50), came.extend)
    slicer.queue(iter([7]), came.extend)
    qtbot.waitUntil(lambda: not slicer.is_busy)
    assert came == [7]


def test_work_can_be_left_and_finished(qapp: QObject) -> None:
    del qapp
    slicer, came, ended = Slicer[int](), list[int](), list[bool]()
    slicer.done.connect(lambda: ended.append(True))
    slicer.queue(bits(9), came.extend)
    slicer.finish()
    assert (came, ended) == ([*range(9)], [True])
    slicer.run(bits(9), came.extend)
    slicer.stop()
    slicer.finish()
    assert (len(ended), slicer.is_busy) == (1, False)


def test_what_ends_takes_its_work_along(qtbot: QtBot) -> None:
    """Else a panel that was closed brings the window down."""
    home, told, other = QObject(), list[str](), Slicer[int]()
    Slicer[int](home).queue(bits(50, told))
    other.queue(bits(6))
    home.deleteLater()
    qtbot.waitUntil(lambda: not other.is_busy)
    assert len(told) < 50


def test_work_that_fails_leaves_the_others_alone(qtbot: QtBot) -> None:
    failing, other, came = Slicer[int](), Slicer[int](), list[int]()

    def fails() -> Iterator[int]:
        yield 1
        raise LookupError

    with qtbot.captureExceptions() as raised:
        failing.queue(fails(), came.extend)
        other.queue(bits(6), came.extend)
        qtbot.waitUntil(lambda: not other.is_busy)
    assert [kind for kind, *_ in raised] == [LookupError]
    assert not failing.is_busy
    assert came == [*range(6)]


def test_who_waits_in_a_turn_holds_up_no_other(qtbot: QtBot) -> None:
    """Else the window behind a question stands half filled until it is answered."""
    asking, other = Slicer[int](), Slicer[int]()
    loop = QEventLoop()
    other.done.connect(loop.quit)
    asking.queue(iter([1]), lambda _: loop.exec())
    other.queue(bits(6))
    qtbot.waitUntil(lambda: not asking.is_busy and not other.is_busy)


@pytest.mark.parametrize("way", ["run", "queue"])
def test_nothing_is_timed_while_nothing_is_to_do(qtbot: QtBot, qapp: QObject, way: str) -> None:
    """Else a battery is empty early."""
    slicer = Slicer[int]()
    getattr(slicer, way)(bits(4))
    qtbot.waitUntil(lambda: not slicer.is_busy)
    qtbot.wait(1)
    named = [timer for timer in qapp.findChildren(QTimer) if "Turns" in str(timer.parent())]
    assert named
    assert not any(timer.isActive() for timer in named)

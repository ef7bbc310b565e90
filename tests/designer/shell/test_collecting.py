"""Looking for garbage neither stops the window nor keeps what has ended."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from designer.shell import collecting
from designer.shell.working import Later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from designer.shell.studio import Studio


class Ring:
    """Something that refers to itself, so that only a look for garbage frees it."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # What another test's window still does in a thread is nothing to these.
    monkeypatch.setattr(collecting.PutOff, "lasting", set[int]())
    thresholds, is_on = gc.get_threshold(), gc.isenabled()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    (gc.enable if is_on else gc.disable)()


def test_what_stays_is_not_gone_through_again() -> None:
    collecting.set_aside()
    assert gc.get_freeze_count() > 1000
    assert len(gc.get_objects()) < gc.get_freeze_count()


def test_a_workflow_that_was_closed_is_freed_though_nobody_looks_for_garbage(
    studio: Studio, qtbot: QtBot
) -> None:
    """Else each workflow that was ever opened would stay in memory until the window is closed."""
    gc.disable()
    studio.files.from_template("signed-sow-to-invoice")
    QApplication.processEvents()
    document, scene = studio.bench.document, studio.link.scene
    assert scene.drawing.edges
    parts: list[object] = [document, document.model, scene, scene.drawing, scene.drawing.ways]
    parts += [scene.step_items()[0], *[*scene.drawing.edges.values()][:1]]
    gone = [weakref.ref(part) for part in parts]
    del document, scene, parts
    collecting.set_aside()
    studio.files.new()
    qtbot.waitUntil(lambda: all(part() is None for part in gone))


def test_few_objects_are_looked_at_in_one_go() -> None:
    collecting.look_seldom()
    youngest, younger, _ = gc.get_threshold()
    assert youngest * younger <= 100_000


def test_garbage_is_looked_for_when_the_window_waits_and_by_no_other_thread(qtbot: QtBot) -> None:
    """A widget that another thread takes apart brings the whole process down."""
    collecting.look_when_idle()
    assert not gc.isenabled()
    threads: list[threading.Thread] = []

    def note(phase: str, _: object) -> None:
        if phase == "start":
            threads.append(threading.current_thread())

    gc.callbacks.append(note)
    try:
        later = Later(lambda: [Ring() for _ in range(60_000)])
        with qtbot.waitSignal(later.ended):
            pass
        rings = [Ring() for _ in range(60_000)]
        del rings
        qtbot.waitUntil(lambda: bool(threads))
    finally:
        gc.callbacks.remove(note)
    assert {*threads} == {threading.main_thread()}


def test_while_looking_is_put_off_the_window_does_not_look_either() -> None:
    """A large workflow is gone through as often as there are looks while it is opened."""
    collecting.look_seldom()
    gc.disable()
    rings = [Ring() for _ in range(60_000)]
    gone = weakref.ref(rings[0])
    put_off = collecting.PutOff()
    del rings
    collecting.look()
    assert gone() is not None
    put_off.end()
    collecting.look()
    assert gone() is None


@pytest.mark.parametrize("is_on", [True, False])
def test_while_another_thread_works_nobody_looks_and_then_it_is_as_before(
    qtbot: QtBot, *, is_on: bool
) -> None:
    (gc.enable if is_on else gc.disable)()
    go = threading.Event()
    later = Later(lambda: go.wait(10))
    assert not gc.isenabled()
    with qtbot.waitSignal(later.ended):
        go.set()
    assert gc.isenabled() == is_on

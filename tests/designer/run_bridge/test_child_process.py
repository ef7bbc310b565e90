"""A child may die, hang or babble: the window goes on and what was asked is answered or refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from designer import slicer
from designer.run_bridge import child_process
from designer.run_bridge.child_process import ChildProcess
from designer.run_bridge.outbox import Manner, Patience
from tests.helpers import troublesome_child
from tests.helpers.replies import answer, sentence
from tests.helpers.troublesome_child import COMMAND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.run_bridge.replies import Reply
    from tests.helpers.stall_watch import StallWatch

pytest_plugins = ["tests.helpers.stall_watch"]

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="waits for a child by its number")
QUICK = Patience(most=3, within=30.0, pauses=(0.0,))
REPEATABLE = Manner(again=True, lane="slow")


class Child(ChildProcess):
    """A troublesome child, with all states it went through."""

    def __init__(self, patience: Patience = QUICK) -> None:
        super().__init__("helper_child", "The helper", patience=patience)
        self.states: list[str] = []
        self.state_changed.connect(self.states.append)


def starts(monkeypatch: pytest.MonkeyPatch, *command: str) -> None:
    """Lets this be started in the place of a child."""

    def started(_name: str) -> tuple[str, ...]:
        return command

    monkeypatch.setattr(child_process, "command", started)


@pytest.fixture
def child(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    del qtbot
    starts(monkeypatch, *COMMAND)
    made = Child()
    yield made
    made.close()
    made.deleteLater()


def test_what_is_asked_is_answered_in_any_language(child: Child, qtbot: QtBot) -> None:
    assert answer(qtbot, child.ask("echo", {"value": "Größe ≤ 3 €"})) == "Größe ≤ 3 €"
    assert child.states == ["starting", "ready"]


def test_an_error_in_the_child_is_told_in_words(child: Child, qtbot: QtBot) -> None:
    reply = child.ask("wrong", {"value": "x"})
    assert sentence(qtbot, reply).startswith("This could not be done.")
    assert reply.trouble is not None
    assert "KeyError" in reply.trouble.detail


def test_an_unknown_request_is_refused(child: Child, qtbot: QtBot) -> None:
    assert "another version" in sentence(qtbot, child.ask("fly", {}))


def test_a_killed_child_comes_back_and_repeatable_work_is_done(
    child: Child, qtbot: QtBot, tmp_path: Path
) -> None:
    reply = child.ask("die", {"once": str(tmp_path / "once")}, REPEATABLE)
    assert answer(qtbot, reply) == "second time"
    assert child.states[2].startswith("restarted: ")


def test_kill_9_in_the_middle_of_a_request_loses_nothing_repeatable(
    child: Child, qtbot: QtBot
) -> None:
    answer(qtbot, child.ask("echo", {"value": 1}))
    child.ask("hang", {}, Manner(lane="slow"))
    reply = child.ask("echo", {"value": 2}, Manner(again=True))
    os.kill(child.process_id, signal.SIGKILL)
    assert answer(qtbot, reply) == 2


def test_what_cannot_be_repeated_fails_with_the_last_words(child: Child, qtbot: QtBot) -> None:
    reply = child.ask("die", {})
    assert "stopped while it worked on this" in sentence(qtbot, reply)
    assert reply.trouble is not None
    assert "the last words" in reply.trouble.detail


def test_work_that_always_kills_is_not_tried_for_ever(child: Child, qtbot: QtBot) -> None:
    sentence(qtbot, child.ask("die", {}, REPEATABLE))
    assert len([state for state in child.states if state.startswith("restarted")]) == 2
    assert answer(qtbot, child.ask("echo", {"value": 1})) == 1


def test_what_is_innocent_of_the_deaths_is_asked_as_often_as_it_takes(
    child: Child, qtbot: QtBot
) -> None:
    """Else a check fails because somebody typed two formulas that break the helper."""
    answer(qtbot, child.ask("echo", {"value": 0}))
    checked = child.ask("hang", {}, Manner(again=True, lane="slow"))
    failed: list[str] = []
    checked.failed.connect(failed.append)
    for _ in range(3):
        assert sentence(qtbot, child.ask("hang", {}, Manner(seconds=0.1, risky=True, lane="quick")))
    answer(qtbot, child.ask("echo", {"value": 1}))
    assert failed == []
    assert checked.is_open


def last_words(child: Child, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Reply:
    """A reply that is heard when the child is gone already: the window had other work."""
    monkeypatch.setattr(slicer, "TURN", 0.0)
    monkeypatch.setattr(slicer, "MOMENT", 0.0)
    answer(qtbot, child.ask("echo", {"value": 0}))
    number = child.process_id
    first = child.ask("last_words", {"first": 2, "second": 3})
    second = child.ask("echo", {"value": "not answered otherwise"}, Manner(lane="slow"))
    first.done.connect(lambda: os.waitid(os.P_PID, number, os.WEXITED | os.WNOWAIT))
    return second


@on_linux
def test_one_who_closes_it_on_its_last_words_leaves_no_child(
    child: Child, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a program runs on that no window knows of."""
    reply = last_words(child, qtbot, monkeypatch)
    reply.done.connect(child.close)
    assert answer(qtbot, reply) == "farewell"
    qtbot.wait(50)  # as long as a new one would take to begin
    assert child.process_id == 0
    assert not any(state.startswith("restarted") for state in child.states)


@on_linux
def test_what_is_asked_on_its_last_words_is_asked_of_the_next(
    child: Child, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else an order that was never sent is said to be lost, and nobody knows if it was done."""
    asked: list[Reply] = []
    reply = last_words(child, qtbot, monkeypatch)
    reply.done.connect(lambda: asked.append(child.ask("echo", {"value": 7})))
    assert answer(qtbot, reply) == "farewell"
    assert answer(qtbot, asked[0]) == 7


def test_a_hanging_child_is_replaced_and_others_do_not_notice(child: Child, qtbot: QtBot) -> None:
    answer(qtbot, child.ask("echo", {"value": 0}))
    before = child.process_id
    stuck = child.ask("hang", {}, Manner(seconds=0.3, lane="slow", too_long="Too slow."))
    behind = child.ask("echo", {"value": 5}, Manner(lane="slow"))
    assert sentence(qtbot, stuck) == "Too slow."
    assert answer(qtbot, behind) == 5
    assert child.process_id != before


def test_a_stopped_child_does_not_stop_the_window(child: Child, qtbot: QtBot) -> None:
    """A child that takes nothing from its pipe, as one that is swapped out."""
    answer(qtbot, child.ask("echo", {"value": 0}))
    os.kill(child.process_id, signal.SIGSTOP)
    large = "x" * 5_000_000
    reply = child.ask("echo", {"value": large}, Manner(seconds=0.5, again=True))
    after = child.ask("echo", {"value": 1}, Manner(again=True))
    sentence(qtbot, reply)
    assert answer(qtbot, after) == 1


def test_a_child_that_always_dies_is_given_up_with_a_sentence(
    child: Child, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts(monkeypatch, *COMMAND, "--dies")
    told = sentence(qtbot, child.ask("echo", {"value": 1}))
    assert told.startswith("It stopped 3 times within 30 seconds.")
    assert child.state.startswith("stopped: It stopped 3 times")
    assert "3 times" in sentence(qtbot, child.ask("echo", {"value": 1}))
    starts(monkeypatch, *COMMAND)
    child.start()
    assert answer(qtbot, child.ask("echo", {"value": 1})) == 1


def test_a_program_that_is_not_there_is_told(
    child: Child, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts(monkeypatch, "/no/such/program")
    assert "could not be started" in sentence(qtbot, child.ask("echo", {}))


def test_what_libraries_print_breaks_nothing(child: Child, qtbot: QtBot) -> None:
    assert answer(qtbot, child.ask("print", {"value": 7})) == 7
    qtbot.waitUntil(lambda: "from a grandchild" in child.details())
    assert "a stray print" in child.details()


def test_garbage_before_the_first_word_is_passed_over(
    child: Child, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts(monkeypatch, *COMMAND, "--garbage-first")
    assert answer(qtbot, child.ask("echo", {"value": 7})) == 7
    assert "Welcome" in child.details()


@pytest.mark.slow
def test_a_huge_answer_does_not_stop_the_window(
    child: Child, qtbot: QtBot, stall_watch: StallWatch
) -> None:
    answer(qtbot, child.ask("echo", {"value": 1}))
    with stall_watch as watch:
        found = answer(qtbot, child.ask("huge", {"count": 20_000}))
    assert len(found["rows"]) == 20_000
    assert found["rows"][-1]["number"] == 19_999
    watch.hold_to()


def test_nothing_is_heard_of_what_was_called_off(child: Child, qtbot: QtBot) -> None:
    told: list[object] = []
    waiting = child.ask("echo", {"value": 1}, Manner(lane="a"))
    waiting.done.connect(told.append)
    waiting.failed.connect(told.append)
    waiting.cancel()
    assert answer(qtbot, child.ask("echo", {"value": 2}, Manner(lane="a"))) == 2
    assert told == []


def test_what_is_no_json_is_refused(child: Child, qtbot: QtBot) -> None:
    assert "plain form" in sentence(qtbot, child.ask("echo", {"value": object()}))  # pyright: ignore[reportArgumentType] - that is the point


def test_a_closed_child_is_gone_and_asking_it_is_refused(child: Child, qtbot: QtBot) -> None:
    answer(qtbot, child.ask("echo", {"value": 1}))
    number = child.process_id
    child.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    assert sentence(qtbot, child.ask("echo", {"value": 1})) == "The helper is closed."


def test_a_child_that_does_not_end_by_itself_is_killed(child: Child, qtbot: QtBot) -> None:
    answer(qtbot, child.ask("echo", {"value": 1}))
    number = child.process_id
    os.kill(number, signal.SIGSTOP)
    child.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_child_ends_when_its_window_is_killed_even_while_it_works() -> None:
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=troublesome_child.ROOT
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert b"ready" in process.stdout.readline()
        process.stdin.write(b'{"id": 1, "do": "hang", "args": {}}\n')
        process.stdin.close()
        assert process.wait(10) == 0


def test_children_do_not_load_qt() -> None:
    """A child with Qt takes twice the memory and a second more to start."""
    script = (
        "import sys, designer.run_bridge.serving, designer.run_bridge.helper_child as child\n"
        "child.warm_up()\n"
        "assert not [name for name in sys.modules if 'PySide6' in name or 'shiboken' in name]"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=troublesome_child.ROOT)

"""What a person does with a run: start, watch, pause, answer, mend, stop, look back."""

from __future__ import annotations

import gc
import json
import os
import signal
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from designer.run_bridge.engine import Engine
from designer.run_bridge.orders import Answer, Pin, TestOrder
from designer.run_bridge.outbox import Manner
from runtime.definition import files
from runtime.events.model import IncidentResolved
from runtime.events.view import view_of
from runtime.vault import ConnectionBook, ConnectionRecord
from tests.helpers.drawings import data, draw, each
from tests.helpers.outside import sending
from tests.helpers.replies import answer, sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from designer.run_bridge.replies import Reply
    from designer.run_bridge.session import RunSession
    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject
    from tests.helpers.stall_watch import StallWatch

pytest_plugins = ["tests.helpers.stall_watch"]

TEMPLATE = Path(__file__).parents[3] / "resources/templates/signed-sow-to-invoice"
SECONDS = 60_000


def order(drawing: Definition, **more: Any) -> TestOrder:
    return TestOrder.model_validate({"document": drawing.document(), "given": {}} | more)


def items(count: int) -> Definition:
    """A step for each of so many items."""
    inner = {**data("inner", "item * 10"), "parent": "all"}
    return draw(
        ["start", each("all", f"[1..{count}]"), inner, "end"],
        ["start>all", "all.each>inner", "all.done>end"],
        id="d",
    )


def without_end() -> Definition:
    """A loop whose way out is never taken."""
    return draw(
        ["start", data("again"), {"id": "on", "kind": "decision", "params": {
            "conditions": [{"port": "more", "when": "true"}]}}, "end"],
        ["start>again", "again>on", "on.more>again", "on.otherwise>end"],
        id="d",
    )  # fmt: skip


def over(qtbot: QtBot, session: RunSession, status: str = "completed") -> None:
    """Waits until a run has ended as it should."""
    qtbot.waitUntil(lambda: session.is_over, timeout=SECONDS)
    assert session.view.status == status, session.view


def told_by(qtbot: QtBot, signal: Any, act: Callable[[], object] = lambda: None) -> Any:
    """Does something and waits for what a signal says next."""
    heard: list[Any] = []
    signal.connect(heard.append)
    act()
    qtbot.waitUntil(lambda: bool(heard), timeout=SECONDS)
    return heard[0]


def standing(qtbot: QtBot, session: RunSession, *steps: str) -> None:
    """Waits until a run stands before steps."""
    qtbot.waitUntil(lambda: session.stops_at == [*steps], timeout=SECONDS)


def signed_sow(**more: Any) -> TestOrder:
    """The main template with its simulated people, as a dry run."""
    drawing = files.load(TEMPLATE / "signed-sow-to-invoice.baton.json")
    given = json.loads((TEMPLATE / "signed-sow.json").read_text())
    plain = json.loads((TEMPLATE / "answers.json").read_text())
    answers = tuple(
        Answer(step=step, actor=said["by"]["id"], **{k: v for k, v in said.items() if k != "by"})
        for step, said in plain["answers"].items()
    )
    who = plain["requester"]
    return order(
        drawing, given=given, answers=answers, actor=who["id"], roles=(*who["roles"],), **more
    )


def test_the_whole_story_runs_dry_with_simulated_people(
    engine: Engine, qtbot: QtBot, stall_watch: StallWatch
) -> None:
    """Else a process owner has to bother four people to see whether a drawing works."""
    engine.start_process()
    qtbot.waitUntil(lambda: engine.state == "ready", timeout=SECONDS)
    with stall_watch:
        session = engine.start(signed_sow())
        over(qtbot, session)
    stall_watch.hold_to()
    assert session.dry
    assert session.view.would_do
    assert session.view == view_of(session.run, session.events)
    (row,) = answer(qtbot, engine.runs())
    assert (row["run"], row["dry"], row["test"]) == (session.run, True, True)
    assert row["ended"]


class Counting(Engine):
    """Knows how often it felt its own pulse."""

    def __init__(self, url: str) -> None:
        super().__init__(url, pulse=0.01)
        self.beats = 0

    def ask(self, do: str, args: JsonObject, manner: Manner = Manner()) -> Reply:  # noqa: B008 - a value
        self.beats += do == "ping"
        return super().ask(do, args, manner)


def test_a_run_that_nobody_watches_keeps_no_clock_running_and_no_memory(
    url: str, qtbot: QtBot
) -> None:
    """Else a window that was left alone with a run uses the processor all night."""
    engine = Counting(url)
    session = engine.start(order(without_end()))
    qtbot.waitUntil(lambda: engine.beats > 1, timeout=SECONDS)
    session.stop()
    session.close()
    kept = weakref.ref(session)
    del session
    gc.collect()
    assert kept() is None
    beats = engine.beats
    qtbot.wait(100)
    assert engine.beats == beats
    engine.close()
    engine.deleteLater()


def test_a_run_stands_is_changed_and_goes_on(engine: Engine, qtbot: QtBot) -> None:
    """Else a person can only watch a test, and not look into it."""
    drawing = sending(data("one"), data("two", "data.amount"), data("three"), id="d")
    session = engine.start(order(drawing, stops=("two",)))
    assert [step for step, _ in told_by(qtbot, session.paused)] == ["two"]
    answer(qtbot, session.edit_data({"amount": 5}))
    answer(qtbot, session.next_step())
    standing(qtbot, session, "three")
    assert session.view.steps["two"].output == 5
    assert session.data_at("two")["before"] == {"amount": 5}
    session.set_stops(("end",))
    answer(qtbot, session.go_on())
    standing(qtbot, session, "end")
    assert told_by(qtbot, session.ended, session.stop) == "cancelled"


def test_a_person_answers_a_task_in_the_name_of_who_is_asked(engine: Engine, qtbot: QtBot) -> None:
    """Else a test with an approval needs a second person at the desk."""
    params = {"title": "Approve?", "assignees": '"role:finance"'}
    drawing = draw(
        ["start", {"id": "ask", "kind": "approval", "params": params}, "yes:end", "no:end"],
        ["start>ask", "ask.approved>yes", "ask.rejected>no"],
        id="d",
    )
    session = engine.start(order(drawing))
    qtbot.waitUntil(lambda: bool(session.view.waiting), timeout=SECONDS)
    assert not session.is_busy
    (task,) = answer(qtbot, session.tasks())
    assert task["people"] == ["role:finance"]
    case = [task[name] for name in ("definition", "name", "key", "test")]
    assert case == ["d", drawing.meta.name, session.view.key, True], "it tells which case it is of"
    assert [way["id"] for way in task["outcomes"]] == ["approved", "rejected"]
    words = sentence(qtbot, session.answer(task["task"], "rejected", {}))
    assert "reason" in words
    answer(qtbot, session.answer(task["task"], "rejected", {}, "too dear"))
    over(qtbot, session)
    assert session.data_at("ask")["because"]["simulated"] is True
    assert session.data_at("ask")["out"]["by"] == "user:finance"


def test_who_began_a_test_decides_in_it_as_whoever_is_asked(engine: Engine, qtbot: QtBot) -> None:
    """Else no approval of one's own request can be tried, nor skipped where it fails."""
    params = {"title": "Approve?", "assignees": '"role:finance"'}
    asks: dict[str, Any] = {"kind": "approval", "params": params}
    failing = {"id": "later", "kind": "approval", "params": params | {"assignees": "$error('x')"}}
    drawing = draw(
        ["start", {"id": "ask", **asks}, failing, "yes:end", "no:end"],
        [
            "start>ask",
            "ask.approved>later",
            "ask.rejected>no",
            "later.approved>yes",
            "later.rejected>no",
        ],
        id="d",
    )
    session = engine.start(order(drawing, actor="user:analyst", roles=("finance",)))
    qtbot.waitUntil(lambda: bool(session.view.waiting), timeout=SECONDS)
    (task,) = answer(qtbot, session.tasks())
    answer(qtbot, session.answer(task["task"], "approved", {}))
    qtbot.waitUntil(
        lambda: any(each.kind == "incident" for each in session.view.waiting_for), timeout=SECONDS
    )
    reply = session.resolve("later", "skip", output={"outcome": "approved"}, port="approved")
    answer(qtbot, reply)
    over(qtbot, session)
    assert session.data_at("ask")["out"]["by"] == "user:finance"
    resolved = [one.event for one in session.events if isinstance(one.event, IncidentResolved)]
    assert [each.by for each in resolved] == ["user:tester"]
    assert session.view.status == "completed"


def test_an_incident_is_mended_from_the_window(engine: Engine, qtbot: QtBot) -> None:
    """Else a test that failed at its last step is lost."""
    drawing = sending(data("broken", "$error('no')"), id="d")
    session = engine.start(order(drawing))
    qtbot.waitUntil(
        lambda: [w.kind for w in session.view.waiting_for] == ["incident"], timeout=SECONDS
    )
    answer(qtbot, session.resolve("broken", "skip", output={"total": 1}, reason="by hand"))
    over(qtbot, session)
    assert session.view.steps["broken"].output == {"total": 1}


def test_a_recorded_run_opens_with_its_drawing_and_can_be_begun_in_the_middle(
    engine: Engine, qtbot: QtBot
) -> None:
    """Else yesterday's run cannot be understood once the drawing has changed."""
    drawing = sending(data("one", "input.n"), data("two", "steps.one + 1"), id="d")
    first = engine.start(order(drawing, given={"n": 1}))
    over(qtbot, first)
    shown = engine.open_run(first.run)
    over(qtbot, shown)
    qtbot.waitUntil(lambda: bool(shown.document), timeout=SECONDS)
    assert shown.document == first.document
    assert [r.event for r in shown.events] == [r.event for r in first.events]
    changed = sending(data("one", "input.n"), data("two", "steps.one * 100"), id="d")
    pins = (Pin(step="two", output="pinned"),)
    for more, output in (({}, 100), ({"pins": pins}, "pinned")):
        again = engine.start(order(changed, from_run=first.run, from_step="two", **more))
        over(qtbot, again)
        assert again.view.steps["two"].output == output
        assert again.view.forked == first.run


def test_a_called_workflow_is_found_beside_the_file(
    engine: Engine, qtbot: QtBot, tmp_path: Path
) -> None:
    """Else a process made of several files cannot be tried."""
    files.save(sending(data("deep", "7"), id="inner"), tmp_path / "inner.baton.json")
    call = {"id": "call", "kind": "sub_workflow", "params": {"workflow": "inner"}}
    outer = sending(call, id="outer")
    session = engine.start(order(outer, folder=str(tmp_path), stops=("deep",)))
    over(qtbot, session)
    assert session.view.steps["call/deep"].output == 7
    assert session.data_at("call/deep")["out"] == 7
    assert "inner" in told_by(qtbot, engine.start(order(outer)).failed)


def test_what_cannot_run_is_said_in_words(engine: Engine, qtbot: QtBot) -> None:
    """Else a click on Run does nothing, and nobody knows why."""
    drawing = draw(["start", data("one", "dta.("), "end"], ["start>one", "one>end"], id="d")
    session = engine.start(order(drawing))
    assert "cannot run" in told_by(qtbot, session.failed)
    assert "no such case" in told_by(qtbot, engine.open_run("nothing").failed)


def test_each_item_shows_what_went_in_and_came_out(engine: Engine, qtbot: QtBot) -> None:
    """Else nobody finds the one line of forty that went wrong."""
    drawing = draw(
        ["start", each("all", "[1,2,3]"), {**data("inner", "item * 10"), "parent": "all"}, "end"],
        ["start>all", "all.each>inner", "all.done>end"],
        id="d",
    )
    session = engine.start(order(drawing))
    over(qtbot, session)
    visits = session.data_at("inner")["visits"]
    assert [(v["index"], v["item"], v["out"]) for v in visits] == [
        (0, 1, 10),
        (1, 2, 20),
        (2, 3, 30),
    ]
    assert session.data_at("all")["in"] == [1, 2, 3]
    assert session.at(0).status == "new"
    assert session.at(len(session.events)) == session.view


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.0, 0.1, 0.2])
def test_a_run_goes_on_after_its_process_was_killed(
    engine: Engine, qtbot: QtBot, after: float
) -> None:
    """Else a crash of the engine loses a test, or a real case that a person watches."""
    engine.start_process()
    qtbot.waitUntil(lambda: engine.state == "ready", timeout=SECONDS)
    told: list[str] = []
    session = engine.start(order(items(3000)))
    session.failed.connect(told.append)
    qtbot.waitUntil(lambda: len(session.events) > 1, timeout=SECONDS)
    qtbot.wait(round(after * 1000))
    os.kill(engine.process_id, signal.SIGKILL)
    over(qtbot, session)
    assert session.data_at("all")["out"]["count"] == 3000
    assert session.view == view_of(session.run, session.events)
    assert [r.seq for r in session.events] == [*range(len(session.events))]
    assert told or after
    assert all("goes on where it was" in sentence for sentence in told)


@pytest.mark.slow
def test_runs_that_are_asked_for_while_the_engine_is_killed_begin_once(
    engine: Engine, qtbot: QtBot
) -> None:
    """Else who tries again what seemed to fail has it done twice, or it is never done."""
    sessions: list[RunSession] = []
    for pause in range(10):
        engine.start_process()
        qtbot.waitUntil(lambda: engine.state == "ready", timeout=SECONDS)
        sessions.append(engine.start(order(items(40))))
        qtbot.wait(pause * 8)
        os.kill(engine.process_id, signal.SIGKILL)
        over(qtbot, sessions[-1])
        assert sessions[-1].data_at("all")["out"]["count"] == 40
    rows = answer(qtbot, engine.runs())
    assert sorted(row["run"] for row in rows) == sorted(each.run for each in sessions)


def test_a_paused_run_still_stands_after_its_process_was_killed(
    engine: Engine, qtbot: QtBot
) -> None:
    """Else a person who steps through a process begins anew after every crash."""
    drawing = sending(data("one"), data("two"), id="d")
    session = engine.start(order(drawing, stops=("two",)))
    standing(qtbot, session, "two")
    told_by(qtbot, session.failed, lambda: os.kill(engine.process_id, signal.SIGKILL))
    qtbot.waitUntil(lambda: engine.state == "ready", timeout=SECONDS)
    answer(qtbot, session.go_on())
    over(qtbot, session)


def test_a_loop_without_end_is_told_and_can_be_stopped(engine: Engine, qtbot: QtBot) -> None:
    """Else one wrong arrow makes the window useless."""
    session = engine.start(order(without_end()))
    qtbot.waitUntil(lambda: bool(session.run), timeout=SECONDS)
    assert told_by(qtbot, session.ended, lambda: session.stop("enough")) == "cancelled"


@pytest.mark.slow
def test_an_engine_that_hangs_is_started_again_and_the_run_goes_on(
    url: str, qtbot: QtBot, stall_watch: StallWatch
) -> None:
    """Else one blocked process stops all runs until somebody restarts the program."""
    engine = Engine(url, pulse=0.2, hangs=3.0)
    session = engine.start(order(items(3000)))
    qtbot.waitUntil(lambda: len(session.events) > 1, timeout=SECONDS)
    os.kill(engine.process_id, signal.SIGSTOP)
    with stall_watch:
        told = told_by(qtbot, session.failed)
    assert "hung" in told
    assert "goes on where it was" in told
    over(qtbot, session)
    stall_watch.hold_to()
    engine.close()
    engine.deleteLater()


@pytest.mark.slow
def test_a_run_that_holds_every_new_process_is_stopped(url: str, qtbot: QtBot) -> None:
    """Else one step without end makes the engine useless until somebody mends the journal."""
    engine = Engine(url, pulse=0.2, hangs=3.0)
    session = engine.start(order(without_end()))
    held: list[int] = []

    def hold() -> None:
        """Stops each process once it goes on with the run, as a step without end would."""
        process = engine.process_id
        if process and process not in held and len(held) < 2 and session.is_busy:
            held.append(process)
            os.kill(process, signal.SIGSTOP)

    def hold_the_next(state: str) -> None:
        if held and state == "ready":
            hold()

    session.changed.connect(hold)
    engine.state_changed.connect(hold_the_next)
    assert told_by(qtbot, session.ended) == "cancelled"
    assert "held the runtime" in session.view.error["message"]  # pyright: ignore[reportOptionalSubscript, reportOperatorIssue] - it has failed
    assert len(held) == 2
    engine.close()
    engine.deleteLater()


def test_connections_are_listed_without_secrets_and_never_written_through(
    engine: Engine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a picker can show a password, or change another system."""
    monkeypatch.setenv("BATON_VAULT", "environment")
    monkeypatch.setenv("BATON_SECRET_ERP_USER", "baton")
    monkeypatch.setenv("BATON_SECRET_ERP_PASSWORD", "hush-hush")
    address = {"base_url": "http://127.0.0.1:9", "database": "main"}
    ConnectionBook().put(ConnectionRecord("erp", "tryton", address, "test"))
    (row,) = answer(qtbot, engine.connections())
    assert (row["name"], row["connector"], row["bound"]) == ("erp", "tryton", True)
    assert row["credential"] is True
    assert "hush" not in json.dumps(row)
    assert "only reading" in sentence(qtbot, engine.read("erp", "create_client", {}))
    assert sentence(qtbot, engine.test_connection("erp", "tryton"))
    (row,) = answer(qtbot, engine.connections())
    assert row["health"]["state"] == "failed"
    assert "hush" not in json.dumps(row)
    assert "not set up" in sentence(qtbot, engine.read("crm", "find", {}))

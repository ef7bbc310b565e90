"""Tests that a run becomes a test, which passes as long as nothing changed and tells what did.

If they fail, people find out only from their clients that a change of a workflow broke it.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pytest

from designer.document.changes.steps import set_value
from designer.panels.cases.case import Case, cases
from designer.panels.cases.compare import differences
from designer.panels.cases.reached import reached
from designer.panels.cases.recording import doubts, recorded_case, refused, usual_fields
from designer.panels.cases.runner import Runner, order_of
from designer.panels.cases.setup import connection_of, set_answers
from designer.panels.cases.store import keep
from designer.run_bridge.orders import Answer, TestOrder
from runtime.debug import Pin, SimulatedAnswer, Trouble
from tests.helpers.drawings import choice, data, draw, each
from tests.helpers.run_bars import DOWN
from tests.helpers.run_sessions import (
    engine_of,
    events_of,
    run_desk,
    session_of,
    signed_sow,
    signed_sow_events,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.panels.cases.results import Result
    from designer.panels.workbench import Workbench
    from designer.run_bridge.engine import Engine
    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonValue
    from runtime.events.model import Recorded

SECONDS = 30_000
APPROVED, REJECTED = "approved", "rejected"


def payment(limit: int = 100) -> Definition:
    """Amounts over a limit are asked about; refused ones are not paid."""
    ask: dict[str, Any] = {
        "id": "ask",
        "kind": "approval",
        "name": "Finance approves",
        "params": {"title": "Pay {{ input.amount }}?", "assignees": "'role:finance'"},
    }
    kept = "{'amount': input.amount, 'at': $now(), 'lines': [1, 2]}"
    return draw(
        [
            "start",
            choice("over", "ask", when=f"$number(input.amount) > {limit}", name="Over the limit"),
            ask,
            data("keep", kept, saves={"paid": "output"}, name="Note the payment"),
            {"id": "end", "kind": "end", "name": "Paid"},
            {"id": "no", "kind": "end", "name": "Refused"},
        ],
        [
            "start>over",
            "over.ask>ask",
            "over.otherwise>keep",
            "ask.approved>keep",
            "ask.rejected>no",
            "keep>end",
        ],
        id="pay",
    )


@cache
def ran(amount: str, outcome: str = "") -> tuple[str, list[Recorded]]:
    """A payment that really ran."""
    said = SimulatedAnswer("ask", outcome, reason="Too dear." if outcome == REJECTED else "")
    return events_of(payment(), {"amount": amount}, answers=(said,) if outcome else ())


def case_of_run(run: str, events: list[Recorded], **more: Any) -> Case:
    """A run as a test with what is expected if nobody says otherwise."""
    got = reached(events)
    fields = usual_fields(got, lambda value: isinstance(value, str) and "T" in value)
    return recorded_case(run, events, got, fields, **more)


def test_what_people_answered_is_what_simulated_people_answer() -> None:
    case = case_of_run(*ran("250", REJECTED))
    assert case.given == {"amount": "250"}
    assert case.actor == "user:analyst"
    (answer,) = case.answers
    assert (answer.step, answer.outcome, answer.reason) == ("ask", "rejected", "Too dear.")
    assert case.expected.ends == ("no",)
    assert set(case.expected.steps) == {"start", "over", "ask", "no"}


def test_a_run_differs_from_its_own_recording_in_nothing() -> None:
    for run, events in (ran("250", REJECTED), ran("250", APPROVED), ran("5"), signed_sow_events()):
        case = case_of_run(run, [*events])
        assert differences(case.expected, reached(events)) == []


def test_values_are_expected_and_moments_of_the_run_are_not() -> None:
    case = case_of_run(*ran("5"))
    assert [(field.at[1:], field.value) for field in case.expected.fields] == [
        (("paid", "amount"), "5"),
        (("paid", "lines"), [1, 2]),
    ]


def test_another_answer_is_told_step_by_step() -> None:
    case = case_of_run(*ran("250", APPROVED))
    found = differences(case.expected, reached(ran("250", REJECTED)[1]))
    told = {each.where: (each.expected, each.got) for each in found}
    assert told["How it ends"] == ("ends at “end”", "ends at “no”")
    assert told["ask"] == ("goes on by “approved”", "goes on by “rejected”")
    assert told["keep"] == ("runs", "not needed")
    assert told["paid · amount"] == ("250", "nothing")


def test_items_of_a_loop_are_counted() -> None:
    def loop(count: int) -> Definition:
        inner = {**data("inner", "item"), "parent": "all"}
        ways = ["start>all", "all.each>inner", "all.done>end"]
        return draw(["start", each("all", f"[1..{count}]"), inner, "end"], ways, id="loop")

    case = case_of_run(*events_of(loop(3)))
    (found,) = (
        each for each in differences(case.expected, reached(events_of(loop(2))[1])) if each.step
    )
    assert (found.where, found.expected, found.got) == ("inner", "runs 3 times", "runs 2 times")


def test_what_systems_answered_stands_in_unless_they_are_to_be_asked() -> None:
    """Else a test fails whenever somebody enters a new client."""
    reads: dict[str, Any] = {"id": "fetch", "kind": "post", "params": {}}
    drawing = draw(["start", reads, "end"], ["start>fetch", "fetch>end"], id="reads")
    run, events = events_of(drawing, dry=False)
    hermetic = case_of_run(run, events)
    assert [(pin.step, pin.port) for pin in hermetic.pins] == [("fetch", "out")]
    assert case_of_run(run, events, asks_systems=True).pins == ()


def test_troubles_and_test_data_of_the_run_belong_to_the_test() -> None:
    run, events = events_of(
        payment(),
        {"amount": "5"},
        pins=(Pin("keep", {"amount": "7"}, sample="seven"),),
        troubles=(Trouble("erp", "slow", seconds=0.5),),
    )
    case = case_of_run(run, events)
    assert [(pin.step, pin.output, pin.sample) for pin in case.pins] == [
        ("keep", {"amount": "7"}, "seven")
    ]
    assert [(each.connection, each.how, each.seconds) for each in case.troubles] == [
        ("erp", "slow", 0.5)
    ]


def test_only_a_run_that_came_to_an_end_becomes_a_test() -> None:
    _, standing = events_of(payment(), {"amount": "250"}, stands=True)
    assert refused(standing, "running") == "This run is not over yet."
    assert refused([], "new") == "Nothing has happened in this run yet."
    assert "by hand" in refused(standing, "cancelled")
    assert refused(ran("5")[1], "completed") == ""
    assert doubts(ran("5")[1]) == []


def test_the_workflows_people_answer_where_a_test_has_none() -> None:
    """Else a new approval makes every test stand, and each has to be recorded anew."""
    bench = run_desk(payment())
    wanted = {"ask": Answer(step="ask", outcome="approved")}
    bench.document.do(set_answers(bench.document.model, wanted))
    order = order_of(case_of_run(*ran("5")), bench.document, ("finance",))
    assert [(each.step, each.outcome) for each in order.answers] == [("ask", "approved")]
    own = order_of(case_of_run(*ran("250", REJECTED)), bench.document)
    assert [(each.step, each.outcome) for each in own.answers] == [("ask", "rejected")]
    assert own.dry
    assert order.roles == ("finance",)


# --- running --------------------------------------------------------------------------------------


def results_of(
    qtbot: QtBot, bench: Workbench, runner: Runner, *several: Case
) -> list[tuple[str, Result]]:
    """Runs tests and waits for their results."""
    heard: list[tuple[str, Result]] = []

    def take(ident: str, result: Result) -> None:
        heard.append((ident, result))

    runner.tested.connect(take)
    runner.run([(case, order_of(case, bench.document)) for case in several])
    qtbot.waitUntil(lambda: len(heard) == len(several), timeout=SECONDS)
    qtbot.waitUntil(lambda: not runner.is_running)
    return heard


def laid_ready(bench: Workbench, *runs: tuple[str, list[Recorded]]) -> None:
    """Lets the next runs of a desk be those."""
    engine = engine_of(bench)
    for run, events in runs:
        engine.begun.append(session_of(engine, bench.document.definition(), run, events))


def case_named(ident: str, run: tuple[str, list[Recorded]]) -> Case:
    return case_of_run(*run).model_copy(update={"id": ident})


def test_tests_run_one_after_another_and_say_what_differs(qtbot: QtBot) -> None:
    bench = run_desk(payment())
    laid_ready(bench, ran("5"), ran("250", REJECTED))
    runner = Runner(bench.services.engine, bench.title_of)
    several = case_named("a", ran("5")), case_named("b", ran("250", APPROVED))
    (first, one), (second, other) = results_of(qtbot, bench, runner, *several)
    assert (first, one.passed, second, other.passed) == ("a", True, "b", False)
    assert other.differences[0].got == "ends at “Refused”"
    assert [each.where for each in other.differences[1:3]] == [
        "Finance approves",
        "Note the payment",
    ]
    assert (runner.done, runner.total) == (2, 2)


def test_a_test_that_stands_is_ended_and_says_where(qtbot: QtBot) -> None:
    """Else “Run all” never comes to an end."""
    bench = run_desk(payment())
    standing = events_of(payment(), {"amount": "250"}, stands=True)
    laid_ready(bench, standing)
    runner = Runner(bench.services.engine, bench.title_of, quiet=0.05)
    ((_, result),) = results_of(qtbot, bench, runner, case_named("a", ran("250", APPROVED)))
    assert result.differences[0].got == "stands at “Finance approves”: nobody answers there"
    assert "cancel" in [do for do, _ in engine_of(bench).asked]


def test_stopping_runs_no_further_test(qtbot: QtBot) -> None:
    bench = run_desk(payment())
    laid_ready(bench, events_of(payment(), {"amount": "250"}, stands=True), ran("5"))
    runner = Runner(bench.services.engine, bench.title_of, quiet=60.0)
    several = case_named("a", ran("5")), case_named("b", ran("5"))
    runner.run([(case, order_of(case, bench.document)) for case in several])
    assert runner.running == "a"
    assert runner.waiting() == {"b"}
    runner.stop()
    assert not runner.is_running
    qtbot.wait(100)
    assert len(engine_of(bench).orders) == 1


@pytest.mark.slow
def test_recorded_tests_pass_until_the_workflow_decides_otherwise(
    engine: Engine, qtbot: QtBot
) -> None:
    """The whole way, in the process that runs cases: record, run, change the limit, run again."""
    bench = run_desk(payment())
    order = TestOrder(
        document=payment().document(),
        given={"amount": "250"},
        answers=(Answer(step="ask", outcome="approved", actor="user:buyer"),),
        actor="user:analyst",
    )
    session = engine.start(order)
    qtbot.waitUntil(lambda: session.is_over, timeout=SECONDS)
    case = case_named("a", (session.run, session.events))
    runner = Runner(engine, bench.title_of)
    ((_, before),) = results_of(qtbot, bench, runner, case)
    assert before.passed, before.differences
    path = ("params", "conditions")
    looser: list[JsonValue] = [{"port": "ask", "when": "$number(input.amount) > 300"}]
    bench.document.do(set_value(bench.document.model, "over", path, looser))
    ((_, after),) = results_of(qtbot, bench, Runner(engine, bench.title_of), case)
    told = {each.where: (each.expected, each.got) for each in after.differences}
    assert told == {
        "Over the limit": ("goes on by “ask”", "goes on by “otherwise”"),
        "Finance approves": ("goes on by “approved”", "not needed"),
    }


@pytest.mark.slow
def test_a_connection_that_fails_in_a_saved_test_fails_in_it_every_time(
    engine: Engine, qtbot: QtBot
) -> None:
    """Else nobody notices when a workflow no longer comes through an hour without the register."""
    sent: dict[str, Any] = {
        "method": "POST",
        "path": "/companies",
        "body": {},
        "connection": "register",
    }
    register: dict[str, Any] = {
        "id": "register",
        "kind": "http_request",
        "params": sent,
        "on_error": "route",
    }
    drawing = draw(
        ["start", register, "end", "by_hand:end"],
        ["start>register", "register>end", "register.error>by_hand"],
        id="d",
        connections={"register": {"connector": "web"}},
    )
    bench, down = run_desk(drawing), DOWN.model_copy(update={"times": 0})
    session = engine.start(TestOrder(document=drawing.document(), given={}, troubles=(down,)))
    qtbot.waitUntil(lambda: session.is_over, timeout=SECONDS)
    model = bench.document.model
    uses = partial(connection_of, model, bench.services.kinds)
    case = case_of_run(session.run, session.events, connection_of=uses)
    command, ident = keep(model, case)
    bench.document.do(command)
    kept = cases(bench.document.model)[ident]
    assert (kept.troubles, kept.expected.ends) == ((down,), ("by_hand",))
    ((_, result),) = results_of(qtbot, bench, Runner(engine, bench.title_of), kept)
    assert result.passed, result.differences
    mended = kept.model_copy(update={"troubles": ()})
    ((_, result),) = results_of(qtbot, bench, Runner(engine, bench.title_of), mended)
    assert not result.passed, "it was the connection that failed, and nothing else"


@pytest.mark.slow
def test_a_recorded_story_passes_again(engine: Engine, qtbot: QtBot) -> None:
    """The main template with all its people: nothing of it may differ from run to run."""
    bench = run_desk(signed_sow())
    run, events = signed_sow_events()
    case = case_named("story", (run, [*events]))
    ((_, result),) = results_of(qtbot, bench, Runner(engine, bench.title_of), case)
    assert result.passed, result.differences


@pytest.mark.slow
def test_a_workflow_that_cannot_begin_says_why(engine: Engine, qtbot: QtBot) -> None:
    broken = draw(["start", {"id": "x", "kind": "no such kind"}], ["start>x"], id="broken")
    bench = run_desk(broken)
    ((_, result),) = results_of(qtbot, bench, Runner(engine, bench.title_of), Case(id="a"))
    assert not result.passed
    assert result.why
    assert cases(bench.document.model) == {}

"""What each primitive does to a run. Every test also runs with a crash after every signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from runtime.events import model
from runtime.kernel.effects import SETTLE
from runtime.kernel.scopes import MOST_ADDED
from runtime.kernel.signals import Cancel, Delegate, EffectDone, EffectFailed, Resolve
from runtime.primitives import (
    Branch,
    CallPlan,
    Choose,
    Compute,
    Delay,
    Due,
    Each,
    Effect,
    Expr,
    Finish,
    Grow,
    Join,
    Outcome,
    Pass,
    Person,
    Plan,
    Policy,
    Repeat,
)
from tests.helpers.kernel_driver import ANALYST, BUYER, Driver, plan, step

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

Begin: TypeAlias = Callable[..., Any]
END = step("end", Finish("end"))
YES, NO = Outcome("yes", "Yes"), Outcome("no", "No", needs_reason=True)


@pytest.fixture(params=[False, True], ids=["straight", "crashing"])
def run(request: pytest.FixtureRequest) -> Begin:
    """Starts a plan, with or without a crash after every signal."""

    def start(made: Plan, given: JsonValue = None) -> Driver:
        return Driver(made, given=given, crash=request.param)

    return start


def person(**more: Any) -> Person:
    return Person(Expr("'Approve?'"), Expr("'role:finance'"), (YES, NO), **more)


def test_first_branch_that_holds_is_taken(run: Begin) -> None:
    choose = Choose((Branch("a", Expr("0")), Branch("b", Expr("1")), Branch("c", Expr("1"))))
    case = run(
        plan(
            step("choice", choose, a="x", b="y", c="x"),
            step("x", Pass(), "end"),
            step("y", Pass(), "end"),
            END,
        )
    )
    assert case.completed == ["start", "choice", "y", "end"]
    assert case.state.status == "completed"


def test_a_decision_without_a_way_out_becomes_an_incident_and_loses_nothing(run: Begin) -> None:
    case = run(plan(step("choice", Choose((Branch("a", Expr("0")),)), a="end"), END))
    assert case.state.incidents == 1
    (incident,) = case.of(model.IncidentOpened)
    assert "No condition" in incident.error["message"]


def test_what_a_step_saves_is_in_the_case_and_the_rest_stays(run: Begin) -> None:
    first = step("one", Compute((("n", Expr("1")),)), "two", saves=(("a.b", Expr("@output.n")),))
    second = step("two", Compute((("n", Expr("2")),)), "end", saves=(("a.c", Expr("@output.n")),))
    case = run(plan(first, second, END))
    assert case.state.output == {"a": {"b": 1, "c": 2}}


def test_an_effect_is_scheduled_with_its_request_before_anything_else(run: Begin) -> None:
    case = run(plan(step("send", Effect((("to", Expr("'analyst'")),)), "end"), END))
    (scheduled,) = case.scheduled
    assert scheduled.request == {"to": "analyst"}
    assert case.state.status == "open"
    case.effect_done("send", {"id": 7})
    assert case.state.scopes[0].outputs["send"] == {"id": 7}
    assert case.state.status == "completed"


def test_every_attempt_of_one_step_has_the_same_key_and_each_visit_another(run: Begin) -> None:
    again = Choose((Branch("again", Expr("@steps.send.again")),), "on")
    made = plan(
        step("send", Effect(repeat="keyed"), "more", policy=Policy(attempts=2, jitter=0)),
        step("more", again, again="send", on="end"),
        END,
    )
    case = run(made)
    case.send(EffectFailed(1, "send", 1, {"code": "x"}, retryable=True))
    case.advance(1)
    case.effect_done("send", {"again": True})
    case.effect_done("send", {"again": False})
    keys = [event.key for event in case.scheduled]
    assert keys[0] == keys[1] != keys[2]
    assert case.state.status == "completed"


@pytest.mark.parametrize("repeat", ["safe", "keyed"])
def test_after_a_crash_an_effect_that_may_be_repeated_is(run: Begin, repeat: Repeat) -> None:
    case = run(plan(step("send", Effect(repeat=repeat), "end"), END))
    case.lose_effects()
    assert case.out == [1]
    assert case.scheduled[-1].attempt == 2


def test_after_a_crash_the_other_system_gets_a_moment_before_baton_looks(run: Begin) -> None:
    case = run(plan(step("send", Effect(repeat="verify"), "end"), END))
    case.lose_effects()
    assert case.out == []
    case.advance(SETTLE)
    assert case.out == [1]
    assert case.scheduled[0].key == case.scheduled[1].key


def test_after_a_crash_a_person_is_asked_where_a_repeat_could_do_it_twice(run: Begin) -> None:
    case = run(plan(step("send", Effect(repeat="ask"), "end", error="end"), END))
    case.lose_effects()
    assert case.out == []
    (incident,) = case.of(model.IncidentOpened)
    assert incident.kind == "in_doubt"
    case.send(Resolve(1, ANALYST, "skip", "seen in the ERP", output={"id": 1}))
    assert case.state.status == "completed"


def test_retries_pause_longer_each_time_and_end_on_the_error_path(run: Begin) -> None:
    policy = Policy(attempts=3, delay=10, factor=3, max_delay=20, jitter=0)
    case = run(
        plan(
            step("send", Effect(), "end", error="mend", policy=policy),
            step("mend", Pass(), "end"),
            END,
        )
    )
    for attempt in (1, 2, 3):
        case.send(EffectFailed(1, "send", attempt, {"code": "down"}, retryable=True))
        case.advance(60)
    pauses = [event.due[14:19] for event in case.of(model.RetryScheduled)]
    assert pauses == ["00:10", "01:20"]
    assert case.completed == ["start", "mend", "end"]


def test_retry_after_is_honoured(run: Begin) -> None:
    case = run(plan(step("send", Effect(), "end", policy=Policy(attempts=2)), END))
    case.send(EffectFailed(1, "send", 1, {"code": "busy"}, retryable=True, retry_after=90))
    case.advance(60)
    assert case.out == []
    case.advance(31)
    assert case.out == [1]


def test_a_read_is_never_in_doubt(run: Begin) -> None:
    read = Effect(repeat="ask", writes=False)
    case = run(plan(step("look", read, "end", error="mend"), step("mend", Pass(), "end"), END))
    case.send(EffectFailed(1, "look", 1, {"code": "lost"}, unknown=True))
    assert case.completed == ["start", "mend", "end"]


def test_a_late_result_of_a_stopped_path_is_kept_as_evidence(run: Begin) -> None:
    case = run(plan(step("send", Effect(), "end"), END))
    case.send(Cancel(ANALYST, "client withdrew"))
    case.send(EffectDone(1, "send", 1, {"id": 9}))
    (kept,) = case.of(model.ResultIgnored)
    assert kept.output == {"id": 9}
    assert case.state.status == "cancelled"


def test_edit_and_retry_sends_the_corrected_request_with_the_same_key(run: Begin) -> None:
    case = run(plan(step("send", Effect((("n", Expr("1")),)), "end"), END))
    case.send(EffectFailed(1, "send", 1, {"code": "rejected"}))
    case.send(Resolve(1, ANALYST, "retry", "typo", request={"n": 2}))
    assert [event.request for event in case.scheduled] == [{"n": 1}, {"n": 2}]
    assert len({event.key for event in case.scheduled}) == 1


def test_all_branches_must_come_before_a_join_goes_on(run: Begin) -> None:
    case = run(
        plan(
            step("split", Pass(), "a", "b"),
            step("a", Effect(), "join"),
            step("b", Effect(), "join"),
            step("join", Join(), "end", incoming=2),
            END,
        )
    )
    case.effect_done("b")
    assert case.state.status == "open"
    case.effect_done("a")
    assert case.completed == ["start", "split", "b", "a", "join", "end"]


def test_two_of_three_go_on_and_the_third_is_swallowed(run: Begin) -> None:
    case = run(_three(Join(need=2, region=("a", "b", "c"))))
    case.effect_done("a")
    case.effect_done("b")
    assert case.completed[-1] == "join"
    assert case.out == [1, 3] or len(case.out) == 2
    case.effect_done("c")
    case.effect_done("after")
    assert case.completed.count("join") == 1
    assert case.state.status == "completed"


def test_the_first_wins_and_the_rest_is_cancelled(run: Begin) -> None:
    case = run(_three(Join(need=1, cancel_rest=True, region=("a", "b", "c"))))
    case.effect_done("b")
    assert [case.state.tokens[n].step for n in case.out] == ["after"]
    case.effect_done("after")
    assert case.state.status == "completed"


def _three(join: Join) -> Plan:
    return plan(
        step("split", Pass(), "a", "b", "c"),
        *(step(name, Effect(), "join") for name in "abc"),
        step("join", join, "after", incoming=3),
        step("after", Effect(), "end"),
        END,
    )


def test_a_quorum_counts_different_people(run: Begin) -> None:
    outcomes = (Outcome("yes", "Yes", quorum=2), NO)
    case = run(plan(step("ask", Person(Expr("'?'"), Expr("'finance'"), outcomes), yes="end"), END))
    case.vote(ANALYST, "yes")
    case.vote(ANALYST, "yes")
    assert "already" in case.refused
    case.vote(BUYER, "yes")
    assert case.state.status == "completed"


def test_the_requester_cannot_approve_and_the_attempt_is_kept(run: Begin) -> None:
    case = run(plan(step("ask", person(not_requester=True), yes="end"), END))
    case.vote(ANALYST, "yes")
    assert "asked for it" in case.refused
    (refused,) = case.of(model.TaskRefused)
    assert refused.by == "user:analyst"
    assert case.state.status == "open"


def test_a_refusal_needs_a_reason_and_a_stranger_may_not_decide(run: Begin) -> None:
    case = run(plan(step("ask", person(), yes="end", no="end"), END))
    case.vote(BUYER, "no")
    assert "reason" in case.refused
    case.vote(model.Actor("user:employee", ("sales",)), "yes")
    assert "not yours" in case.refused
    case.vote(BUYER, "no", "margin too low")
    assert case.state.scopes[0].outputs["ask"]["outcome"] == "no"


def test_a_task_is_never_handed_to_who_asked(run: Begin) -> None:
    case = run(plan(step("ask", person(not_requester=True), yes="end"), END))
    task = case.of(model.TaskOpened)[0].task
    case.send(Delegate(task, BUYER, ("user:analyst",)))
    assert "who asked" in case.refused
    case.send(Delegate(task, BUYER, ("user:controller",)))
    case.vote(model.Actor("user:controller"), "yes")
    assert case.state.status == "completed"


def test_reminder_then_escalation_then_the_boss_decides(run: Begin) -> None:
    more = {"due": Due("60"), "remind": Due("30"), "escalate_to": Expr("'user:boss'")}
    case = run(plan(step("ask", person(**more), yes="end"), END))
    case.advance(30)
    assert len(case.of(model.TaskReminded)) == 1
    case.advance(30)
    assert case.of(model.TaskEscalated)[0].added == ("user:boss",)
    case.vote(model.Actor("user:boss"), "yes")
    assert case.state.status == "completed"


def test_an_overdue_task_can_leave_by_its_own_way(run: Begin) -> None:
    case = run(plan(step("ask", person(due=Due("60"), on_due="port"), overdue="end"), END))
    case.advance(61)
    assert case.of(model.TaskClosed)[0].how == "overdue"
    assert case.state.status == "completed"


def test_a_wait_ends_when_its_moment_has_come_and_not_before(run: Begin) -> None:
    case = run(plan(step("wait", Delay(Due("3600")), "end"), END))
    case.advance(3599)
    assert case.state.status == "open"
    case.advance(1)
    assert case.state.status == "completed"


def test_a_wait_for_a_moment_that_has_passed_goes_on_at_once(run: Begin) -> None:
    case = run(plan(step("wait", Delay(Due("-3600")), "end"), END))
    assert case.state.status == "completed"
    assert case.of(model.TimerSet) == []


@pytest.mark.parametrize(("at_once", "together"), [(1, 1), (2, 2), (0, 4)])
def test_a_for_each_keeps_to_its_limit_and_the_order_of_results(
    run: Begin, at_once: int, together: int
) -> None:
    case = run(
        plan(
            step("each", Each(Expr("[4,5,6,7]"), at_once), entries=("one",), done="end"),
            step("one", Effect((("n", Expr("@item")),)), parent="each"),
            END,
        )
    )
    assert len(case.out) == together
    while case.out:
        token = case.state.tokens[case.out[-1]]
        case.send(EffectDone(token.id, "one", 1, token.work.request["n"] * 10))
    assert case.state.scopes[0].outputs["each"]["results"] == [40, 50, 60, 70]


def test_a_for_each_stops_early_when_its_condition_holds(run: Begin) -> None:
    each = Each(Expr("[1,2,3,4]"), until=Expr("@last.enough"))
    case = run(
        plan(
            step("each", each, entries=("one",), done="end"),
            step("one", Effect(), parent="each"),
            END,
        )
    )
    case.effect_done("one", {"enough": False})
    case.effect_done("one", {"enough": True})
    assert case.state.status == "completed"
    assert case.state.scopes[0].outputs["each"]["count"] == 2


def test_an_empty_list_is_done_at_once_and_one_thing_is_a_list_of_one(run: Begin) -> None:
    for items, count in (("[]", 0), ("None", 0), ("'x'", 1)):
        case = run(
            plan(
                step("each", Each(Expr(items)), entries=("one",), done="end"),
                step("one", Pass(), parent="each"),
                END,
            )
        )
        assert case.state.scopes[0].outputs["each"]["count"] == count


def test_a_failing_result_stops_the_for_each_and_its_items(run: Begin) -> None:
    each = Each(Expr("[1,2]"), at_once=0, result=Expr("!"))
    case = run(
        plan(
            step("each", each, entries=("one",), done="end", error="end"),
            step("one", Effect(), parent="each"),
            END,
        )
    )
    case.effect_done("one")
    assert case.out == []
    assert case.state.status == "completed"


def test_a_sub_workflow_has_its_own_case_and_gives_its_output(run: Begin) -> None:
    inner = (
        step("make", Compute((("x", Expr("5")),)), "stop", saves=(("mine", Expr("1")),)),
        step("stop", Finish("end", (("sum", Expr("@steps.make.x")),))),
    )
    case = run(plan(step("call", CallPlan("inner", (("a", Expr("1")),)), "end"), END, inner=inner))
    assert case.state.scopes[0].outputs["call"] == {"sum": 5}
    assert case.state.output == {}


def test_terminate_ends_everything_under_way_in_its_scope(run: Begin) -> None:
    case = run(
        plan(
            step("split", Pass(), "a", "work"),
            step("a", person(), yes="end"),
            step("work", Effect(), "stop"),
            step("stop", Finish("terminate")),
            END,
        )
    )
    case.effect_done("work")
    assert case.state.status == "completed"
    assert case.of(model.TaskClosed)[0].how == "cancelled"


def test_fail_ends_the_case_with_its_reason(run: Begin) -> None:
    case = run(plan(step("stop", Finish("fail", reason=Expr("'no budget'")))))
    assert case.state.status == "failed"
    assert case.state.error["message"] == "no budget"


def test_a_failing_sub_workflow_takes_its_callers_error_path(run: Begin) -> None:
    inner = (
        step("split", Pass(), "no", "wait"),
        step("wait", Effect(), "no"),
        step("no", Finish("fail", reason=Expr("'no budget'"))),
    )
    routed = run(
        plan(
            step("call", CallPlan("inner"), "end", error="mend"),
            step("mend", Pass(), "end"),
            END,
            inner=inner,
        )
    )
    assert routed.completed[-2:] == ["mend", "end"]
    assert routed.state.scopes[0].error["message"] == "no budget"
    assert len(routed.state.scopes) == 1
    uncaught = run(plan(step("call", CallPlan("inner"), "end"), END, inner=inner))
    assert uncaught.state.status == "failed"


def test_a_failing_expression_takes_the_error_path_or_waits_for_a_person(run: Begin) -> None:
    broken = Compute((("x", Expr("!")),))
    routed = run(plan(step("calc", broken, "end", error="end"), END))
    assert routed.state.status == "completed"
    stuck = run(plan(step("calc", broken, "end"), END))
    assert stuck.of(model.IncidentOpened)[0].kind == "expression"
    stuck.send(Resolve(1, ANALYST, "skip", "by hand", output={"x": 1}))
    assert stuck.state.status == "completed"


def test_a_case_that_is_over_refuses_people_and_says_so(run: Begin) -> None:
    case = run(plan(END))
    case.send(Cancel(ANALYST, "late"))
    assert case.refused == "This case is over."


def test_items_that_each_add_another_end_by_a_limit() -> None:
    """A list that grows for ever must not take the engine with it."""
    each = step("each", Each(Expr("[1]")), entries=("more",), done="end")
    more = step("more", Grow(Expr("1")), parent="each")
    case = Driver(plan(each, more, step("end", Finish("end"))))
    added = sum(isinstance(event, model.ItemsAdded) for event in case.events)
    assert added == MOST_ADDED
    assert case.state.incidents == 1

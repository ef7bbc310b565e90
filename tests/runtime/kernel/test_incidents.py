"""How a person mends what went wrong.

What a user loses when one fails: a case that goes on by a way nobody chose, does a thing twice, or
cannot be mended at all.
"""

from __future__ import annotations

from typing import Any

import pytest

from runtime.events import model
from runtime.kernel.signals import EffectDone, EffectFailed, Resolve
from runtime.primitives import (
    Branch,
    CallPlan,
    Choose,
    Compute,
    Each,
    Effect,
    Expr,
    Finish,
    Outcome,
    Pass,
    Person,
    Plan,
    Policy,
)
from tests.helpers.kernel_driver import ANALYST, BUYER, Driver, plan, step

END = step("end", Finish("end"))
BROKEN = (("field", Expr("!")),)
ASK = Person(
    Expr("'?'"),
    Expr("'finance'"),
    (Outcome("approved", "Approve"), Outcome("rejected", "Reject")),
    not_requester=True,
)


@pytest.fixture(params=[False, True], ids=["straight", "crashing"])
def crash(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def begin(made: Plan, *, crash: bool = False) -> Any:
    """A case whose parts a test may look at as they are."""
    return Driver(made, crash=crash)


def test_skipping_what_could_not_be_saved_keeps_a_rejection_a_rejection(*, crash: bool) -> None:
    """An operator who mends a formula must not turn a “no” into a “yes”."""
    case = begin(
        plan(
            step("ask", ASK, approved="pay", rejected="end", saves=BROKEN), step("pay", Pass()), END
        ),
        crash=crash,
    )
    case.vote(BUYER, "rejected", "too dear")
    assert case.state.incidents == 1
    case.send(Resolve(1, BUYER, "skip", "the formula is wrong"))
    assert case.completed == ["start", "ask", "end"]
    assert case.state.scopes[0].outputs["ask"]["reason"] == "too dear"


def test_a_retry_after_failed_saves_does_not_do_the_step_again(*, crash: bool) -> None:
    case = begin(plan(step("send", Effect(), "end", saves=BROKEN), END), crash=crash)
    case.effect_done("send", {"id": 7})
    case.send(Resolve(1, ANALYST, "retry"))
    assert len(case.scheduled) == 1
    assert case.state.incidents == 1
    case.send(Resolve(1, ANALYST, "skip"))
    assert case.state.scopes[0].outputs["send"] == {"id": 7}
    assert case.state.status == "completed"


def test_a_step_with_several_ways_is_not_skipped_by_chance() -> None:
    choose = Choose((Branch("yes", Expr("!")),), "no")
    case = begin(plan(step("choice", choose, yes="end", no="last"), END, step("last", Pass())))
    case.send(Resolve(1, ANALYST, "skip"))
    assert "several ways out: yes, no" in case.refused
    case.send(Resolve(1, ANALYST, "skip", port="maybe"))
    assert "no way “maybe”" in case.refused
    case.send(Resolve(1, ANALYST, "skip", port="no"))
    assert case.completed == ["start", "choice", "last"]


def test_who_asked_cannot_skip_the_approval_of_it(*, crash: bool) -> None:
    nobody = Person(Expr("'?'"), Expr("None"), ASK.outcomes, not_requester=True)
    made = plan(step("ask", nobody, approved="end", rejected="end"), END)
    case = begin(made, crash=crash)
    case.send(Resolve(1, ANALYST, "skip", port="approved"))
    assert "asked for it" in case.refused
    case.send(Resolve(1, BUYER, "skip", port="approved"))
    assert case.state.status == "completed"


def test_what_is_sent_by_the_error_path_still_says_what_went_wrong(*, crash: bool) -> None:
    """The path reads `error.code` to know what to do."""
    made = plan(step("send", Effect(), "end", error="mend"), step("mend", Pass(), "end"), END)
    case = begin(made, crash=crash)
    case.lose_effects()
    case.send(Resolve(1, ANALYST, "route", "it is not in the ERP"))
    error = case.state.error or case.of(model.StepFailed)[0].error
    assert error["code"] == "in_doubt"
    assert (error["routed_by"], error["reason"]) == ("user:analyst", "it is not in the ERP")
    assert case.completed == ["start", "mend", "end"]


def test_a_skipped_end_gives_what_the_person_says(*, crash: bool) -> None:
    case = begin(plan(step("last", Finish("end", (("sum", Expr("!")),)))), crash=crash)
    case.send(Resolve(1, ANALYST, "skip", output={"sum": 5}))
    assert case.state.output == {"sum": 5}


def test_an_end_saves_to_the_case_like_any_other_step(*, crash: bool) -> None:
    last = step("last", Finish("end"), saves=(("closed", Expr("1")),))
    assert begin(plan(last), crash=crash).state.output == {"closed": 1}
    reason = Finish("fail", reason=Expr("'no budget'"))
    failed = begin(plan(step("last", reason, saves=(("closed", Expr("1")),))), crash=crash)
    assert failed.state.error["message"] == "no budget"
    assert failed.state.scopes[0].data == {"closed": 1}


def test_a_wait_without_end_that_a_system_asks_for_is_cut(*, crash: bool) -> None:
    """`Retry-After: 999999999999999` must not stop the engine for everybody."""
    policy = Policy(attempts=9, factor=1e300, max_delay=10, jitter=0)
    case = begin(plan(step("send", Effect(), "end", policy=policy), END), crash=crash)
    case.send(EffectFailed(1, "send", 1, {}, retryable=True, retry_after=1e18))
    assert case.of(model.RetryScheduled)[0].due.startswith("2026-04-02")
    case.advance(32 * 86_400)
    case.send(EffectFailed(1, "send", 2, {}, retryable=True))
    assert case.state.incidents == 0


def test_a_loop_that_asks_nothing_stops_and_is_told() -> None:
    """It would hold up every other case of the process, for ever."""
    case = begin(plan(step("one", Pass(), "two"), step("two", Pass(), "one", "end"), END))
    (incident,) = case.of(model.IncidentOpened)
    assert incident.error["code"] == "loop.endless"


def test_a_workflow_that_calls_itself_stops_and_is_told() -> None:
    made = plan(
        step("call", CallPlan("inner"), "end"), END, inner=(step("call", CallPlan("inner")),)
    )
    case = begin(made)
    (incident,) = case.of(model.IncidentOpened)
    assert incident.error["code"] == "sub_workflow.too_deep"


def test_a_failing_end_inside_a_for_each_takes_its_error_path(*, crash: bool) -> None:
    """Who draws “if it fails” at the loop does not want the whole case to fail."""
    parts = (
        step("one", Effect(), "no", parent="each"),
        step("no", Finish("fail", reason=Expr("'bad line'")), parent="each"),
        step("mend", Pass(), "end"),
        END,
    )
    each = Each(Expr("[1,2]"), 0)
    caught = begin(
        plan(step("each", each, entries=("one",), done="end", error="mend"), *parts), crash=crash
    )
    caught.effect_done("one")
    assert caught.completed[-2:] == ["mend", "end"]
    assert caught.state.scopes[0].error["message"] == "bad line"
    uncaught = begin(plan(step("each", each, entries=("one",), done="end"), *parts), crash=crash)
    uncaught.effect_done("one")
    assert uncaught.state.status == "failed"


def test_the_result_of_an_item_is_not_lost_at_its_end(*, crash: bool) -> None:
    """An end drawn inside the loop took the result away."""
    double = step("double", Compute((("n", Expr("@item")),)), "done", parent="each")
    each = step("each", Each(Expr("[3,4]")), entries=("double",), done="end")
    plain = begin(plan(each, double, step("done", Finish("end"), parent="each"), END), crash=crash)
    assert plain.state.scopes[0].outputs["each"]["results"] == [{"n": 3}, {"n": 4}]
    said = step("done", Finish("end", (("m", Expr("@item")),)), parent="each")
    own = begin(plan(each, double, said, END), crash=crash)
    assert own.state.scopes[0].outputs["each"]["results"] == [{"m": 3}, {"m": 4}]


def test_the_newest_result_is_the_one_that_came_last(*, crash: bool) -> None:
    """“Stop at the first who is free” must hear of the one who has just said so."""
    each = Each(Expr("[1,2,3,4]"), 2, until=Expr("@last.free"))
    made = plan(
        step("each", each, entries=("ask",), done="end"), step("ask", Effect(), parent="each"), END
    )
    case = begin(made, crash=crash)
    first, second = case.out
    case.send(_done(second, free=False))
    case.send(_done(first, free=True))
    assert len(case.of(model.EachStopped)) == 1
    assert len(case.scheduled) == 3


def _done(token: int, *, free: bool) -> EffectDone:
    return EffectDone(token, "ask", 1, {"free": free})

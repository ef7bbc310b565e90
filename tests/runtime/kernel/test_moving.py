"""A person moves a path to another step, or corrects the case data: what was there is given up.

What a user loses when one fails: a case that asks people for what nobody needs any more, does the
same thing twice, or stands still for ever after it was mended by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runtime.events import model
from runtime.kernel.signals import Cancel, Continue, Correct, Deliver, Move, Resolve, Suspend
from runtime.primitives import (
    CallPlan,
    Compute,
    Delay,
    Due,
    Effect,
    Expr,
    Finish,
    Group,
    Join,
    Outcome,
    Pass,
    Person,
    Race,
    Receive,
)
from tests.helpers.kernel_driver import ANALYST, BUYER, Driver, plan, step

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject

END = step("end", Finish("end", (("size", Expr("@data.size")),)))
ASKS = Person(Expr("'?'"), Expr("'finance'"), (Outcome("out", "Yes"),))
WHY = "it was done by hand"


@pytest.fixture(params=[False, True], ids=["straight", "crashing"])
def crash(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_nobody_is_asked_any_more_where_a_path_was_taken_away(*, crash: bool) -> None:
    made = plan(step("ask", ASKS, "send"), step("send", Effect(), "end"), END)
    case = Driver(made, crash=crash)
    case.send(Move(1, "send", BUYER, WHY))
    (closed,), (moved,) = case.of(model.TaskClosed), case.of(model.PathMoved)
    assert closed.how == "cancelled"
    assert (moved.step, moved.to, moved.by, moved.reason) == ("ask", "send", "user:buyer", WHY)
    case.effect_done("send")
    assert case.completed == ["start", "send", "end"]


def test_what_lies_inside_of_the_step_is_stopped(*, crash: bool) -> None:
    group = step("part", Group(), entries=("ask",), done="end")
    made = plan(group, step("ask", ASKS, parent="part"), step("other", Pass(), "end"), END)
    case = Driver(made, crash=crash)
    case.send(Move(1, "other", ANALYST, WHY))
    assert case.state.status == "completed"
    assert len(case.state.scopes) == 1


def test_the_others_of_a_race_are_withdrawn(*, crash: bool) -> None:
    made = plan(
        step("race", Race(), "hear", "wait"), step("hear", Receive("go"), "end"),
        step("wait", Delay(Due("60")), "end"), step("other", Pass(), "end"), END,
    )  # fmt: skip
    case = Driver(made, crash=crash)
    number = next(t.id for t in case.state.tokens.values() if t.step == "hear")
    case.send(Move(number, "other", ANALYST, WHY))
    assert case.completed == ["start", "other", "end"]
    case.send(Deliver("m", "go", "", 1))
    assert "is over" in case.refused


def test_a_path_that_is_moved_to_a_join_counts_as_come(*, crash: bool) -> None:
    made = plan(
        step("both", Pass(), "left", "right"), step("left", ASKS, "meet"),
        step("right", Receive("go"), "meet"), step("meet", Join(), "end", incoming=2), END,
    )  # fmt: skip
    case = Driver(made, crash=crash)
    for token in sorted(case.state.tokens):
        case.send(Move(token, "meet", ANALYST, WHY))
    assert case.completed == ["start", "both", "meet", "end"]


def test_one_that_waits_at_a_join_can_be_moved_away(*, crash: bool) -> None:
    made = plan(
        step("both", Pass(), "left", "right"), step("left", Pass(), "meet"),
        step("right", ASKS, "meet"), step("meet", Join(), "end", incoming=2),
        step("other", Receive("go"), "end"), END,
    )  # fmt: skip
    case = Driver(made, crash=crash)
    number = next(t.id for t in case.state.tokens.values() if t.phase == "joining")
    case.send(Move(number, "other", ANALYST, WHY))
    assert not case.state.joins
    case.send(Deliver("m", "go", "", 1))
    assert case.state.incidents == 0, "the other path is still under way"
    case.vote(BUYER, "out")
    assert case.of(model.IncidentOpened)[0].error["code"] == "join.short"


def test_a_path_of_a_halted_case_begins_there_when_it_goes_on(*, crash: bool) -> None:
    made = plan(step("ask", ASKS, "send"), step("send", Effect(), "end"), END)
    case = Driver(made, crash=crash)
    case.send(Suspend(ANALYST, "mend it"))
    case.send(Move(1, "send", ANALYST, WHY))
    assert not case.out
    case.send(Continue(ANALYST))
    assert case.out


@pytest.mark.parametrize(
    ("first", "move", "says"),
    [
        (Pass(), Move(1, "send", ANALYST, ""), "one sentence why"),
        (Pass(), Move(1, "nowhere", ANALYST, WHY), "not a step of the workflow"),
        (Pass(), Move(9, "send", ANALYST, WHY), "no such path"),
        (Pass(), Move(1, "inner", ANALYST, WHY), "does not lie where"),
        (Effect(), Move(1, "end", ANALYST, WHY), "is under way. Wait until"),
    ],
)
def test_what_cannot_be_moved_says_why(first: Pass | Effect, move: Move, says: str) -> None:
    case = Driver(
        plan(
            step("first", first, "ask"), step("ask", ASKS, "end"), step("send", Effect(), "end"),
            step("part", Group(), entries=("inner",), done="end"),
            step("inner", Pass(), parent="part"), END,
        )
    )  # fmt: skip
    before = len(case.events)
    case.send(move)
    assert says in case.refused
    assert len(case.events) == before


def test_what_may_have_happened_is_not_begun_as_new(*, crash: bool) -> None:
    """Else a person who means well has an invoice sent twice."""
    case = Driver(plan(step("send", Effect(), "end"), END), crash=crash)
    case.lose_effects()
    case.send(Move(1, "send", ANALYST, WHY))
    assert "may have been done already" in case.refused


def test_corrected_data_is_what_the_next_steps_see(*, crash: bool) -> None:
    first = step("first", Pass(), "ask", saves=(("size", Expr("3")), ("old", Expr("1"))))
    case = Driver(plan(first, step("ask", ASKS, "end"), END), crash=crash)
    changes: JsonObject = {"size": 5, "deal.amount": "7.50"}
    case.send(Correct(BUYER, "typed wrongly", changes, ("old",)))
    (event,) = case.of(model.DataCorrected)
    assert event.before == {"size": 3, "old": 1}
    assert (event.by, event.reason) == ("user:buyer", "typed wrongly")
    assert case.state.scopes[0].data == {"size": 5, "deal": {"amount": "7.50"}}
    case.vote(BUYER, "out")
    assert case.state.output == {"size": 5}


def test_the_data_of_a_called_workflow_is_its_own(*, crash: bool) -> None:
    made = plan(step("call", CallPlan("inner"), "end"), END, inner=(step("ask", ASKS),))
    case = Driver(made, crash=crash)
    case.send(Correct(ANALYST, "typed wrongly", {"x": 1}, step="call"))
    assert [scope.data for scope in case.state.scopes.values() if scope.id] == [{"x": 1}]
    assert case.state.scopes[0].data == {}


@pytest.mark.parametrize(
    ("signal", "says"),
    [
        (Correct(ANALYST, "", {"x": 1}), "one sentence why"),
        (Correct(ANALYST, WHY, {}), "nothing to correct"),
        (Correct(ANALYST, WHY, {}, ("x",)), "nothing to correct"),
        (Correct(ANALYST, WHY, {"a..b": 1}), "not the path of a field"),
        (Correct(ANALYST, WHY, {"x": 1}, step="ask"), "No workflow that “ask” calls"),
    ],
)
def test_what_is_no_correction_says_why(signal: Correct, says: str) -> None:
    case = Driver(plan(step("ask", ASKS, "end"), END))
    case.send(signal)
    assert says in case.refused
    case.send(Cancel(ANALYST, "x"))
    case.send(signal)
    assert "is over" in case.refused


def test_a_request_is_edited_only_where_one_was_sent(*, crash: bool) -> None:
    """Else an operator's edit is taken in and does nothing."""
    case = Driver(plan(step("choose", Compute((("x", Expr("!")),)), "end"), END), crash=crash)
    case.send(Resolve(1, ANALYST, "retry", WHY, request={"n": 1}))
    assert "has sent nothing to be edited" in case.refused

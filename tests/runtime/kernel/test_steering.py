"""A person halts a case, and lets it go on: nothing begins meanwhile, and nothing is lost.

What a user loses when one fails: a case that goes on while somebody looks into it, or that stands
still for ever once it may go on.
"""

from __future__ import annotations

import pytest

from runtime.events import model
from runtime.kernel.signals import (
    AddItems,
    Cancel,
    Continue,
    Deliver,
    EffectDone,
    Lost,
    Resolve,
    Suspend,
)
from runtime.kernel.steering import HALTED
from runtime.primitives import (
    Delay,
    Due,
    Each,
    Effect,
    Expr,
    Finish,
    Outcome,
    Pass,
    Person,
    Receive,
)
from tests.helpers.kernel_driver import ANALYST, BUYER, Driver, plan, step

END = step("end", Finish("end", (("done", Expr("1")),)))
HALT = Suspend(ANALYST, "the client called")


@pytest.fixture(params=[False, True], ids=["straight", "crashing"])
def crash(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_nothing_begins_until_the_case_may_go_on(*, crash: bool) -> None:
    """The answer of a system is kept, and the next step begins only then."""
    one = step("one", Effect(), "two", saves=(("f", Expr("5")),))
    made = plan(one, step("two", Effect(), "end"), END)
    case = Driver(made, crash=crash)
    case.send(HALT)
    assert case.state.goes_on, "the answer of the system is still to come"
    case.effect_done("one", {"n": 1})
    assert [e.step for e in case.scheduled] == ["one"]
    assert not case.state.goes_on
    case.send(Continue(BUYER, "it was a mistake"))
    assert [e.step for e in case.scheduled] == ["one", "two"]
    case.effect_done("two")
    assert (case.state.status, case.state.output) == ("completed", {"done": 1})
    (halted,), (resumed,) = case.of(model.RunSuspended), case.of(model.RunResumed)
    assert (halted.by, halted.reason) == ("user:analyst", "the client called")
    assert (resumed.by, resumed.reason) == ("user:buyer", "it was a mistake")


def test_a_timer_that_was_due_meanwhile_fires_then(*, crash: bool) -> None:
    case = Driver(plan(step("wait", Delay(Due("60")), "end"), END), crash=crash)
    case.send(HALT)
    case.advance(100)
    assert case.state.status == "open"
    case.send(Continue(ANALYST))
    case.advance(0)
    assert case.state.status == "completed"


def test_people_are_told_to_wait_and_messages_are_kept(*, crash: bool) -> None:
    outcomes = (Outcome("out", "Yes"),)
    person = Person(Expr("'?'"), Expr("'finance'"), outcomes)
    made = plan(
        step("both", Pass(), "ask", "hear"), step("ask", person, "end"),
        step("hear", Receive("go"), "end"), END,
    )  # fmt: skip
    case = Driver(made, crash=crash)
    case.send(HALT)
    case.vote(BUYER, "out")
    assert case.refused == HALTED
    case.send(AddItems("each", (1,), ANALYST))
    assert case.refused == HALTED
    case.send(Deliver("m", "go", "", {"n": 1}))
    assert not case.refused
    assert case.completed == ["start", "both", "hear"]
    case.send(Continue(ANALYST))
    case.vote(BUYER, "out")
    assert case.state.status == "completed"


def test_an_effect_that_was_lost_is_sent_again_only_when_the_case_goes_on(*, crash: bool) -> None:
    """Else a case that somebody halted sends an invoice because a machine was restarted."""
    case = Driver(plan(step("send", Effect(repeat="keyed"), "end"), END), crash=crash)
    (first,) = case.scheduled
    case.send(HALT)
    case.send(Lost(1))
    case.advance(60)
    assert len(case.scheduled) == 1
    case.send(Continue(ANALYST))
    case.advance(0)
    assert [e.key for e in case.scheduled] == [first.key, first.key]


def test_an_incident_can_be_mended_meanwhile(*, crash: bool) -> None:
    case = Driver(plan(step("send", Effect(), "end"), END), crash=crash)
    case.lose_effects()
    case.send(HALT)
    case.send(Resolve(1, ANALYST, "retry"))
    assert len(case.scheduled) == 1
    case.send(Continue(ANALYST))
    assert len(case.scheduled) == 2
    case.effect_done("send")
    assert case.state.status == "completed"


def test_the_last_item_that_ended_meanwhile_ends_its_repetition_then(*, crash: bool) -> None:
    each = step("each", Each(Expr("[1,2]"), at_once=1), entries=("in",), done="end")
    made = plan(each, step("in", Effect(), parent="each"), END)
    case = Driver(made, crash=crash)
    for _ in range(2):
        case.send(HALT)
        case.effect_done("in")
        assert not case.out
        case.send(Continue(ANALYST))
    assert case.state.status == "completed"


def test_it_can_be_cancelled_while_it_is_halted(*, crash: bool) -> None:
    case = Driver(plan(step("send", Effect(), "end"), END), crash=crash)
    case.send(HALT)
    case.send(Cancel(ANALYST, "withdrawn"))
    case.send(EffectDone(1, "send", 1, 5))
    assert case.state.status == "cancelled"
    assert [e.output for e in case.of(model.ResultIgnored)] == [5]


@pytest.mark.parametrize(
    ("signals", "says"),
    [
        ((HALT, HALT), "suspended already, by user:analyst"),
        ((Continue(ANALYST),), "is not suspended"),
        ((Suspend(ANALYST, " "),), "Write one sentence why"),
        ((Cancel(ANALYST, "x"), HALT), "is over"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(signals: tuple[Suspend, ...], says: str) -> None:
    case = Driver(plan(step("send", Effect(), "end"), END))
    for signal in signals:
        case.send(signal)
    assert says in case.refused

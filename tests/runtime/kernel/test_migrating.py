"""A case goes on by another version of its workflow, or is told what is in the way.

What a user loses when one fails: cases that are under way break when their workflow is changed, or
stay with the old one for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from runtime.events import model
from runtime.kernel.migrating import Migration
from runtime.kernel.signals import Cancel, Continue, Deliver, Migrate, Suspend
from runtime.primitives import (
    CallPlan,
    Delay,
    Due,
    Each,
    Effect,
    Expr,
    Finish,
    Group,
    Join,
    Outcome,
    Pass,
    Person,
    Receive,
    Undo,
)
from tests.helpers.kernel_driver import ANALYST, BUYER, Driver, plan, step

if TYPE_CHECKING:
    from runtime.primitives import Plan, PlanStep, Primitive

END = step("end", Finish("end"))
ASKS = Person(Expr("'?'"), Expr("'finance'"), (Outcome("out", "Yes"),))
WHY = "the tax has changed"


@pytest.fixture(params=[False, True], ids=["straight", "crashing"])
def crash(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def to(new: Plan, *again: str, **steps: str) -> Migrate:
    return Migrate("digest 2", new, BUYER, WHY, steps, again)


def one(name: str, primitive: Primitive, *after: PlanStep) -> Plan:
    """A step, others, and the end."""
    following = after[0].id if after else "end"
    return plan(step(name, primitive, following), *after, END)


def test_an_open_task_is_answered_by_the_new_version(*, crash: bool) -> None:
    case = Driver(one("ask", ASKS), crash=crash)
    case.send(to(one("approve", ASKS, step("send", Effect(), "end")), ask="approve"))
    (event,) = case.of(model.RunMigrated)
    assert (event.by, event.reason, event.plan) == ("user:buyer", WHY, "digest 2")
    assert event.tasks == (("t2", "approve"),)
    case.vote(BUYER, "out")
    case.effect_done("send")
    assert case.completed == ["start", "approve", "send", "end"]


def test_outputs_are_known_by_their_new_names(*, crash: bool) -> None:
    old = plan(step("first", Effect(), "ask"), step("ask", ASKS, "end"), END)
    case = Driver(old, crash=crash)
    case.effect_done("first", {"n": 7})
    last = step("end", Finish("end", (("n", Expr("@steps.found.n", ("steps.found",))),)))
    new = plan(step("found", Effect(), "ask"), step("ask", ASKS, "end"), last)
    case.send(to(new, first="found"))
    case.vote(BUYER, "out")
    assert case.state.output == {"n": 7}


def test_a_timer_and_a_message_keep_what_they_wait_for(*, crash: bool) -> None:
    def drawn(wait: str, hear: str) -> Plan:
        return plan(
            step("both", Pass(), wait, hear), step(wait, Delay(Due("60")), "end"),
            step(hear, Receive("go"), "end"), END,
        )  # fmt: skip

    case = Driver(drawn("wait", "hear"), crash=crash)
    case.send(to(drawn("pause", "listen"), wait="pause", hear="listen"))
    case.send(Deliver("m", "go", "", 1))
    case.advance(61)
    assert case.completed == ["start", "both", "listen", "end", "pause", "end"]


def test_paths_that_wait_at_a_join_come_by_the_new_lines(*, crash: bool) -> None:
    def drawn(left: str, meet: str) -> Plan:
        return plan(
            step("both", Pass(), left, "right"), step(left, Pass(), meet),
            step("right", ASKS, meet), step(meet, Join(), "end", incoming=2), END,
        )  # fmt: skip

    case = Driver(drawn("left", "meet"), crash=crash)
    case.send(to(drawn("other", "join"), left="other", meet="join"))
    assert not case.refused
    case.vote(BUYER, "out")
    assert case.completed[-2:] == ["join", "end"]


def test_what_lies_inside_goes_on_inside(*, crash: bool) -> None:
    def drawn(group: str, ask: str) -> Plan:
        inside = step(ask, ASKS, parent=group)
        return plan(step(group, Group(), entries=(ask,), done="end"), inside, END)

    case = Driver(drawn("part", "ask"), crash=crash)
    case.send(to(drawn("stage", "approve"), part="stage", ask="approve"))
    assert not case.refused
    case.vote(BUYER, "out")
    assert case.state.status == "completed"


def test_a_step_begins_anew_by_the_new_version(*, crash: bool) -> None:
    """The old task is closed, and asked again as the new version asks."""
    case = Driver(one("ask", ASKS), crash=crash)
    other = Person(Expr("'?'"), Expr("'finance'"), (Outcome("agree", "Agreed"),))
    new = plan(step("ask", other, agree="end"), END)
    case.send(to(new))
    assert "has no answer “Yes”" in case.refused
    case.send(to(new, "ask"))
    assert [e.how for e in case.of(model.TaskClosed)] == ["cancelled"]
    case.vote(BUYER, "agree")
    assert case.state.status == "completed"


def test_what_encloses_it_may_begin_anew(*, crash: bool) -> None:
    each = step("each", Each(Expr("[1,2]")), entries=("ask",), done="end")
    case = Driver(plan(each, step("ask", ASKS, parent="each"), END), crash=crash)
    case.send(to(one("each", ASKS), "each"))
    assert not case.refused
    case.vote(BUYER, "out")
    assert case.state.status == "completed"


def test_a_halted_case_is_migrated_and_goes_on(*, crash: bool) -> None:
    old = plan(step("one", Effect(), "two"), step("two", Effect(), "end"), END)
    case = Driver(old, crash=crash)
    case.send(Suspend(ANALYST, "a new version"))
    case.send(to(old))
    assert "is under way" in case.refused
    case.effect_done("one")
    case.send(to(plan(step("one", Effect(), "last"), step("last", ASKS, "end"), END), two="last"))
    assert not case.refused
    case.send(Continue(ANALYST))
    case.vote(BUYER, "out")
    assert case.completed == ["start", "one", "last", "end"]


OLD: dict[str, Primitive] = {
    "task": ASKS,
    "timer": Delay(Due("60")),
    "message": Receive("go"),
    "effect": Effect(repeat="ask"),
}


@pytest.mark.parametrize(
    ("what", "new", "code", "says"),
    [
        ("task", Pass(), "changed", "“x” waits for something that “x” does not wait for"),
        ("task", Receive("go"), "changed", "does not wait for"),
        ("timer", ASKS, "changed", "does not wait for"),
        ("message", Receive("other"), "changed", "waits for another message"),
        ("effect", Effect(repeat="ask"), "under_way", "Wait until its system has answered"),
        ("task", None, "removed", "is not in the new version. Say at which step its path goes on"),
    ],
)
def test_what_is_in_the_way_is_told(what: str, new: Primitive | None, code: str, says: str) -> None:
    case = Driver(one("x", OLD[what]))
    made = one("x", new) if new is not None else one("y", Pass())
    found = Migration(case.plan, made, case.state, {}, frozenset()).obstacles()
    assert [(each.code, each.step) for each in found] == [(code, "x")]
    assert says in found[0].sentence
    case.send(to(made))
    assert case.refused == found[0].sentence
    assert not case.of(model.RunMigrated)


def test_a_request_that_was_sent_must_be_the_same_there() -> None:
    """Else a case that is mended sends what the old version had worked out, to somewhere else."""
    case = Driver(one("send", Effect(connection="erp")))
    case.lose_effects()
    case.send(to(one("send", Effect(connection="crm"))))
    assert "has sent a request that “send” does not send" in case.refused
    case.send(to(one("send", Effect(connection="crm")), "send"))
    assert "may have been done already, so it cannot begin anew" in case.refused
    case.send(to(one("order", Effect(connection="erp")), send="order"))
    assert not case.refused


def test_a_form_that_has_changed_is_asked_anew() -> None:
    old = Person(Expr("'?'"), Expr("'finance'"), (Outcome("out", "Yes"),), form={"type": "object"})
    case = Driver(one("ask", old))
    case.send(to(one("ask", ASKS)))
    assert "The form of “ask” is another one" in case.refused


def test_what_could_not_be_undone_any_more_is_told() -> None:
    """Else a case that is called off cannot take back what it has booked."""
    book = step("book", Effect(), "ask", undo="unbook")
    back = step("unbook", Effect())
    old = plan(book, back, step("ask", ASKS, "off"), step("off", Undo(), "end"), END)
    case = Driver(old)
    case.effect_done("book")
    case.send(to(plan(step("book", Effect(), "ask"), step("ask", ASKS, "end"), END)))
    assert "What “book” did could not be undone" in case.refused


def test_a_called_workflow_is_migrated_with_its_steps(*, crash: bool) -> None:
    def drawn(name: str) -> Plan:
        return plan(step("call", CallPlan("inner"), "end"), END, inner=(step(name, ASKS),))

    case = Driver(drawn("ask"), crash=crash)
    case.send(to(drawn("approve")))
    assert "“ask” is not in the new version" in case.refused
    case.send(Migrate("digest 2", drawn("approve"), BUYER, WHY, {"inner:ask": "approve"}))
    assert not case.refused
    case.vote(BUYER, "out")
    assert case.state.status == "completed"


@pytest.mark.parametrize(
    ("signal", "says"),
    [
        (Migrate("digest 2", one("x", ASKS), BUYER, " ", {}), "one sentence why"),
        (Migrate("digest", one("x", ASKS), BUYER, WHY, {}), "has this version already"),
        (to(one("x", ASKS), gone="x"), "“gone” is not a step of the version the case has"),
        (to(one("x", ASKS), x="gone"), "“gone” is not a step of the new version"),
        (to(one("x", ASKS), "gone"), "“gone” is not a step of the version the case has"),
    ],
)
def test_a_plan_that_cannot_be_says_why(signal: Migrate, says: str) -> None:
    case = Driver(one("x", ASKS))
    case.send(signal)
    assert says in case.refused
    case.send(Cancel(ANALYST, "x"))
    case.send(signal)
    assert "is over" in case.refused

"""What lists, timelines and `--json` show of a case.

What a user loses when one fails: a step that looks busy when it is over, looks done when somebody
must mend it, or an incident that cannot be found any more.
"""

from __future__ import annotations

from runtime.events.model import Recorded
from runtime.events.view import RunView, view_of
from runtime.kernel.signals import Cancel, EffectDone, EffectFailed, Resolve
from runtime.primitives import (
    CallPlan,
    Delay,
    Due,
    Each,
    Effect,
    Expr,
    Finish,
    Join,
    Outcome,
    Pass,
    Person,
    Policy,
)
from tests.helpers.kernel_driver import ANALYST, Driver, plan, step

END = step("end", Finish("end"))
ASK = Person(Expr("'?'"), Expr("'finance'"), (Outcome("yes", "Yes"),))
FAILED = {"code": "down", "message": "It is down."}


def seen(case: Driver) -> RunView:
    """The view, as of events that are a second apart."""
    moments = (f"2026-03-02T09:{n // 60:02}:{n % 60:02}+00:00" for n in range(len(case.events)))
    recorded = zip(moments, case.events, strict=True)
    return view_of("r", (Recorded(n, at, "", e) for n, (at, e) in enumerate(recorded)))


def in_parallel(policy: Policy | None = None) -> Driver:
    each = step("each", Each(Expr("[1,2,3]"), 0), entries=("one",), done="end")
    return Driver(plan(each, step("one", Effect(), parent="each", policy=policy), END))


def test_a_late_path_does_not_make_a_join_busy_again() -> None:
    """A finished case showed a step that still runs."""
    join = Join(need=1, region=("a", "b"))
    case = Driver(
        plan(
            step("split", Pass(), "a", "b"),
            step("a", Effect(), "join"),
            step("b", Effect(), "join"),
            step("join", join, "after", incoming=2),
            step("after", Effect(), "end"),
            END,
        )
    )
    case.effect_done("a")
    before = seen(case).steps["join"]
    case.effect_done("b")
    after = seen(case).steps["join"]
    assert (after.status, after.ended, after.because) == ("completed", before.ended, before.because)
    assert (after.visits, after.under_way) == (2, 0)


def test_a_join_waits_until_all_have_come() -> None:
    case = Driver(
        plan(
            step("split", Pass(), "a", "b"),
            step("a", Pass(), "join"),
            step("b", Effect(), "join"),
            step("join", Join(), "end", incoming=2, saves=(("x", Expr("1")),)),
            END,
        )
    )
    assert seen(case).steps["join"].status == "waiting"
    case.effect_done("b")
    assert seen(case).steps["join"].status == "completed"
    assert all(found.under_way == 0 for found in seen(case).steps.values())


def test_an_incident_of_one_item_stays_to_be_seen_while_others_are_done() -> None:
    """The operator looks at the canvas: a step that shows “completed” needs nobody."""
    case = in_parallel()
    first, second, third = case.out
    case.send(EffectFailed(first, "one", 1, dict(FAILED)))
    case.send(EffectDone(second, "one", 1))
    found = seen(case).steps["one"]
    assert (found.status, found.under_way, found.ended) == ("incident", 2, "")
    case.send(Resolve(first, ANALYST, "skip"))
    assert seen(case).steps["one"].status == "running"
    case.send(EffectDone(third, "one", 1))
    found = seen(case).steps["one"]
    assert (found.status, found.visits, found.under_way) == ("completed", 3, 0)
    assert found.ended


def test_a_late_result_does_not_hide_the_incident_it_comes_too_late_for() -> None:
    """Nobody could have mended the case any more: the incident was gone from the view."""
    case = Driver(plan(step("send", Effect(), "end"), END))
    case.lose_effects()
    case.send(EffectDone(1, "send", 1, {"id": 9}))
    assert [(w.kind, w.token) for w in seen(case).waiting_for] == [("incident", 1)]


def test_attempts_and_what_a_retry_waits_for() -> None:
    case = in_parallel(Policy(attempts=2, delay=5, jitter=0))
    case.send(EffectFailed(case.out[0], "one", 1, dict(FAILED), retryable=True))
    view = seen(case)
    assert view.steps["one"].status == "retrying"
    assert [(w.kind, w.message) for w in view.waiting_for] == [("retry", "It is down.")]
    case.advance(5)
    view = seen(case)
    assert (view.steps["one"].status, view.steps["one"].attempts) == ("running", 2)
    assert view.waiting_for == []


def test_what_is_cancelled_is_waited_for_no_more() -> None:
    inner = (step("ask", ASK, yes="out"), step("out", Finish("end")))
    case = Driver(
        plan(
            step("split", Pass(), "call", "wait", "send"),
            step("call", CallPlan("inner"), "end"),
            step("wait", Delay(Due("60")), "end"),
            step("send", Effect(), "end"),
            END,
            inner=inner,
        )
    )
    assert [w.kind for w in seen(case).waiting_for] == ["time", "task"]
    case.send(Cancel(ANALYST, "withdrawn"))
    view = seen(case)
    assert view.waiting_for == []
    assert view.at == view.replaced == {}
    for name in ("call", "wait", "send", "call/ask"):
        assert (view.steps[name].status, bool(view.steps[name].ended)) == ("cancelled", True)
    assert view.status == "cancelled"

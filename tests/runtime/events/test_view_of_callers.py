"""A sub-workflow's steps must not be taken for the caller's of the same name."""

from __future__ import annotations

from runtime.events.model import Recorded
from runtime.events.view import RunView, view_of
from runtime.kernel.signals import EffectFailed
from runtime.primitives import CallPlan, Effect, Finish
from tests.helpers.kernel_driver import Driver, plan, step

END = step("end", Finish("end"))


def _view(case: Driver) -> RunView:
    recorded = [Recorded(seq, "2026-03-02", "system", e) for seq, e in enumerate(case.events)]
    return view_of("r", recorded)


def test_steps_of_a_sub_workflow_are_named_with_their_caller() -> None:
    inner = (step("send", Effect(), "end"), END)
    deep = (step("again", CallPlan("inner"), "end"), END)
    made = plan(step("call", CallPlan("deep"), "send"), step("send", Effect(), "end"), END,
                deep=deep, inner=inner)  # fmt: skip
    case = Driver(made)
    assert _view(case).steps["call/again/send"].status == "running"
    assert "send" not in _view(case).steps
    token = case.out[0]
    case.send(EffectFailed(token, "send", 1, {"code": "x", "message": "The ERP said no."}))
    view = _view(case)
    assert view.steps["call/again/send"].status == "incident"
    assert view.waiting_for[0].step == "call/again/send"


def test_what_the_caller_does_is_not_mixed_with_what_the_called_did() -> None:
    inner = (step("send", Effect(), "end"), END)
    made = plan(step("call", CallPlan("inner"), "send"), step("send", Effect(), "end"), END,
                inner=inner)  # fmt: skip
    case = Driver(made)
    case.effect_done("send", {"by": "called"})
    view = _view(case)
    assert view.steps["call/send"].output == {"by": "called"}
    assert view.steps["call"].status == "completed"
    assert view.steps["send"].status == "running"
    case.effect_done("send", {"by": "caller"})
    assert _view(case).steps["send"].output == {"by": "caller"}
    assert not _view(case).at

"""Paths that meet: late ones, missing ones, and what a join saves.

What a user loses when one fails: a case that waits for ever with nothing to see, or goes on too
early, too late, or not at all in the second round of a loop.
"""

from __future__ import annotations

import pytest

from runtime.events import model
from runtime.kernel.signals import EffectDone, EffectFailed, Resolve
from runtime.primitives import (
    Branch,
    Choose,
    Effect,
    Exit,
    Expr,
    Finish,
    Join,
    Pass,
    Plan,
    PlanStep,
    Race,
)
from tests.helpers.kernel_driver import ANALYST, Driver, plan, step

END = step("end", Finish("end"))
GONE = step("gone", Finish("end"))


def looped(need: int) -> Plan:
    """Three branches, a join, and a decision to go round once more; a failed branch is gone."""
    parts = (step(name, Effect(), "join", error="gone") for name in "abc")
    return plan(
        step("split", Pass(), "a", "b", "c"),
        *parts,
        step("join", Join(need=need, region=("a", "b", "c")), "more", incoming=3),
        step("more", Effect(), "again"),
        step("again", Choose((Branch("yes", Expr("@steps.more")),), "no"), yes="split", no="end"),
        END,
        GONE,
    )


def fail(case: Driver, at: str) -> None:
    token = next(t for t in case.state.tokens.values() if t.step == at)
    case.send(EffectFailed(token.id, at, token.attempt, {"code": "down"}))


@pytest.fixture(params=[False, True], ids=["straight", "crashing"])
def crash(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_a_late_path_of_the_first_round_does_not_count_in_the_second(*, crash: bool) -> None:
    case = Driver(looped(2), crash=crash)
    late = next(t for t in case.state.tokens.values() if t.step == "c")
    case.effect_done("a")
    case.effect_done("b")
    case.effect_done("more", output=True)
    case.effect_done("a")
    case.send(EffectDone(late.id, "c", 1))
    assert case.completed.count("join") == 1
    case.effect_done("b")
    assert case.completed.count("join") == 2
    case.effect_done("more", output=False)
    case.effect_done("c")
    assert case.state.status == "completed"
    assert [e.swallowed for e in case.of(model.JoinArrived)].count(True) == 2


def test_a_path_that_never_came_costs_the_next_round_nothing(*, crash: bool) -> None:
    """It was counted as still to come, so the second round lost its first answer."""
    case = Driver(looped(1), crash=crash)
    case.effect_done("a")
    fail(case, "b")
    fail(case, "c")
    case.effect_done("more", output=True)
    fail(case, "a")
    fail(case, "c")
    case.effect_done("b")
    assert case.completed.count("join") == 2
    case.effect_done("more", output=False)
    assert case.state.status == "completed"
    assert case.completed[-1] == "end"


def test_a_late_path_that_parts_is_late_in_all_its_parts(*, crash: bool) -> None:
    region = ("a", "b", "b1", "b2")
    case = Driver(
        plan(
            step("split", Pass(), "a", "b"),
            step("a", Effect(), "join"),
            step("b", Effect(), "b1", "b2"),
            step("b1", Effect(), "join"),
            step("b2", Effect(), "join"),
            step("join", Join(need=1, region=region), "end", incoming=3),
            END,
        ),
        crash=crash,
    )
    case.effect_done("a")
    case.effect_done("b")
    case.effect_done("b2")
    case.effect_done("b1")
    assert case.completed.count("join") == 1
    assert case.state.status == "completed"


def test_a_join_that_no_path_can_reach_any_more_asks_a_person(*, crash: bool) -> None:
    """The case would wait for ever, and no list would show what for."""
    case = Driver(looped(0), crash=crash)
    case.effect_done("a")
    fail(case, "c")
    assert case.state.incidents == 0
    case.effect_done("b")
    (incident,) = case.of(model.IncidentOpened)
    assert (incident.step, incident.error["code"]) == ("join", "join.short")
    assert "waits for 3 paths, 2 came" in str(incident.error["message"])
    case.send(Resolve(incident.token, ANALYST, "retry"))
    assert case.state.incidents == 1
    again = case.of(model.IncidentOpened)[-1]
    case.send(Resolve(again.token, ANALYST, "skip"))
    case.effect_done("more", output=False)
    assert case.state.status == "completed"
    assert case.completed.count("join") == 1


def test_of_two_stuck_joins_the_inner_one_is_told_first(*, crash: bool) -> None:
    case = Driver(
        plan(
            step("split", Pass(), "a", "parts"),
            step("a", Pass(), "outer"),
            step("parts", Pass(), "b", "c"),
            step("b", Pass(), "inner"),
            step("c", Effect(), "inner", error="gone"),
            step("inner", Join(region=("b", "c")), "outer", incoming=2),
            step("outer", Join(region=("a", "parts", "b", "c", "inner")), "end", incoming=2),
            END,
            GONE,
        ),
        crash=crash,
    )
    fail(case, "c")
    (incident,) = case.of(model.IncidentOpened)
    assert incident.step == "inner"
    case.send(Resolve(incident.token, ANALYST, "skip"))
    assert case.completed[-2:] == ["outer", "end"]


def test_a_join_saves_to_the_case_like_any_other_step(*, crash: bool) -> None:
    """What was drawn to be saved was silently not."""
    case = Driver(
        plan(
            step("split", Pass(), "a", "b"),
            step("a", Pass(), "join"),
            step("b", Pass(), "join"),
            step("join", Join(), "end", incoming=2, saves=(("both", Expr("'yes'")),)),
            END,
        ),
        crash=crash,
    )
    assert case.state.output == {"both": "yes"}
    assert len(case.state.tokens) == 0


def test_two_paths_of_a_race_may_meet(*, crash: bool) -> None:
    """The engine stopped with an error where a race leads to one join by two lines."""
    both = PlanStep(
        "both", "both", "fake", 1, Race(), {}, {"out": (Exit("1", "meet"), Exit("2", "meet"))}
    )
    met = Driver(plan(both, step("meet", Join(), "end", incoming=2), END), crash=crash)
    assert met.completed == ["start", "meet", "end"]
    assert met.state.status == "completed"

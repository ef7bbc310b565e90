"""Who may decide and when it is decided. Every test also runs with a crash after every signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.events import model
from runtime.events.model import Actor
from runtime.kernel.signals import Delegate, Resolve
from runtime.kernel.voices import people
from runtime.primitives import Due, Expr, Finish, Outcome, Person, Plan
from tests.helpers.kernel_driver import ANALYST, BUYER, Driver, plan, step

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

Begin: TypeAlias = Callable[..., Driver]
CONTROLLER, DIRECTOR, EMPLOYEE = (
    Actor("user:controller"),
    Actor("user:director"),
    Actor("user:employee"),
)
THREE = "['user:buyer', 'user:controller', 'user:director']"


@pytest.fixture(params=[False, True], ids=["straight", "crashing"])
def run(request: pytest.FixtureRequest) -> Begin:
    """Starts a plan as ANALYST, with or without a crash after every signal."""

    def start(made: Plan) -> Driver:
        return Driver(made, crash=request.param)

    return start


def asked(assignees: str, yes: int = 1, no: int = 1, **more: Any) -> Plan:
    outcomes = (Outcome("yes", "Yes", quorum=yes), Outcome("no", "No", quorum=no))
    person = Person(Expr("'?'"), Expr(assignees), outcomes, **more)
    ask = step("ask", person, yes="end", no="end", overdue="end")
    return plan(ask, step("end", Finish("end")))


def output_of(case: Driver) -> Any:
    return case.state.scopes[0].outputs.get("ask") or {}


def outcome_of(case: Driver) -> str | None:
    return output_of(case).get("outcome")


def hand(case: Driver, who: Actor, *to: str) -> None:
    case.send(Delegate(case.of(model.TaskOpened)[-1].task, who, to))


def message(case: Driver) -> str:
    return str(case.of(model.IncidentOpened)[-1].error["message"])


@pytest.mark.parametrize("assignees", ["'user:'", "['role:', None, 5]", "''", "[]", "None"])
def test_a_task_for_nobody_is_an_incident_and_does_not_wait_for_ever(
    run: Begin, assignees: str
) -> None:
    case = run(asked(assignees))
    assert "Nobody is named" in message(case)


def test_an_approval_only_the_requester_could_give_is_told_at_once(run: Begin) -> None:
    case = run(asked("'user:analyst'", not_requester=True))
    assert "Nobody is named" in message(case)


@pytest.mark.parametrize(
    ("more", "fits"),
    [
        ({}, False),
        ({"due": Due("60"), "escalate_to": Expr("'user:director'")}, True),
        ({"escalate_to": Expr("'user:director'")}, False),
        ({"due": Due("60"), "escalate_to": Expr("'user:director'"), "on_due": "port"}, False),
    ],
)
def test_a_quorum_larger_than_the_list_of_people_is_told_at_once(
    run: Begin, more: dict[str, Any], *, fits: bool
) -> None:
    case = run(asked("['user:buyer', 'user:controller']", yes=3, **more))
    assert (case.state.incidents == 0) == fits
    if not fits:
        assert "needs 3 people to agree, and only 2 may" in message(case)


def test_one_person_named_twice_is_one_voice(run: Begin) -> None:
    case = run(asked("['user:buyer', 'user:buyer']", yes=2))
    assert "only 1 may" in message(case)


def test_the_requester_is_no_voice_of_the_quorum(run: Begin) -> None:
    case = run(asked("['user:analyst', 'user:buyer']", yes=2, not_requester=True))
    assert "only 1 may" in message(case)


def test_two_of_three_decide_although_one_refuses(run: Begin) -> None:
    case = run(asked(THREE, yes=2, no=2))
    case.vote(CONTROLLER, "no")
    case.vote(BUYER, "yes")
    assert outcome_of(case) is None
    case.vote(DIRECTOR, "yes")
    assert outcome_of(case) == "yes"


def test_when_too_many_refuse_for_the_quorum_the_case_does_not_wait_for_more(run: Begin) -> None:
    case = run(asked(THREE, yes=2, no=3, otherwise="no"))
    case.vote(CONTROLLER, "no", "too risky")
    assert outcome_of(case) is None
    case.vote(BUYER, "no", "margin")
    output = output_of(case)
    assert (output["outcome"], output["by"], output["reason"]) == ("no", "user:buyer", "margin")


def test_nothing_is_approved_by_fewer_than_its_quorum(run: Begin) -> None:
    """One approval of two is not enough, although refusal is out of reach by then."""
    case = run(asked("['user:buyer', 'user:controller']", yes=2, no=2, otherwise="no"))
    case.vote(BUYER, "yes")
    assert outcome_of(case) is None
    case.vote(CONTROLLER, "no", "too risky")
    assert outcome_of(case) == "no"


def test_people_who_cannot_agree_any_more_are_an_incident_that_can_ask_again(run: Begin) -> None:
    case = run(asked("['user:buyer', 'user:controller']", yes=2, no=2))
    case.vote(BUYER, "yes")
    case.vote(CONTROLLER, "no", "no")
    assert "do not agree" in message(case)
    assert case.of(model.TaskClosed)[-1].how == "undecided"
    case.send(Resolve(1, ANALYST, "retry", "talked to both"))
    case.vote(BUYER, "yes")
    case.vote(CONTROLLER, "yes")
    assert outcome_of(case) == "yes"


def test_with_a_role_nobody_knows_how_many_are_left_so_the_case_waits(run: Begin) -> None:
    case = run(asked("['role:finance', 'user:controller']", yes=2, no=9))
    case.vote(CONTROLLER, "no")
    assert case.state.status == "open"
    assert case.state.incidents == 0


def test_what_each_person_filled_in_is_kept_not_only_the_last(run: Begin) -> None:
    case = run(asked(THREE, yes=2))
    case.vote(BUYER, "yes", "fine")
    case.vote(CONTROLLER, "yes")
    votes = output_of(case)["votes"]
    assert votes[0] == {"by": "user:buyer", "outcome": "yes", "reason": "fine", "values": {}}
    assert [vote["by"] for vote in votes] == ["user:buyer", "user:controller"]


def test_votes_given_before_the_deadline_are_kept_when_nobody_else_comes(run: Begin) -> None:
    case = run(asked(THREE, yes=2, due=Due("60"), on_due="port"))
    case.vote(BUYER, "yes")
    case.advance(60)
    output = output_of(case)
    assert output["outcome"] == "overdue"
    assert output["votes"][0]["by"] == "user:buyer"


def test_who_hands_their_part_on_takes_nothing_from_the_others(run: Begin) -> None:
    case = run(asked(THREE, yes=2))
    hand(case, BUYER, "user:employee")
    assert case.of(model.TaskDelegated)[0].assignees == (
        "user:controller",
        "user:director",
        "user:employee",
    )
    case.vote(BUYER, "yes")
    assert "not yours" in case.refused
    case.vote(EMPLOYEE, "yes")
    case.vote(CONTROLLER, "yes")
    assert outcome_of(case) == "yes"


def test_one_voice_handed_on_stays_one_voice(run: Begin) -> None:
    """Else one person could reach a quorum of two alone, through a friend or two."""
    case = run(asked("'role:finance'", yes=2))
    hand(case, BUYER, "user:director", "user:employee")
    assert "exactly one person" in case.refused
    hand(case, BUYER, "role:sales")
    assert "exactly one person" in case.refused
    hand(case, BUYER, "user:controller")
    case.vote(BUYER, "yes")
    assert "not yours" in case.refused
    case.vote(CONTROLLER, "yes")
    hand(case, CONTROLLER, "user:employee")
    assert "answered this task already" in case.refused
    assert outcome_of(case) is None
    case.vote(Actor("user:foreman", ("finance",)), "yes")
    assert outcome_of(case) == "yes"


def test_a_part_cannot_be_handed_to_who_decides_already(run: Begin) -> None:
    """Two voices would become one, and a quorum out of reach."""
    case = run(asked(THREE, yes=3))
    hand(case, BUYER, "user:controller")
    assert "decides here already" in case.refused


def test_a_task_comes_back_to_who_handed_it_on(run: Begin) -> None:
    case = run(asked("'role:finance'", yes=2))
    hand(case, BUYER, "user:controller")
    hand(case, CONTROLLER, "user:buyer")
    case.vote(BUYER, "yes")
    assert case.refused == ""


def test_a_role_hands_the_whole_task_to_one_person(run: Begin) -> None:
    case = run(asked("['role:finance', 'user:director']"))
    hand(case, BUYER, "user:buyer")
    assert "yours already" in case.refused
    hand(case, BUYER, "user:controller")
    case.vote(Actor("user:foreman", ("finance",)), "yes")
    assert "not yours" in case.refused
    case.vote(CONTROLLER, "yes")
    assert outcome_of(case) == "yes"


@pytest.mark.parametrize("to", [(), ("user:",), ("user:analyst",)])
def test_a_task_is_not_handed_to_nobody_or_to_who_asked(run: Begin, to: tuple[str, ...]) -> None:
    case = run(asked("'role:finance'", not_requester=True))
    hand(case, BUYER, *to)
    assert "nobody, or to who asked" in case.refused
    assert case.of(model.TaskRefused)[-1].outcome == "delegate"


@given(st.lists(st.sampled_from(["user:a", "role:b", "c", " ", "user:", "role:"]) | st.none()))
def test_people_are_named_once_and_by_a_name(value: list[JsonValue]) -> None:
    """A task for "user:" would stand in nobody's inbox."""
    found = people(value)
    assert set(found) <= {"user:a", "role:b", "role:c"}
    assert len(set(found)) == len(found)
    assert ("user:a" in found) == ("user:a" in value)


@given(
    st.integers(1, 4),
    st.integers(1, 4),
    st.sampled_from(["", "no"]),
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["yes", "no"])), max_size=12),
)
def test_a_fixed_list_of_people_always_comes_to_an_end(
    yes: int, no: int, otherwise: str, votes: list[tuple[int, str]]
) -> None:
    """Once everybody has answered, the case is decided or a person is told; it never hangs."""
    names = [Actor(f"user:{letter}") for letter in "bcde"]
    case = Driver(asked(str([name.id for name in names]), yes=yes, no=no, otherwise=otherwise))
    given_votes: dict[str, str] = {}
    for place, outcome in [*votes, *((place, "no") for place in range(4))]:
        if case.state.status != "open" or case.state.incidents:
            break
        case.vote(names[place], outcome)
        given_votes.setdefault(names[place].id, outcome)
    counts = {way: list(given_votes.values()).count(way) for way in ("yes", "no")}
    left = 4 - len(given_votes)
    if case.state.incidents:
        assert not otherwise
        assert counts["yes"] + left < yes
        assert counts["no"] + left < no
    elif outcome_of(case) == "yes":
        assert counts["yes"] == yes
    else:
        assert outcome_of(case) == "no"
        assert counts["no"] == no or (otherwise and counts["yes"] + left < yes)

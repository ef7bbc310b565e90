"""Every event has a cause, and it is the true one.

What a user loses when one fails: an explanation that begins nowhere, or names what had nothing to
do with it.
"""

from __future__ import annotations

import typing
from pathlib import Path
from typing import Any

import pytest

from runtime.events import model
from runtime.events.causes import RULED, Cause, Causes
from tests.helpers import histories

TESTS = Path(__file__).parents[2]
FILES = [*TESTS.glob("flows/histories/*.json"), *TESTS.glob("patterns/*.trace.json")]
CASES = [
    pytest.param(case["events"], id=f"{file.name.partition('.')[0]}-{case['title']}")
    for file in sorted(FILES)
    for case in histories.read(file)["cases"]
]


def causes_of(events: list[dict[str, Any]]) -> list[tuple[model.RunEvent, Cause]]:
    causes = Causes()
    return [(each.event, causes.of(each)) for each in histories.recorded_in(events)]


def kept(file: str, title: str) -> list[tuple[model.RunEvent, Cause]]:
    cases = histories.read(TESTS / file)["cases"]
    return causes_of(next(case["events"] for case in cases if case["title"] == title))


def test_every_type_of_event_has_a_rule() -> None:
    """A new event says what leads to it, or nobody can explain what follows from it."""
    assert frozenset(typing.get_args(model.RunEvent)) == RULED


@pytest.mark.parametrize("events", CASES)
def test_every_event_leads_back_to_where_the_case_began(events: list[dict[str, Any]]) -> None:
    """Only a person begins something; all else follows from what was written down before."""
    for seq, (event, cause) in enumerate(causes_of(events)):
        assert all(of < seq for of in cause.of)
        assert cause.of or cause.by == "person", type(event).__name__


def only(found: list[tuple[model.RunEvent, Cause]], cls: type[Any], step: str = "") -> list[int]:
    """Places of the events of a class, at a step."""
    events: list[Any] = [event for event, _ in found]
    return [
        seq
        for seq, event in enumerate(events)
        if isinstance(event, cls) and (not step or event.step == step)
    ]


def test_what_is_stopped_names_the_step_that_stopped_it() -> None:
    """Not the person who was asked there, and not the step that happened to be next."""
    found = kept("patterns/25-cancel-region.trace.json", "What is under way inside is withdrawn")
    [stop] = only(found, model.StepCompleted, "stop")
    for cls in (model.TaskClosed, model.TokensCancelled, model.ScopesClosed):
        named = [c.of for e, c in found if isinstance(e, cls) and getattr(e, "by_path", 0)]
        assert [of[-1] for of in named] == [stop], cls
    [part] = only(found, model.StepCompleted, "part")
    assert stop in found[part][1].of


def test_a_turn_that_comes_names_the_step_whose_turn_it_was() -> None:
    """Of steps that are done one by one, each but the first follows another one."""
    found = kept("patterns/40-interleaved-routing.trace.json", "All are done, one at a time")
    for seq in only(found, model.StepAdmitted):
        before = [found[of][0] for of in found[seq][1].of]
        others = [e for e in before if isinstance(e, model.StepCompleted | model.StepHeld)]
        assert len(others) == len(before)


def test_a_lock_names_the_part_that_gave_it_back() -> None:
    """Who waits for a thing must be told who had it."""
    file = "flows/histories/exclusive.json"
    [case] = [
        found
        for each in histories.read(TESTS / file)["cases"]
        if only(found := causes_of(each["events"]), model.StepAdmitted)
    ][:1]
    [admitted] = only(case, model.StepAdmitted)[:1]
    held, gave = (case[of][0] for of in case[admitted][1].of)
    assert isinstance(held, model.StepHeld)
    assert isinstance(gave, model.StepCompleted)
    assert gave.step != held.step


def test_what_is_undone_names_what_was_done() -> None:
    """An undo without it cannot be checked by anybody."""
    found = kept("patterns/compensation.trace.json", "Newest first")
    undone = [c.of for e, c in found if isinstance(e, model.UndoStarted)]
    assert undone
    for of in undone:
        assert any(getattr(found[seq][0], "undo", "") for seq in of)


def test_a_race_names_the_one_that_came_first() -> None:
    """The others were withdrawn because of it, not because of whoever was asked first."""
    kept_cases = histories.read(TESTS / "flows/histories/race.json")["cases"]
    cases = [causes_of(case["events"]) for case in kept_cases]
    stopped = [
        (found, event.by_path, cause)
        for found in cases
        for event, cause in found
        if isinstance(event, model.TokensCancelled)
    ]
    assert stopped
    for found, path, cause in stopped:
        assert [getattr(found[of][0], "token", 0) for of in cause.of] == [path]

"""An explanation reads as a colleague would tell it, and tells nothing that it may not.

What a user loses when one fails: an answer that only engineers understand, that names the wrong
reason, or that shows a client's data to everybody.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from runtime.events.model import Actor
from runtime.explain import Explanation, UnknownStepError
from runtime.testing import WorkflowHarness
from tests.helpers.drawings import choice, draw

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject

ZONE = timezone(timedelta(hours=2))


def asking(step: str, name: str, people: str, **more: Any) -> dict[str, Any]:
    """An approval."""
    params = {"title": f"{name}?", "assignees": f'"{people}"', **more}
    return {"id": step, "kind": "approval", "name": name, "params": params}


def offer() -> Definition:
    """Small offers go to the lead; others, and those of a new client, to finance."""
    ways = choice("size", "large", when="input.amount > 1000")
    lead = asking("lead", "Ask the lead", "user:lead")
    finance = asking("finance", "Ask finance", "role:finance", facts={"client.name": "input.name"})
    lines = ["start>size", "size.large>finance", "size.otherwise>lead"]
    lines += [
        "finance.approved>end",
        "finance.rejected>no",
        "lead.approved>end",
        "lead.rejected>no",
    ]
    nodes: list[str | dict[str, Any]] = ["start", {**ways, "name": "How large?"}, lead, finance]
    return draw([*nodes, "end", "no:end"], lines, id="offer", name="Offer")


def explained(
    folder: Path,
    act: Callable[[WorkflowHarness], Awaitable[None]],
    step: str = "",
    *,
    personal: bool = False,
) -> Explanation:
    """What is told of a case in which something was done."""

    async def run() -> Explanation:
        async with WorkflowHarness(folder) as harness:
            await act(harness)
            return harness.runtime.why(harness.run, step, personal=personal, zone=ZONE)

    return asyncio.run(run())


async def _approved(harness: WorkflowHarness) -> None:
    given: JsonObject = {"amount": 5000, "name": "Ann Example"}
    await harness.start(offer(), given, requester="user:seller")
    await harness.advance("PT1H")
    await harness.answer(
        "finance",
        by="user:cfo",
        roles=("finance",),
        outcome="approved",
        reason="call 0049 30 1234567",
    )


def test_it_is_told_from_the_start_to_the_step_with_times_of_this_place(tmp_path: Path) -> None:
    found = explained(tmp_path, _approved, "Ask finance")
    assert (found.step, found.title, found.reached) == ("finance", "Ask finance", True)
    assert [(each.moment, each.sentence) for each in found.story] == [
        ("5 Jan 2026, 10:00", "Seller started the case “Offer”."),
        ("5 Jan 2026, 10:00", "“start” was done."),
        (
            "5 Jan 2026, 10:00",
            "“How large?” went by “large”, because input.amount > 1000 held "
            "(input.amount was 5000).",
        ),
        (
            "5 Jan 2026, 10:00",
            "“Ask finance” asked the role finance: “Ask finance?”; shown was that "
            "client.name was “•••”.",
        ),
        ("5 Jan 2026, 11:00", "Cfo answered “Approve” at “Ask finance” (“call •••”)."),
        ("5 Jan 2026, 11:00", "That decided “Ask finance”: “Approve”, by cfo."),
    ]


def test_each_way_that_was_not_taken_has_its_reason(tmp_path: Path) -> None:
    found = explained(tmp_path, _approved, "finance")
    by_step = {each.step: each.not_taken for each in found.story if each.not_taken}
    assert by_step == {
        "size": {"otherwise": "a condition held"},
        "finance": {"Refuse": "“Refuse” was not what they decided"},
    }


def test_a_step_that_was_not_reached_says_which_way_led_there(tmp_path: Path) -> None:
    found = explained(tmp_path, _approved, "lead")
    assert (found.reached, found.story) == (False, ())
    assert found.why_not == (
        "“How large?” went by “large”, because input.amount > 1000 held (input.amount was 5000). "
        "The way there is “otherwise”: a condition held.",
    )


def test_a_step_behind_one_that_still_waits_says_for_what(tmp_path: Path) -> None:
    async def waits(harness: WorkflowHarness) -> None:
        await harness.start(offer(), {"amount": 1, "name": "x"})

    found = explained(tmp_path, waits, "end")
    waiting = "“Ask the lead” comes before it and is not done: “Ask the lead” asked lead: "
    assert any(sentence.startswith(waiting) for sentence in found.why_not)


def test_what_is_personal_is_told_who_may_see_it_and_nobody_else(tmp_path: Path) -> None:
    """In the words, in the facts and in what people wrote."""
    for personal in (False, True):
        folder = tmp_path / str(personal)
        folder.mkdir()
        shown = repr(explained(folder, _approved, personal=personal))
        assert ("Ann Example" in shown) is personal
        assert ("1234567" in shown) is personal
        assert "user:cfo" in shown  # who acted is what an audit trail is for


def test_who_stopped_a_case_is_told_with_their_reason(tmp_path: Path) -> None:
    async def stopped(harness: WorkflowHarness) -> None:
        await _approved_by_nobody(harness)
        await harness.runtime.cancel(
            harness.run, actor=Actor("user:operator"), reason="signed twice"
        )

    found = explained(tmp_path, stopped)
    assert [each.sentence for each in found.story][-3:] == [
        "Nobody was asked at “Ask finance” any more.",
        "What was under way at “Ask finance” was stopped: signed twice.",
        "Operator stopped the case (“signed twice”).",
    ]
    assert [each.who for each in found.story][-1] == "user:operator"


async def _approved_by_nobody(harness: WorkflowHarness) -> None:
    await harness.start(offer(), {"amount": 5000, "name": "x"})


def test_a_step_that_is_not_drawn_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownStepError, match="end, finance, lead"):
        explained(tmp_path, _approved, "legal")

"""Every step of every pattern and example is explained, from the start of the case to the step.

What a user loses when one fails: the answer to “why is this case here?”, or a wrong one.
"""

from __future__ import annotations

import asyncio
import shutil
import typing
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest

from runtime import steps
from runtime.definition.definition import Definition
from runtime.embedded.prepared import Preparer
from runtime.events import model
from runtime.explain import Explanation, why
from runtime.explain.sentences import SAID
from runtime.primitives import Choose, Plan
from runtime.testing import Example, empty_database, play
from tests.flows.histories import record
from tests.helpers import histories
from tests.patterns.golden import HERE, drawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runtime.events.model import Recorded

PATTERNS = [
    pytest.param("start", case, id=f"{drawing.name[:2]}-{case.title}")
    for drawing in sorted(HERE.glob("*.baton.json"))
    for case in drawn(drawing)
]
EXAMPLES = [
    pytest.param(name, case, id=f"{name}-{case.title}")
    for name in steps.names()
    for case in record.examples_of(name)
]


@cache
def seed() -> bytes:
    folder = Path(mkdtemp())
    try:
        return empty_database(folder)
    finally:
        shutil.rmtree(folder)


def events_of(name: str, example: Example, folder: Path) -> Sequence[Recorded]:
    """What is recorded of an example already, else what it does now."""
    file = record.file_of(name)
    kept: list[dict[str, Any]] = histories.read(file)["cases"] if file.is_file() else []
    for case in kept:
        if case["title"] == example.title:
            return histories.recorded_in(case["events"])
    return asyncio.run(play(example, steps.kind(name), folder, seed=seed())).events


def plan_of(name: str, example: Example) -> Plan:
    others = {d.meta.id: d for d in map(Definition.from_document, example.workflows)}
    definition = example.definition(steps.kind(name))
    return Preparer(steps.kinds()).prepare(definition, "", others.__getitem__).plan


def test_every_type_of_event_can_be_told() -> None:
    """An event without words is a gap in every story that it is in."""
    assert frozenset(typing.get_args(model.RunEvent)) == SAID


@pytest.mark.parametrize(("name", "example"), [*PATTERNS, *EXAMPLES])
def test_each_step_is_explained_by_what_led_to_it(
    name: str, example: Example, tmp_path: Path
) -> None:
    events, plan = events_of(name, example, tmp_path), plan_of(name, example)
    for step in plan.bodies[plan.main].steps:
        found = why("case", events, plan, step)
        came = brought(events, step)
        assert found.reached is bool(came), step
        if came:
            leads_there(found, came, plan)
        else:
            assert found.why_not, step
            assert all(sentence.endswith(".") for sentence in found.why_not)


def brought(events: Sequence[Recorded], step: str) -> list[int]:
    """Places of the events that bring a path of the case itself to a step: not of a called one."""
    called: set[int] = set()
    found: list[int] = []
    for each in events:
        event: Any = each.event
        moves = getattr(event, "moves", ())
        inner = isinstance(event, model.CallStarted) or getattr(event, "token", 0) in called
        if inner:
            called |= {number for number, _, _ in moves}
        elif isinstance(event, model.RunStarted) and event.step == step:
            found.append(each.seq)
        else:
            found += [each.seq for _, target, _ in moves if target == step]
        called -= {number for number, _, _ in moves if not inner}
    return found


def leads_there(found: Explanation, came: list[int], plan: Plan) -> None:
    """The story begins with the start, holds what brought the path there, and has no gap."""
    places = [each.seq for each in found.story]
    assert found.story[0].event == "RunStarted"
    assert places == sorted(set(places))
    assert set(places) & set(came)
    assert [each.at for each in found.story] == sorted(each.at for each in found.story)
    for each in found.story:
        assert each.sentence[0] == each.sentence[0].upper()
        assert each.sentence.endswith(".")
        assert each.cause or each.by == "person"
    conditions_are_drawn(found, plan)


def conditions_are_drawn(found: Explanation, plan: Plan) -> None:
    """A choice is explained by a condition that stands in the drawing, and that was true."""
    for each, chosen in choices(found, plan):
        ways = {branch.label or branch.port for branch in chosen.branches} | {chosen.default}
        assert set(each.not_taken) - {"it did not fail"} <= ways | {"error", "cancelled"}
        held = [b for b in chosen.branches if f"{b.when.text} held" in each.sentence]
        if "no condition held" not in each.sentence and not chosen.every and "“" in each.sentence:
            assert len(held) == 1
            assert each.not_taken.get(held[0].label or held[0].port) is None


def choices(found: Explanation, plan: Plan) -> Iterator[tuple[Any, Choose]]:
    drawn_steps = plan.bodies[plan.main].steps
    for each in found.story:
        step = drawn_steps.get(each.step)
        is_choice = step is not None and isinstance(step.primitive, Choose)
        if is_choice and " went by " in each.sentence:
            yield each, typing.cast("Choose", step.primitive if step is not None else None)

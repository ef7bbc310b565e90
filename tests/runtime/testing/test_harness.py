"""The harness itself: it must see what goes wrong, or every test built on it is worth nothing."""

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from pydantic import Field

from runtime import steps
from runtime.definition.definition import Definition
from runtime.errors import RefusedError
from runtime.primitives import Effect, Expr, Repeat
from runtime.step import (
    ERROR,
    OUT,
    Around,
    Completed,
    EffectKind,
    Failed,
    Params,
    Port,
    StepContext,
)
from runtime.testing import (
    Crash,
    Example,
    ExampleError,
    ManualClock,
    Played,
    WorkflowHarness,
    crash_points,
    empty_database,
    expect,
    load_example,
    play,
    same,
)
from runtime.testing.clock import MORNING

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.step import Kind, Result

OWNERS = {"business": "owner", "technical": "integration", "control": "control"}


class InvoiceParams(Params):
    """What a step that writes to another system is told."""

    repeat: Repeat = Field("ask", title="Repeat")
    """What may happen after a lost reply."""


class Invoice(EffectKind[InvoiceParams]):
    """A step that writes to another system; never really performed here."""

    name = "invoice"
    title = "Create an invoice"
    summary = "Creates an invoice."
    group = "Systems"
    params = InvoiceParams

    def ports(self, params: InvoiceParams) -> tuple[Port, ...]:
        del params
        return (OUT, ERROR)

    def compile(self, params: InvoiceParams, around: Around) -> Effect:
        del around
        return Effect(inputs=(("amount", Expr("input.amount")),), repeat=params.repeat)

    def perform(self, context: StepContext, params: InvoiceParams) -> Result:
        raise AssertionError(f"a test reached the real system: {context} {params}")


class Run(Protocol):
    """Plays an example, maybe with a crash."""

    def __call__(self, example: Example, crash: Crash | None = None) -> Played: ...


KINDS: dict[str, Kind[Any]] = {**steps.kinds(), "invoice": Invoice()}


def workflow(*nodes: dict[str, Any], edges: list[tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "directed": True,
        "multigraph": True,
        "graph": {"format": 1, "id": "test", "name": "Test", "owners": OWNERS},
        "nodes": list(nodes),
        "edges": [{"source": a, "port": port, "target": b} for a, port, b in edges],
    }


def node(name: str, kind: str, **params: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "params": params}


def billing(repeat: Repeat, **more: Any) -> Example:
    """An example: the effect, then a person."""
    drawn = workflow(
        node("start", "start"),
        {**node("bill", "invoice", repeat=repeat), **more.pop("bill", {})},
        node("check", "task", title="Check", assignees='"role:finance"'),
        node("done", "end", output={"number": "steps.bill.number"}),
        edges=[("start", "out", "bill"), ("bill", "out", "check"), ("check", "out", "done")],
    )
    script = {
        "title": "Billing",
        "workflow": drawn,
        "input": {"amount": 1200},
        "do": [
            {"effect": {"step": "bill", "output": {"number": 7}}},
            {"answer": {"step": "check", "as": "user:analyst", "roles": ["finance"]}},
        ],
        "expect": {"status": "completed", "output": {"number": 7}, "order": ["bill", "check"]},
    }
    return Example.model_validate({**script, **more})


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return empty_database(tmp_path_factory.mktemp("seed"))


@pytest.fixture
def run(tmp_path: Path, seed: bytes) -> Run:
    """Plays an example on a fresh database."""
    runs = itertools.count()

    def play_once(example: Example, crash: Crash | None = None) -> Played:
        folder = tmp_path / str(next(runs))
        folder.mkdir()
        return asyncio.run(
            play(example, KINDS["invoice"], folder, crash=crash, seed=seed, kinds=KINDS)
        )

    return play_once


@pytest.mark.parametrize("repeat", ["safe", "keyed", "verify", "ask"])
def test_a_write_happens_once_whenever_the_process_dies(repeat: Repeat, run: Run) -> None:
    """One signed milestone, one invoice, whatever falls over on the way."""
    example = billing(repeat)
    plain = run(example)
    assert expect(example, plain) == []
    assert plain.done == {"bill": 1}
    for commit, when in crash_points(plain.commits):
        crash = Crash(commit, when)
        played = run(example, crash)
        assert crash.over
        assert [*expect(example, played), *same(plain, played)] == [], (when, commit)


def test_a_second_write_would_be_seen(tmp_path: Path) -> None:
    """The test above proves nothing if the world did not notice."""

    async def twice() -> list[str]:
        async with WorkflowHarness(tmp_path, kinds=KINDS) as harness:
            world = harness.world
            world.knows("bill", "ask")
            world.script("bill", Completed({"number": 7}))
            context = StepContext("r", "bill", 1, "key", {}, MORNING, Any)  # type: ignore[arg-type] - none is opened
            world.perform(context)
            world.perform(context)
            return world.repeated

    assert asyncio.run(twice()) == ["bill (key)"]


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"status": "waiting"}, "status"),
        ({"status": "completed", "output": {"number": 8}}, "output"),
        ({"status": "completed", "output": {"number": True}}, "output"),
        ({"status": "completed", "order": ["check", "bill"]}, "order"),
        ({"status": "completed", "data": {"number": 7}}, "data"),
        ({"status": "completed", "waiting_for": ["check"]}, "waiting_for"),
        ({"status": "completed", "incident": "no"}, "incident"),
        ({"status": "completed", "error": {"code": "x"}}, "error"),
    ],
)
def test_an_expectation_that_does_not_hold_is_told(
    expected: dict[str, Any], said: str, run: Run
) -> None:
    """An example that cannot fail shows nothing."""
    example = billing("keyed", expect=expected)
    played = run(example)
    assert [said in sentence for sentence in expect(example, played)] == [True]


def test_an_effect_without_a_script_is_an_incident_that_says_so(run: Run) -> None:
    """A forgotten outcome must not look like a success."""
    expected = {"status": "waiting", "waiting_for": ["bill"], "incident": "has no outcome for step"}
    example = billing("keyed", do=[], expect=expected)
    assert expect(example, run(example)) == []


def test_an_outcome_that_nothing_asks_for_is_told(run: Run) -> None:
    """An example that scripts a call which is never made describes another workflow."""
    extra = [{"effect": {"step": "bill", "output": 1}}, {"effect": {"step": "bill", "output": 2}}]
    example = billing("keyed", do=extra, expect={"status": "waiting"})
    with pytest.raises(ExampleError, match="nothing asked for the outcome of bill"):
        run(example)


def test_a_failing_effect_is_tried_again_when_its_time_has_come(run: Run) -> None:
    """Time is skipped, not slept: an hour of retries costs a test nothing."""
    # One attempt more than the script needs: one that a crash cut off counts too.
    retry = {"attempts": 4, "delay": "PT1H", "max_delay": "PT1H", "jitter": 0.0}
    policy = {"policy": {"retry": retry}}
    fails = {"code": "erp.down", "message": "The ERP is down.", "retryable": True}
    do = [
        {"effect": {"step": "bill", "fails": fails}},
        {"effect": {"step": "bill", "fails": fails}},
        {"effect": {"step": "bill", "output": {"number": 9}}},
        {"advance": "PT59M"},
    ]
    waiting = {"status": "waiting", "waiting_for": ["bill"]}
    early = billing("keyed", bill=policy, do=[do[0], do[3]], expect=waiting)
    assert expect(early, run(early)) == []
    late = billing(
        "keyed",
        bill=policy,
        do=[*do[:3], {"advance": "P1D"}],
        expect={"status": "waiting", "waiting_for": ["check"], "order": ["bill"]},
    )
    plain = run(late)
    assert expect(late, plain) == []
    for commit, when in crash_points(plain.commits):
        played = run(late, Crash(commit, when))
        assert [*expect(late, played), *same(plain, played)] == [], (when, commit)


def test_people_who_may_not_are_refused_and_the_example_must_say_so(run: Run) -> None:
    """Nobody approves their own request, and an example that thinks so is wrong."""
    effect = {"effect": {"step": "bill", "output": {"number": 7}}}
    answer: dict[str, Any] = {"step": "check", "as": "user:member", "roles": []}
    expected = {"status": "waiting", "waiting_for": ["check"]}
    refused = billing(
        "keyed", do=[effect, {"answer": {**answer, "refused": True}}], expect=expected
    )
    plain = run(refused)
    assert expect(refused, plain) == []
    for commit, when in crash_points(plain.commits):
        run(refused, Crash(commit, when))
    allowed = billing("keyed", do=[effect, {"answer": answer}], expect=expected)
    with pytest.raises(ExampleError, match="was refused"):
        run(allowed)


def test_a_harness_by_hand(tmp_path: Path) -> None:
    """What the docs show works."""
    drawn = Definition.from_document(billing("keyed").workflow or {})

    async def by_hand() -> str:
        async with WorkflowHarness(tmp_path, kinds=KINDS) as harness:
            harness.world.script("bill", Failed("erp.closed", "The period is closed."))
            await harness.start(drawn, {"amount": 5}, requester="user:seller")
            assert [one.kind for one in harness.view().waiting_for] == ["incident"]
            with pytest.raises(RefusedError):
                harness.task("check")
            await harness.resolve("bill", "skip", output={"number": 1})
            await harness.answer("check", by="user:analyst", roles=("finance",))
            return harness.view().status

    assert asyncio.run(by_hand()) == "completed"


def test_the_clock_only_moves_when_told() -> None:
    """Sleepers wake in the moment they asked for, and time never goes back."""

    async def sleep() -> list[str]:
        clock = ManualClock()
        woken: list[str] = []

        async def sleeper(name: str, seconds: float) -> None:
            await clock.sleep(seconds)
            woken.append(name)

        tasks = [asyncio.create_task(sleeper("b", 20)), asyncio.create_task(sleeper("a", 10))]
        await asyncio.sleep(0)
        clock.move_to(MORNING + timedelta(seconds=10))
        await asyncio.sleep(0.01)
        assert woken == ["a"]
        clock.move_to(MORNING)
        assert clock.now() == MORNING + timedelta(seconds=10)
        clock.move_to(MORNING + timedelta(seconds=25))
        await asyncio.gather(*tasks)
        return woken

    assert asyncio.run(sleep()) == ["a", "b"]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        '{"title": "x", "params": {}, "expect": {"status": "done"}}',
        '{"title": "x", "expect": {"status": "completed"}}',
        '{"title": "x", "params": {}, "workflow": {}, "expect": {"status": "completed"}}',
        '{"title": "x", "params": {}, "expect": {"status": "completed"}, "do": [{}]}',
        '{"title": "x", "params": {}, "expect": {"status": "completed", "outputs": 1}}',
    ],
)
def test_a_file_that_is_no_example_is_refused(text: str, tmp_path: Path) -> None:
    """A misspelt expectation would be an expectation that always holds."""
    file = tmp_path / "example.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ExampleError, match=r"example\.json"):
        load_example(file)

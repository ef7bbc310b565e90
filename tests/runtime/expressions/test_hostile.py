"""Knows expressions that try to take the engine down. Must not know how they are stopped."""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
import time

import pytest

from runtime.expressions import EvaluatorPool, Failure, InProcessEvaluator, Limits, PoolSize, Value
from runtime.expressions.slow_engine import compile_slowly
from tests.helpers.expressions import EVALUATOR, asked, failure

CLEARLY_STUCK = 10.0
"""Seconds: far beyond any limit, so that a busy machine fails no test."""

STOPPED = {
    "an endless tail loop": ("($f := function(){ $f() }; $f())", "D1012"),
    "deep recursion": ("($f := function($n){ 1 + $f($n + 1) }; $f(0))", "D1011"),
    "eval of itself": ("($e := '$eval($e)'; $eval($e))", "D1011"),
    "a long filling": ("$pad('x', 1e9)", "D2015"),
    "a long filling by another name": ("($p := $pad; $p('x', 1e9))", "D2015"),
    "a long filling behind eval": ("$eval('$pad(\"x\", 1e9)')", "D2015"),
    "a long filling made of long pieces": ("$pad('x', 20000, '0123456789')", "D2015"),
    "a billion in Roman digits": ("$formatInteger(1e12, 'I')", "D2015"),
    "a date as wide as a book": ("$fromMillis(0, '[f,100000000-100000000]')", "D2015"),
    "a wide date by a computed picture": ("$fromMillis(0, '[f,9' & '99999-999999]')", "D2015"),
    "a wide date behind a dot": ("0.$fromMillis('[f,100000000-100000000]')", None),
    "a wide date that is badly written": ("$fromMillis(0, '[f,+99999999-99999999x]')", "D2015"),
    "a date that breaks the library": ("$fromMillis(0, '[Y,1-64]')", "D2015"),
    "array doubling": ("($f := function($a){ $f($append($a, $a)) }; $f([1]))", "D2015"),
    "a range of ten millions": ("$count([1..1e7])", "D2015"),
    "a sort of three millions": ("$sort([1..3000000])", "D2015"),
    "comparing a long range": ("$distinct([1..100000])", "D2015"),
    "lists of lists": ("[1..9000].[1..9000]", "D1012"),
    "fifty thousand brackets": ("[" * 50_000, "U1002"),
    "a text without end": ("1" + " + 1" * 60_000, "expression.limit"),
    "a pattern of a thousand choices": ("$match('x', /((x{100}){100}){100}/)", None),
}


@pytest.mark.parametrize(("text", "code"), STOPPED.values(), ids=STOPPED.keys())
def test_an_attack_ends_in_a_clear_failure(text: str, code: str | None) -> None:
    """One formula would hang or kill the engine and every case on it."""
    started = time.monotonic()
    failed = failure(text)
    assert time.monotonic() - started < CLEARLY_STUCK
    assert code in {None, failed.code}
    assert failed.message


def test_a_pattern_that_backtracks_is_searched_in_linear_time() -> None:
    """A check of an e-mail address would stop the engine."""
    assert EVALUATOR.evaluate(asked("$contains(v, /(a+)+$/)", {"v": "a" * 5_000 + "!"})) == Value(
        value=False
    )


def test_long_lists_are_not_compared_pair_by_pair_in_the_engine() -> None:
    """One import of a large list would hold up all other cases."""
    many = {"v": list(range(30_000))}
    assert failure("$count($distinct(v))", many).is_limit
    assert failure("$eval('$count($distinct(v))')", many).is_limit


def test_an_administrator_can_move_the_limits() -> None:
    """A firm with long price lists could not use them at all."""
    wide = InProcessEvaluator(Limits(max_sequence_length=200_000, max_text_length=10))
    assert wide.evaluate(asked("$count([1..100000])")) == Value(100_000)
    refused = wide.evaluate(asked("$pad('x', $number('11'))"))
    assert isinstance(refused, Failure)
    assert refused.is_limit


@pytest.mark.parametrize(
    "text",
    [
        "($f := function(){ $f() }; $f())",
        "($f := function($n){ 1 + $f($n + 1) }; $f(0))",
        "$pad('x', 1e9)",
        "$count([1..900000])",
        "[" * 50_000,
        "1/0",
        "/(?<a>/",
    ],
)
def test_the_engine_in_python_stops_too(text: str) -> None:
    """On an Intel Mac a formula would hang the program."""
    assert isinstance(InProcessEvaluator(engine=compile_slowly).evaluate(asked(text)), Failure)


# --- the pool ------------------------------------------------------------------------------------

UNGUARDED = Limits(max_text_length=10**12, max_sequence_length=10**7)


async def killed(text: str, context: dict[str, object] | None = None) -> Failure:
    """Runs what no guard stops, then shows that the pool goes on; returns the failure."""
    async with EvaluatorPool(UNGUARDED, size=PoolSize(processes=1)) as pool:
        assert await pool.evaluate(asked("1 + 1")) == Value(2)
        started = time.monotonic()
        outcome = await pool.evaluate(asked(text, context or {}))
        assert time.monotonic() - started < CLEARLY_STUCK
        assert isinstance(outcome, Failure), outcome
        assert await pool.evaluate(asked("2 + 2")) == Value(4)
        return outcome


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("$pad('x', 1e10)", {}),
        ("$count($distinct(v))", {"v": list(range(200_000))}),
        ("$formatInteger(1e15, 'I')", {}),
        ("$length($replace(v, 'x', v))", {"v": "x" * 100_000}),
        ("($f := function($s){ $f($s & $s) }; $f('xxxxxxxx'))", {}),
    ],
    ids=["filling", "distinct", "roman", "replace", "doubling"],
)
def test_what_no_guard_stops_ends_its_process_and_not_the_engine(
    text: str, context: dict[str, object]
) -> None:
    """A preview of a colleague's draft would take the hub down."""
    limits = asyncio.run(killed(text, context))
    assert limits.is_limit
    assert limits.message


def test_the_pool_answers_like_the_engine() -> None:
    """A preview would show something else than the run does later."""
    texts = ["data.deal.amount", "$now()", "[$random()]", "data.deal.name + 1", "1 +", "nothing"]

    async def both() -> list[tuple[object, object]]:
        async with EvaluatorPool() as pool:
            return [
                (await pool.evaluate(asked(text)), EVALUATOR.evaluate(asked(text)))
                for text in texts
            ]

    for pooled, direct in asyncio.run(both()):
        assert pooled == direct


def test_a_process_that_dies_hurts_nobody() -> None:
    """A crash of the library would be a crash of the hub."""

    async def scene() -> tuple[object, object]:
        async with EvaluatorPool(UNGUARDED, size=PoolSize(processes=1, seconds=60)) as pool:
            await pool.evaluate(asked("1"))
            (process,) = multiprocessing.active_children()
            context: dict[str, object] = {"v": list(range(500_000))}
            waiting = asyncio.create_task(pool.evaluate(asked("$count($distinct(v))", context)))
            await asyncio.sleep(0.3)
            process.kill()
            return await waiting, await pool.evaluate(asked("1 + 1"))

    dead, after = asyncio.run(scene())
    assert isinstance(dead, Failure)
    assert dead.code == "expression.killed"
    assert after == Value(2)


def test_what_nobody_waits_for_any_more_is_stopped() -> None:
    """Closed previews would go on using the machine."""

    async def scene() -> object:
        async with EvaluatorPool(UNGUARDED, size=PoolSize(processes=1, seconds=60)) as pool:
            await pool.evaluate(asked("1"))
            context: dict[str, object] = {"v": list(range(500_000))}
            task = asyncio.create_task(pool.evaluate(asked("$count($distinct(v))", context)))
            await asyncio.sleep(0.3)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await pool.evaluate(asked("1 + 1"))

    assert asyncio.run(asyncio.wait_for(scene(), 30)) == Value(2)


def test_data_that_json_cannot_carry_never_reaches_a_process() -> None:
    """A bad value would look like a crash."""

    async def scene() -> object:
        async with EvaluatorPool() as pool:
            return await pool.evaluate(asked("v", {"v": {1, 2}}))

    outcome = asyncio.run(scene())
    assert isinstance(outcome, Failure)
    assert outcome.code == "expression.input"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
def test_memory_is_bounded_where_the_system_can() -> None:
    """String doubling would push the whole machine into swap."""
    text = "$length($join($split(v, ''), v))"
    size = PoolSize(processes=1, memory_bytes=200 * 1024 * 1024, seconds=30)

    async def scene() -> object:
        async with EvaluatorPool(UNGUARDED, size=size) as pool:
            return await pool.evaluate(asked(text, {"v": "x" * 50_000}))

    outcome = asyncio.run(scene())
    assert isinstance(outcome, Failure)
    assert outcome.code == "expression.killed"
    assert "memory" in outcome.message

"""Knows what a condition or mapping must answer. Must not know the library behind it."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from decimal import Decimal
from uuid import UUID

import pytest

from runtime.expressions import Failure, InProcessEvaluator, Limits, Value
from runtime.expressions.slow_engine import compile_slowly
from tests.helpers.expressions import CASE, EVALUATOR, NOW, answer, asked, failure


def test_conditions_and_mappings_give_what_they_say() -> None:
    """A deal would take the wrong branch, or a system would get the wrong fields."""
    assert answer('data.deal.amount > settings.limit and data.deal.region = "EMEA"') is True
    assert answer('data.lines[qty > 1].{"code": sku, "sum": $round(price * qty, 2)}') == {
        "code": "A1",
        "sum": 21,
    }
    assert answer("$sum(data.lines.(qty * price))") == 120
    assert answer("data.deal.owner.name") is None


def test_a_result_shares_nothing_with_the_case() -> None:
    """A step that changes its input would silently change the recorded case."""
    given = answer("data.deal")
    assert given == {"amount": 150_000, "region": "EMEA", "name": "Client C roll-out"}
    assert isinstance(given, dict)
    given["amount"] = 0
    assert answer("data.deal.amount") == 150_000


# --- the same run gives the same result ----------------------------------------------------------


def test_clock_and_chance_come_from_the_request() -> None:
    """A resumed run would decide otherwise than it did before the crash."""
    assert answer("$now()") == "2026-01-02T03:04:05.678Z"
    assert answer("$millis()") == 1_767_323_045_678
    assert answer('$now("[Y]/[M01]/[D01]")') == "2026/01/02"
    assert answer("$fromMillis($millis())") == "2026-01-02T03:04:05.678Z"
    first = EVALUATOR.evaluate(asked("[$random(), $random(), $shuffle([1..9])]", seed=1))
    again = InProcessEvaluator().evaluate(asked("[$random(), $random(), $shuffle([1..9])]", seed=1))
    other = EVALUATOR.evaluate(asked("[$random(), $random(), $shuffle([1..9])]", seed=2))
    assert first == again
    assert first != other


def test_the_sequence_of_chance_never_changes() -> None:
    """An old run would continue differently on a new version."""
    assert answer("[$random(), $random()]") == [0.3898297483912715, 0.01678829452815611]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ('"10:30", "[H01]:[m01]"', "2026-01-02T10:30:00.000Z"),
        ('"03-04", "[M01]-[D01]"', "2026-03-04T00:00:00.000Z"),
        ('"17", "[D01]"', "2026-01-17T00:00:00.000Z"),
        ('"100", "[d001]"', "2026-04-10T00:00:00.000Z"),
        ('"2024", "[Y]"', "2024-01-01T00:00:00.000Z"),
    ],
)
def test_a_date_without_a_year_is_read_at_the_request(text: str, moment: str) -> None:
    """A due date would move when a run is replayed on another day."""
    assert answer(f"$fromMillis($toMillis({text}))") == moment


def test_chance_hidden_behind_eval_is_the_same_too() -> None:
    """An expression kept in data would escape the journal's clock."""
    assert answer("$eval('$' & 'now()')") == "2026-01-02T03:04:05.678Z"


# --- values in and out ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (Decimal("10.50"), "10.50"),
        (Decimal("1E+3"), "1000"),
        (2**53, 2**53),
        (2**53 + 1, "9007199254740993"),
        (-(2**70), "-1180591620717411303424"),
        (dt.date(2026, 1, 2), "2026-01-02"),
        (NOW, "2026-01-02T03:04:05.678000Z"),
        ((1, 2), [1, 2]),
        ({1: {"deep": Decimal("0.10")}}, {"1": {"deep": "0.10"}}),
        (None, None),
        ([None, 1.5], [None, 1.5]),
    ],
)
def test_values_enter_exactly_or_as_text(given: object, seen: object) -> None:
    """An amount or an id would lose its last digits on the way into a condition."""
    assert answer("v", {"v": given}) == seen


@pytest.mark.parametrize(
    "given",
    [
        float("nan"),
        [1, {"x": float("inf")}],
        Decimal("NaN"),
        b"raw",
        {1, 2},
        "\ud800",
        UUID(int=1),
        dt.datetime(2026, 1, 2, 3, 4),  # noqa: DTZ001 - a time without zone is what is refused
    ],
)
def test_what_json_cannot_carry_is_refused(given: object) -> None:
    """A condition would be decided on a value that the journal cannot keep."""
    refused = failure("v", {"v": given})
    assert refused.code == "expression.input"
    assert "v" in refused.message


def test_data_that_is_nested_without_end_is_refused() -> None:
    """A hostile message would take the engine down."""
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    assert failure("v", {"v": deep}).code == "expression.input"


@pytest.mark.parametrize("text", ["1/0", '{"a": [1, -1/0]}', "0/0", "1e308 * 10"])
def test_a_number_that_is_none_is_no_result(text: str) -> None:
    """A run would store infinity and never be read again."""
    assert failure(text).code == "expression.result"


def test_a_result_that_is_too_large_is_no_result() -> None:
    """One mapping could fill the journal's disk."""
    small = InProcessEvaluator(Limits(max_result_bytes=100))
    for text in ("$pad('x', 200)", "[1..99]"):
        outcome = small.evaluate(asked(text))
        assert isinstance(outcome, Failure)
        assert outcome.code == "expression.result"


# --- failures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "offset", "token"),
    [
        ("data.deal.name + 1", "T2001", 15, "+"),
        ('data.lines.(qty * "x")', "T2002", 16, "*"),
        ('data.deal.amount > "5"', "T2009", 17, ">"),
        ("1 + $uppercase(5)", "T0410", 4, "$uppercase"),
        ('$error("no owner")', "D3137", 0, "$error"),
        ("1 +", "S0207", 3, None),
        ("data.deal.(", "S0207", 11, None),
        ("(1 2)", "S0202", 3, "2"),
    ],
)
def test_a_failure_says_where(text: str, code: str, offset: int, token: str | None) -> None:
    """A person would have to search a long formula for one wrong sign."""
    failed = failure(text)
    assert (failed.code, failed.offset, failed.token) == (code, offset, token)
    assert failed.message.endswith(".")


def test_bad_text_never_raises() -> None:
    """One wrong cell would stop the engine."""
    for text in ("", "\ud800", "/* x", "`a", "/(/", '"', "x" * 200_000, "1" * 400, "$", "?"):
        assert isinstance(EVALUATOR.evaluate(asked(text)), Value | Failure)


def test_one_evaluator_serves_many_threads() -> None:
    """The library dies when a compiled expression changes threads."""
    outcomes: list[Value | Failure] = []
    request = asked("$now() & data.deal.region")

    def work() -> None:
        outcomes.extend(EVALUATOR.evaluate(request) for _ in range(50))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [Value("2026-01-02T03:04:05.678ZEMEA")] * 200


def test_an_evaluator_may_end_on_another_thread_than_it_worked_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The library dies when a compiled expression is only dropped on another thread."""
    died: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", died.append)
    held = [InProcessEvaluator(Limits(max_result_bytes=1_000))]
    assert held[0].evaluate(asked("$now()")) == Value("2026-01-02T03:04:05.678Z")
    dropping = threading.Thread(target=held.clear)
    dropping.start()
    dropping.join()
    assert not died


def test_many_settings_in_turn_leave_each_its_own_bounds() -> None:
    """A cache of another evaluator's bounds would let through what is forbidden here."""
    for _ in range(2):
        for size in range(30):
            wide = InProcessEvaluator(Limits(max_result_bytes=size + 2))
            assert wide.evaluate(asked(f"'{'x' * size}'")) == Value("x" * size)
            assert isinstance(wide.evaluate(asked(f"'{'x' * (size + 1)}'")), Failure)


def test_a_small_cache_still_answers_right() -> None:
    """After many different formulas an old one would give another's result."""
    tiny = InProcessEvaluator(cache_size=2)
    for _ in range(3):
        for number in range(5):
            assert tiny.evaluate(asked(f"{number} + 1")) == Value(number + 1)


@pytest.mark.parametrize(
    "text",
    [
        'data.deal.amount > 100000 and data.deal.region = "EMEA"',
        '[$now(), $millis(), $random(), $toMillis("10:00", "[H01]:[m01]")]',
        "$shuffle([1..20])",
        "data.lines.{'a': sku, 'b': qty * price}",
        "[data.none, null]",
        "[$sum]",
        '$contains("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)',
        "$eval('$now()')",
        "data.deal.name + 1",
        "$pad('x', 1e9)",
        "[1..100000]",
    ],
)
def test_the_engine_in_python_answers_the_same(text: str) -> None:
    """A workflow would run differently on an Intel Mac."""
    slow = InProcessEvaluator(engine=compile_slowly)
    assert slow.evaluate(asked(text, CASE)) == EVALUATOR.evaluate(asked(text, CASE))

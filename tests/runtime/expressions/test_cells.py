"""Knows what the cells of a decision table mean. Must not know how they are read."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.expressions import (
    Anything,
    Interval,
    Intervals,
    Unknown,
    Value,
    Values,
    complement,
    intersection,
    overlaps,
    unary_interval,
    unary_to_condition,
    union,
)
from runtime.expressions.intervals import CellSet, contains, is_empty
from tests.helpers.expressions import EVALUATOR, asked


@pytest.mark.parametrize(
    ("cell", "condition"),
    [
        ("> 100000", "x > 100000"),
        ("[0..100]", "x >= 0 and x <= 100"),
        ("(0..100)", "x > 0 and x < 100"),
        ("]0..100[", "x > 0 and x < 100"),
        ('"EMEA"', 'x = "EMEA"'),
        ('"EMEA", "APAC"', 'x in ["EMEA", "APAC"]'),
        ("1, [5..9]", "(x = 1) or (x >= 5 and x <= 9)"),
        ("-", "true"),
        ("", "true"),
        ("-5", "x = (-5)"),
        ('not("A")', '$not(x = "A")'),
        ("? > 1 and ? < 5", "x > 1 and x < 5"),
        ("? ? 1 : 2", "x ? 1 : 2"),
        ('$contains(?, "a?")', '$contains(x, "a?")'),
        ('["A","B"]', 'x in ["A","B"]'),
    ],
)
def test_a_cell_becomes_the_condition_it_looks_like(cell: str, condition: str) -> None:
    """A row would hit where its author reads that it does not."""
    assert unary_to_condition(cell, "x") == condition


def test_the_operand_keeps_its_own_meaning() -> None:
    """`a + b` tested for `> 5` would become `a + (b > 5)`."""
    assert unary_to_condition("> 5", "a + b") == "(a + b) > 5"


def closed(low: str, high: str) -> Interval:
    return Interval(Decimal(low), Decimal(high), low_in=True, high_in=True)


@pytest.mark.parametrize(
    ("cell", "accepted"),
    [
        ("-", Anything()),
        ("> 10", Intervals((Interval(Decimal(10), None),))),
        ("<= 10.50", Intervals((Interval(None, Decimal("10.50"), high_in=True),))),
        ("[1..2], [2..3]", Intervals((closed("1", "3"),))),
        ("1, [5..9]", Intervals((closed("1", "1"), closed("5", "9")))),
        ("not([1..2])", Intervals((Interval(None, Decimal(1)), Interval(Decimal(2), None)))),
        ("? > 1 and ? < 5", Intervals((Interval(Decimal(1), Decimal(5)),))),
        ("5 < ?", Intervals((Interval(Decimal(5), None),))),
        ('>= "2026-01-01"', Intervals((Interval("2026-01-01", None, low_in=True),))),
        ('"A","B"', Values(frozenset({"A", "B"}))),
        ('not("A")', Values(frozenset({"A"}), excluded=True)),
        ("true", Values(frozenset({True}))),
        ("[5..1]", Intervals(())),
        ("limit", Unknown()),
        ("> limit", Unknown()),
        ("$contains(?, 'x')", Unknown()),
    ],
)
def test_a_cell_says_what_it_accepts(cell: str, accepted: CellSet) -> None:
    """Gaps and overlaps of a table would go unseen."""
    assert unary_interval(cell) == accepted


def test_gaps_and_overlaps_of_rows_can_be_told() -> None:
    """A deal of exactly 100,000 would meet no row, or two."""
    low, high = unary_interval("< 100000"), unary_interval("> 100000")
    assert overlaps(low, high) is False
    assert complement(union(low, high)) == Intervals((closed("100000", "100000"),))
    assert overlaps(low, unary_interval("[99999..100001]")) is True
    assert overlaps(unary_interval('"A"'), unary_interval('not("A")')) is False
    assert overlaps(unary_interval("-"), unary_interval("5")) is True
    assert overlaps(unary_interval("x"), unary_interval("5")) is None
    assert is_empty(complement(unary_interval("-"))) is True


numbers = st.integers(-20, 20)
plain_cells = st.one_of(
    st.builds("{} {}".format, st.sampled_from([">", ">=", "<", "<=", "=", "!="]), numbers),
    st.builds("{}{}..{}{}".format, st.sampled_from("[("), numbers, numbers, st.sampled_from("])")),
    numbers.map(str),
    st.just("-"),
)
cells = st.one_of(
    plain_cells,
    st.lists(plain_cells, min_size=1, max_size=3).map(", ".join),
    plain_cells.map("not({})".format),
    st.builds("? > {} and ? <= {}".format, numbers, numbers),
)


def hit(cell: str, value: int) -> bool:
    outcome = EVALUATOR.evaluate(replace(asked(cell, {"value": value}), unary=True))
    assert isinstance(outcome, Value), (cell, outcome)
    return outcome.value is True


@given(cells, numbers)
def test_what_a_cell_accepts_is_what_its_condition_hits(cell: str, value: int) -> None:
    """The checker would call a table complete that lets cases through."""
    accepted = unary_interval(cell)
    assert contains(accepted, Decimal(value)) in {None, hit(cell, value)}


@given(cells, cells, numbers)
def test_sets_combine_like_conditions(one: str, other: str, value: int) -> None:
    """Two rows would be called disjoint that share a value."""
    first, second, point = unary_interval(one), unary_interval(other), Decimal(value)
    both, either = intersection(first, second), union(first, second)
    in_one, in_other = hit(one, value), hit(other, value)
    assert contains(both, point) in {None, in_one and in_other}
    assert contains(either, point) in {None, in_one or in_other}
    assert contains(complement(first), point) in {None, not in_one}
    if in_one and in_other:
        assert overlaps(first, second) is not False


@given(st.text(max_size=40), st.text(max_size=10))
def test_any_cell_text_can_be_looked_at(cell: str, operand: str) -> None:
    """A half typed cell would close the editor."""
    assert isinstance(unary_to_condition(cell, operand), str)
    unary_interval(cell)

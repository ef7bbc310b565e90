"""What the short form of conditions means: as JSONata, and as the set of values it accepts."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.expressions import Value
from runtime.expressions.cells import (
    ANYTHING,
    NULL,
    CellError,
    Compared,
    Missing,
    Operand,
    condition,
    formula_spans,
    formulas,
    read_cell,
    read_value,
    value_classes,
)
from tests.helpers.expressions import EVALUATOR, asked

if TYPE_CHECKING:
    from runtime.expressions.cells import Test, ValueType

TYPES: tuple[ValueType, ...] = ("any", "text", "number", "money", "boolean", "date")


@pytest.mark.parametrize(
    ("cell", "of", "expected"),
    [
        ("> 100000", "number", "x > 100000"),
        ("[0..100]", "number", "x >= 0 and x <= 100"),
        ("(0..100)", "number", "x > 0 and x < 100"),
        ("]0..100[", "number", "x > 0 and x < 100"),
        ("[0..1[, ]2..3]", "number", "(x >= 0 and x < 1 or x > 2 and x <= 3)"),
        ('"EMEA"', "any", 'x = "EMEA"'),
        ("EMEA", "any", 'x = "EMEA"'),
        ("EMEA, North America", "text", '(x = "EMEA" or x = "North America")'),
        ('["A","B"]', "text", '(x = "A" or x = "B")'),
        ('["A", data.b]', "text", '(x in ["A", data.b])'),
        ("1, [5..9]", "number", "(x = 1 or x >= 5 and x <= 9)"),
        ("-", "any", ""),
        ("", "any", ""),
        ("1, -", "any", ""),
        ("-5", "number", "x = -5"),
        ("0.10", "number", "x = 0.10"),
        ("1e3", "number", "x = 1E+3"),
        ("yes", "boolean", "x = true"),
        ("2026-12-31", "date", 'x = "2026-12-31"'),
        ("null", "any", "$not($exists(x))"),
        ("!= null", "any", "$exists(x) and $not($not($exists(x)))"),
        ('not("A")', "text", '$exists(x) and $not(x = "A")'),
        ("not(A), B", "text", '($exists(x) and $not(x = "A") or x = "B")'),
        ("not(]0..1[)", "number", "$exists(x) and $not(x > 0 and x < 1)"),
        ("? > 1 and ? < 5", "number", "x > 1 and x < 5"),
        ("1 < ? and ? < 5 or ? = 9", "number", "(x > 1 and x < 5 or x = 9)"),
        ("? > 2026-12-31", "date", 'x > "2026-12-31"'),
        ("? = null or ? = 1", "number", "($not($exists(x)) or x = 1)"),
        ("? ? 1 : 2", "any", "(x ? 1 : 2)"),
        ("? > 5 ? true : false", "number", "(x > 5 ? true : false)"),
        ('$contains(?, "a?")', "text", '($contains(x, "a?"))'),
        ("> settings.limit", "number", "x > $number((settings.limit))"),
        ("settings.limit", "money", "x = $round($number((settings.limit)), 2)"),
    ],
)
def test_a_cell_becomes_the_condition_it_looks_like(
    cell: str, of: ValueType, expected: str
) -> None:
    """A row would hit where its author reads that it does not."""
    assert condition(read_cell(cell, of), "x") == expected


@pytest.mark.parametrize(
    ("cell", "of", "why"),
    [
        ("> null", "any", "above or below null"),
        ("[null..5]", "number", "above or below null"),
        ("> true", "boolean", "above or below true"),
        ("not(1, not(2))", "number", "inside of"),
        ("not()", "number", "missing"),
        ("1, , 2", "number", "missing"),
        ("/* 5 */", "number", "missing"),
        ("9" * 400, "number", "too large"),
        ("2026-02-30", "date", "no day"),
        ('"2026-01-31T10:00"', "date", "no day"),
        ("? > soon", "number", "does not fit"),
        ("x" * 10_001, "text", "longer"),
        ("[0..1", "number", "not closed"),
        ("0..1]", "number", "not opened"),
    ],
)
def test_a_cell_that_means_nothing_says_why(cell: str, of: ValueType, why: str) -> None:
    """It would stop the case that meets it, or pass for something else."""
    with pytest.raises(CellError, match=why):
        read_cell(cell, of)


@pytest.mark.parametrize(
    ("cell", "of", "given"),
    [
        ("", "text", NULL),
        ("null", "text", NULL),
        ("finance", "text", Operand('"finance"', "finance")),
        ("0.20", "number", Operand("0.20", Decimal("0.2"))),
        ("7", "text", Operand('"7"', "7")),
        ("no", "boolean", Operand("false", literal=False)),
        ("data.amount * 0.1", "money", Operand("$round($number((data.amount * 0.1)), 2)")),
    ],
)
def test_a_result_is_a_value_or_a_formula(cell: str, of: ValueType, given: Operand) -> None:
    """Text would be looked up as a field, or a formula written out as text."""
    assert read_value(cell, of) == given


def test_what_a_person_wrote_as_formula_can_be_checked() -> None:
    """A field that is not there would be found by the first case and not while drawing."""
    assert formulas(read_cell("> settings.limit, 5, $contains(?, 'x')", "any")) == [
        "(settings.limit)",
        "$contains($, 'x')",
    ]


# --- sets -----------------------------------------------------------------------------------------


def accepted(cell: str, of: ValueType, *others: str) -> list[str] | None:
    """What the classes are called that a cell accepts, told apart by all cells."""
    tests = [read_cell(each, of) for each in (cell, *others)]
    classes = value_classes(of, tests)
    found = classes.accepted(tests[0])
    return None if found is None else [n for i, n in enumerate(classes.names) if found >> i & 1]


@pytest.mark.parametrize(
    ("cell", "of", "names"),
    [
        ("-", "any", ["anything", "missing"]),
        ("null", "any", ["missing"]),
        ("!= null", "any", ["anything"]),
        ("> 10", "number", ["above 10"]),
        ("<= 10.50", "any", ["below 10.50", "10.50"]),
        ("1, [5..9]", "number", ["1", "5", "between 5 and 9", "9"]),
        ("not([1..2])", "number", ["below 1", "above 2"]),
        ("? > 1 and ? < 5", "number", ["between 1 and 5"]),
        ("? < 1 or 5 < ?", "number", ["below 1", "above 5"]),
        (">= 2026-01-01", "date", ["2026-01-01", "above 2026-01-01"]),
        ("> M", "text", ["above M"]),
        ('"A","B"', "text", ["A", "B"]),
        ("not(A)", "text", ["anything else"]),
        ("!= 5, not(5)", "number", ["below 5", "above 5"]),
        ("true", "boolean", ["true"]),
        ("not(true)", "any", ["false"]),
        ('1, "1", true', "any", ["1", "1", "true"]),
        ("[5..1]", "number", []),
        ("> settings.limit", "number", None),
        ("$contains(?, 'x')", "text", None),
        ("? > 1 and $contains(?, 'x')", "text", None),
    ],
)
def test_a_cell_says_what_it_accepts(cell: str, of: ValueType, names: list[str] | None) -> None:
    """Gaps and overlaps of a table would go unseen."""
    assert accepted(cell, of) == names


def test_cells_are_told_apart_by_each_other() -> None:
    """A deal of exactly 100,000 would meet no row, or two."""
    assert accepted("-", "number", "< 100000", "> 100000") == [
        "below 100000",
        "100000",
        "above 100000",
        "missing",
    ]
    assert accepted("< 100", "money", "> 99.99") == ["below 99.99", "99.99"]
    assert accepted("-", "date", "2026-02-28", "2026-03-01", "2026-03-03") == [
        "below 2026-02-28",
        "2026-02-28",
        "2026-03-01",
        "between 2026-03-01 and 2026-03-03",
        "2026-03-03",
        "above 2026-03-03",
        "missing",
    ]
    assert accepted("true", "any", "1") == ["true"], "true and 1 are different values"
    assert accepted('!= "A"', "any", "> 5") == ["below 5", "5", "above 5", "anything else"]


def test_a_missing_value_is_expected_where_a_cell_names_it() -> None:
    """Every table would be told of a gap for missing values, or none."""
    plain, named = [read_cell("> 1")], [read_cell("> 1"), read_cell("null")]
    assert value_classes("any", plain).expected == value_classes("any", plain).present
    assert value_classes("any", named).expected == value_classes("any", named).every


numbers = st.integers(-20, 20)
plain_cells = st.one_of(
    st.builds("{} {}".format, st.sampled_from([">", ">=", "<", "<=", "=", "!="]), numbers),
    st.builds(
        "{}{}..{}{}".format, st.sampled_from("[(]"), numbers, numbers, st.sampled_from("])[")
    ),
    numbers.map(str),
    st.builds("[{}, {}]".format, numbers, numbers),
    st.sampled_from(["-", "null", "!= null"]),
)
cells = st.one_of(
    plain_cells,
    st.lists(plain_cells, min_size=1, max_size=3).map(", ".join),
    st.lists(plain_cells, min_size=1, max_size=3).map(", ".join).map("not({})".format),
    st.builds("? > {} and {} >= ? or ? = {}".format, numbers, numbers, numbers),
)
values = st.none() | numbers


def hit(test: Test, value: int | None) -> bool:
    """Whether the condition is true of a value, the way a table asks."""
    asks = condition(test, "$v") or "true"
    outcome = EVALUATOR.evaluate(
        asked(f"($v := value != null ? value; ({asks}) ? true : false)", {"value": value})
    )
    assert isinstance(outcome, Value), (asks, outcome)
    return outcome.value is True


def equal_to(value: int | None) -> Test:
    if value is None:
        return Missing()
    return Compared("=", Operand(str(value), Decimal(value)))


@given(cells, values)
def test_what_a_cell_accepts_is_what_its_condition_hits(cell: str, value: int | None) -> None:
    """The checker would call a table complete that lets cases through."""
    test, point = read_cell(cell, "number"), equal_to(value)
    classes = value_classes("number", [test, point])
    here, all_of_it = classes.accepted(point), classes.accepted(test)
    assert here is not None
    assert all_of_it is not None
    assert bool(here & all_of_it) == hit(test, value)


@given(cells, cells, values)
def test_a_value_that_two_cells_let_pass_is_in_both_sets(
    one: str, other: str, value: int | None
) -> None:
    """Two rows would be called disjoint that share a value."""
    tests = [read_cell(each, "number") for each in (one, other)]
    classes = value_classes("number", tests)
    first, second = (classes.accepted(test) for test in tests)
    assert first is not None
    assert second is not None
    if all(hit(test, value) for test in tests):
        assert first & second
    if not any(hit(test, value) for test in tests):
        assert classes.every & ~(first | second)


@given(st.text(alphabet=st.sampled_from("?<>=!()[],.-'\"19aé nulotd\0"), max_size=30))
def test_any_cell_text_can_be_looked_at(cell: str) -> None:
    """A half typed cell would close the editor."""
    for of in TYPES:
        with suppress(CellError):
            test = read_cell(cell, of)
            assert isinstance(condition(test, "$v"), str)
            classes = value_classes(of, [test])
            assert classes.accepted(test) in {None, *range(classes.every + 1)}


@pytest.mark.parametrize(
    "hostile", ["not(" * 2_000 + ")" * 2_000, "(" * 4_999 + ")" * 4_999, "x" * 10_001]
)
def test_a_hostile_cell_ends_in_a_test_or_a_sentence(hostile: str) -> None:
    """One pasted cell would stop the program."""
    with suppress(CellError):
        assert read_cell(hostile, "number") != ANYTHING


@pytest.mark.parametrize(
    ("cell", "spans"),
    [
        ("> data.limit", [(1, " data.limit")]),
        ("-", []),
        ('EMEA, "x"', [(0, "EMEA"), (6, '"x"')]),
        ("not(data.a, [5..9])", [(4, "data.a"), (13, "5"), (16, "9")]),
        ("? > data.a and ? < 5", [(0, "$ > data.a and $ < 5")]),
        ('["a", data.b]', [(0, '["a", data.b]')]),
        ('"open', []),
    ],
)
def test_the_formulas_of_a_cell_are_found_where_they_stand(
    cell: str, spans: list[tuple[int, str]]
) -> None:
    """A renamed field would still be read by its old name in a decision table."""
    assert formula_spans(cell) == spans

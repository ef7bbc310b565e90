"""What a table decides, against a plain reading of its rules, and what is said beforehand."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from runtime import steps
from runtime.expressions import Evaluation, Failure, InProcessEvaluator
from runtime.primitives import Compute
from runtime.step import Around, Finding

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = steps.kind("decision_table")
EVALUATOR = InProcessEvaluator()
NOW = datetime(2026, 1, 5, tzinfo=UTC)
REGIONS = ("EMEA", "APAC", "North America")


def decide(params: dict[str, Any], **data: Any) -> Any:
    """The verdict for the case fields, or the failure."""
    primitive = TABLE.compile(TABLE.params.model_validate(params), Around())
    assert isinstance(primitive, Compute)
    assert primitive.whole is not None
    context: dict[str, Any] = {"data": data, "settings": {"limit": 5}}
    found = EVALUATOR.evaluate(Evaluation(primitive.whole.text, context, NOW, 1))
    return found if isinstance(found, Failure) else found.value


def findings(params: dict[str, Any]) -> tuple[Finding, ...]:
    return TABLE.findings(TABLE.params.model_validate(params))


def table(*rows: tuple[list[str], list[str]], **more: Any) -> dict[str, Any]:
    """A table over an amount and a region that gives a name."""
    return {
        "inputs": [
            {"title": "Amount", "expression": "data.amount", "type": more.pop("amount", "number")},
            {"title": "Region", "expression": "data.region", "type": "text"},
        ],
        "outputs": more.pop("outputs", [{"name": "name", "type": "text"}]),
        "rows": [{"when": when, "then": then} for when, then in rows],
        **more,
    }


def one_cell(cell: str, column: str, value: Any) -> bool:
    """Whether a value passes a cell."""
    rules = {
        "inputs": [{"title": "V", "expression": "data.v", "type": column}],
        "outputs": [{"name": "hit"}],
        "rows": [{"when": [cell], "then": ["true"]}],
        "otherwise": ["false"],
    }
    return bool(decide({"table": rules}, v=value)["output"]["hit"])


@pytest.mark.parametrize(
    ("cell", "column", "passing", "failing"),
    [
        ("-", "any", [1, "x", None, False], []),
        ("", "any", [1, None], []),
        ("> 100", "number", [101, "100.5"], [100, 99, None]),
        ("[0..100)", "number", [0, 99.99], [-0.01, 100, None]),
        ("(0..100]", "number", [0.01, 100], [0, 100.01]),
        ("1, 5, [10..20]", "number", [1, 5, 15], [2, 21]),
        ("-5", "number", [-5], [5]),
        ("EMEA", "text", ["EMEA"], ["emea", "APAC", None]),
        ('"EMEA", "APAC"', "text", ["EMEA", "APAC"], ["LATAM", None]),
        ("EMEA, North America", "text", ["North America"], ["North"]),
        ("not(EMEA, APAC)", "text", ["LATAM"], ["EMEA", None]),
        ("!= EMEA", "text", ["LATAM"], ["EMEA", None]),
        ("7", "text", ["7", 7], ["8"]),
        ("null", "any", [None], [0, "", False]),
        ("!= null", "any", [0, "", False], [None]),
        ("true", "boolean", [True], [False, None]),
        ("no", "boolean", [False], [True, None]),
        ("2026-01-31", "date", ["2026-01-31", "2026-01-31T23:00:00Z"], ["2026-02-01"]),
        (">= 2026-01-31", "date", ["2026-02-01", "2026-01-31T00:00:00Z"], ["2026-01-30", None]),
        ("0.3", "money", [0.1 + 0.2, "0.30"], [0.31, None]),
        ("> settings.limit", "number", [6], [5, None]),
        ("? > 1 and ? < settings.limit", "number", [2], [1, 5, None]),
        ("$contains(?, 'x')", "text", ["axb"], ["ab"]),
        ('"a" in ?', "any", [["a", "b"]], [["b"], None]),
        ('["EMEA", "APAC"]', "text", ["APAC"], ["LATAM"]),
        ("? > 5 ? true : false", "number", [6], [5]),
    ],
)
def test_a_cell_lets_pass_what_it_says(
    cell: str, column: str, passing: list[Any], failing: list[Any]
) -> None:
    """A cell that is read in another way than it is written approves the wrong deal."""
    assert [value for value in passing if not one_cell(cell, column, value)] == []
    assert [value for value in failing if one_cell(cell, column, value)] == []


@pytest.mark.parametrize(
    ("cell", "column", "why"),
    [
        ('"open', "text", "quote"),
        ("(1..2", "number", "bracket"),
        ("1)", "number", "bracket"),
        (">", "number", "missing"),
        ("1,,2", "number", "missing"),
        ("EMEA", "number", "does not fit"),
        ('"5"', "money", "does not fit"),
        ("soon", "date", "is no day"),
        ("31/12/2026", "date", "write it as 2026-12-31"),
        ("5", "date", "is no day"),
        ("maybe", "boolean", "does not fit"),
    ],
)
def test_a_cell_that_means_nothing_is_refused_with_its_place(
    cell: str, column: str, why: str
) -> None:
    """Whoever pasted forty rows must be told which cell to mend."""
    rules = {
        "inputs": [{"title": "Limit", "expression": "data.v", "type": column}],
        "outputs": [{"name": "hit"}],
        "rows": [{"when": ["-"], "then": ["1"]}, {"when": [cell], "then": ["1"]}],
    }
    with pytest.raises(ValidationError, match=r"row 2, “Limit”.*" + why):
        TABLE.params.model_validate({"table": rules})


# --- against a plain reading ----------------------------------------------------------------------

Drawn: TypeAlias = "tuple[str, Callable[[Any], bool]]"
"""A cell, and whether a value passes it."""


def number_cell(sign: str, low: int, high: int) -> Drawn:
    cells: dict[str, Drawn] = {
        "-": ("-", lambda _: True),
        "null": ("null", lambda value: value is None),
        ">=": (f">= {low}", _of_value(lambda value: value >= low)),
        "<": (f"< {low}", _of_value(lambda value: value < low)),
        "=": (f"{low}", _of_value(lambda value: value == low)),
        "not": (f"not({low})", _of_value(lambda value: value != low)),
        "..": (f"[{low}..{high})", _of_value(lambda value: low <= value < high)),
        "?": (f"? > {low} and ? <= {high}", _of_value(lambda value: low < value <= high)),
    }
    return cells[sign]


def _of_value(passes: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A missing value passes no such cell."""
    return lambda value: value is not None and passes(value)


def text_cell(sign: str, regions: list[str]) -> Drawn:
    cells: dict[str, Drawn] = {
        "-": ("-", lambda _: True),
        "in": (", ".join(regions), lambda value: value in regions),
        "not": (f"not({', '.join(regions)})", _of_value(lambda value: value not in regions)),
    }
    return cells[sign]


Rows: TypeAlias = "list[tuple[Drawn, Drawn, str]]"
NUMBER_CELLS = st.builds(
    number_cell,
    st.sampled_from(("-", "null", ">=", "<", "=", "not", "..", "?")),
    st.integers(0, 6),
    st.integers(0, 6),
)
TEXT_CELLS = st.builds(
    text_cell,
    st.sampled_from(("-", "in", "not")),
    st.lists(st.sampled_from(REGIONS), min_size=1, max_size=3, unique=True),
)
ROWS = st.lists(st.tuples(NUMBER_CELLS, TEXT_CELLS, st.sampled_from("abc")), min_size=1, max_size=6)
Point: TypeAlias = "tuple[float | None, str | None]"
POINTS: list[Point] = [
    (amount, region)
    for amount in (None, *(n / 2 for n in range(-1, 15)))
    for region in (None, *REGIONS, "elsewhere")
]


def drawn(rows: Rows, hit: str = "collect") -> dict[str, Any]:
    cells = [([number[0], text[0]], [name]) for number, text, name in rows]
    return {"table": table(*cells), "hit": hit}


def applying(rows: Rows, amount: float | None, region: str | None) -> list[int]:
    return [
        n
        for n, (number, text, _) in enumerate(rows, start=1)
        if number[1](amount) and text[1](region)
    ]


@given(ROWS, st.sampled_from(POINTS))
def test_the_rows_that_apply_are_those_that_say_so(rows: Rows, point: Point) -> None:
    """The heart of the table: a row more or less is an approval more or less."""
    verdict = decide(drawn(rows), amount=point[0], region=point[1])
    assert verdict["because"]["rows"] == applying(rows, *point)
    assert [each["name"] for each in verdict["output"]] == [
        rows[n - 1][2] for n in verdict["because"]["rows"]
    ]


@given(ROWS, st.sampled_from(POINTS))
def test_the_hit_policies_choose_among_them(rows: Rows, point: Point) -> None:
    """First, unique and any differ only where several rows apply."""
    hits = applying(rows, *point)
    names = {rows[n - 1][2] for n in hits}
    data = {"amount": point[0], "region": point[1]}
    first = decide(drawn(rows, "first"), **data)
    unique = decide(drawn(rows, "unique"), **data)
    agreed = decide(drawn(rows, "any"), **data)
    if not hits:
        assert all(isinstance(found, Failure) for found in (first, unique, agreed))
        return
    assert first["output"]["name"] == rows[hits[0] - 1][2]
    assert isinstance(unique, Failure) == (len(hits) > 1)
    assert isinstance(agreed, Failure) == (len(names) > 1)
    if len(names) == 1:
        assert agreed["because"]["rows"] == hits


@given(ROWS)
def test_gaps_are_told_exactly_when_there_are_some(rows: Rows) -> None:
    """A gap that is not told stops a case at month end; one that is none is noise.

    Missing values are a gap where a row speaks of them.
    """
    missing = any(number[0] == "null" for number, _, _ in rows)
    expected = [(a, r) for a, r in POINTS if r is not None and (a is not None or missing)]
    uncovered = [point for point in expected if not applying(rows, *point)]
    told = [each for each in findings(drawn(rows, "first")) if each.code == "table.gap"]
    assert bool(told) == bool(uncovered)


@given(ROWS)
def test_overlaps_are_told_exactly_when_there_are_some(rows: Rows) -> None:
    """With “unique”, an overlap is a case that will stop."""
    pairs = {pair for point in POINTS for pair in _pairs(applying(rows, *point))}
    told = [each for each in findings(drawn(rows, "unique")) if each.code == "table.overlap"]
    assert len(told) == min(len(pairs), 10)


def _pairs(hits: list[int]) -> list[tuple[int, int]]:
    return [(one, two) for one in hits for two in hits if one < two]


@given(ROWS)
def test_a_row_that_never_comes_first_is_told(rows: Rows) -> None:
    """A dead row is a rule that somebody believes in and that never holds."""
    first = {hits[0] for point in POINTS if (hits := applying(rows, *point))}
    told = {
        each.field for each in findings(drawn(rows, "first")) if each.code == "table.unreachable"
    }
    assert told == {f"table.rows[{n - 1}]" for n in range(1, len(rows) + 1) if n not in first}


# --- single promises ----------------------------------------------------------------------------


def test_money_has_no_gap_between_cents_and_dates_none_between_days() -> None:
    """99.99 and 100 are neighbours: a finding there would teach people to ignore findings."""
    rows = (["<= 99.99", "-"], ["a"]), ([">= 100", "-"], ["b"])
    assert findings({"table": table(*rows, amount="money")}) == ()
    assert [each.code for each in findings({"table": table(*rows)})] == ["table.gap"]
    days = (["<= 2026-01-31", "-"], ["a"]), ([">= 2026-02-01", "-"], ["b"])
    assert findings({"table": table(*days, amount="date")}) == ()


def test_a_gap_is_told_in_words() -> None:
    """The sentence is all that a process owner sees of the arithmetic."""
    rules = table((["[0..10)", "EMEA"], ["a"]), (["-", "not(EMEA)"], ["b"]))
    assert [each.message for each in findings({"table": rules})] == [
        "No row applies when Amount is below 0 and Region is EMEA."
    ]


def test_a_last_row_for_missing_values_is_not_called_dead() -> None:
    """Whoever takes it out as told stops every case that has no amount."""
    rows = (["> 5", "-"], ["a"]), (["<= 5", "-"], ["b"]), (["-", "-"], ["c"])
    assert findings({"table": table(*rows)}) == ()
    assert decide({"table": table(*rows)}, amount=None)["output"] == {"name": "c"}
    asked = (["> 5", "-"], ["a"]), (["null", "EMEA"], ["b"])
    assert [each.message for each in findings({"table": table(*asked)})] == [
        "No row applies when Amount is below 5.",
        "No row applies when Amount is missing and Region is anything else.",
    ]


def test_a_formula_that_cannot_be_read_is_told_with_its_cell() -> None:
    """The cell, not the table: forty rows are too many to search."""
    rules = table((["> 1 +", "-"], ["$uppercase 1"]), otherwise=["x"])
    told = [(each.code, each.field, each.severity) for each in findings({"table": rules})]
    assert ("table.syntax", "table.rows[0].when[0]", "error") in told
    assert ("table.syntax", "table.rows[0].then[0]", "error") in told


def test_a_table_that_is_too_large_says_so_while_drawing() -> None:
    """Better now than in the first case that reaches it."""
    rows = [([f"[{low}..{high})", "-"], ["n" * 60]) for low, high in pairwise(range(1_500))]
    told = findings({"table": table(*rows, otherwise=["x"])})
    assert [each.code for each in told] == ["table.too_large"]


def test_a_large_table_still_decides() -> None:
    """Rate cards have hundreds of rows."""
    rows = [([f"[{low}..{high})", "-"], [f"band {low}"]) for low, high in pairwise(range(800))]
    assert decide({"table": table(*rows)}, amount=640)["output"] == {"name": "band 640"}


def test_every_output_has_all_its_names() -> None:
    """A later formula that reads a name must not depend on which row applied."""
    outputs = [{"name": "fee", "type": "money"}, {"name": "note", "type": "text"}]
    rules = table((["> 5", "-"], ["data.nothing", ""]), (["-", "-"], ["1", "x"]), outputs=outputs)
    assert decide({"table": rules}, amount=9)["output"] == {"fee": None, "note": None}


def test_collected_numbers() -> None:
    """Surcharges are added up; nothing to add up is zero and no smallest one."""
    outputs = [{"name": "fee", "type": "money"}]
    rules = table((["> 1", "-"], ["0.10"]), (["> 2", "-"], ["0.20"]), outputs=outputs)

    def collected(how: str, amount: int) -> Any:
        return decide({"table": rules, "hit": "collect", "collect": how}, amount=amount)["output"]

    assert collected("sum", 3) == {"fee": 0.3}
    assert collected("min", 3) == {"fee": 0.1}
    assert collected("max", 3) == {"fee": 0.2}
    assert collected("count", 3) == {"count": 2}
    assert collected("sum", 0) == {"fee": 0}
    assert collected("min", 0) == {"fee": None}
    assert collected("list", 2) == [{"fee": 0.1}]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"route": "nobody"}, "no output column"),
        ({"route": "name", "hit": "collect"}, "cannot choose one way"),
        ({"hit": "priority"}, "order of importance"),
        ({"hit": "collect", "collect": "sum"}, "no numbers"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(change: dict[str, str], why: str) -> None:
    """A table that routes by a column that is not there would lose the case."""
    with pytest.raises(ValidationError, match=why):
        TABLE.params.model_validate({"table": table((["-", "-"], ["a"])), **change})


def test_ways_out_are_the_results_in_their_order() -> None:
    """The drawing's ports must not move when a row is added below."""
    rules = table(
        (["> 9", "-"], ["b"]), (["> 5", "-"], ["a"]), (["-", "-"], ["b"]), otherwise=["c"]
    )
    params = TABLE.params.model_validate({"table": rules, "route": "name"})
    assert [port.name for port in TABLE.ports(params)] == ["b", "a", "c", "error"]
    with pytest.raises(ValidationError, match="cannot name a way out"):
        TABLE.params.model_validate(
            {"table": table((["-", "-"], ["data.region"])), "route": "name"}
        )


def test_cells_cannot_break_out_of_their_place() -> None:
    """A closing bracket in a cell must not end the expression around it."""
    rules = table((["1) or (true", "-"], ["a"]))
    with pytest.raises(ValidationError, match="bracket"):
        TABLE.params.model_validate({"table": rules})
    verdict = decide({"table": table((["-", "-"], ['"\\"} & \\"x"']))}, amount=1)
    assert verdict["output"]["name"] == '"} & "x'

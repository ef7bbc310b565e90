"""Rows and columns are moved, copied and removed without losing what stands in them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from designer.forms.tables import rules
from designer.forms.tables.rules import Column

TABLE: dict[str, Any] = {
    "inputs": [{"title": "A", "expression": "data.a"}, {"title": "B", "expression": "data.b"}],
    "outputs": [{"name": "r", "order": ["x"]}, {"name": "s"}],
    "rows": [{"when": [f"{n}", "-"], "then": [f"r{n}", f"s{n}"], "own": n} for n in range(5)],
    "otherwise": ["r", "s"],
    "unknown": 1,
}


@given(st.integers(0, 4), st.integers(0, 4), st.integers(-5, 5))
def test_moving_rows_there_and_back_changes_nothing(one: int, two: int, by: int) -> None:
    first, last = min(one, two), max(one, two)
    moved = rules.moved_rows(TABLE, first, last, by)
    if moved is not TABLE:
        assert rules.moved_rows(moved, first + by, last + by, -by) == TABLE


@given(st.sampled_from(["when", "then"]), st.integers(0, 2))
def test_a_column_put_in_and_taken_out_leaves_the_table_as_it_was(part: Any, at: int) -> None:
    wide = rules.with_column(TABLE, part, at, {"title": "new", "name": "new"})
    assert len(rules.columns(wide)) == len(rules.columns(TABLE)) + 1
    assert rules.without_column(wide, part, at) == TABLE


def test_a_column_takes_its_cells_along() -> None:
    moved: Any = rules.moved_column(TABLE, "then", 0, 1)
    assert moved["rows"][2]["then"] == ["s2", "r2"]
    assert moved["otherwise"] == ["s", "r"]
    assert rules.moved_column(TABLE, "then", 1, 1) is TABLE
    assert rules.without_column({**TABLE, "inputs": TABLE["inputs"][:1]}, "when", 0)["inputs"] != []


def test_the_last_row_leaves_a_blank_one() -> None:
    left: Any = rules.without_rows(TABLE, range(5))
    assert left["rows"] == [{"when": ["-", "-"], "then": ["", ""]}]


def test_what_counts_when_no_row_applies_comes_and_goes_with_its_cells() -> None:
    bare = {name: value for name, value in TABLE.items() if name != "otherwise"}
    given_one: Any = rules.with_cells(bare, {(5, 3): "x"})
    assert given_one["otherwise"] == ["", "x"]
    assert rules.with_cells(given_one, {(5, 3): ""}) == bare


def test_people_write_amounts_and_names_as_they_are_used_to() -> None:
    money, text = Column("when", 0, "Amount", "money"), Column("when", 0, "Region", "text")
    result = Column("then", 0, "who", "text")
    assert rules.entered("> 10,000", money) == "> 10000"
    assert rules.shown("[10000..50000)", money) == "[10,000..50,000)"
    assert rules.entered("Müller & Co", text) == '"Müller & Co"'
    assert rules.shown('"EMEA", "APAC"', text) == "EMEA, APAC"
    assert rules.entered("Ask finance, then legal", result) == '"Ask finance, then legal"'
    assert rules.entered("data.owner", result) == "data.owner"
    assert rules.trouble("> soon", money)
    assert rules.entered("> soon", money) == "> soon"


def test_a_table_of_a_wrong_form_is_known_as_such() -> None:
    assert rules.is_table(TABLE)
    others: list[Any] = [None, [], {"rows": 1}, {**TABLE, "rows": [1]}]
    assert not any(rules.is_table(each) for each in others)

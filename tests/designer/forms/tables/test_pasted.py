"""What people copy out of a spreadsheet arrives whole, and goes back as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.forms.tables import pasted, rules

TABLE: dict[str, Any] = {
    "inputs": [
        {"title": "Amount", "expression": "data.amount", "type": "money"},
        {"title": "Region", "expression": "data.region", "type": "text"},
    ],
    "outputs": [{"name": "approver", "type": "text"}],
    "rows": [{"when": ["< 10000", "-"], "then": ["lead"], "note": "small"}],
}
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(
    st.integers(1, 5).flatmap(
        lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=6)
    )
)
def test_what_is_copied_can_be_pasted_again_unchanged(lines: list[list[str]]) -> None:
    assume_starts = lines[0][0].startswith("\ufeff")
    if not assume_starts:
        assert pasted.lines_of(pasted.text_of(lines)) == lines


@given(
    st.lists(
        st.sampled_from(["< 5", "[1..5]", "-", "> 10000", "not(3)", "2", '"EMEA", "APAC"', "EMEA"]),
        min_size=2,
        max_size=2,
    )
)
def test_a_table_pasted_over_itself_stays_as_it_is(cells: list[str]) -> None:
    rows: list[Any] = [{"when": [c, "-"], "then": ["lead"]} for c in cells]
    table = {**TABLE, "rows": rows}
    shape = rules.columns(table)
    if any(rules.trouble(c, shape[0]) for c in cells):
        return
    heads = [each.title for each in shape]
    lines = [[rules.cell(table, n, each) for each in shape] for n in range(2)]
    found = pasted.fitted(table, pasted.lines_of(pasted.text_of([heads, *lines])), 0)
    assert found.why == ""
    assert found.headings == heads
    assert pasted.put_in(table, found, 0) == table


def test_amounts_of_a_spreadsheet_become_amounts_whatever_the_country() -> None:
    lines = pasted.lines_of('€ 1.200,50\tEMEA, APAC\t"Head of\nfinance"\r\n')
    made = pasted.put_in(TABLE, pasted.fitted(TABLE, lines, 0), 0)
    assert made["rows"][0]["when"] == ["1200.50", "EMEA, APAC"]  # type: ignore[index,call-overload] # a list of rows
    english = pasted.lines_of("$10,000\tEMEA\tcfo")
    made = pasted.put_in(TABLE, pasted.fitted(TABLE, english, 0), 1)
    rows: Any = made["rows"]
    assert rows[1]["when"][0] == "10000"
    assert rows[0] == TABLE["rows"][0]


def test_columns_in_another_order_are_found_by_their_headings() -> None:
    lines = pasted.lines_of("approver\tamount\ncfo\t> 5")
    rows: Any = pasted.put_in(TABLE, pasted.fitted(TABLE, lines, 2), 0)["rows"]
    assert rows[0] == {"when": ["> 5", "-"], "then": ["cfo"], "note": "small"}


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("1\t2\t3\t4\t5", 0, "beyond"),
        ("Amount\tCity\n1\tBonn", 0, "City"),
        ("Price\n5", 0, "headings"),
    ],
)
def test_what_does_not_fit_is_told(text: str, column: int, word: str) -> None:
    assert word in pasted.fitted(TABLE, pasted.lines_of(text), column).why


def test_a_whole_table_is_made_of_a_spreadsheet() -> None:
    made: Any = pasted.table_of(pasted.lines_of("Country;Revenue;Owner\nDE;1.200,50;lead", ";"))
    assert made["inputs"] == [
        {"title": "Country", "expression": "data.country", "type": "text"},
        {"title": "Revenue", "expression": "data.revenue", "type": "number"},
    ]
    assert made["outputs"] == [{"name": "owner", "type": "text"}]
    assert made["rows"] == [{"when": ["DE", "1200.50"], "then": ["lead"]}]
    with pytest.raises(pasted.NoTableError):
        pasted.table_of([["only one"]])


def test_the_sign_between_cells_of_a_file_is_seen() -> None:
    assert [pasted.separator_of(t) for t in ("a;b\n1,5;2", "a,b", "a\tb,c", '"a;b",c')] == [
        ";",
        ",",
        "\t",
        ",",
    ]

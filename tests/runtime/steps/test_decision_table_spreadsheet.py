"""Tables go to a spreadsheet and come back, and what people paste from one is understood."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from runtime import steps

TABLE: Any = steps.kind("decision_table")
SEPARATORS = st.sampled_from([",", ";", "\t"])
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
    lambda text: text == text.strip() and not text.startswith("'")
)


def rules(inputs: list[dict[str, str]], outputs: list[dict[str, str]], *rows: Any) -> Any:
    lines = [{"when": when, "then": then} for when, then in rows]
    document = {"inputs": inputs, "outputs": outputs, "rows": lines}
    return TABLE.params.model_validate({"table": document}).table


def column(title: str, kind: str) -> dict[str, str]:
    return {"title": title, "expression": f"data.{title.lower()}", "type": kind}


AMOUNTS = rules(
    [column("Amount", "money"), column("Region", "text"), column("From", "date")],
    [{"name": "approver", "type": "text"}, {"name": "fee", "type": "money"}],
    (["-", "-", "-"], ["nobody", "0"]),
)


def pasted(text: str, table: Any = AMOUNTS, decimal: str = "") -> list[tuple[list[str], list[str]]]:
    found = TABLE.read_text(text, table, decimal)
    return [(row.when, row.then) for row in found.rows]


@given(
    SEPARATORS,
    st.lists(
        st.tuples(
            st.sampled_from(["-", "> 5", "[0..10)", "= 7", "-5", "1, 2", "? > 1"]),
            WORDS,
            WORDS,
            st.text(
                st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=9
            ),
        ),
        min_size=1,
        max_size=5,
    ),
    WORDS,
)
def test_a_table_comes_back_as_it_went(
    separator: str, lines: list[tuple[str, str, str, str]], otherwise: str
) -> None:
    """Whoever edits the table in a spreadsheet must not lose a rule on the way."""
    document = {
        "inputs": [column("Days", "number"), column("Name", "text")],
        "outputs": [{"name": "result", "type": "text"}],
        "rows": [
            {"when": [cell, _quoted(name)], "then": [_quoted(result)], "note": note.strip()}
            for cell, name, result, note in lines
        ],
        "otherwise": [_quoted(otherwise)],
    }
    table = TABLE.params.model_validate({"table": document}).table
    assert TABLE.read_text(TABLE.write_text(table, separator)) == table


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def test_a_spreadsheet_does_not_take_a_cell_for_its_own_formula() -> None:
    """`=cmd|…` in a table from outside must stay text when it is opened."""
    table = rules(
        [column("Amount", "number")], [{"name": "who", "type": "text"}], (["= 5"], ["-1 - data.x"])
    )
    text = TABLE.write_text(table)
    assert "'= 5" in text
    assert all(not cell.startswith("=") for line in text.splitlines() for cell in line.split(","))
    assert TABLE.read_text(text) == table


def test_what_a_spreadsheet_pastes() -> None:
    """Tabs between cells, words without quotes, the signs of a spreadsheet."""
    text = (
        "Amount\tRegion\tFrom\tapprover\tfee\n"
        "≥ 1,000.50\tEMEA, North America\t20.11.2026\tCFO office\t1,200\n"
        "\u2013\tnot(\u201cAPAC\u201d)\t\t\u201cboard\u201d\tdata.amount * 0.1\n"
    )
    assert pasted(text) == [
        (
            [">= 1000.50", '"EMEA", "North America"', "2026-11-20"],
            ['"CFO office"', "1200"],
        ),
        (["-", 'not("APAC")', ""], ['"board"', "data.amount * 0.1"]),
    ]


def test_formulas_are_told_from_words() -> None:
    """A limit of the case would be pasted as the text “item.region”."""
    text = "Region\tapprover\nitem.region\tresults.first\n= settings.home\tthe data team\n"
    assert pasted(text) == [
        (["", "item.region", ""], ["results.first", ""]),
        (["", "= settings.home", ""], ['"the data team"', ""]),
    ]


def test_decimal_commas() -> None:
    """Half of Europe writes 1.234,50."""
    text = (
        "Amount;Region;From;approver;fee\n> 1.234,50;-;-;CFO;0,5\n[0..10.000,00];-;-;CFO;1 200,75\n"
    )
    assert pasted(text) == [
        (["> 1234.50", "-", "-"], ['"CFO"', "0.5"]),
        (["[0..10000.00]", "-", "-"], ['"CFO"', "1200.75"]),
    ]


def test_the_decimal_sign_can_be_said() -> None:
    """ "1,500" alone may be either; the person knows."""
    text = "Amount\tfee\n1,500\t1\n"
    assert pasted(text, decimal=".")[0][0][0] == "1500"
    assert pasted(text, decimal=",")[0][0][0] == "1.500"


def test_columns_are_found_by_their_headings() -> None:
    """A spreadsheet has its columns in another order, and some more of them."""
    text = "Approver,Comment,REGION\nCFO,since 2019,EMEA\n"
    assert pasted(text) == [(["", '"EMEA"', ""], ['"CFO"', ""])]


def test_a_new_table_is_made_from_headings() -> None:
    """The first table of a process owner is the one they have in a spreadsheet already."""
    text = "Deal size,Rush,Approver\n> 5000,yes,finance\n-,no,nobody\n"
    table = TABLE.read_text(text)
    assert [(c.title, c.expression, c.type) for c in table.inputs] == [
        ("Deal size", "data.deal_size", "number"),
        ("Rush", "data.rush", "boolean"),
    ]
    assert [(c.name, c.type) for c in table.outputs] == [("approver", "text")]
    assert [(row.when, row.then) for row in table.rows] == [
        (["> 5000", "yes"], ['"finance"']),
        (["-", "no"], ['"nobody"']),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("Amount,approver\n", "at least one row"),
        ('"Amount,approver\n1,CFO\n', "quote"),
        ("Only\nx\n", "heading"),
        ("1,2\n3,4\n", "heading"),
        ("role,when,then\ntitle,A,b\n", "formula"),
    ],
)
def test_what_is_no_table_is_refused(text: str, why: str) -> None:
    """The clipboard holds anything; the message says what to mend."""
    with pytest.raises(ValueError, match=why):
        TABLE.read_text(text)


def test_a_wrong_cell_is_named() -> None:
    """Row and column, as the person sees them."""
    with pytest.raises(ValidationError, match="row 2, “Amount”"):
        TABLE.read_text("Amount\tapprover\n> 5\tCFO\n> (5\tCFO\n", AMOUNTS)


LINES = st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=4), min_size=2, max_size=4)


@given(st.one_of(st.text(max_size=60), LINES.map(lambda lines: "\n".join(map("\t".join, lines)))))
def test_anything_on_the_clipboard_is_a_table_or_refused(text: str) -> None:
    """Pasting a picture's name or half a letter must never crash the window.

    What is taken for a table is one: it goes to a spreadsheet, and comes back as it was.
    """
    for known in (None, AMOUNTS):
        try:
            table = TABLE.read_text(text, known)
        except ValueError:
            continue
        assert TABLE.read_text(TABLE.write_text(table)) == table

"""Knows how expressions are read, explained and completed. Must not know the parser."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import runtime.expressions
from runtime.expressions import (
    ExpressionSyntaxError,
    complete,
    explain,
    parse,
    suggest,
    tokenize,
)
from runtime.expressions.functions import BUILT_INS
from tests.helpers.expressions import EVALUATOR, asked

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject

SCHEMA: JsonObject = {
    "properties": {
        "data": {
            "properties": {
                "deal": {
                    "properties": {
                        "amount": {"type": ["number", "null"], "title": "Deal amount"},
                        "Big Region": {"type": "string"},
                    }
                },
                "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}},
                "party": {"anyOf": [{"properties": {"vat": {}}}, {"properties": {"tax": {}}}]},
            }
        },
        "input": {},
    },
    "$defs": {
        "line": {"properties": {"qty": {"type": "integer"}, "next": {"$ref": "#/$defs/line"}}}
    },
}


@pytest.mark.parametrize(
    ("text", "code", "offset", "token"),
    [
        ("data.deal.amount >", "S0207", 18, None),
        ("a b", "S0201", 2, "b"),
        ("(a", "S0203", 2, None),
        ('"abc', "S0101", 0, '"abc'),
        ("`abc", "S0105", 0, "`abc"),
        ("{'a' 1}", "S0202", 5, "1"),
        ("%.a", "S0217", 0, None),
        ("(" * 19_000, "expression.limit", None, None),
        ("x" * 30_000, "expression.limit", None, None),
    ],
)
def test_what_cannot_be_read_says_where(
    text: str, code: str, offset: int | None, token: str | None
) -> None:
    """A person would have to guess which sign is wrong."""
    with pytest.raises(ExpressionSyntaxError) as caught:
        parse(text)
    error = caught.value
    assert (error.jsonata_code, error.offset, error.token) == (code, offset, token)
    assert str(error).endswith(".")


def test_a_comment_at_the_end_is_no_mistake() -> None:
    assert explain("data.amount /* net */") == "amount"
    assert parse("1 + /**/ a /* b */").tokens[-1].offset == 9
    assert parse('"/* no comment */" & b').root.parts[0].value == "/* no comment */"
    for text in ("a /* open", "a /*/"):
        with pytest.raises(ExpressionSyntaxError):
            parse(text)


def test_long_chains_are_no_deep_trees() -> None:
    """A text joined from two hundred parts could not be checked."""
    assert len(parse(" & ".join(["data.a"] * 200)).root.parts) == 200


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            'data.deal.amount > 100000 and data.deal.region = "EMEA"',
            'deal amount is more than 100000 and deal region is "EMEA"',
        ),
        ("data.dealAmount >= settings.high_sum", "deal amount is at least setting high sum"),
        ('data.region in ["EMEA","APAC"]', 'region is "EMEA" or "APAC"'),
        ("data.lines[qty > 1].sku", "sku of lines where qty is more than 1"),
        ("data.lines[0].sku", "sku of the first of lines"),
        ("data.lines[-1].sku", "sku of the last of lines"),
        ("$sum(data.lines.(price * qty))", "the sum of price times qty of each of lines"),
        ("$round(data.total, 2)", "total rounded to 2 digits"),
        ("$count(data.lines) = 0", "the number of lines is 0"),
        ("$not($exists(data.owner))", "not (owner exists)"),
        ("data.a and (data.b or data.c)", "a and (b or c)"),
        ("(data.a + data.b) * 2", "(a plus b) times 2"),
        ('data.vip ? "fast" : "normal"', 'if vip then "fast", otherwise "normal"'),
        ("data.lines.{'code': sku}", "for each of lines: {code: sku}"),
        ("$filter(data.lines, function($l){ $l.x = 1 })", "those of lines where x of l is 1"),
        ("data.name ~> $uppercase", "name in capital letters"),
        ("data.lines^(>price)", "lines in order of price downwards"),
        ("-data.x", "minus x"),
        ("true", "yes"),
        ("null", "empty"),
        ("($x := data.a; $x & 'b')", 'let x be a; x followed by "b"'),
        ("$lookup(data, 'x')", 'the field "x" of data'),
        ("data ~> |lines|{'x': 1}|", "data, then changed: lines gets {x: 1}"),
        ("$custom(1, 2)", "custom of 1 and 2"),
        ("data.lines{sku: qty}", "lines, grouped as {sku: qty}"),
    ],
)  # fmt: skip
def test_a_formula_reads_like_a_sentence(text: str, words: str) -> None:
    """A process owner would approve a rule that she cannot read."""
    assert explain(text) == words


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("da", ["data"]),
        ("data.", ["deal", "lines", "party"]),
        ("data.deal.am", ["amount"]),
        ("data.deal.`Big", ["`Big Region`"]),
        ("data.deal.REG", ["`Big Region`"]),
        ("data.lines[q", ["qty"]),
        ("data.lines[qty > 1].", ["next", "qty"]),
        ("data.lines.next.next.q", ["qty"]),
        ("data.lines.{'a': q", ["qty"]),
        ("$sum(data.lines.q", ["qty"]),
        ("data.party.", ["tax", "vat"]),
        ("data.lines[$$.inp", []),
        ("data.lines[qty > $$.inp", ["input"]),
        ("data.deal.amount ", []),
        ('"da', []),
        ("12", []),
    ],
)
def test_fields_are_offered_where_they_fit(text: str, offered: list[str]) -> None:
    """A person would have to know every field's name by heart."""
    found = [each.text for each in complete(text, len(text), SCHEMA) if each.kind == "field"]
    assert found == offered or (offered == [] and "input" in found and text.endswith("$$.inp"))


def test_what_is_offered_replaces_what_was_typed() -> None:
    """Accepting a completion would leave half of the old word behind."""
    (found,) = complete("1 + data.deal.am > 2", 16, SCHEMA)
    assert (found.begin, found.end, found.detail) == (14, 16, "number - Deal amount")


def test_functions_and_own_variables_are_offered() -> None:
    """A person would leave the editor to look a function up."""
    text = "($total := 1; $to"
    found = complete(text, len(text), SCHEMA)
    assert [each.text for each in found] == ["$total", "$toMillis"]
    assert "$sum" in {each.text for each in complete("1 + ", 4, SCHEMA)}


def test_the_field_that_was_meant_is_named() -> None:
    """'Unknown field ammount' would leave the person searching."""
    assert suggest("ammount", ["region", "amount"]) == "amount"
    assert suggest("Amount", ["region", "amount"]) == "amount"
    assert suggest("zzz", ["region", "amount"]) is None


def test_every_function_of_the_language_is_known() -> None:
    """A correct formula would be reported as calling an unknown function."""
    for name in BUILT_INS:
        outcome = EVALUATOR.evaluate(asked(f"$type(${name})"))
        assert getattr(outcome, "value", None) == "function", name


def test_tokens_cover_the_text() -> None:
    """The editor would colour the wrong characters."""
    text = "/* c */ $sum(a.`b c`)[x != 'y'] ~> /r\\/x/i and 1.5e3"
    tokens = tokenize(text)
    assert [(each.kind, each.text) for each in tokens] == [
        ("comment", "/* c */"), ("variable", "$sum"), ("operator", "("), ("name", "a"),
        ("operator", "."), ("quoted", "`b c`"), ("operator", ")"), ("operator", "["), ("name", "x"),
        ("operator", "!="), ("string", "'y'"), ("operator", "]"), ("operator", "~>"),
        ("regex", "/r\\/x/i"), ("operator", "and"), ("number", "1.5e3"),
    ]  # fmt: skip
    assert all(text[each.offset : each.end] == each.text for each in tokens)


def test_a_cold_start_does_not_pay_for_the_editor() -> None:
    """Every command would start a tenth of a second later."""
    code = (
        "import sys, runtime.expressions as e; e.InProcessEvaluator();"
        "late = ('jsonata', 'multiprocessing', 'asyncio', 'difflib');"
        "print([name for name in late if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]", done.stdout


def test_every_public_name_is_there() -> None:
    """An import that is made late would fail only when a user needs it."""
    for name in runtime.expressions.__all__:
        assert getattr(runtime.expressions, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        getattr(runtime.expressions, "no_such_name")  # noqa: B009 - the name is wrong on purpose

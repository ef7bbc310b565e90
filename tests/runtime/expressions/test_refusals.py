"""Who mistypes a formula reads what to write, and no word of parsers."""

from __future__ import annotations

import pytest

from runtime.expressions import ExpressionSyntaxError, parse
from runtime.expressions.refusals import plain


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("{ total: ", "“}” is missing at the end."),
        ("(1 + 2", "“)” is missing at the end."),
        ("data.a +", "It ends too early; something is missing at the end."),
        ("data.a data.b", "“data” does not belong here; is an operator such as + or & missing"),
        ("1, 2", "“,” does not belong here;"),
        ('"Sales', 'The text that begins here is not closed; write " at its end.'),
        ("'Sales", "The text that begins here is not closed; write ' at its end."),
        ("`Cost centre", "The name that begins here is not closed; write ` at its end."),
        ("a && b", "“&” does not belong here; is a value missing before it?"),
        ('{"a" 1}', "“:” is missing before “1”."),
        ("total := 1", "Before := stands a name that begins with $, such as $total."),
        ("/abc", "The pattern that begins here is not closed; write / at its end."),
    ],
)
def test_a_broken_formula_is_told_in_plain_words(formula: str, told: str) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        parse(formula)
    assert caught.value.message.startswith(told)


def test_a_code_that_nobody_has_words_for_keeps_the_sentence() -> None:
    assert plain("S9999", "Something else", "x") == "Something else."
    assert plain("S0203", "Nothing is named", None) == "Nothing is named."
    assert plain("S0201", "Syntax error.", None) == "Syntax error."

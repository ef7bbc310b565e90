"""Knows where money is compared as a bare float. Must not know which fields are money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.expressions.lineage import reads

if TYPE_CHECKING:
    from collections.abc import Callable


def money_float_comparisons(text: str, is_money: Callable[[str], bool]) -> list[tuple[int, str]]:
    """Returns offset and path of money fields compared by `=`, `!=` or `in` as they are.

    0.1 + 0.2 is not 0.3 in floats, so money is compared rounded (`$round(x, 2)`), in minor units,
    or as decimal text. A field inside a function, and a comparison with a text, is therefore left.

    Args:
        text: the expression.
        is_money: whether the field with that path (`data.deal.amount`) holds money.

    Raises:
        ExpressionSyntaxError: where the text cannot be read.
    """
    found = {
        (read.offset, read.text)
        for comparison in reads(text).comparisons
        if not comparison.with_text
        for read in comparison.fields
        if is_money(read.text)
    }
    return sorted(found)

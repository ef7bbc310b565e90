"""Knows the errors that are raised about an expression. Must not know who shows them."""

from __future__ import annotations

from runtime.errors import BatonError


class ExpressionError(BatonError):
    """An expression is wrong, or ended in an error."""

    code = "expression"


class ExpressionSyntaxError(ExpressionError):
    """An expression cannot be read.

    Args:
        message: what is wrong, one sentence.
        jsonata_code: JSONata's code (`S0201`), or `expression.syntax`.
        offset: where in the text, in characters from 0; None when unknown.
        token: the text found at that place, where it is known.
    """

    code = "expression.syntax"

    def __init__(
        self, message: str, *, jsonata_code: str, offset: int | None, token: str | None
    ) -> None:
        place = "" if offset is None else f"At character {offset + 1}."
        super().__init__(
            f"The expression cannot be read: {message}",
            why=place,
            next_step="Correct the expression at that place."
            if place
            else "Correct the expression.",
            detail=jsonata_code,
        )
        self.message = message
        self.jsonata_code = jsonata_code
        self.offset = offset
        self.token = token

"""Knows the language of conditions and mappings: JSONata, read, explained, evaluated under limits.

Must not know workflows, steps, the journal or who asks. What only an editor or a check needs
(parse, explain, complete) is imported when it is first used, because the parser is slow to load.
"""

from __future__ import annotations

from runtime.expressions.errors import ExpressionError, ExpressionSyntaxError
from runtime.expressions.evaluation import (
    LIMIT_CODES,
    Evaluation,
    Failure,
    Limits,
    Outcome,
    Value,
)

__all__ = [
    "LIMIT_CODES",
    "Evaluation",
    "ExpressionError",
    "ExpressionSyntaxError",
    "Failure",
    "Limits",
    "Outcome",
    "Value",
]

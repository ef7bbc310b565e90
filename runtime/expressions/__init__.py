"""Knows the language of conditions and mappings: JSONata, read, explained, evaluated under limits.

Must not know workflows, steps, the journal or who asks. What only an editor, a check or a pool
needs is imported when it is first used: the parser and the process machinery are slow to load.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from runtime.expressions.errors import ExpressionError, ExpressionSyntaxError
from runtime.expressions.evaluation import (
    CASE_ROOTS,
    LIMIT_CODES,
    MAX_READ,
    MAX_TEXT,
    ROOTS,
    Evaluation,
    Failure,
    Limits,
    Outcome,
    Value,
)
from runtime.expressions.field_paths import is_field_path, overwriting
from runtime.expressions.in_process import InProcessEvaluator

if TYPE_CHECKING:
    from runtime.expressions.completion import Completion, complete, suggest
    from runtime.expressions.functions import BUILT_INS, BuiltIn
    from runtime.expressions.lineage import reads
    from runtime.expressions.money import money_float_comparisons
    from runtime.expressions.plain_language import explain
    from runtime.expressions.pool import EvaluatorPool, PoolSize
    from runtime.expressions.syntax import ParsedExpression, parse
    from runtime.expressions.tokens import Token, tokenize
    from runtime.expressions.tree import Node
    from runtime.expressions.usage import Comparison, Read, Reads, path_text

_LATER = {
    "completion": ("Completion", "complete", "suggest"),
    "plain_language": ("explain",),
    "functions": ("BUILT_INS", "BuiltIn"),
    "money": ("money_float_comparisons",),
    "pool": ("EvaluatorPool", "PoolSize"),
    "lineage": ("reads",),
    "syntax": ("ParsedExpression", "parse"),
    "tokens": ("Token", "tokenize"),
    "tree": ("Node",),
    "usage": ("Comparison", "Read", "Reads", "path_text"),
}
_HOME = {name: module for module, names in _LATER.items() for name in names}

__all__ = [
    "BUILT_INS",
    "CASE_ROOTS",
    "LIMIT_CODES",
    "MAX_READ",
    "MAX_TEXT",
    "ROOTS",
    "BuiltIn",
    "Comparison",
    "Completion",
    "Evaluation",
    "EvaluatorPool",
    "ExpressionError",
    "ExpressionSyntaxError",
    "Failure",
    "InProcessEvaluator",
    "Limits",
    "Node",
    "Outcome",
    "ParsedExpression",
    "PoolSize",
    "Read",
    "Reads",
    "Token",
    "Value",
    "complete",
    "explain",
    "is_field_path",
    "money_float_comparisons",
    "overwriting",
    "parse",
    "path_text",
    "reads",
    "suggest",
    "tokenize",
]


def __getattr__(name: str) -> object:
    """Imports what is used late, once."""
    module = _HOME.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value

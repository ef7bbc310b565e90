"""Knows how a test asks for an evaluation. Must not know what the answer should be."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from runtime.expressions import Evaluation, Failure, InProcessEvaluator, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.json_value import JsonValue

NOW = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)
CASE: dict[str, JsonValue] = {
    "data": {
        "deal": {"amount": 150_000, "region": "EMEA", "name": "Client C roll-out"},
        "lines": [
            {"sku": "A1", "qty": 2, "price": 10.5},
            {"sku": "B2", "qty": 1, "price": 99},
        ],
    },
    "settings": {"limit": 100_000},
}
EVALUATOR = InProcessEvaluator()


def asked(text: str, context: Mapping[str, object] = CASE, *, seed: int = 7) -> Evaluation:
    """Returns a request; the context may hold what the evaluator has to convert or refuse."""
    return Evaluation(text, cast("Mapping[str, JsonValue]", context), NOW, seed)


def answer(text: str, context: Mapping[str, object] = CASE) -> JsonValue:
    """Returns the value of an expression that must have one."""
    outcome = EVALUATOR.evaluate(asked(text, context))
    assert isinstance(outcome, Value), outcome
    return outcome.value


def failure(text: str, context: Mapping[str, object] = CASE) -> Failure:
    """Returns the failure of an expression that must have none but that."""
    outcome = EVALUATOR.evaluate(asked(text, context))
    assert isinstance(outcome, Failure), outcome
    return outcome

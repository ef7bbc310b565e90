"""Steps that write several fields: none may silently take another's place."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from runtime import steps


@pytest.mark.parametrize(
    ("kind", "more"),
    [("set_fields", {}), ("map_data", {}), ("map_data", {"items": "data.lines"})],
)
def test_fields_that_overwrite_each_other_are_refused(kind: str, more: dict[str, str]) -> None:
    """The client's name would be lost without a word."""
    fields = {"client": "input.client", "client.tax_id": "input.tax_id"}
    with pytest.raises(ValidationError, match=r"“client” and “client\.tax_id” would"):
        steps.kind(kind).params.model_validate({"fields": fields, **more})


def test_a_case_field_may_be_named_like_a_word_of_the_language() -> None:
    """`order.in` would be read as a question and not as a field."""
    kind = steps.kind("set_fields")
    params = kind.params.model_validate({"fields": {"order.in": "1", "größe": "2", "plain": "3"}})
    assert kind.saves(params) == {
        "order.in": "output.order.`in`",
        "größe": "output.größe",
        "plain": "output.plain",
    }

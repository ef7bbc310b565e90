"""What a start form was filled in with last still fits when its fields are others by now."""

from __future__ import annotations

from typing import Any

from designer.document.fitting import fitting

ROW: dict[str, Any] = {
    "type": "object",
    "properties": {"net": {"type": "number"}, "text": {"type": "string"}},
}
FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "client": {"type": "string"},
        "lines": {"type": "array", "items": ROW},
        "deal": {"type": "object", "properties": {}, "additionalProperties": True},
        "any": {},
    },
}


def test_only_what_the_form_has_a_field_for_is_kept() -> None:
    filled: dict[str, Any] = {
        "client": "N",
        "customer": "old",
        "lines": [{"net": 1, "amount": 1}, 7],
        "deal": {"free": 1},
        "any": {"x": [1]},
    }
    assert fitting(filled, FORM) == {
        "client": "N",
        "lines": [{"net": 1}, 7],
        "deal": {"free": 1},
        "any": {"x": [1]},
    }


def test_what_does_not_fit_at_all_is_left_to_the_form() -> None:
    assert fitting("text", FORM) == "text"
    assert fitting({"lines": "none"}, FORM) == {"lines": "none"}
    assert fitting({"a": 1}, {"type": "object"}) == {"a": 1}

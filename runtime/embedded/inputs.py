"""Knows how what people hand in is checked against its form. Must not know what the form is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runtime.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.json_value import JsonValue

MOST = 5
"""Findings named in one message."""


class FormError(RefusedError):
    """What was handed in does not fit the form; `detail` has one finding a line."""

    code = "refused.form"


def check_form(schema: Mapping[str, JsonValue], value: JsonValue, title: str) -> None:
    """Checks a value against a JSON Schema.

    Raises:
        FormError: it does not fit; says which fields and why.
    """
    if not schema:
        return
    import jsonschema_rs

    validator: Any = jsonschema_rs.validator_for(dict(schema))
    findings = [
        f"{'.'.join(str(part) for part in error.instance_path) or 'the form'}: {error.message}"
        for error in validator.iter_errors(value)
    ]
    if findings:
        raise FormError(
            f"“{title}” is not filled in correctly.",
            why="; ".join(findings[:MOST]) + ".",
            next_step="Correct these fields and send it again.",
            detail="\n".join(findings),
        )

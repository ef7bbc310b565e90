"""Knows how what people hand in is checked against its form. Must not know what the form is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runtime.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.json_value import JsonObject, JsonValue

MOST = 5
"""Findings named in one message."""


class FormError(RefusedError):
    """What was handed in does not fit the form; `detail` has one finding a line."""

    code = "refused.form"


class Form:
    """A JSON Schema, compiled once to check many values.

    A workflow comes from outside, so what its schemas refer to is never fetched.

    Args:
        schema: the schema; an empty one takes anything.
        title: what people call the form.

    Raises:
        FormError: it is no schema.
    """

    def __init__(self, schema: Mapping[str, JsonValue], title: str) -> None:
        self._title = title
        self._validator: Any = None
        if schema:
            import jsonschema_rs

            try:
                self._validator = jsonschema_rs.validator_for(
                    dict(schema), validate_formats=True, offline=True
                )
            except (ValueError, jsonschema_rs.ReferencingError) as error:
                raise FormError(
                    f"“{title}” cannot be filled in.",
                    why="What describes its fields is not a JSON Schema.",
                    next_step="Correct the form in the workflow.",
                    detail=str(error),
                ) from error

    def check(self, value: JsonValue) -> None:
        """Checks a value.

        Raises:
            FormError: it does not fit; says which fields and why.
        """
        if self._validator is None or self._validator.is_valid(value):
            return
        findings = [
            f"{'.'.join(str(part) for part in error.instance_path) or 'the form'}: {error.message}"
            for error in self._validator.iter_errors(value)
        ]
        raise FormError(
            f"“{self._title}” is not filled in correctly.",
            why="; ".join(findings[:MOST]) + ".",
            next_step="Correct these fields and send it again.",
            detail="\n".join(findings),
        )


def without_needs(schema: JsonObject) -> JsonObject:
    """Returns the schema of a document that is filled in bit by bit: no field must be there yet."""
    return {name: value for name, value in schema.items() if name != "required"}

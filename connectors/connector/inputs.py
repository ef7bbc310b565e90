"""Checks values against JSON Schema and says plainly what does not fit. Knows no system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsonschema_rs import ValidationError, ValidationErrorKind, Validator, validator_for

from connectors.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue

    from connectors.manifest import JsonSchema

_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "empty",
}
_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (str, "text"),
    (int, "a whole number"),
    (float, "a number"),
    (dict, "an object"),
    (list, "a list"),
)


def compile_schema(schema: JsonSchema) -> Validator:
    """Return a validator that never leaves this machine."""
    return validator_for(schema, validate_formats=True, offline=True)


def problems_of(validator: Validator, value: JsonValue) -> tuple[str, ...]:
    """Return one plain sentence for each thing that does not fit; empty when all fits."""
    return tuple(_sentence(error) for error in validator.iter_errors(value))


def check_inputs(title: str, validator: Validator, inputs: Mapping[str, JsonValue]) -> None:
    """Refuse inputs that do not fit an operation.

    Raises:
        InvalidInputError: with one sentence a problem.
    """
    problems = problems_of(validator, dict(inputs))
    if problems:
        raise InvalidInputError(
            f'The inputs of "{title}" do not fit, so nothing was sent.',
            problems=problems,
            next_step="Correct the mapping of the step.",
        )


def _sentence(error: ValidationError) -> str:
    place = ".".join(str(part) for part in error.instance_path)
    subject = f'"{place}"' if place else "The input"
    return f"{subject} {_complaint(error)}."


def _complaint(error: ValidationError) -> str:  # noqa: PLR0911 - one return a kind of problem
    match error.kind:
        case ValidationErrorKind.Required(name):
            return f'lacks "{name}"'
        case ValidationErrorKind.AdditionalProperties(names):
            return f"has unknown fields: {', '.join(names)}"
        case ValidationErrorKind.Type():
            return f"must be {_expected(error.kind.value)}, not {_kind_of(error.instance)}"
        case ValidationErrorKind.Enum(options):
            return f"must be one of {', '.join(str(option) for option in options)}"
        case ValidationErrorKind.Pattern(pattern):
            return f"does not have the form {pattern}"
        case ValidationErrorKind.Format(name):
            return f"is not a valid {name}"
        case ValidationErrorKind.MinLength() | ValidationErrorKind.MinItems():
            return "is too short"
        case _:
            return f"does not fit: {error.message}"


def _expected(types: str | list[str]) -> str:
    names = types.split() if isinstance(types, str) else [str(name) for name in types]
    return " or ".join(_KINDS.get(name, name) for name in names)


def _kind_of(value: object) -> str:
    return next((name for kind, name in _TYPES if isinstance(value, kind)), "empty")

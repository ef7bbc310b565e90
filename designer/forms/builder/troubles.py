"""Knows what can be wrong with one field of a form. Must not know Qt or how it is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from designer.document.changes.form_names import WHEN
from designer.forms.builder import fields
from designer.forms.builder.rules import rule_of

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

_BOUNDS = (("minimum", "maximum"), ("minItems", "maxItems"), ("minLength", "maxLength"))


def troubles(schema: JsonObject) -> dict[str, str]:
    """Return a sentence for each keyword of a field that can do no good; none where all is well."""
    found = {**_of_choices(schema), **_of_bounds(schema)}
    if wrong := _of_default(schema):
        found["default"] = wrong
    rule = rule_of(schema)
    if rule is not None and not rule[1]:
        found[WHEN] = "Choose an answer: nobody would ever see this field."
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and not _is_pattern(pattern):
        found["pattern"] = "No text can be compared with this. Look at its brackets and signs."
    return found


def name_trouble(form: JsonObject, name: str, wanted: str) -> str:
    """Return why a field cannot be called so in formulas; "" where it can."""
    if wanted == name:
        return ""
    if not fields.is_name(wanted):
        return "Use letters, digits and underscores, and begin with a letter."
    return "Another field of the form is called so." if wanted in fields.fields(form) else ""


def _of_choices(schema: JsonObject) -> dict[str, str]:
    items = schema.get("items")
    inner = items if isinstance(items, dict) else {}
    keyword, holder = ("enum", schema) if "enum" in schema else ("items", inner)
    choices = holder.get("enum")
    if not isinstance(choices, list):
        return {}
    if not choices:
        return {keyword: "Add a choice: nothing could be answered."}
    if any(choice == "" for choice in choices):
        return {keyword: "One of the choices is empty."}
    seen = [choice for n, choice in enumerate(choices) if choice in choices[:n]]
    return {keyword: f"“{seen[0]}” stands there twice."} if seen else {}


def _of_bounds(schema: JsonObject) -> dict[str, str]:
    found: dict[str, str] = {}
    for low, high in _BOUNDS:
        least, most = schema.get(low), schema.get(high)
        if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
            found[high] = f"This is less than {least:,}, the least that is taken."
    return found


def _of_default(schema: JsonObject) -> str:
    value, items = schema.get("default"), schema.get("items")
    inner = items if isinstance(items, dict) else {}
    choices = schema.get("enum") or inner.get("enum")
    if value is None:
        return ""
    if isinstance(choices, list):
        values = value if isinstance(value, list) and inner else [value]
        strange = [each for each in values if each not in choices]
        return f"“{strange[0]}” is none of the choices." if strange else ""
    return _beyond(value, schema)


def _beyond(value: JsonValue, schema: JsonObject) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if isinstance(least, int | float) and value < least:
        return f"This is less than {least:,}, the least that is taken."
    if isinstance(most, int | float) and value > most:
        return f"This is more than {most:,}, the most that is taken."
    return ""


def _is_pattern(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True

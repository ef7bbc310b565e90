"""Knows when a field of a form is asked: beside which answer to another one. Must not know Qt.

`x-baton-when` says it for whoever shows the form. A field that must be filled in where it is asked
cannot stand in `required`: whoever leaves it out rightly would be refused. JSON Schema has its own
words for that, `if` and `then`, which every validator understands; they are written here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from designer.document.changes.form_names import WHEN
from designer.forms.schema import needed_when

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

_NOTHING: list[JsonValue] = [None, "", [], {}]


def rule_of(schema: JsonObject) -> tuple[str, list[JsonValue]] | None:
    """Return the other field and the answers to it beside which a field is asked.

    None where it is always asked, or where it depends on several others.
    """
    wishes = schema.get(WHEN)
    if not isinstance(wishes, dict) or len(wishes) != 1:
        return None
    name, wanted = next(iter(wishes.items()))
    return name, list(wanted) if isinstance(wanted, list) else [wanted]


def first_rule(name: str, schema: JsonObject) -> JsonObject:
    """Return a rule to begin with: the first choice of another field, yes, or any answer to it."""
    choices = schema.get("enum")
    first: JsonValue = choices[0] if isinstance(choices, list) and choices else True
    return {name: [first]}


def answers_of(schema: JsonObject, title: str) -> JsonObject | None:
    """Return the schema of the answers to a field from which some can be chosen; None for others.

    Args:
        schema: the field.
        title: what people call it.
    """
    is_truth, choices = schema.get("type") == "boolean", schema.get("enum")
    if not is_truth and not isinstance(choices, list):
        return None
    items: JsonObject = {"enum": [True, False] if is_truth else choices}
    if "x-baton-titles" in schema:
        items["x-baton-titles"] = schema["x-baton-titles"]
    words = f"Only where “{title}” is"
    return {"type": "array", "title": words, "uniqueItems": True, "items": items}


def is_needed(form: JsonObject, name: str) -> bool:
    """Whether a field must be filled in where it is asked."""
    return name in cast("list[JsonValue]", form.get("required") or []) or name in needed_when(form)


def with_needed(form: JsonObject, name: str, schema: JsonObject, *, needed: bool) -> JsonObject:
    """Return the form with a field that must, or need not, be filled in where it is asked.

    Args:
        form: a schema.
        name: the field.
        schema: the field as it is asked.
        needed: whether it must.
    """
    is_ruled = bool(schema.get(WHEN))
    names = cast("list[JsonValue]", form.get("required") or [])
    plain = [each for each in names if each != name]
    if needed and not is_ruled:
        plain = list(names) if name in names else [*plain, name]
    whole = cast("list[JsonValue]", form.get("allOf") or [])
    others = [each for each in whole if not _is_of(each, name)]
    if needed and is_ruled:
        others.append(_condition(name, schema, cast("JsonObject", form.get("properties") or {})))
    made = _with(form, "required", plain) if plain != names else form
    return _with(made, "allOf", others) if others != whole else made


def _with(form: JsonObject, keyword: str, listed: list[JsonValue]) -> JsonObject:
    """Return a form with a list under a keyword, which goes where nothing is in it."""
    rest = {name: value for name, value in form.items() if name != keyword}
    return {**form, keyword: listed} if listed else rest


def _is_of(part: JsonValue, name: str) -> bool:
    return name in needed_when({"allOf": [part]})


def _condition(name: str, schema: JsonObject, fields: JsonObject) -> JsonObject:
    """Return in JSON Schema that a field must be there where it is asked."""
    wishes = schema.get(WHEN)
    named = wishes if isinstance(wishes, dict) else {}
    asked: JsonObject = {
        other: _answers(wanted, cast("JsonObject", fields.get(other) or {}))
        for other, wanted in named.items()
    }
    return {"if": {"properties": asked, "required": [*asked]}, "then": {"required": [name]}}


def _answers(wanted: JsonValue, schema: JsonObject) -> JsonObject:
    accepted = wanted if isinstance(wanted, list) else [wanted]
    if True in accepted and schema.get("type") != "boolean":
        return {"not": {"enum": list(_NOTHING)}}
    return {"enum": list(accepted)}

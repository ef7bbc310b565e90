"""Knows the order of a form's fields, and nothing else of forms. Must not know step kinds.

A form is a JSON Schema, whose `properties` have no order: canonical files sort them, and other
programs may do so too. So the keyword `x-baton-order` lists the names from the top. It is read and
written here and nowhere else (docs/adr/0012-the-order-of-a-forms-fields.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.json_value import JsonObject, JsonValue

ORDER = "x-baton-order"


def ordered_fields(form: Mapping[str, JsonValue]) -> JsonObject:
    """Return the schemas of a form's fields by name, from the top.

    Names that the order lists without there being such a field are passed over; fields that it
    leaves out follow as they are written.
    """
    named = _fields(form)
    names = dict.fromkeys([*(name for name in _order(form) if name in named), *named])
    return {name: named[name] for name in names}


def with_fields(form: JsonObject, fields: Mapping[str, JsonValue]) -> JsonObject:
    """Return a form with these fields in this order, and all else as it was."""
    return {**form, "properties": dict(fields), ORDER: [*fields]}


def without_field(form: JsonObject, name: str) -> JsonObject:
    """Return a form without one of its fields; the others keep their order."""
    made: JsonObject = {**form, "properties": _without(_fields(form), name)}
    if ORDER in form:
        made[ORDER] = [each for each in _order(form) if each != name]
    return made


def with_name(form: JsonObject, name: str, new: str) -> JsonObject:
    """Return a form with a field under another name, which no other has, at the same place."""
    fields = {new if each == name else each: inner for each, inner in _fields(form).items()}
    made: JsonObject = {**form, "properties": fields}
    if ORDER in form:
        made[ORDER] = [new if each == name else each for each in _order(form)]
    return made


def with_order_said(schema: JsonObject) -> JsonObject:
    """Return a schema whose fields stand in their order, and would do so after a file sorted them.

    Fields inside of fields and of lists are looked at too. Nothing is said where sorting keeps the
    order anyway.
    """
    made: JsonObject = dict(schema)
    if isinstance(items := schema.get("items"), dict):
        made["items"] = with_order_said(items)
    if not isinstance(schema.get("properties"), dict):
        return made
    fields: JsonObject = {
        name: with_order_said(inner) if isinstance(inner, dict) else inner
        for name, inner in ordered_fields(schema).items()
    }
    made["properties"] = fields
    if ORDER not in schema and [*fields] != sorted(fields):
        made[ORDER] = [*fields]
    return made


def _fields(form: Mapping[str, JsonValue]) -> JsonObject:
    found = form.get("properties")
    return found if isinstance(found, dict) else {}


def _order(form: Mapping[str, JsonValue]) -> list[str]:
    found = form.get(ORDER)
    listed = cast("list[JsonValue]", found) if isinstance(found, list) else []
    return [name for name in listed if isinstance(name, str)]


def _without(fields: JsonObject, name: str) -> JsonObject:
    return {each: inner for each, inner in fields.items() if each != name}

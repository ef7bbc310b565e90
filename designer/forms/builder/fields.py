"""Knows a form as JSON Schema, and every change of it. Must not know Qt or how a form is drawn.

Every change returns a new schema; keywords that are not understood are kept where they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from designer.document.changes.form_names import WHEN, with_field_named
from designer.forms.builder import rules
from designer.forms.builder.sorts import BY_ID, Sort, sort_of
from runtime.definition.form_fields import (
    ordered_fields,
    with_fields,
    without_field,
)

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

_KEPT = ("title", "description", "x-baton-personal", "x-baton-advanced", "x-baton-when")
"""What a field keeps when it becomes one of another sort."""


def is_form(value: JsonValue) -> bool:
    """Whether a value is a schema whose fields can be listed; nothing is an empty form."""
    if value is None:
        return True
    if not isinstance(value, dict) or value.get("type", "object") != "object":
        return False
    properties, needed = value.get("properties", {}), value.get("required", [])
    named = isinstance(properties, dict) and all(isinstance(p, dict) for p in properties.values())
    return named and isinstance(needed, list)


def fields(form: JsonObject) -> dict[str, JsonObject]:
    """Return the schema of each field by name, from the top."""
    return cast("dict[str, JsonObject]", ordered_fields(form))


def is_required(form: JsonObject, name: str) -> bool:
    """Whether a field must be filled in where it is asked."""
    return rules.is_needed(form, name)


def title_of(name: str, schema: JsonObject) -> str:
    """Return what people call a field."""
    return str(schema.get("title") or name.replace("_", " ").capitalize())


def added(form: JsonObject, sort: Sort, at: int) -> tuple[JsonObject, str]:
    """Return the form with a new field before another, and the field's name."""
    here = fields(form)
    titles = {title_of(name, schema) for name, schema in here.items()}
    title, number = sort.title, 2
    while title in titles:
        title, number = f"{sort.title} {number}", number + 1
    name = free_name(form, title)
    items = list(here.items())
    items.insert(at, (name, {**sort.schema, "title": title}))
    return with_fields(form if form else {"type": "object"}, dict(items)), name


def removed(form: JsonObject, name: str) -> JsonObject:
    """Return the form without a field; what was asked beside it only is always asked then."""
    made = without_field(with_required(form, name, needed=False), name)
    for other, schema in fields(made).items():
        wishes = schema.get(WHEN)
        if isinstance(wishes, dict) and name in wishes:
            rest: JsonObject = {each: want for each, want in wishes.items() if each != name}
            made = with_keyword(made, other, WHEN, rest or None)
    return made


def moved(form: JsonObject, name: str, to: int) -> JsonObject:
    """Return the form with a field at another place, counted without it."""
    items = [item for item in fields(form).items() if item[0] != name]
    items.insert(min(max(to, 0), len(items)), (name, fields(form)[name]))
    return with_fields(form, dict(items))


def copied(form: JsonObject, name: str) -> tuple[JsonObject, str]:
    """Return the form with a copy of a field below it, and the copy's name."""
    schema = {**fields(form)[name], "title": f"{title_of(name, fields(form)[name])} (copy)"}
    new = free_name(form, str(schema["title"]))
    items = list(fields(form).items())
    items.insert([each for each, _ in items].index(name) + 1, (new, schema))
    return with_required(with_fields(form, dict(items)), new, needed=is_required(form, name)), new


def _written(form: JsonObject) -> JsonObject:
    return cast("JsonObject", form.get("properties") or {})


def with_field(form: JsonObject, name: str, schema: JsonObject) -> JsonObject:
    """Return the form with another schema of a field."""
    return {**form, "properties": {**_written(form), name: schema}}


def with_keyword(form: JsonObject, name: str, keyword: str, value: JsonValue) -> JsonObject:
    """Return the form with one keyword of a field set; None takes it out."""
    schema, needed = dict(fields(form)[name]), is_required(form, name)
    if value is None:
        schema.pop(keyword, None)
    else:
        schema[keyword] = value
    made = with_field(form, name, schema)
    return with_required(made, name, needed=needed) if keyword == WHEN else made


def with_required(form: JsonObject, name: str, *, needed: bool) -> JsonObject:
    """Return the form with a field that must, or need not, be filled in."""
    return rules.with_needed(form, name, fields(form)[name], needed=needed)


def renamed(form: JsonObject, name: str, new: str) -> JsonObject:
    """Return the form with a field under another name; where that is taken, as it was."""
    if new == name or new in fields(form) or not is_name(new):
        return form
    return with_field_named(form, name, new)


def as_sort(schema: JsonObject, sort: Sort) -> JsonObject:
    """Return a field as one of another sort; its title and what else fits any field stay."""
    if sort_of(schema) is sort:
        return schema
    return {**sort.schema, **{key: schema[key] for key in _KEPT if key in schema}}


def is_name(text: str) -> bool:
    """Whether formulas can read a field by this name without quotes."""
    return re.fullmatch(r"[^\W\d]\w*", text) is not None


def free_name(form: JsonObject, title: str) -> str:
    """Return a name for a field of that title that no other has."""
    base = re.sub(r"\W+", "_", title.lower()).strip("_") or "field"
    base = base if is_name(base) else f"field_{base}"
    name, number = base, 2
    while name in fields(form):
        name, number = f"{base}_{number}", number + 1
    return name


def sample_of(schema: JsonObject) -> JsonValue:
    """Return a value that a field may be filled with, to look at."""
    for keyword in ("default", "const"):
        if keyword in schema:
            return schema[keyword]
    for keyword in ("examples", "enum"):
        found = schema.get(keyword)
        if isinstance(found, list) and found:
            return found[0]
    sort = sort_of(schema)
    least = schema.get("minimum")
    amount = least if isinstance(least, int | float) else 0
    samples: JsonObject = {
        "text": "Client A",
        "long": "Two lines of text,\nas somebody would write them.",
        "whole": max(amount, 3),
        "number": max(amount, 12.5),
        "money": "1250.00",
        "date": "2026-11-30",
        "moment": "2026-11-30T09:00:00+00:00",
        "email": "someone@example.com",
        "file": "contract.pdf",
        "person": "role:finance",
        "truth": True,
        "list": ["First", "Second"],
    }
    if sort in {BY_ID["table"], BY_ID["group"]}:
        inner = schema.get("items") if "items" in schema else schema
        parts = fields(inner) if isinstance(inner, dict) and is_form(inner) else {}
        row: JsonObject = {name: sample_of(part) for name, part in parts.items()}
        return [row] if "items" in schema else row
    if sort is BY_ID["choices"]:
        items = schema.get("items")
        return [sample_of(items)] if isinstance(items, dict) else []
    return samples.get(sort.id) if sort is not None else None

"""Knows the sorts of fields a form can have, each as JSON Schema. Must not know Qt or forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

PERSONAL, WHOLE = "x-baton-personal", "x-whole"
"""Marks a field as about a person; stands for all of a field where one keyword is not enough."""
_CHOICES = ["First", "Second"]


@dataclass(frozen=True, slots=True)
class Sort:
    """What kind of answer a field asks for.

    Attributes:
        schema: of a new field of this sort.
        needs: what the schema of a field must have, with the value it must have; None for any, an
            object for one that has at least these members.
        lacks: what it must not have.
        settings: keywords that a person can set for it, besides those of every field.
    """

    id: str
    title: str
    icon: str
    schema: JsonObject
    needs: JsonObject
    lacks: tuple[str, ...] = ()
    settings: JsonObject = field(default_factory=dict[str, Any])


def _whole(title: str) -> JsonObject:
    return {"type": "integer", "title": title, "minimum": 0}


def _number(title: str) -> JsonObject:
    return {"type": "number", "title": title}


_LENGTH: JsonObject = {"maxLength": _whole("At most so many letters")}
_AMOUNT: JsonObject = {"minimum": _number("At least"), "maximum": _number("At most")}
_COUNT: JsonObject = {"minItems": _whole("At least so many"), "maxItems": _whole("At most so many")}
_ONE_OF: JsonObject = {
    "enum": {"type": "array", "title": "Choices", "items": {"type": "string", "title": "Choice"}}
}
_SOME_OF: JsonObject = {
    "items": {"type": "object", "title": "Choices", "properties": _ONE_OF},
    **_COUNT,
}
_TEXT: JsonObject = {"type": "string"}

_INNER: JsonObject = {"type": "object", "properties": {"text": {**_TEXT, "title": "Text"}}}
_COLUMNS: JsonObject = {"title": "Columns", "x-baton-field": "form", "x-baton-use": "columns"}

SORTS = (
    Sort(
        "choice",
        "Choice",
        "chevron-down",
        {**_TEXT, "enum": [*_CHOICES]},
        {"enum": None},
        (),
        _ONE_OF,
    ),
    Sort(
        "file",
        "File",
        "file",
        {**_TEXT, "format": "uri-reference", "x-baton-field": "file"},
        {"type": "string", "x-baton-field": "file"},
    ),
    Sort(
        "person",
        "Person",
        "user",
        {**_TEXT, "x-baton-field": "person"},
        {"type": "string", "x-baton-field": "person"},
    ),
    Sort(
        "money",
        "Money",
        "money",
        {**_TEXT, "x-baton-field": "money"},
        {"type": "string", "x-baton-field": "money"},
        (),
        {"x-baton-currency": {"type": "string", "title": "Currency", "maxLength": 3}},
    ),
    Sort(
        "date",
        "Day",
        "calendar",
        {**_TEXT, "format": "date"},
        {"type": "string", "format": "date"},
        ("x-baton-field",),
    ),
    Sort(
        "moment",
        "Day and time",
        "clock",
        {**_TEXT, "format": "date-time"},
        {"type": "string", "format": "date-time"},
        ("x-baton-field",),
    ),
    Sort(
        "email",
        "Mail address",
        "mail",
        {**_TEXT, "format": "email"},
        {"type": "string", "format": "email"},
        ("x-baton-field",),
    ),
    Sort(
        "long",
        "Long text",
        "note",
        {**_TEXT, "format": "multiline"},
        {"type": "string", "format": "multiline"},
        ("x-baton-field",),
        _LENGTH,
    ),
    Sort(
        "text",
        "Text",
        "edit",
        {**_TEXT},
        {"type": "string"},
        ("format", "x-baton-field"),
        {**_LENGTH, "pattern": {"type": "string", "title": "Must look like (pattern)"}},
    ),
    Sort(
        "whole",
        "Whole number",
        "grid",
        {"type": "integer"},
        {"type": "integer"},
        ("x-baton-field",),
        {"minimum": _number("At least"), "maximum": _number("At most")},
    ),
    Sort(
        "number",
        "Number",
        "insights",
        {"type": "number"},
        {"type": "number"},
        ("x-baton-field",),
        _AMOUNT,
    ),
    Sort("truth", "Yes or no", "tick", {"type": "boolean"}, {"type": "boolean"}),
    Sort(
        "choices",
        "Several choices",
        "tasks",
        {"type": "array", "items": {**_TEXT, "enum": [*_CHOICES]}, "uniqueItems": True},
        {"type": "array", "uniqueItems": True, "items": {"enum": None}},
        (),
        _SOME_OF,
    ),
    Sort(
        "table",
        "Table",
        "table",
        {"type": "array", "items": _INNER},
        {"type": "array", "items": {"type": "object", "properties": None}},
        (),
        {"items": _COLUMNS, **_COUNT},
    ),
    Sort(
        "group",
        "Group of fields",
        "group",
        _INNER,
        {"type": "object", "properties": None},
        ("x-baton-field",),
        {WHOLE: {**_COLUMNS, "title": "Fields of the group"}},
    ),
    Sort(
        "list",
        "List of texts",
        "list",
        {"type": "array", "items": {"type": "string"}},
        {"type": "array", "items": {"type": "string"}},
        (),
        _COUNT,
    ),
)
"""Those that fit more narrowly come first."""

OFFERED = (
    *("text", "long", "whole", "number", "money", "date", "moment"),
    *("choice", "choices", "truth", "person", "email", "file", "list", "table", "group"),
)
"""In the order in which they are offered."""

BY_ID = {sort.id: sort for sort in SORTS}


def sort_of(schema: JsonObject) -> Sort | None:
    """Return the sort of a field; None for one that no sort describes."""
    for sort in SORTS:
        if _has(schema, sort.needs) and not any(name in schema for name in sort.lacks):
            return sort
    return None


def _has(here: JsonObject, needs: JsonObject) -> bool:
    return all(name in here and _fits(here[name], wanted) for name, wanted in needs.items())


def _fits(here: JsonValue, wanted: JsonValue) -> bool:
    if isinstance(wanted, dict):
        return isinstance(here, dict) and _has(here, wanted)
    return wanted is None or here == wanted

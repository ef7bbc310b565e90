"""Knows the fields that a JSON Schema describes, as a tree with words for people.

Must not know Qt, nor who shows them: formulas are completed from it, and data is laid out by it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from runtime.definition.form_fields import ordered_fields
from runtime.expressions import path_text
from runtime.expressions.plain_language import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runtime.definition.json_value import JsonObject, JsonValue

PERSONAL = "x-baton-personal"
"""Attribute of a field's schema: true where the value is about a person."""

SEPARATOR = " \u203a "
"""Between the titles of a label."""

STEPS = "steps"
"""Where the outputs of earlier steps stand."""

_CASE = "data"
_ROOTS = {
    "input": "What the case began with",
    _CASE: "The case",
    STEPS: "Earlier steps",
    "settings": "Settings",
    "run": "This run",
    "error": "The error",
    "item": "The current item",
    "index": "Number of the current item",
    "results": "Results of all items",
    "last": "Result of the last item",
    "output": "What this step gives",
}
_UNSAID = frozenset({_CASE, STEPS})
_WORDS = {
    "string": "text",
    "number": "number",
    "integer": "whole number",
    "boolean": "yes or no",
    "array": "list",
    "object": "group",
    "null": "nothing",
}
_FORMATS = {"date": "date", "date-time": "date and time", "time": "time", "money": "money"}
_DEEPEST = 12
_MOST = 20_000


@dataclass(frozen=True)
class Field:
    """A field that a formula may read.

    Attributes:
        path: names from the top.
        title: what people call it.
        label: title behind those of what it stands in.
        type: JSON Schema's word, "" where nothing is said.
        format: "date", "money", … or "".
        many: whether it is a list; its children are then the fields of one item.
        required: whether the schema demands it.
        personal: whether it is about a person.
        choices: the only values it may have; none where that is not said.
        description: a sentence about it, or "".
    """

    path: tuple[str, ...]
    title: str
    label: str
    type: str = ""
    format: str = ""
    many: bool = False
    required: bool = False
    personal: bool = False
    choices: tuple[JsonValue, ...] = ()
    description: str = ""
    children: tuple[Field, ...] = ()

    @property
    def name(self) -> str:
        """The last name of the path."""
        return self.path[-1]

    @cached_property
    def reference(self) -> str:
        """The path as a formula writes it."""
        return path_text(self.path)

    @property
    def step(self) -> str:
        """Id of the step whose output it belongs to, or ""."""
        return self.path[1] if len(self.path) > 1 and self.path[0] == STEPS else ""

    @property
    def words(self) -> str:
        """What kind of value it holds, for people: "whole number", "list of texts"."""
        word = _FORMATS.get(self.format) or _WORDS.get(self.type, "")
        if self.many:
            return f"list of {word}s" if word and self.type in {"string", "number"} else "list"
        return word


def fields_of(schema: Mapping[str, JsonValue]) -> tuple[Field, ...]:
    """Return the fields of an object that a schema describes, in the schema's order.

    References inside the document are followed, lists are looked through, alternatives joined. A
    schema that holds itself, or a monstrous one, is cut off.
    """
    return _Walk(schema).children(schema, (), (), frozenset())


_LATEST: deque[tuple[Mapping[str, JsonValue], JsonValue, tuple[Field, ...]]] = deque(maxlen=4)


def known_fields(schema: Mapping[str, JsonValue]) -> tuple[Field, ...]:
    """Return the same, worked out once for editors that share a schema.

    Other properties may be put into it, but those in it must not be changed.
    """
    content = schema.get("properties")
    for known, former, fields in _LATEST:
        if known is schema and former is content:
            return fields
    fields = fields_of(schema)
    _LATEST.append((schema, content, fields))
    return fields


def flat(fields: tuple[Field, ...]) -> Iterator[Field]:
    """Yield fields and all inside of them, outer ones first."""
    for field in fields:
        yield field
        yield from flat(field.children)


def find(fields: tuple[Field, ...], path: tuple[str, ...]) -> Field | None:
    """Return the field at a path; None where the schema does not know it."""
    found: Field | None = None
    for name in path:
        found = next((each for each in fields if each.name == name), None)
        if found is None:
            return None
        fields = found.children
    return found


def label_of(fields: tuple[Field, ...], path: tuple[str, ...]) -> str:
    """Return what people call the field at a path, also one that no schema knows."""
    found = find(fields, path)
    if found is not None:
        return found.label
    for end in range(len(path) - 1, 0, -1):
        known = find(fields, path[:end])
        if known is not None and known.label:
            return SEPARATOR.join((known.label, *map(words_of, path[end:])))
    return SEPARATOR.join(map(words_of, path))


class _Walk:
    """One walk through a schema; it counts what it made."""

    def __init__(self, root: Mapping[str, JsonValue]) -> None:
        self._root = root
        self._made = 0

    def children(
        self,
        schema: Mapping[str, JsonValue],
        path: tuple[str, ...],
        titles: tuple[str, ...],
        seen: frozenset[str],
    ) -> tuple[Field, ...]:
        if len(path) >= _DEEPEST:
            return ()
        found: dict[str, Field] = {}
        for shape, references in self._shapes(schema, seen):
            needed = shape.get("required")
            names = set(map(str, needed)) if isinstance(needed, list) else set[str]()
            for name, inner in ordered_fields(shape).items():
                if name in found or self._made >= _MOST:
                    continue
                self._made += 1
                found[name] = self._field(
                    _mapping(inner), (*path, name), titles, references, required=name in names
                )
        return tuple(found.values())

    def _field(
        self,
        schema: Mapping[str, JsonValue],
        path: tuple[str, ...],
        titles: tuple[str, ...],
        seen: frozenset[str],
        *,
        required: bool,
    ) -> Field:
        shapes = [shape for shape, _ in self._shapes(schema, seen)]
        title = _text(schema, shapes, "title") or _own_title(path)
        hidden = len(path) == 1 and path[0] in _UNSAID
        inner_titles = titles if hidden else (*titles, title)
        kinds = [kind for shape in shapes for kind in _types(shape)]
        many = "array" in kinds
        kind = next((each for each in kinds if each not in {"array", "null"}), "")
        return Field(
            path=path,
            title=title,
            label=SEPARATOR.join(inner_titles) or title,
            type=kind,
            format=_text(schema, shapes, "format"),
            many=many,
            required=required,
            personal=any(shape.get(PERSONAL) is True for shape in (schema, *shapes)),
            choices=_choices(shapes),
            description=_text(schema, shapes, "description"),
            children=self.children(schema, path, inner_titles, seen),
        )

    def _shapes(
        self, schema: Mapping[str, JsonValue], seen: frozenset[str], depth: int = 0
    ) -> Iterator[tuple[Mapping[str, JsonValue], frozenset[str]]]:
        """Yield the schema with references, lists and alternatives opened."""
        if depth > _DEEPEST:
            return
        reference = schema.get("$ref")
        if isinstance(reference, str):
            if reference not in seen:
                target = _referenced(reference, self._root)
                yield from self._shapes(target, seen | {reference}, depth + 1)
            return
        yield schema, seen
        for word in ("allOf", "anyOf", "oneOf"):
            options = schema.get(word)
            for option in options if isinstance(options, list) else ():
                yield from self._shapes(_mapping(option), seen, depth + 1)
        items = schema.get("items")
        if isinstance(items, dict):
            yield from self._shapes(items, seen, depth + 1)


def _own_title(path: tuple[str, ...]) -> str:
    return _ROOTS.get(path[0], words_of(path[0])) if len(path) == 1 else words_of(path[-1])


def _types(shape: Mapping[str, JsonValue]) -> list[str]:
    kind = shape.get("type")
    if isinstance(kind, list):
        return [str(each) for each in kind]
    if isinstance(kind, str):
        return [kind]
    return ["object"] if shape.get("properties") else []


def _text(schema: Mapping[str, JsonValue], shapes: list[Mapping[str, JsonValue]], word: str) -> str:
    for each in (schema, *shapes):
        found = each.get(word)
        if isinstance(found, str) and found:
            return " ".join(found.split())
    return ""


def _choices(shapes: list[Mapping[str, JsonValue]]) -> tuple[JsonValue, ...]:
    for shape in shapes:
        found = shape.get("enum")
        if isinstance(found, list):
            return tuple(found)
    return ()


def _referenced(reference: str, root: Mapping[str, JsonValue]) -> JsonObject:
    found: JsonValue = cast("JsonValue", root)
    if not reference.startswith("#/"):
        return {}
    for part in reference[2:].split("/"):
        found = _mapping(found).get(part.replace("~1", "/").replace("~0", "~"))
    return _mapping(found)


def _mapping(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}

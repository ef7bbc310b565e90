"""Knows how to make up values that a JSON Schema describes, and some that it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_CELLS = ("", "-", "> 5", "[1..5)", "not(", '"A", "B"', "? > 1", "EMEA", "null", "2026-01-01")
_FORMULAS = ("data.amount", "1 +", "$error('x')", "{{ data.x }}", "{{ }}", "P1D", "role:a", "error")
TEXTS = st.one_of(st.text(max_size=12), st.sampled_from(_CELLS), st.sampled_from(_FORMULAS))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def values_of(schema: dict[str, Any], root: dict[str, Any] | None = None) -> SearchStrategy[Any]:
    """Returns values that fit a schema mostly; one in some is anything at all."""
    described = _described(schema, root or schema)
    return st.integers(0, 19).flatmap(lambda dice: ANYTHING if dice == 0 else described)


def _described(schema: dict[str, Any], root: dict[str, Any]) -> SearchStrategy[Any]:
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[-1]
        return _described(root["$defs"][name], root)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return st.one_of([_described(part, root) for part in schema[several]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return _of_type(str(schema.get("type", "")), schema, root)


def _of_type(kind: str, schema: dict[str, Any], root: dict[str, Any]) -> SearchStrategy[Any]:
    if kind == "string":
        return TEXTS if "pattern" not in schema else st.from_regex(str(schema["pattern"])) | TEXTS
    if kind == "integer":
        return st.integers(schema.get("minimum"), schema.get("maximum"))
    plain = {"boolean": st.booleans(), "number": st.floats(0, 1e6), "null": st.none()}
    if kind in plain:
        return cast("SearchStrategy[Any]", plain[kind])
    if kind == "array":
        items = values_of(schema.get("items", {}), root)
        return st.lists(items, min_size=schema.get("minItems", 0), max_size=3)
    return _object(schema, root) if kind == "object" else ANYTHING


def _object(schema: dict[str, Any], root: dict[str, Any]) -> SearchStrategy[Any]:
    properties: dict[str, Any] = schema.get("properties", {})
    if not properties:
        more = cast("dict[str, Any] | bool", schema.get("additionalProperties", True))
        inner = values_of(more, root) if isinstance(more, dict) else ANYTHING
        return st.dictionaries(TEXTS, inner, min_size=schema.get("minProperties", 0), max_size=3)
    members = {name: values_of(part, root) for name, part in properties.items()}
    needed = set(schema.get("required", ()))
    return st.fixed_dictionaries(
        {name: part for name, part in members.items() if name in needed},
        optional={name: part for name, part in members.items() if name not in needed},
    )

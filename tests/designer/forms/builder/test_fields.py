"""What a person loses when an edit of a form goes wrong: fields, their order, what others set."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.forms.builder import fields
from designer.forms.builder.sorts import BY_ID, OFFERED, SORTS, sort_of
from designer.forms.builder.troubles import name_trouble, troubles
from designer.forms.schema import counts, members
from runtime.definition.form_fields import ORDER

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.definition.json_value import JsonObject, JsonValue

PLAIN = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4)
JSON = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)
FOREIGN = st.dictionaries(st.sampled_from(["x-other", "readOnly", "$comment"]), JSON)
NAMES = st.lists(st.sampled_from(["b", "a", "ä_1", "z", "c d"]), unique=True, min_size=1)


@st.composite
def forms(draw: st.DrawFn) -> JsonObject:
    """A form with some fields of any sort, and with much that nobody here understands."""
    names = draw(NAMES)
    properties: JsonObject = {}
    for name in names:
        sort = BY_ID[draw(st.sampled_from(OFFERED))]
        properties[name] = {**sort.schema, **draw(FOREIGN)}
    form: JsonObject = {"type": "object", "properties": properties, **draw(FOREIGN)}
    if draw(st.booleans()):
        form["required"] = [*draw(st.lists(st.sampled_from(names), unique=True))]
    if draw(st.booleans()):
        form[ORDER] = [*draw(st.permutations(names)), "gone"]
    return form


EDITS: dict[str, Callable[[JsonObject, str], JsonObject]] = {
    "add": lambda form, _: fields.added(form, BY_ID["money"], 0)[0],
    "move": lambda form, name: fields.moved(form, name, 2),
    "copy": lambda form, name: fields.copied(form, name)[0],
    "remove": fields.removed,
    "require": lambda form, name: fields.with_required(form, name, needed=True),
    "set": lambda form, name: fields.with_keyword(form, name, "title", "New"),
    "take out": lambda form, name: fields.with_keyword(form, name, "title", None),
    "rename": lambda form, name: fields.renamed(form, name, "new_name"),
}
OWN = {"type", "properties", "required", ORDER, "title"}


def foreign(schema: JsonObject) -> JsonObject:
    return {keyword: value for keyword, value in schema.items() if keyword not in OWN}


@pytest.mark.parametrize("edit", EDITS)
@settings(max_examples=25)
@given(form=forms())
def test_an_edit_of_one_field_keeps_all_else(edit: str, form: JsonObject) -> None:
    before = json.dumps(form)
    names = list(fields.fields(form))
    name = names[len(names) // 2]
    made = EDITS[edit](form, name)
    assert json.dumps(form) == before, "the form that was there is not touched"
    assert foreign(made) == foreign(form)
    for other in names:
        if other != name:
            assert fields.fields(made)[other] == fields.fields(form)[other]
            assert fields.is_required(made, other) == fields.is_required(form, other)
    if edit in {"rename", "copy"}:
        new = next(n for n in fields.fields(made) if n not in names)
        assert foreign(fields.fields(made)[new]) == foreign(fields.fields(form)[name])
        assert fields.is_required(made, new) == fields.is_required(form, name)


@given(form=forms(), to=st.integers(0, 5))
def test_fields_stand_where_they_were_put_also_after_a_file_sorted_their_names(
    form: JsonObject, to: int
) -> None:
    names = list(fields.fields(form))
    made = fields.moved(form, names[0], to)
    wanted = names[1:]
    wanted.insert(to, names[0])
    read: JsonObject = json.loads(json.dumps(made, sort_keys=True))
    assert list(fields.fields(read)) == wanted
    assert list(members(read)) == wanted, "the person who fills it in sees the same order"


@pytest.mark.parametrize("sort", OFFERED)
def test_a_new_field_is_known_again_as_what_it_was_put_in_as(sort: str) -> None:
    form, name = fields.added({}, BY_ID[sort], 0)
    assert sort_of(fields.fields(form)[name]) is BY_ID[sort]
    assert fields.is_name(name)
    assert troubles(fields.fields(form)[name]) == {}
    other = BY_ID["text" if sort != "text" else "date"]
    assert sort_of(fields.as_sort(fields.fields(form)[name], other)) is other


def test_every_sort_is_offered_and_none_twice() -> None:
    assert sorted(OFFERED) == sorted(sort.id for sort in SORTS)


def test_a_field_that_counts_beside_another_follows_its_new_name() -> None:
    other: JsonObject = {"type": "string", "x-baton-when": {"nda": True}}
    form: JsonObject = {"properties": {"nda": {"type": "boolean"}, "why": other}}
    made = fields.renamed(form, "nda", "needs_nda")
    assert fields.fields(made)["why"]["x-baton-when"] == {"needs_nda": True}


TRUTH: JsonObject = {"type": "boolean"}
CHOICE: JsonObject = {"type": "string", "enum": ["card", "bank", "cash"]}
TEXT: JsonObject = {"type": "string"}


def ruled(other: JsonObject, wanted: JsonValue) -> JsonObject:
    """A form with a field that must be filled in, beside some answers to another one only."""
    form: JsonObject = {"type": "object", "properties": {"other": other, "why": TEXT}}
    needed = fields.with_required(form, "why", needed=True)
    return fields.with_keyword(needed, "why", "x-baton-when", {"other": wanted})


@pytest.mark.parametrize(
    ("other", "wanted", "asked", "passed_by"),
    [
        (TRUTH, [True], [True], [False, None]),
        (TRUTH, [False], [False], [True, None]),
        (CHOICE, ["card", "bank"], ["card", "bank"], ["cash", None]),
        (TEXT, [True], ["something"], ["", None]),
    ],
)
def test_a_field_that_must_be_filled_in_is_missed_only_where_it_is_asked(
    other: JsonObject, wanted: JsonValue, asked: list[Any], passed_by: list[Any]
) -> None:
    """Else an answer is refused for a question that nobody was asked."""
    form = ruled(other, wanted)
    shown, check = members(form), jsonschema_rs.validator_for(form)
    assert "required" not in form
    assert fields.is_required(form, "why")
    for answer in (*asked, *passed_by):
        given: JsonObject = {} if answer is None else {"other": answer}
        assert counts(shown["why"], given, shown) is (answer in asked)
        assert check.is_valid(given) is (answer not in asked)
        assert check.is_valid({**given, "why": "so"})


def test_a_rule_goes_with_its_field_and_follows_new_names() -> None:
    form = ruled(CHOICE, ["card"])
    for old, new in (("other", "paid_by"), ("why", "number")):
        form = fields.renamed(form, old, new)
    assert fields.is_required(form, "number")
    check = jsonschema_rs.validator_for(form)
    assert not check.is_valid({"paid_by": "card"})
    assert check.is_valid({"paid_by": "card", "number": "1"})
    left = fields.removed(form, "paid_by")
    assert "x-baton-when" not in fields.fields(left)["number"]
    assert (left["required"], "allOf" in left) == (["number"], False)
    assert "allOf" not in fields.removed(form, "number")


def test_taking_a_rule_away_leaves_what_somebody_else_wrote() -> None:
    foreign: JsonObject = {"if": {"required": ["a"]}, "then": {"minProperties": 2}, "else": {}}
    form = ruled(TRUTH, [True])
    form["allOf"] = [foreign, *cast("list[JsonValue]", form["allOf"])]
    form = fields.with_keyword(form, "why", "x-baton-when", None)
    assert (form["allOf"], form["required"]) == ([foreign], ["why"])


@pytest.mark.parametrize(
    ("schema", "keyword"),
    [
        ({"enum": []}, "enum"),
        ({"enum": ["a", "b", "a"]}, "enum"),
        ({"enum": ["a", ""]}, "enum"),
        ({"type": "array", "items": {"enum": ["a", "a"]}}, "items"),
        ({"minimum": 5, "maximum": 4}, "maximum"),
        ({"minItems": 5, "maxItems": 4}, "maxItems"),
        ({"enum": ["a"], "default": "b"}, "default"),
        ({"items": {"enum": ["a"]}, "default": ["a", "b"]}, "default"),
        ({"minimum": 5, "default": 4}, "default"),
        ({"maximum": 5, "default": 6}, "default"),
        ({"x-baton-when": {"other": []}}, "x-baton-when"),
        ({"pattern": "([a-z"}, "pattern"),
    ],
)
def test_what_nobody_could_answer_is_told_where_it_is_set(schema: Any, keyword: str) -> None:
    assert list(troubles(schema)) == [keyword]
    assert troubles(schema)[keyword].endswith(".")


def test_a_name_that_formulas_cannot_read_is_refused_with_a_reason() -> None:
    form: JsonObject = {"properties": {"a": {}, "b": {}}}
    assert name_trouble(form, "a", "a") == ""
    assert name_trouble(form, "a", "client_name") == ""
    assert "letters" in name_trouble(form, "a", "2 b")
    assert "Another field" in name_trouble(form, "a", "b")


@pytest.mark.parametrize("value", [[], "form", {"type": "array"}, {"properties": {"a": True}}, 1])
def test_what_is_no_form_is_known_as_such(value: JsonValue) -> None:
    assert not fields.is_form(value)

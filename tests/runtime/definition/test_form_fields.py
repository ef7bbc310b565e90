"""What a person loses when the order of a form is lost: the first question is asked last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.definition.codec import dumps, loads
from runtime.definition.definition import Definition
from runtime.definition.diff import diff
from runtime.definition.form_fields import (
    ORDER,
    ordered_fields,
    with_fields,
    with_name,
    with_order_said,
    without_field,
)

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject

NAMES = st.lists(st.sampled_from(["b", "a", "ä", "z", "c d", "B", ""]), unique=True, max_size=6)
PLAIN: st.SearchStrategy[JsonObject] = st.sampled_from([{}, {"type": "string", "title": "A"}])


def _holding(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    forms = st.dictionaries(st.sampled_from("dcba"), inner, max_size=3).map(
        lambda found: {"type": "object", "properties": found}
    )
    return forms | inner.map(lambda found: {"type": "array", "items": found})


FORMS = st.recursive(PLAIN, _holding, max_leaves=6)


def asking(form: Any) -> Definition:
    """A workflow that begins with a form."""
    document: dict[str, Any] = {"directed": True, "multigraph": True, "nodes": [], "edges": []}
    return Definition.from_document({**document, "graph": {"format": 1, "input": form}})


def saved_and_loaded(form: Any) -> Any:
    """The form that a workflow begins with, once it went through a file."""
    return loads(dumps(asking(form))).meta.input


def reading(form: Any) -> Any:
    """All names inside a form, as a person meets them from the top."""
    if "items" in form:
        return reading(form["items"])
    return [(name, reading(inner)) for name, inner in ordered_fields(form).items()]


@given(NAMES)
def test_saving_and_loading_keeps_the_order_of_fields(names: list[str]) -> None:
    form = with_fields({"type": "object"}, {name: {"title": name} for name in names})
    assert list(ordered_fields(form)) == names
    assert list(ordered_fields(saved_and_loaded(form))) == names


@settings(max_examples=60)
@given(FORMS)
def test_a_form_written_by_hand_keeps_its_order_once_it_is_said(form: JsonObject) -> None:
    """Also of fields inside of fields; and saying it twice says nothing new."""
    before = json.dumps(form)
    said = with_order_said(form)
    assert json.dumps(form) == before
    assert reading(said) == reading(form)
    assert reading(saved_and_loaded(said)) == reading(form)
    assert json.dumps(with_order_said(said)) == json.dumps(said)


@given(NAMES.filter(bool), st.data())
def test_a_field_that_goes_or_gets_a_name_moves_no_other(
    names: list[str], data: st.DataObject
) -> None:
    form: JsonObject = {"properties": {name: {} for name in sorted(names)}}
    if data.draw(st.booleans()):
        form = with_fields(form, {name: {} for name in names})
    order, one = list(ordered_fields(form)), data.draw(st.sampled_from(names))
    assert list(ordered_fields(without_field(form, one))) == [n for n in order if n != one]
    renamed = ordered_fields(with_name(form, one, "new"))
    assert list(renamed) == ["new" if name == one else name for name in order]


@given(st.none() | st.integers() | st.lists(st.none() | st.integers() | st.just("gone")))
def test_an_order_that_makes_no_sense_hides_no_field(order: Any) -> None:
    form: Any = {"properties": {"b": {}, "a": {}}, ORDER: order}
    assert list(ordered_fields(form)) == ["b", "a"]
    assert ordered_fields({"properties": order}) == {}


def test_another_order_is_told_in_words_when_two_versions_are_compared() -> None:
    """Else a reviewer reads the name of a keyword, and cannot tell what was changed."""
    fields: JsonObject = {"a": {}, "b": {}}
    old, new = (
        asking(with_fields({}, {name: fields[name] for name in order})) for order in ("ab", "ba")
    )
    [change] = diff(old, new)
    assert change.sentence == 'input, order of the fields ["a", "b"] → ["b", "a"]'

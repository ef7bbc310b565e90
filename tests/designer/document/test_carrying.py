"""What a case began with still counts when the fields of its form are called otherwise by now."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from designer.document.carrying import carried_over, forms_since, renamed_fields
from designer.document.changes.field_uses import FormField
from designer.document.changes.rename_field import FieldRename
from designer.document.history import Command
from designer.document.workflow import WorkflowDocument
from runtime.plan.problems import Edit
from runtime.steps import kinds
from tests.helpers.drawings import draw

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject

KINDS = kinds()
TEXT: JsonObject = {"type": "string"}


def titled(title: str) -> JsonObject:
    return {"type": "string", "title": title}


def form(order: list[str] | None = None, **fields: JsonObject) -> JsonObject:
    more: JsonObject = {"x-baton-order": [*order]} if order else {}
    return {"type": "object", "properties": {**fields}, **more}


def opened_with(start: JsonObject) -> WorkflowDocument:
    return WorkflowDocument(draw(["begin:start", "end:end"], ["begin>end"], input=start))


def rename(opened: WorkflowDocument, way: tuple[str, ...], new: str) -> None:
    *inside, name = way
    target = FormField("input", name, inside=tuple(inside))
    made = FieldRename(opened.model, KINDS, target, new)
    for _ in made.work():
        pass
    opened.do(made.command())


def now(opened: WorkflowDocument) -> JsonObject:
    held = opened.model.graph["input"]
    assert isinstance(held, dict)
    return copy.deepcopy(held)


def test_a_field_with_another_name_takes_its_value_along() -> None:
    was = form(client=titled("Client"), net=titled("Net"))
    new = form(customer=titled("Client"), net=titled("Net"))
    assert carried_over({"client": "N", "net": 1}, [was, new]) == {"customer": "N", "net": 1}


def test_a_value_never_comes_under_a_field_that_asks_for_something_else() -> None:
    """Else a phone number is sent as an amount."""
    was = form(phone=titled("Phone"), note=titled("Note"))
    new = form(amount=titled("Amount"), note=titled("Note"))
    assert carried_over({"phone": "1", "note": "x"}, [was, new]) == {"phone": "1", "note": "x"}


def test_several_that_ask_for_the_same_are_told_apart_by_their_place() -> None:
    was = form(["a", "b", "c"], a=TEXT, b=TEXT, c=TEXT)
    new = form(["x", "b", "y"], x=TEXT, b=TEXT, y=TEXT)
    assert renamed_fields(was, new) == {"a": "x", "c": "y"}
    assert renamed_fields(was, form(["x", "y"], x=TEXT, y=TEXT)) == {"a": "x", "b": "y"}


def test_fields_in_groups_and_tables_are_found_too() -> None:
    rows: JsonObject = {"type": "array", "title": "Lines", "items": form(net=titled("Net"))}
    was = form(lines=rows, deal=form(name=titled("Name")))
    other: JsonObject = {"type": "array", "title": "Lines", "items": form(amount=titled("Net"))}
    new = form(rows=other, deal=form(title=titled("Name")))
    value: JsonObject = {"lines": [{"net": 1}, 7], "deal": {"name": "N"}}
    expected = {"rows": [{"amount": 1}, 7], "deal": {"title": "N"}}
    assert carried_over(value, [was, new]) == expected


def test_a_value_that_stands_under_the_new_name_is_not_lost() -> None:
    was, new = form(a=TEXT), form(b=TEXT)
    assert carried_over({"a": "1", "b": "2"}, [was, new]) == {"a": "1", "b": "2"}


def test_the_history_tells_of_a_field_whose_title_changed_as_well() -> None:
    """Who calls a field otherwise gives it another title too, and then a third name."""
    opened = opened_with(form(amount=titled("Amount"), note=titled("Note")))
    was = now(opened)
    rename(opened, ("amount",), "total")
    path = ("graph", "input", "properties", "total", "title")
    opened.do(Command("Change the title", (Edit("set", path, "Total"),)))
    rename(opened, ("total",), "sum")
    chain = forms_since(opened.history, "input", was, now(opened))
    assert len(chain) == 4
    assert carried_over({"amount": 7, "note": "n"}, chain) == {"sum": 7, "note": "n"}
    for _ in range(3):
        opened.undo()
    assert forms_since(opened.history, "input", was, now(opened)) == [was]


def test_where_the_history_does_not_go_back_so_far_the_two_forms_are_compared() -> None:
    opened = opened_with(form(amount=titled("Amount")))
    older = form(price=titled("Amount"))
    assert forms_since(opened.history, "input", older, now(opened)) == [older, now(opened)]


# --- the law --------------------------------------------------------------------------------------

NAMES = ["a", "b", "c", "d", "e", "f"]
SCHEMAS: list[JsonObject] = [TEXT, titled("One"), {"type": "number"}]


@st.composite
def stories(draw_: st.DrawFn) -> tuple[JsonObject, JsonObject, list[tuple[tuple[str, ...], str]]]:
    """A start form, what it was filled in with, and fields that get other names, one by one."""
    names = draw_(st.lists(st.sampled_from(NAMES[:4]), unique=True, min_size=1))
    inner = draw_(st.lists(st.sampled_from(NAMES[:3]), unique=True, min_size=1))
    fields = {name: draw_(st.sampled_from(SCHEMAS)) for name in names}
    group = form(inner, **{name: draw_(st.sampled_from(SCHEMAS)) for name in inner})
    schema = form([*names, "g"], **fields, g=group)
    value: JsonObject = {name: draw_(st.integers(0, 9)) for name in names}
    value["g"] = {name: draw_(st.integers(0, 9)) for name in inner}
    renames: list[tuple[tuple[str, ...], str]] = []
    for at in range(draw_(st.integers(1, 4))):
        inside = draw_(st.booleans())
        known = inner if inside else names
        place = draw_(st.integers(0, len(known) - 1))
        way = ("g", known[place]) if inside else (known[place],)
        renames.append((way, f"new_{at}"))
        known[place] = f"new_{at}"
    return schema, value, renames


@settings(max_examples=120, deadline=None)
@given(stories())
def test_a_case_runs_again_with_the_same_data_after_any_renames(
    story: tuple[JsonObject, JsonObject, list[tuple[tuple[str, ...], str]]],
) -> None:
    schema, value, renames = story
    opened = opened_with(schema)
    was = now(opened)
    expected: Any = copy.deepcopy(value)
    for way, new in renames:
        rename(opened, way, new)
        holder = expected["g"] if len(way) > 1 else expected
        holder[new] = holder.pop([*way][-1])
    chain = forms_since(opened.history, "input", was, now(opened))
    after = carried_over(value, chain)
    assert after == expected
    assert carried_over(after, chain[::-1]) == value

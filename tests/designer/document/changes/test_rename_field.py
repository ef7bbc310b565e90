"""A field gets a better name, and nothing that refers to it breaks."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.document.changes.field_uses import FormField
from designer.document.changes.rename_field import FieldRename
from designer.document.workflow import WorkflowDocument
from designer.library.offers import template_document
from runtime.definition.definition import Definition
from runtime.definition.errors import DefinitionError
from runtime.plan.check import check
from runtime.steps import kinds
from tests.helpers.drawings import draw

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject

KINDS = kinds()


def renamed(opened: WorkflowDocument, target: FormField, new: str) -> FieldRename:
    """Rename a field as a person does, and return what was told of it."""
    rename = FieldRename(opened.model, KINDS, target, new)
    for _ in rename.work():
        pass
    opened.do(rename.command())
    return rename


def opened_with(nodes: list[Any], lines: tuple[str, ...] = (), **graph: Any) -> WorkflowDocument:
    return WorkflowDocument(draw(nodes, [*lines], **graph))


def object_of(*names: str) -> JsonObject:
    return {"type": "object", "properties": {name: {"type": "string"} for name in names}}


def set_fields(step: str, **fields: str) -> dict[str, Any]:
    return {"id": step, "kind": "set_fields", "params": {"fields": fields}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("data.amount > input.amount", "data.total > input.amount"),
        ('data.amount & "data.amount"', 'data.total & "data.amount"'),
        ("data.lines.amount + data . amount", "data.lines.amount + data . total"),
        ("data.`amount` + data.'amount'", "data.`total` + data.'total'"),
        ("$$.data[amount > 5].amount", "$$.data[total > 5].total"),
        ("($d := data; $d.amount)", "($d := data; $d.total)"),
        ('$lookup(data, "amount")', '$lookup(data, "total")'),
        ('{"amount": data.amount}', '{"amount": data.total}'),
        ("data.amount /* amount */", "data.total /* amount */"),
        ("data.amount.amount", "data.total.amount"),
        ("$map(data, function($x){ $x.amount })", "$map(data, function($x){ $x.total })"),
    ],
)
def test_only_the_name_itself_changes_in_a_formula(before: str, after: str) -> None:
    opened = opened_with([set_fields("s", x=before)], data=object_of("amount"))
    renamed(opened, FormField("data", "amount"), "total")
    assert opened.model.value(("nodes", "s", "params", "fields", "x")) == after


def test_text_with_formulas_in_it_keeps_its_words() -> None:
    title = "amount {{ data.amount }} of {{input.amount}}, {{data.amount}}"
    task = {"id": "t", "kind": "task", "params": {"title": title, "assignees": '"user:analyst"'}}
    opened = opened_with([task], data=object_of("amount"))
    found = renamed(opened, FormField("data", "amount"), "sum").found
    now = opened.model.value(("nodes", "t", "params", "title"))
    assert now == "amount {{ data.sum }} of {{input.amount}}, {{data.sum}}"
    assert [use.what for use in found.uses] == ["What to do", "What to do"]


def test_a_decision_table_reads_the_new_name_in_headings_and_cells() -> None:
    table = {
        "inputs": [{"title": "amount", "expression": "data.amount", "type": "any"}],
        "outputs": [{"name": "way", "type": "text"}],
        "rows": [
            {"when": ["> data.amount"], "then": ["data.amount"]},
            {"when": ["? > 1 and ? < data.amount"], "then": ['"data.amount"']},
            {"when": ["not(data.amount, 5), [1..data.amount)"], "then": ["amount"]},
        ],
        "otherwise": ["$string(data.amount)"],
    }
    rules = {"id": "d", "kind": "decision_table", "params": {"table": table}}
    opened = opened_with([rules], data=object_of("amount"))
    found = renamed(opened, FormField("data", "amount"), "sum").found
    now: Any = opened.model.value(("nodes", "d", "params", "table"))
    assert now["inputs"] == [{"title": "amount", "expression": "data.sum", "type": "any"}]
    assert [row["when"] for row in now["rows"]] == [
        ["> data.sum"],
        ["? > 1 and ? < data.sum"],
        ["not(data.sum, 5), [1..data.sum)"],
    ]
    assert [row["then"] for row in now["rows"]] == [["data.sum"], ['"data.amount"'], ["amount"]]
    assert now["otherwise"] == ["$string(data.sum)"]
    assert len(found.uses) == 6
    assert found.doubts == []


def test_steps_save_under_the_new_name() -> None:
    params = {"fields": {"client.tax_id": "1", "clients": "2"}}
    nodes = [
        {"id": "s", "kind": "set_fields", "params": params, "saves": {"client.name": "output"}},
        {"id": "m", "kind": "map_data", "params": {"value": "1"}, "saves": {"client": "output"}},
    ]
    opened = opened_with(nodes, data=object_of("client"))
    renamed(opened, FormField("data", "client"), "account")
    assert opened.model.nodes["s"]["params"] == {"fields": {"account.tax_id": "1", "clients": "2"}}
    assert opened.model.nodes["s"]["saves"] == {"account.name": "output"}
    assert opened.model.nodes["m"]["saves"] == {"account": "output"}


def test_a_field_of_a_step_is_renamed_in_what_follows_in_tests_and_in_test_data() -> None:
    form = object_of("person", "note") | {"required": ["person"]}
    form["properties"]["note"]["x-baton-when"] = {"person": [True]}  # type: ignore[index,call-overload] - a form
    params = {"title": "Staff", "assignees": '"user:analyst"', "form": form}
    output = {"values": {"person": "P"}, "votes": [{"values": {"person": "P"}}]}
    opened = opened_with(
        [
            {"id": "t", "kind": "task", "params": params, "saves": {"who": "output.values.person"}},
            set_fields("s", x="steps.t.values.person & steps.u.values.person"),
        ],
        samples={
            "t": {
                "items": {"happy": {"output": output, "port": "out"}},
                "pinned": "happy",
                "answers": [{"outcome": "", "values": {"person": "P"}}, "damaged"],
            }
        },
        tests=[
            {
                "id": "one",
                "name": "One",
                "answers": [{"step": "t", "values": {"person": "P"}}, {"step": "u", "values": {}}],
                "pins": [{"step": "t", "output": output}],
            },
            {"id": "two", "answers": "damaged", "pins": [7]},
        ],
    )
    start = copy.deepcopy(opened.model.document())
    found = renamed(opened, FormField("step", "person", "t"), "consultant").found
    node: Any = opened.model.nodes["t"]
    assert [*node["params"]["form"]["properties"]] == ["consultant", "note"]
    assert node["params"]["form"]["required"] == ["consultant"]
    wish = node["params"]["form"]["properties"]["note"]["x-baton-when"]
    assert wish == {"consultant": [True]}
    assert node["saves"] == {"who": "output.values.consultant"}
    formula = opened.model.value(("nodes", "s", "params", "fields", "x"))
    assert formula == "steps.t.values.consultant & steps.u.values.person"
    new = {"values": {"consultant": "P"}, "votes": [{"values": {"consultant": "P"}}]}
    assert opened.model.value(("graph", "samples", "t", "items", "happy", "output")) == new
    simulated: Any = opened.model.value(("graph", "samples", "t", "answers"))
    assert simulated == [{"outcome": "", "values": {"consultant": "P"}}, "damaged"]
    test: Any = opened.model.value(("graph", "tests", "0"))
    assert test["answers"][0]["values"] == {"consultant": "P"}
    assert test["pins"][0]["output"] == new
    assert sorted(use.where for use in found.uses) == ["One", "s", "t", "t"]
    assert len(opened.history.entries) == 1
    opened.undo()
    assert opened.model.document() == start


def test_a_field_inside_of_a_group_is_renamed_and_what_saves_the_whole_group_is_told() -> None:
    group: JsonObject = {"type": "object", "properties": {"deal": object_of("amount", "x")}}
    nodes = [
        set_fields("s", **{"deal.amount": "data.deal.amount + data.amount + input.deal.amount"}),
        {"id": "m", "kind": "map_data", "params": {"value": "1"}, "saves": {"deal": "output"}},
    ]
    expected = [
        {"at": ["data", "deal", "amount"], "value": 1},
        {"at": ["data", "deal"], "value": {"amount": 1}},
        {"at": ["data", "amount"], "value": 1},
    ]
    opened = opened_with(nodes, data=group, tests=[{"expected": {"fields": expected}}])
    found = renamed(opened, FormField("data", "amount", inside=("deal",)), "total").found
    fields: Any = opened.model.value(("nodes", "s", "params", "fields"))
    assert fields == {"deal.total": "data.deal.total + data.amount + input.deal.amount"}
    form: Any = opened.model.value(("graph", "data", "properties", "deal", "properties"))
    assert [*form] == ["total", "x"]
    places: Any = opened.model.value(("graph", "tests", "0", "expected", "fields"))
    assert places == [
        {"at": ["data", "deal", "total"], "value": 1},
        {"at": ["data", "deal"], "value": {"total": 1}},
        {"at": ["data", "amount"], "value": 1},
    ]
    assert [(use.where, use.what, use.before) for use in found.doubts] == [
        ("m", "Saves all of “deal” at once", "output")
    ]


def test_a_column_of_a_table_is_renamed_where_its_rows_are_gone_through() -> None:
    """In a loop, `item.amount` is the column, and another loop's `item.amount` is not."""
    rows: JsonObject = {"type": "array", "items": object_of("amount", "text")}
    nodes = [
        {"id": "each", "kind": "for_each", "params": {"items": "input.lines"}},
        set_fields("in", x="item.amount & item.text") | {"parent": "each"},
        {"id": "inner", "kind": "for_each", "parent": "each", "params": {"items": "item.text"}},
        set_fields("deep", x="item.amount") | {"parent": "inner"},
        {"id": "other", "kind": "for_each", "params": {"items": "data.rows"}},
        set_fields("out", x="item.amount") | {"parent": "other"},
        set_fields("sum", x="$sum(input.lines.amount) + input.lines[amount > 2].amount"),
    ]
    form: JsonObject = {"type": "object", "properties": {"lines": rows}}
    given = {"lines": [{"amount": 1}, {"amount": 2}], "amount": 3}
    opened = opened_with(nodes, input=form, tests=[{"given": given}])
    renamed(opened, FormField("input", "amount", inside=("lines",)), "net")

    def formula(step: str) -> object:
        return opened.model.value(("nodes", step, "params", "fields", "x"))

    assert formula("in") == "item.net & item.text"
    assert formula("deep") == "item.amount"
    assert formula("out") == "item.amount"
    assert formula("sum") == "$sum(input.lines.net) + input.lines[net > 2].net"
    now: Any = opened.model.value(("graph", "tests", "0", "given"))
    assert now == {"lines": [{"net": 1}, {"net": 2}], "amount": 3}
    names: Any = opened.model.value(("graph", "input", "properties", "lines", "items"))
    assert [*names["properties"]] == ["net", "text"]


def test_the_start_form_of_every_example_is_renamed_and_checks_find_nothing_new() -> None:
    document = template_document("approve-supplier-invoice")
    opened = WorkflowDocument(Definition.from_document(document))
    before = problems(opened)
    found = renamed(opened, FormField("input", "supplier"), "vendor").found
    assert problems(opened) == before
    assert {use.where for use in found.uses} >= {"Manager approves", "Finance approves"}
    tests: Any = opened.model.value(("graph", "tests"))
    assert all("vendor" in test["given"] and "supplier" not in test["given"] for test in tests)


def fields_of(
    schema: dict[str, Any], inside: tuple[str, ...] = ()
) -> list[tuple[tuple[str, ...], str]]:
    """Every field of a form, at any depth."""
    found: list[tuple[tuple[str, ...], str]] = []
    for name, inner in schema.get("properties", {}).items():
        rows = inner.get("items", inner)
        found += [(inside, name), *fields_of(rows, (*inside, name))]
    return found


def test_any_field_of_an_example_can_be_renamed_and_brought_back() -> None:
    document: Any = template_document("approve-supplier-invoice")
    opened = WorkflowDocument(Definition.from_document(document))
    start = copy.deepcopy(opened.model.document())
    before = problems(opened)
    forms: list[Literal["input", "data"]] = ["input", "data"]
    seen = 0
    for form in forms:
        for inside, name in fields_of(document["graph"][form]):
            renamed(opened, FormField(form, name, inside=inside), "another_name")
            assert problems(opened) == before, name
            opened.undo()
            assert opened.model.document() == start
            seen += 1
    assert seen > 10


def test_what_refers_to_a_field_is_listed_in_the_order_of_the_drawing() -> None:
    """Else a person looks for the places all over the drawing."""
    nodes = [set_fields(name, x="data.a") for name in ("third", "first", "second")]
    opened = opened_with(nodes, ("first>second", "second>third"), data=object_of("a"))
    found = renamed(opened, FormField("data", "a"), "b").found
    assert [use.step for use in found.uses] == ["first", "second", "third"]


def test_a_name_that_is_read_already_is_refused() -> None:
    opened = opened_with([set_fields("s", x="data.a + data.b")], data=object_of("a"))
    with pytest.raises(DefinitionError, match="“b” is used already"):
        renamed(opened, FormField("data", "a"), "b")


@pytest.mark.parametrize("text", ["data.*.a", '$eval("data.a")', "data.a +", "(1).a"])
def test_what_nobody_can_tell_is_told_and_stays(text: str) -> None:
    opened = opened_with([set_fields("s", x=text)], data=object_of("a"))
    found = renamed(opened, FormField("data", "a"), "b").found
    assert [use.before for use in found.doubts] == [text]
    assert opened.model.value(("nodes", "s", "params", "fields", "x")) == text


def problems(opened: WorkflowDocument) -> list[tuple[str, str | None]]:
    return sorted((p.code, p.step) for p in check(opened.definition(), KINDS))


# --- the law --------------------------------------------------------------------------------------

NAMES = ["a", "b", "amount", "tax_id", "ä", "in"]
PLACES = ["data.{}", "input.{}", "steps.t.values.{}"]
GROUP = "deal"
SHAPES = [
    "{}",
    "{} + 1",
    '{} & " data.a input.b steps.t.values.amount "',
    "$sum([{}, 2])",
    "($x := {}; $x)",
    "{} > 5 ? {} : 7",
    "$exists({}) and true",
]


@st.composite
def workflows(draw_: st.DrawFn) -> tuple[JsonObject, FormField, str]:
    name, new = draw_(st.lists(st.sampled_from(NAMES[:4]), unique=True, min_size=2, max_size=2))
    form: Literal["data", "input", "step"] = draw_(st.sampled_from(["data", "input", "step"]))
    others = [each for each in NAMES if each != new]
    inside = draw_(st.sampled_from([(), (GROUP,)]))
    before = "".join(f"{each}." for each in inside)
    written = [before + (f"`{each}`" if each == "in" else each) for each in others]
    places = [place.format(each) for place in PLACES for each in written]
    formula = st.sampled_from([shape.replace("{}", place) for shape in SHAPES for place in places])
    known = object_of(*others)
    given: dict[str, Any] = dict.fromkeys(others, 1)
    if inside:
        known = {"type": "object", "properties": {GROUP: known}}
        given = {GROUP: given}
    params = {
        "title": f"Do {{{{ {draw_(formula)} }}}}",
        "assignees": '"user:analyst"',
        "form": known,
    }
    task: dict[str, Any] = {"id": "t", "kind": "task", "params": params}
    saved = draw_(st.lists(st.sampled_from(others[:3]), unique=True, max_size=2))
    fields = {f"f{at}": draw_(formula) for at in range(draw_(st.integers(1, 4)))}
    step = set_fields("s", **fields) | {"saves": {before + e: draw_(formula) for e in saved}}
    document = draw(
        [{"id": "begin", "kind": "start"}, task, step, {"id": "end", "kind": "end"}],
        ["begin>t", "t>s", "s>end"],
        input=known,
        data=known,
        tests=[{"name": "T", "given": given}],
    ).document()
    return document, FormField(form, name, "t" if form == "step" else "", inside), new


@settings(max_examples=120, deadline=None)
@given(workflows())
def test_no_reference_breaks_and_the_old_name_brings_everything_back(
    made: tuple[JsonObject, FormField, str],
) -> None:
    document, target, new = made
    opened = WorkflowDocument(Definition.from_document(document))
    start = copy.deepcopy(opened.model.document())
    before = problems(opened)
    found = renamed(opened, target, new).found
    assert problems(opened) == before
    back = renamed(opened, replace(target, name=new), target.name).found
    assert opened.model.document() == start
    assert len(back.uses) == len(found.uses)
    for _ in range(2):
        opened.undo()
    assert opened.model.document() == start

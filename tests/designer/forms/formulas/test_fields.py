"""Tests which fields a schema offers, how people call them, and which fits which."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from designer.forms.formulas.field_tree import FieldModel
from designer.forms.formulas.fields import Field, fields_of, find, flat, label_of
from designer.forms.formulas.matching import matches
from designer.forms.formulas.suggestions import Suggestions, functions
from tests.helpers.designer_case import SAMPLE, SCHEMA

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from runtime.definition.json_value import JsonObject


def large(count: int) -> JsonObject:
    """Return a schema of many fields."""
    properties: dict[str, Any] = {f"field_{n}": {"title": f"Field {n}"} for n in range(count)}
    return {"properties": {"data": {"type": "object", "properties": properties}}}


def test_fields_are_called_as_people_call_them() -> None:
    fields = fields_of(SCHEMA)
    labels = {each.reference: each.label for each in flat(fields)}
    assert labels["steps.check_margin.margin"] == "Check margin \u203a margin"
    assert labels["data.deal.amount"] == "Deal \u203a Contract value"
    assert labels["settings.floor"] == "Settings \u203a Margin floor"
    assert label_of(fields, ("data", "deal", "newField")) == "Deal \u203a new field"
    assert label_of(fields, ("nowhere", "x")) == "nowhere \u203a x"


def test_lists_dates_choices_and_personal_fields_are_told() -> None:
    fields = fields_of(SCHEMA)
    lines = find(fields, ("data", "lines"))
    assert lines is not None
    assert lines.many
    assert [each.name for each in lines.children] == ["sku", "price"]
    contact, signed = find(fields, ("data", "contact")), find(fields, ("data", "deal", "signed"))
    assert contact is not None
    assert contact.personal
    assert signed is not None
    assert signed.words == "date"
    region = find(fields, ("data", "deal", "region"))
    assert region is not None
    assert region.choices == ("EMEA", "APAC")


def test_a_personal_value_is_not_shown_among_the_fields(qtbot: QtBot) -> None:
    model = FieldModel(fields_of(SCHEMA), SAMPLE)
    shown: list[str] = []
    for path in (("data",), ("data", "contact"), ("data", "deal", "amount"), ("data", "lines")):
        index = model.index_of(path)
        shown.append(str(index.siblingAtColumn(1).data()))
    assert shown == ["", "\u2022\u2022\u2022", "184,000", "2 items"]
    del qtbot


def test_a_tree_of_fields_is_a_sound_model() -> None:
    model = FieldModel(fields_of(SCHEMA), SAMPLE)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    assert model.rowCount() == 3


def test_a_schema_that_holds_itself_ends() -> None:
    schema: JsonObject = {
        "properties": {"data": {"$ref": "#/$defs/node"}},
        "$defs": {
            "node": {
                "properties": {
                    "name": {"type": "string"},
                    "left": {"$ref": "#/$defs/node"},
                    "right": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
                }
            }
        },
    }
    paths = [each.path for each in flat(fields_of(schema))]
    assert ("data", "name") in paths
    assert len(paths) < 20


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"properties": 5},
        {"properties": {"a": 3, "b": {"type": 7, "enum": "x", "title": [1], "required": "a"}}},
        {"$ref": "#/nowhere"},
        {"$ref": "https://example.com/schema"},
        {"anyOf": "no"},
        {"items": {"items": {"properties": {"x": {}}}}},
    ],
)
def test_a_broken_schema_gives_fewer_fields_and_no_error(schema: JsonObject) -> None:
    assert len(list(flat(fields_of(schema)))) <= 2


def test_suggestions_among_a_thousand_fields_come_at_once() -> None:
    suggestions = Suggestions(fields_of(large(1_000)))
    begin = time.perf_counter()
    found = suggestions.at("data.field_7", 12)
    assert time.perf_counter() - begin < 0.5  # a bound against hanging; benchmarks tell the speed
    assert found[0].text == "field_7"


def test_spreadsheet_names_find_functions() -> None:
    assert functions("XLOOK", 0, 5)[0].text == "$lookup()"
    assert functions("su", 0, 2)[0].text == "$substring()"
    assert functions("nothing like it", 0, 5) == []


def field(path: str, kind: str = "") -> Field:
    """Return a field of a type."""
    names = tuple(path.split("."))
    return Field(names, names[-1], names[-1], kind)


def test_alike_names_match_and_others_do_not() -> None:
    targets = [field("clientName"), field("amount", "number"), field("zzz"), field("vat_number")]
    sources = [
        field("data.client.name"),
        field("input.amount", "string"),
        field("data.amount", "number"),
        field("data.VATNumber"),
    ]
    found = {match.target: match.source.reference for match in matches(targets, sources)}
    assert found == {
        "clientName": "data.client.name",
        "amount": "data.amount",
        "vat_number": "data.VATNumber",
    }


def test_what_is_filled_already_is_left_alone() -> None:
    assert matches([field("amount")], [field("data.amount")], {"amount"}) == []


def test_a_slip_of_the_pen_still_matches() -> None:
    found = matches([field("delivery_address")], [field("data.delivery_adress")])
    assert [match.source.name for match in found] == ["delivery_adress"]

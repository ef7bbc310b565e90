"""The second line of a card says in a few words what the step does."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.step import Around
from runtime.steps import kinds

ERP = Around({"erp": "tryton", "shop": "web"})
TABLE = {
    "inputs": [{"title": "Amount", "expression": "data.amount"}],
    "outputs": [{"name": "who"}],
    "rows": [{"when": ["-"], "then": ['"Finance"']}],
}

CAPTIONS: list[tuple[str, dict[str, Any], str]] = [
    ("approval", {"title": "Pay?", "assignees": '"role:finance_control"'}, "Finance control"),
    (
        "approval",
        {"title": "Pay?", "assignees": '["role:legal", "role:finance"]', "needed": 2},
        "Legal, Finance · 2 must approve",
    ),
    ("approval", {"title": "Pay?", "assignees": "data.owner"}, "People from the case"),
    ("approval", {"title": "", "assignees": ""}, "Get an approval"),
    ("task", {"title": "Staff it", "assignees": '"role:resource-manager"'}, "Resource manager"),
    ("call", {"connection": "erp", "operation": "find_client"}, "Find a client · Tryton"),
    (
        "http_request",
        {"connection": "shop", "path": "/orders/{{ data.order.id }}/lines"},
        "GET /orders/…/lines",
    ),
    ("decision", {"conditions": [{"port": "yes", "when": "true"}], "otherwise": "no"}, "yes / no"),
    (
        "decision",
        {"conditions": [{"port": name, "when": "true"} for name in "abcd"]},
        "5 ways",
    ),
    ("decision_table", {"table": TABLE}, "Decision table, 1 row"),
    ("decision_table", {"table": TABLE | {"rows": TABLE["rows"] * 6}}, "Decision table, 6 rows"),
    ("end", {}, "Finish"),
    ("end", {"output": {"invoice": "data.invoice"}}, "Gives invoice"),
    ("terminate", {"output": dict.fromkeys("abcde", "1")}, "Gives a, b, c and 2 more"),
    (
        "fail",
        {"code": "late", "reason": "Client {{ data.name }}\nis blocked"},
        "Client … is blocked",
    ),
    ("for_each", {"items": "input.open_tasks"}, "Each of open tasks"),
    (
        "for_each",
        {"items": "$reverse(data.lines)", "mode": "in_parallel", "limit": 0},
        "Repeat for each · all at once",
    ),
    ("join", {}, "All paths"),
    ("join", {"wait_for": "first", "cancel_rest": True}, "The first path · stops the rest"),
    ("join", {"wait_for": "some", "count": 2}, "2 paths"),
    ("map_data", {"fields": {"margin": "1", "day_rate": "2"}}, "Builds margin, day rate"),
    ("map_data", {"items": "data.lines", "fields": {"sum": "1"}}, "List of sum"),
    ("map_data", {"value": "data.lines"}, "One formula"),
    ("set_fields", {"fields": {"client.tax_id": "1"}}, "Sets client.tax id"),
    ("join", {"wait_for": "coming"}, "All that come"),
    ("join", {"wait_for": "condition", "condition": "true"}, "Until its condition holds"),
    ("parallel", {}, "All paths at once"),
    ("choose_several", {"ways": [{"port": n, "when": "true"} for n in "ab"]}, "a + b"),
    ("choose_several", {"ways": [{"port": n, "when": "1"} for n in "abcd"]}, "Up to 4 ways"),
    ("race", {}, "The others are withdrawn"),
    ("message", {"message": "sow signed", "key": "data.sow.number"}, "sow signed · number"),
    ("message", {"message": "sow signed"}, "sow signed"),
    ("message", {"message": ""}, "Wait for a message"),
    ("send_message", {"message": "go"}, "go"),
    ("group", {}, "Part of the case"),
    ("group", {"happenings": [{"port": "late", "after": "P2D"}]}, "late"),
    ("group", {"happenings": [{"port": n, "after": "P1D"} for n in "abc"]}, "3 ways to leave it"),
    ("exclusive", {"resource": "the budget"}, "Uses the budget"),
    ("any_order", {}, "In any order, one by one"),
    ("milestone", {"step": "open"}, "Only while"),
    ("stop", {"steps": ["a"]}, "1 step"),
    ("stop", {"steps": ["a", "b"]}, "2 steps"),
    ("undo", {}, "Everything, newest first"),
    ("undo", {"steps": ["a", "b"]}, "Of 2 steps"),
    ("add_items", {"items": "data.person"}, "Adds person"),
    ("start", {}, "A person asks"),
    ("start", {"form": {"properties": {"amount": {}, "why": {}}}}, "Form with 2 fields"),
    ("sub_workflow", {"workflow": "onboarding"}, "Runs onboarding"),
    ("wait", {"duration": "P2BD"}, "2 business days"),
    ("wait", {"until": "data.project.start_date"}, "Until start date"),
    ("wait", {"duration_from": "$max([1, 2])"}, "For a time from the case"),
]


@pytest.mark.parametrize(("kind", "params", "caption"), CAPTIONS)
def test_a_card_says_what_its_step_does(kind: str, params: dict[str, Any], caption: str) -> None:
    found = kinds()[kind]
    assert found.caption(found.params.model_validate(params), ERP) == caption


def test_no_kind_is_left_without_words_for_its_card() -> None:
    assert {kind for kind, _, _ in CAPTIONS} == set(kinds())


@pytest.mark.parametrize("name", sorted(name for name in kinds() if kinds()[name].starter))
def test_a_step_that_was_just_drawn_shows_its_ways_and_says_what_it_lacks(name: str) -> None:
    kind = kinds()[name]
    params = kind.params.model_validate(dict(kind.starter))
    assert kind.ports(params)
    assert any(finding.severity == "error" for finding in kind.findings(params))

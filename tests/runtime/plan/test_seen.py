"""Who writes a formula is offered what is there at this step, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from runtime import steps
from runtime.plan.seen import seen_at
from tests.helpers.drawings import data, draw, each, kinds

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject


def fields(schema: JsonObject, *path: str) -> dict[str, Any]:
    """The properties at a path of a schema."""
    found: Any = schema
    for name in path:
        found = found["properties"][name]
    return cast("dict[str, Any]", found["properties"])


DRAWING = draw(
    [
        "start",
        data("sum", name="Add up", saves={"total": "output"}),
        each("lines", "data.lines"),
        data("line", "item.price", parent="lines"),
        data("report"),
        "end",
    ],
    ["start>sum", "sum>lines", "lines.each>line", "lines>report", "report>end"],
    input={"type": "object", "properties": {"client": {"type": "string"}}},
    settings={"limit": {"title": "Approval limit", "value_type": "money", "value": "10000"}},
)


def test_a_step_sees_the_input_the_case_the_settings_and_who_started() -> None:
    schema = seen_at(DRAWING, kinds(), "report")
    assert fields(schema, "input") == {"client": {"type": "string"}}
    assert "total" in fields(schema, "data")
    assert fields(schema, "settings")["limit"]["title"] == "Approval limit"
    assert "requester" in fields(schema, "run")


def test_steps_that_may_have_run_are_offered_by_name_and_later_ones_are_not() -> None:
    schema = seen_at(DRAWING, kinds(), "lines")
    assert fields(schema, "steps")["sum"]["title"] == "Add up"
    assert "report" not in fields(schema, "steps")
    assert "line" in fields(schema, "steps")


def test_the_inside_of_a_for_each_is_not_offered_outside() -> None:
    assert "line" not in fields(seen_at(DRAWING, kinds(), "report"), "steps")
    assert "sum" in fields(seen_at(DRAWING, kinds(), "line"), "steps")


def test_what_a_step_gives_is_offered_where_it_is_saved() -> None:
    assert "output" not in fields(seen_at(DRAWING, kinds(), "sum"))
    assert "output" in fields(seen_at(DRAWING, kinds(), "sum", saving=True))


def test_a_step_that_is_gone_is_told() -> None:
    with pytest.raises(KeyError):
        seen_at(DRAWING, kinds(), "gone")


def test_what_people_filled_in_has_the_titles_of_their_form() -> None:
    """Without them a result is shown by names that nobody filled in."""
    margin: JsonObject = {"type": "number", "title": "Margin in %", "x-baton-personal": True}
    form: JsonObject = {"type": "object", "properties": {"margin": margin}}
    params: JsonObject = {"title": "Approve?", "assignees": "'role:finance'", "form": form}
    drawing = draw(
        ["start", {"id": "ask", "kind": "approval", "params": params}, "yes:end", "no:end"],
        ["start>ask", "ask.approved>yes", "ask.rejected>no"],
    )
    schema = seen_at(drawing, steps.kinds(), "yes", results=True)
    assert fields(schema, "steps", "ask", "values") == {"margin": margin}
    assert fields(schema, "steps")["ask"]["title"] == drawing.node("ask").title
    of_votes = fields(schema, "steps", "ask")["votes"]["items"]
    assert fields(of_votes, "values") == {"margin": margin}
    own = seen_at(drawing, steps.kinds(), "ask", saving=True, results=True)
    assert fields(own, "output", "values") == {"margin": margin}
    offered = seen_at(drawing, steps.kinds(), "yes")
    assert fields(offered, "steps")["ask"].keys() == {"title"}, "no formula is offered more"


def test_what_a_system_answers_has_the_titles_of_its_connector() -> None:
    """Without them who writes a formula has to know the names that a system's answer uses."""
    finds: JsonObject = {"connection": "erp", "operation": "find_project"}
    books: JsonObject = {"connection": "erp", "operation": "unheard_of"}
    drawing = draw(
        [
            "start",
            {"id": "find", "kind": "call", "params": finds},
            {"id": "lost", "kind": "call", "params": books},
            "end",
        ],
        ["start>find", "find>lost", "lost>end"],
        connections={"erp": {"connector": "tryton"}},
    )
    seen = seen_at(drawing, steps.kinds(), "end", results=True)
    found = fields(seen, "steps", "find")["projects"]
    assert found["title"] == "Projects"
    assert fields(found["items"])["hours_booked"]["title"] == "Hours booked"
    assert fields(found["items"], "client")["name"]["title"] == "Name"
    assert fields(seen, "steps")["find"]["title"] == drawing.node("find").title
    assert fields(seen, "steps")["lost"].keys() == {"title"}, "an unknown operation tells nothing"
    own = seen_at(drawing, steps.kinds(), "find", saving=True, results=True)
    assert "projects" in fields(own, "output")

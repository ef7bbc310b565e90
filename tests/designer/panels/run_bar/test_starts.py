"""With what a result begins that a person writes for a step: else they have to invent all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.model import Model
from designer.panels.run_bar.starts import EMPTY, Results, starts_of
from runtime.events.view import RunView, StepView, view_of
from tests.helpers.drawings import data, draw, each
from tests.helpers.run_sessions import events_of

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue


def nothing(_step: str) -> JsonValue:
    return None


def test_what_a_step_gave_for_the_item_before_is_offered() -> None:
    inner = {**data("inner", "item * 10"), "parent": "all"}
    ways = ["start>all", "all.each>inner", "all.done>end"]
    drawing = draw(["start", each("all", "[1, 2]"), inner, "end"], ways, id="loop")
    run, events = events_of(drawing)
    model, now = Model(drawing.document()), (view_of(run, events), events)
    found = starts_of("inner", model, now, Results(), nothing)
    assert [(start.name, start.value) for start in found] == [
        ("What it gave before in this run", 20),
        ("Nothing", None),
    ]
    assert starts_of("call/inner", model, now, Results(), nothing) == [EMPTY]


def test_the_same_value_is_offered_once() -> None:
    """Else one compares two lines to find that they say the same."""
    drawing = draw(["start", data("a", "{ 'b': 1 }"), "end"], ["start>a", "a>end"], id="d")
    run, events = events_of(drawing)
    view, results = view_of(run, events), Results()
    results.keep(view)
    found = starts_of("a", Model(drawing.document()), (view, events), results, lambda _: {"b": 1})
    assert [start.name for start in found] == [
        "What it gave before in this run",
        "Example of a result",
        "Nothing",
    ]


def test_results_of_another_workflow_are_not_offered() -> None:
    """Two workflows may call different steps by the same name."""
    view = RunView("r", definition="one", started="2026-11-20T08:00:00+00:00")
    view.steps["a"] = StepView("a", "completed", output=1)
    results = Results()
    results.keep(view)
    assert results.of("a", RunView("r2", definition="one")) is not None
    assert results.of("a", RunView("r3", definition="other")) is None
    results.keep(RunView("r3", definition="other"))
    assert results.of("a", RunView("r2", definition="one")) is None

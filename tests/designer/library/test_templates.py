"""Every starter workflow runs at once, with what it brings along, and asks no system for it.

If they fail, the first thing that a new person tries does not work.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

import pytest

from connectors.connector.inputs import compile_schema, problems_of
from designer.document.changes import samples
from designer.document.model import Model
from designer.library.offers import template_document
from designer.library.templates import example_case, templates
from designer.panels.cases.case import cases, unreadable
from designer.panels.cases.compare import differences
from designer.panels.cases.reached import reached
from designer.panels.cases.setup import all_answers
from runtime.debug import Options, Pin, SimulatedAnswer
from runtime.definition.definition import Definition
from runtime.events.model import Actor
from runtime.plan.check import check
from runtime.steps import kinds
from tests.helpers.run_sessions import events_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from designer.panels.cases.case import Case
    from designer.panels.cases.reached import Reached

NAMES = [one.name for one in templates()]
INVOICE, STORY = "approve-supplier-invoice", "signed-sow-to-invoice"
EVERY = pytest.mark.parametrize("name", NAMES)


@cache
def definition(name: str) -> Definition:
    return Definition.from_document(template_document(name))


def model(name: str) -> Model:
    return Model(template_document(name))


def answers(name: str) -> tuple[Actor, tuple[SimulatedAnswer, ...]]:
    """Who starts the example case, and what people answer in it."""
    place = files("resources") / "templates" / name / "answers.json"
    plain: Any = json.loads(place.read_text(encoding="utf-8"))
    who = plain["requester"]
    said = tuple(
        SimulatedAnswer(step, actor=one["by"]["id"], **{k: v for k, v in one.items() if k != "by"})
        for step, one in plain["answers"].items()
    )
    return Actor(who["id"], tuple(who["roles"])), said


def pins(name: str) -> tuple[Pin, ...]:
    """What stands for steps when a person presses F5."""
    kept = samples.pins(model(name)).items()
    return tuple(Pin(step, one.output, port=one.port, sample=one.name) for step, one in kept)


def dry(name: str, drawing: Definition | None = None, given: Any = None) -> Reached:
    """What comes of the example case while nobody answers."""
    begin = given if given is not None else example_case(name)
    _, events = events_of(drawing or definition(name), begin, pins=pins(name), stands=True)
    return reached(events)


# --- what a template brings along ----------------------------------------------------------------


def test_the_one_that_needs_no_account_comes_first() -> None:
    first = templates()[0]
    assert first.name == INVOICE
    assert first.title == "Approve a supplier invoice"
    assert first.steps == 11


@EVERY
def test_it_has_no_problems_and_an_example_that_its_start_form_takes(name: str) -> None:
    assert not [each for each in check(definition(name), kinds()) if not _is_binding(each.code)]
    schema = cast("Any", template_document(name)["graph"])["input"]
    assert problems_of(compile_schema(schema), example_case(name)) == ()


def _is_binding(code: str) -> bool:
    return code.startswith("connection.")


@EVERY
def test_test_data_stand_at_steps_that_give_such_a_thing(name: str) -> None:
    drawn, known = model(name), kinds()
    graph = cast("Mapping[str, Any]", drawn.graph)
    for step in graph["samples"]:
        node: Any = drawn.nodes[step]
        kind = known[node["kind"]]
        ways = {port.name for port in kind.ports(kind.params.model_validate(node["params"]))}
        assert samples.samples(drawn, step)
        assert {one.port for one in samples.samples(drawn, step).values()} <= ways


def test_an_example_is_found_by_the_name_of_the_template_alone() -> None:
    assert example_case("") is None
    assert example_case("no-such-template") is None


@EVERY
def test_a_test_in_the_designer_is_made_up_like_a_dry_run_of_the_file(name: str) -> None:
    """Else a process owner and an integrator try the same file and see two results."""
    kept = Options.kept_with(definition(name))
    told = [SimulatedAnswer(**one.model_dump()) for one in all_answers(model(name))]
    assert kept.pins == pins(name)
    assert list(kept.answers) == told


# --- the first dry run ----------------------------------------------------------------------------


def test_the_first_case_waits_for_the_manager_and_goes_on_to_the_booking() -> None:
    before = dry(INVOICE)
    assert "who" in before.steps
    assert not before.ends
    actor, said = answers(INVOICE)
    given = example_case(INVOICE)
    _, events = events_of(definition(INVOICE), given, actor=actor, answers=said, pins=pins(INVOICE))
    done = reached(events)
    assert done.ends == ("paid",)
    assert done.steps["lead"] == {"approved": 1}
    assert cast("Any", done.result)["total"] == 7884
    assert cast("Any", done.result)["lines"][0] == {"text": "Standing desks", "net": 5400}


def test_a_lower_limit_sends_the_same_case_to_finance() -> None:
    """The first change that a person is shown must change something."""
    document: Any = template_document(INVOICE)
    table = next(n for n in document["nodes"] if n["id"] == "who")["params"]["table"]
    (limit,) = [row for row in table["rows"] if "10000" in row["when"][0]]
    limit["when"][0] = "<= 5000"
    changed = Definition.from_document(document)
    assert cast("Any", dry(INVOICE).data)["policy"]["way"] == "manager"
    assert cast("Any", dry(INVOICE, changed).data)["policy"]["way"] == "finance"


def test_the_closed_cost_centre_shows_how_a_failure_looks() -> None:
    closed = {**cast("Any", example_case(INVOICE)), "cost_centre": "Sales"}
    closed["lines"] = [{"text": "Exhibition stand", "amount": 420}]
    gave = dry(INVOICE, given=closed)
    assert "ledger" not in gave.steps
    assert not gave.ends


def test_a_dry_run_of_the_signed_sow_comes_to_the_approvals() -> None:
    """Else the first look at the main process ends with “handled before”."""
    gave = dry(STORY)
    assert gave.steps["handled_before"] == {"new": 1}
    assert gave.steps["approval_policy"] == {"outside policy": 1}
    assert not gave.ends


def test_a_dry_run_of_the_signed_sow_goes_to_the_invoice_when_people_answer() -> None:
    actor, said = answers(STORY)
    given = example_case(STORY)
    _, events = events_of(definition(STORY), given, actor=actor, answers=said, pins=pins(STORY))
    assert reached(events).ends == ("invoiced",)


# --- the saved tests ------------------------------------------------------------------------------


def _saved() -> Sequence[Any]:
    return [
        pytest.param(name, case, id=f"{name}-{case.id}")
        for name in NAMES
        for case in cases(model(name)).values()
    ]


@EVERY
def test_it_brings_saved_tests_that_can_be_read(name: str) -> None:
    assert len(cases(model(name))) == 3
    assert unreadable(model(name)) == 0


@pytest.mark.parametrize(("name", "case"), _saved())
def test_its_saved_tests_pass(name: str, case: Case) -> None:
    asked = tuple(SimulatedAnswer(**one.model_dump()) for one in case.answers)
    stand_in = tuple(Pin(**one.model_dump()) for one in case.pins)
    actor = Actor(case.actor)
    _, events = events_of(definition(name), case.given, actor=actor, answers=asked, pins=stand_in)
    assert not differences(case.expected, reached(events), lambda step: step)

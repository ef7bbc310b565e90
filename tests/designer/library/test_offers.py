"""Everything that this Baton can do is offered, and placing it gives a step that works."""

from __future__ import annotations

import copy
import subprocess
import sys
from typing import Any

import pytest

from connectors.connector import load, load_catalog
from designer.document.changes import samples
from designer.document.changes.placing import placed
from designer.document.workflow import WorkflowDocument
from designer.library.cards import CardMaker
from designer.library.offers import GROUPS, Offer, offers
from designer.library.suggestions import MOST, suggest
from runtime.definition.definition import Definition
from runtime.steps import kinds

OFFERS = offers(kinds())
BY_ID = {offer.id: offer for offer in OFFERS}
CARDS = CardMaker(kinds())
CLIENT = "operation:tryton.find_client"


@pytest.fixture
def document() -> WorkflowDocument:
    empty: dict[str, Any] = {"graph": {"format": 1}, "nodes": [], "edges": []}
    return WorkflowDocument(Definition.from_document(empty))


def put(document: WorkflowDocument, offer: Offer, parent: str | None = None) -> str:
    command, step = placed(document.model, offer, (13.0, 21.0), parent)
    document.do(command)
    return step


# --- what there is --------------------------------------------------------------------------------


def test_every_kind_and_every_operation_is_offered_once() -> None:
    operations = {
        f"operation:{name}.{operation.id}"
        for name in load_catalog()
        for operation in load(name).manifest.operations
    }
    kinds_offered = {f"kind:{name}" for name in kinds()}
    templates = {offer.id for offer in OFFERS if offer.template}
    assert set(BY_ID) == kinds_offered | operations | templates
    assert len(BY_ID) == len(OFFERS)
    assert templates


def test_the_groups_stand_in_the_order_of_the_palette() -> None:
    groups = list(dict.fromkeys(offer.group for offer in OFFERS))
    assert groups == list(GROUPS)


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.id)
def test_an_offer_has_words_to_be_found_by(offer: Offer) -> None:
    assert offer.title[0].isupper()
    assert offer.summary
    assert offer.synonyms
    assert "_" not in offer.title


def test_no_manifest_is_read_before_somebody_asks() -> None:
    program = (
        "import sys, designer.library.offers, designer.library.suggestions\n"
        "from connectors.connector import load\n"
        "print(load.cache_info().currsize)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "0"


# --- placing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.id)
def test_whatever_is_placed_can_be_saved_and_undone(
    document: WorkflowDocument, offer: Offer
) -> None:
    before = copy.deepcopy(document.model.document())
    step = put(document, offer)
    assert step in document.definition()
    assert CARDS.card(document.model.nodes[step], {offer.connector: offer.connector}).known
    document.undo()
    assert document.model.document() == before


def test_an_operation_brings_its_connection_along_once(document: WorkflowDocument) -> None:
    first = put(document, BY_ID[CLIENT])
    second = put(document, BY_ID["operation:tryton.create_client"])
    assert document.model.graph["connections"] == {
        "tryton": {"connector": "tryton", "title": "Tryton"}
    }
    names = [document.step(step)["params"] for step in (first, second)]
    assert names == [
        {"connection": "tryton", "operation": "find_client"},
        {"connection": "tryton", "operation": "create_client"},
    ]
    card = CARDS.card(document.step(first), {"tryton": "tryton"})
    assert (card.caption, card.icon) == ("Find a client · Tryton", "connector:tryton")


def test_an_operation_uses_the_connection_that_the_workflow_has(document: WorkflowDocument) -> None:
    document.model.graph["connections"] = {"erp": {"connector": "tryton", "title": "ERP"}}
    step = put(document, BY_ID[CLIENT])
    assert document.model.value(("nodes", step, "params", "connection")) == "erp"


def test_two_of_a_kind_get_names_that_differ(document: WorkflowDocument) -> None:
    names = [document.step(put(document, BY_ID["kind:approval"]))["name"] for _ in range(3)]
    assert names == ["Get an approval", "Get an approval 2", "Get an approval 3"]


def test_a_step_is_placed_inside_another_and_on_the_grid(document: WorkflowDocument) -> None:
    around = put(document, BY_ID["kind:for_each"])
    inner = document.step(put(document, BY_ID["kind:task"], around))
    assert (inner["parent"], inner["position"]) == (around, [16.0, 24.0])


def test_a_new_step_shows_its_ways_out_at_once(document: WorkflowDocument) -> None:
    card = CARDS.card(document.step(put(document, BY_ID["kind:approval"])), {})
    assert [port.name for port in card.ports] == ["approved", "rejected", "undo"]
    assert CARDS.card(document.step(put(document, BY_ID["kind:fail"])), {}).ports == ()


def test_a_template_placed_twice_refers_to_its_own_steps(document: WorkflowDocument) -> None:
    template = BY_ID["template:signed-sow-to-invoice"]
    put(document, template)
    first = len(document.model.nodes)
    put(document, template)
    begins = [node for node in document.model.nodes.values() if kinds()[str(node["kind"])].begins]
    assert len(begins) == 1
    assert len(document.model.nodes) == 2 * first - 1
    copies = [node for name, node in document.model.nodes.items() if name.endswith("_2")]
    assert any("steps.find_client_2." in str(node) for node in copies)


def test_a_template_brings_its_test_data_for_each_place_where_it_is_put(
    document: WorkflowDocument,
) -> None:
    """Else the tests of a process that was put together of templates end at once."""
    template = BY_ID["template:signed-sow-to-invoice"]
    put(document, template)
    put(document, template)
    name = "find_earlier_project"
    assert {name, f"{name}_2"} <= set(samples.pins(document.model))
    assert samples.pins(document.model)[f"{name}_2"].name == "new deal"


# --- what comes next ------------------------------------------------------------------------------


def titles(document: WorkflowDocument, source: str, port: str = "out") -> list[str]:
    found = suggest(OFFERS, document.model, CARDS, source, port)
    assert len(found) <= MOST
    return [offer.title for offer in found]


def test_an_empty_drawing_begins_with_what_starts_a_case(document: WorkflowDocument) -> None:
    assert titles(document, "") == ["Start when a person asks"]


def test_after_a_look_up_comes_the_question_whether_it_was_found(
    document: WorkflowDocument,
) -> None:
    assert titles(document, put(document, BY_ID[CLIENT]))[0] == "Choose a way"


def test_what_fits_what_was_found_is_suggested(document: WorkflowDocument) -> None:
    assert "Create a project" in titles(document, put(document, BY_ID[CLIENT]))


def test_after_a_failure_a_person_is_asked_or_the_path_ends(document: WorkflowDocument) -> None:
    found = titles(document, put(document, BY_ID["kind:http_request"]), "error")
    assert {"Give somebody a task", "Finish as failed"} <= set(found[:5])


@pytest.mark.parametrize("port", ["approved", "rejected"])
def test_after_an_approval_something_is_done_or_the_case_ends(
    document: WorkflowDocument, port: str
) -> None:
    """What only leads paths fits few places: in front of all else it is in everybody's way."""
    source = put(document, BY_ID["kind:approval"])
    found = suggest(OFFERS, document.model, CARDS, source, port)
    assert {offer.category for offer in found[:3]} <= {"system", "people", "end", "data"}


def test_what_undoes_a_step_takes_something_back(document: WorkflowDocument) -> None:
    """Who looks for the way back does not want to create the same once more."""
    source = put(document, BY_ID["operation:web.send"])
    found = titles(document, source, "undo")
    assert found[0] == "Replace or delete at a web address"
    assert {"Send an HTTP request", "Give somebody a task"} <= set(found)
    assert not {title for title in found if title.startswith(("Create", "Read", "Finish"))}


def test_undoing_is_suggested_where_something_can_be_undone(document: WorkflowDocument) -> None:
    """Where nothing can, it would do nothing."""
    from designer.document.changes.edges import connect

    booked, asked = (put(document, BY_ID["kind:approval"]) for _ in range(2))
    assert "Undo what was done" not in titles(document, asked, "rejected")
    back = put(document, BY_ID["kind:http_request"])
    document.do(connect(document.model, booked, "undo", back))
    assert "Undo what was done" in titles(document, asked, "rejected")
    assert "Undo what was done" not in titles(document, booked, "undo")


def test_paths_wait_for_each_other_only_where_several_are_on_their_way(
    document: WorkflowDocument,
) -> None:
    """One path alone would wait there for nobody, which the check then finds fault with."""
    from designer.document.changes.edges import connect

    gathers = "Wait for each other"
    parts, one, other = (put(document, BY_ID[f"kind:{k}"]) for k in ("parallel", "task", "task"))
    for step in kinds():
        assert gathers not in titles(document, put(document, BY_ID[f"kind:{step}"]))
    document.do(connect(document.model, parts, "out", one))
    assert gathers not in titles(document, one)
    document.do(connect(document.model, parts, "out", other))
    assert gathers in titles(document, one)[:3]
    assert gathers not in titles(document, parts), "they have only just parted"


def test_a_system_that_the_workflow_does_not_use_does_not_fill_the_list(
    document: WorkflowDocument,
) -> None:
    source = put(document, BY_ID["kind:wait"])
    systems = [o.system for o in suggest(OFFERS, document.model, CARDS, source, "out")]
    assert systems.count("Tryton") == 0


@pytest.mark.parametrize("name", sorted(kinds()))
def test_every_step_has_suggestions_and_none_begins_a_case(
    document: WorkflowDocument, name: str
) -> None:
    source = put(document, BY_ID[f"kind:{name}"])
    found = suggest(OFFERS, document.model, CARDS, source, "out")
    assert found
    assert not [offer for offer in found if offer.category == "trigger" or offer.template]
    assert found == suggest(OFFERS, document.model, CARDS, source, "out")


def test_what_follows_already_is_not_suggested_again(document: WorkflowDocument) -> None:
    from designer.document.changes.edges import connect

    source, target = put(document, BY_ID["kind:parallel"]), put(document, BY_ID["kind:approval"])
    assert "Get an approval" in titles(document, source)
    document.do(connect(document.model, source, "out", target))
    assert "Get an approval" not in titles(document, source)

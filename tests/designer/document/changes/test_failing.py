"""What becomes of a case when a step fails is chosen in words, and drawn as it was chosen.

If these fail, a case waits for an operator that was to be closed, or the drawing says otherwise
than the settings.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from designer.document.changes import failing
from designer.document.changes.edges import connect
from designer.document.changes.placing import placed
from designer.document.workflow import WorkflowDocument
from designer.library.endings import failing_end, fails_the_case
from designer.library.offers import offers
from runtime.steps import kinds
from tests.helpers.drawings import data, draw
from tests.helpers.run_sessions import events_of

if TYPE_CHECKING:
    from designer.document.history import Command

KINDS = kinds()
IS_END = partial(fails_the_case, kinds=KINDS)


@pytest.fixture
def document() -> WorkflowDocument:
    nodes = ["start", data("work", "$error('The rate is missing.')"), data("other"), "end"]
    return WorkflowDocument(draw(nodes, ["start>work", "work>end", "other>end"], id="d"))


def choice(document: WorkflowDocument) -> tuple[str, tuple[str, ...]]:
    found = failing.drawn(document.model, "work", IS_END)
    return found.choice, found.leads_to


def stop(document: WorkflowDocument) -> Command:
    offer = failing_end(offers(KINDS), KINDS)
    assert offer is not None
    placing = placed(document.model, offer, (0.0, 300.0))
    return failing.stop_the_case(document.model, "work", IS_END, placing)


def test_a_failure_that_nothing_leads_on_from_asks_an_operator(document: WorkflowDocument) -> None:
    assert choice(document) == ("incident", ())


def test_to_stop_the_case_is_drawn_and_taken_back_as_one(document: WorkflowDocument) -> None:
    before = document.model.document()
    document.do(stop(document))
    (end,) = set(document.model.nodes) - {"start", "work", "other", "end"}
    assert choice(document) == ("stop", (end,))
    document.undo()
    assert document.model.document() == before


def test_a_case_that_is_to_stop_ends_with_what_went_wrong(document: WorkflowDocument) -> None:
    """Else whoever looks at it later does not learn why."""
    document.do(failing.ask_operator(document.model, "work", IS_END))
    document.do(stop(document))
    document.do(connect(document.model, "start", "out", "other"))
    _, events = events_of(document.definition())
    failed = [each.event for each in events if type(each.event).__name__ == "RunFailed"]
    (error,) = [getattr(event, "error", {}) for event in failed]
    assert error["code"] == "step.failed"
    assert "rate is missing" in error["message"]


def test_an_operator_again_leaves_no_end_that_nothing_leads_to(document: WorkflowDocument) -> None:
    document.do(stop(document))
    document.do(failing.ask_operator(document.model, "work", IS_END))
    assert choice(document) == ("incident", ())
    assert set(document.model.nodes) == {"start", "work", "other", "end"}


def test_an_end_that_others_lead_to_stays(document: WorkflowDocument) -> None:
    """Else another step loses where it leads to."""
    document.do(stop(document))
    (end,) = set(document.model.nodes) - {"start", "work", "other", "end"}
    document.do(connect(document.model, "other", "error", end))
    document.do(failing.go_another_way(document.model, "work", IS_END))
    assert choice(document) == ("route", ())
    assert end in document.model.nodes
    assert document.model.in_edges(end)


def test_another_way_is_what_is_drawn(document: WorkflowDocument) -> None:
    document.do(connect(document.model, "work", "error", "other"))
    assert choice(document) == ("route", ("other",))
    document.do(stop(document))
    assert choice(document)[0] == "stop"
    assert "other" in document.model.nodes


def test_another_way_that_is_not_drawn_yet_stays_chosen(document: WorkflowDocument) -> None:
    """The check then asks for the line."""
    document.do(failing.go_another_way(document.model, "work", IS_END))
    assert choice(document) == ("route", ())
    document.do(failing.ask_operator(document.model, "work", IS_END))
    assert choice(document) == ("incident", ())

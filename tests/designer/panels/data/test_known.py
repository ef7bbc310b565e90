"""What fields are called: a person knows the words of the form, not the names in the formulas."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt

from designer.panels.data.known import KnownFields
from designer.panels.data.panel import DataPanel
from designer.run_bridge.helper_child import do_schema_for
from runtime.debug import SimulatedAnswer
from tests.helpers.designer_helper import InProcessReply
from tests.helpers.drawings import data, draw
from tests.helpers.run_sessions import events_of, run_desk, show_run, signed_sow, signed_sow_events
from tests.helpers.studios import StudioHelper

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.panels.data.side import Side


def group(title: str = "", /, **fields: Any) -> dict[str, Any]:
    return {"type": "object", "title": title, "properties": fields}


class NamingHelper(StudioHelper):
    """Says what fields are called, and how often it was asked."""

    times = 0

    def schema_for(
        self, document: dict[str, Any], step: str, *, saving: bool = False
    ) -> InProcessReply:
        """What formulas see; what the step gives only those that save."""
        del document, step
        self.times += 1
        begun = group(sow=group("Statement of work", signed_on={"title": "Signed on"}))
        gives = group(outcome={"title": "What was decided"})
        given: dict[str, Any] = {"output": gives} if saving else {}
        return InProcessReply(lambda: group("", input=begun, **given), 0)


def titles(side: Side, *within: str) -> dict[str, QModelIndex]:
    """The rows that lie in a row."""
    model, index = side.view.model(), QModelIndex()
    for title in within:
        found = below(model, index)
        if title not in found:
            return {}
        index = found[title]
    return below(model, index)


def below(model: Any, index: QModelIndex) -> dict[str, QModelIndex]:
    rows = [model.index(row, 0, index) for row in range(model.rowCount(index))]
    return {str(each.data()): each for each in rows}


def test_data_have_the_titles_of_the_form_and_tell_the_name_as_a_tip(qtbot: QtBot) -> None:
    """Without them a person reads "signed on" here and "Signed on" where it was asked."""
    bench, helper = run_desk(signed_sow()), NamingHelper()
    bench.services = replace(bench.services, helper=helper)  # type: ignore[arg-type] - a fake
    show_run(bench, *signed_sow_events())
    panel = DataPanel(bench)
    qtbot.addWidget(panel)
    panel.resize(1200, 500)
    panel.show()
    bench.select(("legal_approval",))
    began = "What the case began with"
    qtbot.waitUntil(lambda: "Statement of work" in titles(panel.given, began))

    row = titles(panel.given, began, "Statement of work")["Signed on"]
    assert "input.sow.signed_on" in row.data(Qt.ItemDataRole.ToolTipRole)
    assert "payment terms" in titles(panel.given, began)  # nobody gave it a title
    assert "What was decided" in titles(panel.result)


def test_a_step_of_a_called_workflow_gets_no_titles_of_this_one(qtbot: QtBot) -> None:
    """The same name may mean something else in the workflow that is called."""
    bench, helper = run_desk(signed_sow()), NamingHelper()
    bench.services = replace(bench.services, helper=helper)  # type: ignore[arg-type] - a fake
    known = KnownFields(bench)
    known.take_step("legal_approval")
    qtbot.waitUntil(lambda: known.title("input", "sow") == "Statement of work")
    known.take_step("legal_approval/inner")

    assert not known.title("input", "sow")
    assert helper.times == 1


class TellingHelper(StudioHelper):
    """Says what formulas see, as the helper's process does."""

    def schema_for(
        self, document: dict[str, Any], step: str, *, saving: bool = False
    ) -> InProcessReply:
        """What formulas see."""
        asked: Any = {"document": document, "step": step, "saving": saving}
        return InProcessReply(lambda: do_schema_for(asked), 0)


def test_what_was_filled_in_earlier_has_the_titles_of_that_form(qtbot: QtBot) -> None:
    """Else a person reads "margin" in a result where the form asked for "Margin in %"."""
    form = group(margin={"type": "number", "title": "Margin in %"})
    ask = {"title": "Approve?", "assignees": "'role:finance'", "form": form}
    asks = {"id": "ask", "kind": "approval", "name": "Finance approves", "params": ask}
    drawing = draw(
        ["start", asks, data("keep", name="Keep"), "end"],
        ["start>ask", "ask.approved>keep", "ask.rejected>end", "keep>end"],
    )
    bench = run_desk(drawing)
    bench.services = replace(bench.services, helper=TellingHelper())  # type: ignore[arg-type] - a fake
    answers = (SimulatedAnswer("ask", "approved", {"margin": 18}),)
    show_run(bench, *events_of(drawing, {}, answers=answers))
    panel = DataPanel(bench)
    qtbot.addWidget(panel)
    panel.resize(1200, 500)
    panel.show()
    bench.select(("keep",))
    way = ("Results of earlier steps", "Finance approves", "values")
    qtbot.waitUntil(lambda: "Margin in %" in titles(panel.given, *way))
    bench.select(("ask",))
    qtbot.waitUntil(lambda: "Margin in %" in titles(panel.result, "values"))


def test_what_a_system_answered_has_the_titles_of_its_connector(qtbot: QtBot) -> None:
    """Else a person reads "list price" and "invoice up to" where the system has words for them."""
    finds = {"connection": "erp", "operation": "find_project", "inputs": {"code": "'SOW-1001'"}}
    call = {"id": "find", "kind": "call", "name": "Find the project", "params": finds}
    drawing = draw(
        ["start", call, data("keep", name="Keep"), "end"],
        ["start>find", "find>keep", "keep>end"],
        connections={"erp": {"connector": "tryton"}},
    )
    bench = run_desk(drawing)
    bench.services = replace(bench.services, helper=TellingHelper())  # type: ignore[arg-type] - a fake
    show_run(bench, *events_of(drawing, {}))
    panel = DataPanel(bench)
    qtbot.addWidget(panel)
    panel.resize(1200, 500)
    panel.show()
    bench.select(("find",))
    qtbot.waitUntil(lambda: "Bill work up to" in titles(panel.result, "Projects", "1"))
    bench.select(("keep",))
    way = ("Results of earlier steps", "Find the project", "Projects", "1")
    qtbot.waitUntil(lambda: "Service" in titles(panel.given, *way))

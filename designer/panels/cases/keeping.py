"""Knows how a person makes a test of a run, and changes what it expects. Must not keep it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from designer.panels.cases.case_dialog import CaseDialog
from designer.panels.cases.changing import changes_by
from designer.panels.cases.compare import end_words
from designer.panels.cases.private import personal_in, replaced
from designer.panels.cases.reached import Reached, reached
from designer.panels.cases.recording import doubts, recorded_case, refused, usual_fields, with_value
from designer.panels.cases.setup import connection_of
from designer.panels.cases.store import free_name
from designer.panels.data.known import KnownFields

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from designer.document.workflow import WorkflowDocument
    from designer.panels.cases.case import Case, Expected
    from designer.panels.workbench import Workbench
    from designer.run_bridge.session import RunSession
    from runtime.definition.json_value import JsonValue


def why_not(session: RunSession | None, document: WorkflowDocument) -> str:
    """Return why the run on the desk cannot become a test, a sentence; "" where it can."""
    if session is None:
        return "Test the workflow first: a run that is over can be recorded."
    ident = str(document.model.graph.get("id") or "")
    if ident and session.view.definition not in {"", ident}:
        return "The run that is shown is of another workflow."
    return refused(session.events, session.view.status)


def keep_run(bench: Workbench, session: RunSession, parent: QWidget) -> Case | None:
    """Let a person say what of a run is expected; None where they think better of it."""
    view = session.view
    got = reached(session.events)
    changes = changes_by(session.run, view.started, view.ended)
    fields = usual_fields(got, changes)
    ends = end_words(got.status, got.error, got.ends, bench.title_of)
    heading = "Record this run as a test"
    dialog = CaseDialog(heading, ends, got, fields, changes, bench.theme, parent)
    dialog.set_name(_name(bench, got))
    dialog.warn(doubts(session.events))
    made = partial(
        recorded_case,
        events=session.events,
        got=got,
        connection_of=partial(connection_of, bench.draft.model, bench.services.kinds),
    )
    _offer_private(bench, dialog, made("", fields=fields), got)
    case: Case | None = None
    if dialog.exec():
        asks = dialog.asks.isChecked()
        case = made(dialog.name.text().strip(), fields=dialog.tree.fields(), asks_systems=asks)
        wanted = case.expected.model_copy(update={"compares_steps": dialog.steps.isChecked()})
        case = case.model_copy(update={"expected": wanted})
        case = replaced(case, dialog.private.chosen())
    dialog.deleteLater()
    return case


def _offer_private(bench: Workbench, dialog: CaseDialog, case: Case, got: Reached) -> None:
    """Let a person say which personal data are replaced; what schemas mark is known a bit later."""
    schemas = KnownFields(bench, dialog)
    schemas.changed.connect(lambda: dialog.private.offer(personal_in(case, schemas.marked)))
    dialog.private.offer(personal_in(case, schemas.marked))
    steps = (*got.ends, *reversed(bench.draft.model.nodes))
    schemas.take_step(next((step for step in steps if step in bench.document.model.nodes), ""))


def _name(bench: Workbench, got: Reached) -> str:
    """Return a name to begin with: the end that the run came to."""
    if got.status == "failed":
        return free_name(bench.draft.model, "It fails")
    end = bench.title_of(got.ends[0]) if got.ends else "Test"
    return free_name(bench.draft.model, end)


def edited(
    bench: Workbench,
    case: Case,
    got: Reached | None,
    changes: Callable[[JsonValue], bool],
    parent: QWidget,
) -> tuple[str, Expected] | None:
    """Let a person change name and expectations of a test; None where they think better of it.

    Args:
        bench: for names and colours.
        case: the test.
        got: what came of it last; None offers just what is expected already.
        changes: says whether a value will differ in the next run.
        parent: the widget in front of which is asked.
    """
    expected = case.expected
    shown = _as_expected(expected)
    if got is not None:
        shown = got
    ends = end_words(expected.status, expected.error, expected.ends, bench.title_of)
    heading = "What the test expects"
    dialog = CaseDialog(heading, ends, shown, expected.fields, changes, bench.theme, parent)
    dialog.set_name(case.name)
    dialog.asks.hide()
    dialog.steps.setChecked(expected.compares_steps)
    if got is None:
        dialog.say("Run the test first to choose from all its values.")
    found: tuple[str, Expected] | None = None
    if dialog.exec():
        changed = {"fields": dialog.tree.fields(), "compares_steps": dialog.steps.isChecked()}
        found = dialog.name.text().strip(), expected.model_copy(update=changed)
    dialog.deleteLater()
    return found


def _as_expected(expected: Expected) -> Reached:
    """Return what is expected as if it had come."""
    whole: JsonValue = {}
    for each in expected.fields:
        whole = with_value(whole, each.at, each.value)
    made = Reached()
    if isinstance(whole, dict):
        made.data, made.result = whole.get("data"), whole.get("result")
    return made

"""Tests that a recorded test keeps no personal data; else they go wherever the workflow goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from designer.forms.formulas.fields import PERSONAL
from designer.panels.cases.case import Case, Expected, Field
from designer.panels.cases.case_dialog import CaseDialog
from designer.panels.cases.keeping import keep_run
from designer.panels.cases.private import personal_in, replaced
from designer.run_bridge.orders import Answer, Pin
from tests.helpers.designer_helper import InProcessReply
from tests.helpers.drawings import data, draw
from tests.helpers.run_sessions import events_of, run_desk, show_run
from tests.helpers.studios import StudioHelper

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from runtime.definition.definition import Definition

MAIL, OTHER = "contact@client.example", "boss@client.example"


def mailing() -> Definition:
    """A case that greets whoever asked."""
    fields: dict[str, Any] = {
        "nick": {"type": "string", "title": "Nick", PERSONAL: True},
        "email": {"type": "string"},
        "fee": {"type": "number"},
    }
    return draw(
        ["start", data("greet", "'Dear ' & input.nick", saves={"words": "output"}), "end"],
        ["start>greet", "greet>end"],
        id="mailing",
        input={"type": "object", "properties": fields},
    )


class ReadingHelper(StudioHelper):
    """Says what the start form marks, as the process of the helper does."""

    def schema_for(
        self, document: dict[str, Any], step: str, *, saving: bool = False
    ) -> InProcessReply:
        del step, saving
        seen = {"type": "object", "properties": {"input": document["graph"]["input"]}}
        return InProcessReply(lambda: seen, 0)


def full_case() -> Case:
    """A test in which one address stands in many places."""
    return Case(
        given={"client": {"email": MAIL, "size": 3}, "salary": 4000, "note": f"Ask {MAIL}"},
        pins=(Pin(step="find", output={"contacts": [{"email": MAIL}, {"email": OTHER}]}),),
        answers=(Answer(step="ask", outcome="yes", values={"phone": "+49 30 123456"}),),
        expected=Expected(fields=(Field(at=("data", "to"), value=f"<{MAIL}>"),)),
    )


def test_what_is_ticked_is_replaced_everywhere_by_the_same() -> None:
    """Else the test differs from its own recording, or keeps the address in another place."""
    case = full_case()
    several = personal_in(case, frozenset({("input", "salary")}))
    assert (several[0].title, several[0].is_marked) == ("salary", True)
    assert {each.way for each in several} >= {("client", "email"), ("contacts", "email")}
    made = cast("Any", replaced(case, several))
    stands = made.given["client"]["email"]
    assert stands.endswith("@example.com")
    assert made.pins[0].output["contacts"][0]["email"] == stands
    assert made.pins[0].output["contacts"][1]["email"] not in {stands, OTHER}
    assert made.expected.fields[0].value == f"<{stands}>"
    assert (made.given["client"]["size"], made.given["salary"]) == (3, 0)
    assert MAIL not in str(made.plain())
    assert "123456" not in str(made.plain())


def test_what_is_not_ticked_stays() -> None:
    case = full_case()
    assert replaced(case, ()) == case


def test_what_schemas_mark_is_ticked_and_what_only_looks_personal_is_offered(
    qtbot: QtBot,
) -> None:
    bench = run_desk(mailing())
    helper: Any = ReadingHelper()
    bench.services = replace(bench.services, helper=helper)
    given = {"nick": "Bluebird", "email": MAIL, "fee": 5}
    session = show_run(bench, *events_of(mailing(), given))
    window = QWidget()
    qtbot.addWidget(window)
    rows: list[tuple[str, bool]] = []
    tries: list[int] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        shown = dialog.private.list if isinstance(dialog, CaseDialog) else None
        states = [shown.item(at) for at in range(shown.count())] if shown is not None else []
        found = [(item.text(), item.checkState() == Qt.CheckState.Checked) for item in states]
        if not any(is_on for _, is_on in found) and len(tries) < 200:
            tries.append(1)
            QTimer.singleShot(10, look)
            return
        rows.extend(found)
        if isinstance(dialog, CaseDialog):
            dialog.accept()

    QTimer.singleShot(10, look)
    case = keep_run(bench, session, window)
    assert rows[0] == ("nick:  Bluebird", True)
    assert (f"email:  {MAIL}", False) in rows
    assert case is not None
    assert case.given == {"nick": "Nick 1", "email": MAIL, "fee": 5}
    assert [each.value for each in case.expected.fields] == ["Dear Nick 1"]

"""What a person loses when the form builder fails: a form built by hand, or somebody else's."""

from __future__ import annotations

import copy
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget

from designer.document.changes.field_uses import FormField, Found
from designer.document.changes.field_uses import Use as FieldUse
from designer.document.history import Command
from designer.document.neighbours import Caller
from designer.forms.builder import fields
from designer.forms.builder.editor import FormEditor
from designer.forms.fold import Fold
from designer.panels.settings.workflow_page import WorkflowPage
from runtime.definition.codec import dumps, loads
from runtime.definition.definition import Definition
from runtime.plan.problems import Edit
from tests.designer.forms.builder.test_fields import JSON, forms
from tests.helpers.desks import desk, document_of
from tests.helpers.forms import editor, edits_of, type_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.qtbot import QtBot

    from designer.forms.builder.builder import Builder
    from designer.forms.builder.naming import NameLine
    from designer.forms.builder.rename_dialog import RenameDialog
    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonObject

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
START: dict[str, Any] = {
    "type": "object",
    "x-other": [1],
    "required": ["client"],
    "properties": {
        "client": {"type": "string", "title": "Client", "x-other": {"a": 1}},
        "terms": {"type": "string", "title": "Terms", "enum": ["30 days", "60 days"]},
        "value": {"type": "string", "title": "Value", "x-baton-field": "money"},
    },
}


@pytest.fixture
def bench() -> Workbench:
    return desk(document_of([], input=START, data={"type": "object", "properties": {}}))


@pytest.fixture
def page(bench: Workbench, qtbot: QtBot) -> WorkflowPage:
    made = WorkflowPage(bench)
    qtbot.addWidget(made)
    deque(made.build(), maxlen=0)

    def refresh(touched: object) -> None:
        del touched
        made.refresh()

    bench.edited.connect(refresh)
    made.show()
    return made


def form_editor(page: WorkflowPage, name: str = "input") -> FormEditor:
    return cast("FormEditor", page.form.editor(name))


@pytest.fixture
def builder(page: WorkflowPage, qtbot: QtBot) -> Builder:
    dialog = form_editor(page).open()
    qtbot.waitUntil(dialog.isVisible)
    return dialog.builder


def now(bench: Workbench, name: str = "input") -> JsonObject:
    return cast("JsonObject", bench.document.model.graph[name])


def names(bench: Workbench, name: str = "input") -> list[str]:
    return list(fields.fields(now(bench, name)))


def line(builder: Builder, title: str) -> QLineEdit:
    found = builder.settings.findChildren(QLineEdit)
    return next(each for each in found if each.accessibleName() == title and each.isEnabled())


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(value=forms() | JSON)
def test_a_form_that_is_only_looked_at_stays_as_it_is(value: Any, qtbot: QtBot) -> None:
    made = editor({"x-baton-field": "form", "title": "Form"}, qtbot)
    heard = edits_of(made)
    made.set_value(value)
    assert made.value() == value
    if fields.is_form(value):
        dialog = made.open()
        for name in list(fields.fields(value or {})):
            dialog.builder.choose(name)
        assert dialog.builder.value() == (value or {})
        dialog.accept()
    assert heard == []
    made.close()


def test_a_field_is_added_by_keys_and_called_what_its_question_says(
    builder: Builder, bench: Workbench
) -> None:
    """Else formulas read "steps.ask.text_2" for ever."""
    builder.choose("client")
    builder.sorts.setFocus()
    QTest.keyClick(builder.sorts, KEY.Key_Down)
    QTest.keyClick(builder.sorts, KEY.Key_Return)
    question = builder.window().focusWidget()
    assert isinstance(question, QLineEdit)
    type_in(question, "Why off policy?")
    assert builder.window().focusWidget() is question, "the cursor stays while one types"
    assert names(bench) == ["client", "why_off_policy", "terms", "value"]
    assert fields.fields(now(bench))["why_off_policy"]["title"] == "Why off policy?"
    assert [e.title for e in bench.document.history.entries] == ["Change the workflow"] * 2


@pytest.mark.parametrize("clicks", [1, 2])
def test_a_click_on_a_sort_adds_one_field_of_it(
    clicks: int, builder: Builder, bench: Workbench
) -> None:
    """Else a person clicks below “Add a field”, nothing happens, and nothing says why."""
    builder.choose("value")
    view, left = builder.sorts, Qt.MouseButton.LeftButton
    place = view.visualRect(builder.sorts_model.index(0)).center()
    QTest.mouseClick(view.viewport(), left, pos=place)
    if clicks > 1:  # as who is used to double clicks
        QTest.mouseDClick(view.viewport(), left, pos=place)
        QTest.mouseRelease(view.viewport(), left, pos=place)
    assert len(names(bench)) == 4
    assert isinstance(builder.window().focusWidget(), QLineEdit)


def test_a_question_that_was_there_keeps_its_name(builder: Builder, bench: Workbench) -> None:
    """Else every formula that reads the field breaks when a letter of its title is changed."""
    builder.choose("client")
    question = line(builder, "Question")
    question.selectAll()
    type_in(question, "Customer")
    assert names(bench)[0] == "client"
    assert fields.fields(now(bench))["client"] == {
        **START["properties"]["client"],
        "title": "Customer",
    }
    assert now(bench)["x-other"] == [1]


def test_fields_are_moved_copied_and_removed_by_keys_and_all_of_it_is_undone(
    builder: Builder, bench: Workbench
) -> None:
    builder.choose("client")
    keys = builder.list
    QTest.keyClick(keys, KEY.Key_Down, ALT)
    assert names(bench) == ["terms", "client", "value"]
    QTest.keyClick(keys, KEY.Key_D, CTRL)
    assert names(bench) == ["terms", "client", "client_copy", "value"]
    assert now(bench)["required"] == ["client", "client_copy"]
    QTest.keyClick(keys, KEY.Key_Delete)
    QTest.keyClick(keys, KEY.Key_Delete)
    assert len(names(bench)) == 2
    for _ in range(9):
        keys.setFocus()
        QTest.keyClick(keys, KEY.Key_Z, CTRL)
    assert now(bench) == START
    QTest.keyClick(keys, KEY.Key_Y, CTRL)
    assert names(bench) == ["terms", "client", "value"]


def test_the_builder_takes_back_nothing_that_was_done_before_it_was_opened(
    page: WorkflowPage, bench: Workbench, qtbot: QtBot
) -> None:
    name = cast("Any", page.form.editor("name"))
    name.edited.emit("Renewals")
    dialog = form_editor(page).open()
    qtbot.waitUntil(dialog.isVisible)
    dialog.builder.choose("terms")
    dialog.builder.remove()
    for _ in range(3):
        dialog.builder.bounded.undo()
    assert names(bench) == ["client", "terms", "value"]
    assert bench.document.model.graph["name"] == "Renewals"


def test_what_a_person_drags_lands_between_the_fields(builder: Builder, bench: Workbench) -> None:
    moved = builder.model.mimeData([builder.model.index(2)])
    root, move = QModelIndex(), Qt.DropAction.MoveAction
    builder.model.dropMimeData(moved, move, 0, 0, root)
    assert names(bench) == ["value", "client", "terms"]
    at = [sort.id for sort in builder.sorts_model.sorts].index("date")
    sort = builder.sorts_model.mimeData([builder.sorts_model.index(at)])
    builder.model.dropMimeData(sort, Qt.DropAction.CopyAction, 1, 0, root)
    assert names(bench) == ["value", "day", "client", "terms"]


def test_a_name_for_formulas_is_typed_without_losing_the_cursor(
    builder: Builder, bench: Workbench
) -> None:
    builder.choose("client")
    naming = open_advanced(builder)
    naming.line.setFocus()
    naming.line.selectAll()
    type_in(naming.line, "customer")
    assert names(bench)[0] == "client", "a name that is half typed is none"
    QTest.keyClick(naming.line, KEY.Key_Return)
    assert builder.window().focusWidget() is naming.line
    assert names(bench) == ["customer", "terms", "value"]
    assert now(bench)["required"] == ["customer"]
    naming.line.selectAll()
    type_in(naming.line, "terms")
    assert "Another field of the form is called so." in words_on(naming)
    QTest.keyClick(naming.line, KEY.Key_Return)
    assert names(bench)[0] == "customer", "what was good last stays"


def test_what_refers_to_a_field_is_shown_and_changed_with_it(
    bench: Workbench, builder: Builder, qtbot: QtBot
) -> None:
    """Else every formula that reads the field would fail in the next case."""
    bench.document.do(add_step("Approve", {"fields": {"who": 'input.client & "client"'}}))
    before = bench.document.model.document()
    kept = copy.deepcopy(before)
    rename(builder, "client", "customer")
    asking = cast("RenameDialog", builder.asking)
    qtbot.waitUntil(asking.button.isEnabled)
    assert asking.count.text().startswith("Used in 1 place.")
    item = asking.used.topLevelItem(0)
    assert item is not None
    shown = [item.text(at) for at in range(3)]
    assert shown == ["Approve", "Fields, who", 'input.customer & "client"']
    entries = len(bench.document.history.entries)
    QTest.mouseClick(asking.button, LEFT)
    assert names(bench)[0] == "customer"
    assert bench.document.history.entries[-1].title == "Rename field “client” to “customer”"
    assert len(bench.document.history.entries) == entries + 1
    builder.bounded.undo()
    assert bench.document.model.document() == kept


class Looking(QObject):
    """Looks for other workflows until the test says what it found."""

    done = Signal(object)
    ended = Signal()


class TwoNeighbours:
    """Two workflows that run the open one: one can be changed along, one has to be looked at."""

    def __init__(self) -> None:
        self.looking = Looking()
        self.followed: list[tuple[list[str], str, str]] = []
        gives = Found(uses=[FieldUse("Check it", "Gives “client”", "client", "customer", "run")])
        whole = Found(doubts=[FieldUse("Run it", "Gives all at once", "data", step="run")])
        folder = Path("workflows")
        self.callers = (
            Caller("month", "Close a month", folder / "month.baton.json", gives),
            Caller("year", "Close a year", folder / "year.baton.json", whole),
        )

    def look(self, target: FormField, new: str) -> Looking | None:
        """Find both in a start form."""
        return self.looking if target.form == "input" and new else None

    def follow(self, callers: Sequence[Caller], target: FormField, new: str) -> None:
        """Note which are to follow."""
        self.followed.append(([each.id for each in callers], target.name, new))


def asked_with_neighbours(
    bench: Workbench, builder: Builder, qtbot: QtBot
) -> tuple[RenameDialog, TwoNeighbours]:
    neighbours = bench.neighbours = TwoNeighbours()
    bench.beside.append(("month", "Close a month"))
    rename(builder, "client", "customer")
    asking = cast("RenameDialog", builder.asking)
    qtbot.waitUntil(lambda: asking.count.text().startswith("Used in"))
    assert not asking.button.isEnabled(), "nobody agrees to what was not shown"
    assert "Looking at the workflows beside this one" in asking.others.text()
    neighbours.looking.done.emit(neighbours.callers)
    assert asking.button.isEnabled()
    return asking, neighbours


def test_workflows_that_run_this_one_are_listed_and_follow_when_the_person_agrees(
    bench: Workbench, builder: Builder, qtbot: QtBot
) -> None:
    """Else the workflows that run this one fail in their next case."""
    asking, neighbours = asked_with_neighbours(bench, builder, qtbot)
    listed = [asking.called_in.topLevelItem(at) for at in range(2)]
    assert [item.text(0) for item in listed if item] == ["Close a month", "Close a year"]
    assert next(item.text(2) for item in listed if item) == "client → customer"
    assert asking.button.text() == "Rename everywhere and save"
    QTest.mouseClick(asking.button, LEFT)
    assert names(bench)[0] == "customer"
    assert neighbours.followed == [(["month"], "client", "customer")]


def test_no_other_workflow_is_changed_where_the_person_wants_only_this_one(
    bench: Workbench, builder: Builder, qtbot: QtBot
) -> None:
    asking, neighbours = asked_with_neighbours(bench, builder, qtbot)
    QTest.mouseClick(asking.only_here, LEFT)
    assert names(bench)[0] == "customer"
    assert neighbours.followed == []


def test_where_nobody_can_look_at_the_others_the_field_is_renamed_all_the_same(
    bench: Workbench, builder: Builder, qtbot: QtBot
) -> None:
    """Else one folder that cannot be read keeps a person from their own work."""
    neighbours = bench.neighbours = TwoNeighbours()
    bench.beside.append(("month", "Close a month"))
    rename(builder, "client", "customer")
    asking = cast("RenameDialog", builder.asking)
    neighbours.looking.ended.emit()
    qtbot.waitUntil(asking.button.isEnabled)
    assert not asking.only_here.isVisible()
    QTest.mouseClick(asking.button, LEFT)
    assert names(bench)[0] == "customer"


def test_a_name_that_something_else_reads_is_refused(
    bench: Workbench, builder: Builder, qtbot: QtBot
) -> None:
    """Else two things that are not the same would be one from then on."""
    bench.document.do(add_step("Approve", {"fields": {"who": "input.client & input.customer"}}))
    rename(builder, "client", "customer")
    asking = cast("RenameDialog", builder.asking)
    qtbot.waitUntil(asking.refused.isVisible)
    assert "“customer” is used already" in asking.refused.text()
    assert not asking.button.isEnabled()
    asking.reject()
    assert names(bench)[0] == "client"


def test_a_field_inside_of_a_group_is_renamed_from_the_builder_inside(
    bench: Workbench, page: WorkflowPage, qtbot: QtBot
) -> None:
    """Else most of what a case knows could not be renamed: it lies in groups."""
    deal: JsonObject = {"type": "object", "properties": {"amount": {"type": "number"}}}
    form: JsonObject = {"type": "object", "properties": {"deal": deal}}
    bench.document.do(Command("Data", (Edit("set", ("graph", "data"), form),)))
    bench.document.do(add_step("Approve", {"fields": {"deal.amount": "data.deal.amount * 2"}}))
    outer = form_editor(page, "data").open()
    qtbot.waitUntil(outer.isVisible)
    outer.builder.choose("deal")
    (inner,) = outer.builder.settings.findChildren(FormEditor)
    dialog = inner.open()
    qtbot.waitUntil(dialog.isVisible)
    rename(dialog.builder, "amount", "total")
    asking = cast("RenameDialog", dialog.builder.asking)
    qtbot.waitUntil(asking.button.isEnabled)
    QTest.mouseClick(asking.button, LEFT)
    node = bench.document.model.nodes["s"]
    assert node["params"] == {"fields": {"deal.total": "data.deal.total * 2"}}
    now_ = cast("Any", bench.document.model.graph["data"])
    assert [*now_["properties"]["deal"]["properties"]] == ["total"]
    assert dialog.builder.model.names == ["total"]
    assert dialog.builder.current() == "total"
    dialog.builder.bounded.undo()
    assert dialog.builder.model.names == ["amount"]


def test_places_that_nobody_can_tell_are_shown_to_be_looked_at(
    bench: Workbench, builder: Builder, qtbot: QtBot
) -> None:
    bench.document.do(add_step("Guess", {"fields": {"who": "input.**.client"}}))
    rename(builder, "client", "customer")
    asking = cast("RenameDialog", builder.asking)
    qtbot.waitUntil(asking.doubted.isVisible)
    item = asking.doubted.topLevelItem(0)
    assert item is not None
    assert item.text(2) == "input.**.client"
    QTest.mouseClick(asking.button, LEFT)
    assert names(bench)[0] == "customer"


def add_step(name: str, params: JsonObject) -> Command:
    """Put a step in that sets fields of the case."""
    node: JsonObject = {"id": "s", "kind": "set_fields", "name": name, "params": params}
    return Command("Add", (Edit("set", ("nodes", "s"), node),))


def rename(builder: Builder, name: str, new: str) -> None:
    """Type another name, and say so."""
    builder.choose(name)
    naming = open_advanced(builder)
    naming.line.selectAll()
    type_in(naming.line, new)
    QTest.mouseClick(naming.button, LEFT)


def open_advanced(builder: Builder) -> NameLine:
    fold = next(f for f in builder.settings.findChildren(Fold) if f.heading.text() == "Advanced")
    fold.set_open(True)
    naming = builder.settings.naming
    assert naming is not None
    return naming


def words_on(shown: QWidget) -> set[str]:
    return {each.text() for each in shown.findChildren(QLabel) if each.isVisible()}


def test_a_choice_that_stands_there_twice_is_told_where_it_is_typed(
    builder: Builder, qtbot: QtBot
) -> None:
    builder.choose("terms")
    inputs = [e for e in builder.settings.findChildren(QLineEdit) if e.text() == "60 days"]
    inputs[0].selectAll()
    type_in(inputs[0], "30 days")
    qtbot.waitUntil(lambda: "“30 days” stands there twice." in words_on(builder.settings))


def test_the_preview_shows_what_the_person_will_see_while_it_is_built(
    builder: Builder, qtbot: QtBot
) -> None:
    builder.choose("client")
    builder.add("choice")
    wanted = ["client", "choice", "terms", "value"]
    qtbot.waitUntil(lambda: [*builder.preview.parts] == wanted)
    texts = {button.text() for button in builder.preview.findChildren(QPushButton)}
    assert {"First", "Second", "Start"} <= texts
    untouched = builder.preview.parts["terms"]
    type_in(line(builder, "Question"), "How soon")
    qtbot.waitUntil(lambda: "How soon" in words_on(builder.preview))
    assert builder.preview.parts["terms"] is untouched, "a long form is not made anew at each key"


def test_columns_of_a_table_are_built_like_fields_and_undone_from_there(
    builder: Builder, bench: Workbench, qtbot: QtBot
) -> None:
    builder.add("table")
    inner = next(iter(builder.settings.findChildren(FormEditor)))
    dialog = inner.open()
    qtbot.waitUntil(dialog.isVisible)
    dialog.builder.add("money")
    table = fields.fields(now(bench))["table"]
    assert list(fields.fields(cast("Any", table["items"]))) == ["text", "money"]
    dialog.builder.bounded.undo()
    dialog.builder.bounded.undo()
    table = fields.fields(now(bench))["table"]
    assert list(fields.fields(cast("Any", table["items"]))) == ["text"]
    dialog.accept()
    builder.bounded.undo()
    assert now(bench) == START


def test_fields_of_the_case_are_listed_without_a_form_to_fill_in(
    page: WorkflowPage, bench: Workbench, qtbot: QtBot
) -> None:
    """Nobody fills the data of a case in; a preview with a button would say so."""
    data = form_editor(page, "data")
    assert "No fields are named yet." in {each.text() for each in data.findChildren(QLabel)}
    dialog = data.open()
    qtbot.waitUntil(dialog.isVisible)
    assert not dialog.builder.preview.isVisible()
    dialog.builder.add("money")
    assert names(bench, "data") == ["money"]


def test_the_order_of_the_fields_survives_the_file(builder: Builder, bench: Workbench) -> None:
    builder.choose("value")
    builder.shift(-1)
    builder.shift(-1)
    written = dumps(Definition.from_document(bench.document.model.document()))
    kept: Any = loads(written).document()["graph"]
    assert list(fields.fields(kept["input"])) == ["value", "client", "terms"]


def test_an_emptied_form_is_shown_as_one_that_asks_nothing(builder: Builder, qtbot: QtBot) -> None:
    """Else a blank page stands there, and a person thinks that the preview is broken."""
    for _ in range(3):
        builder.remove()
    words = "There is nothing to fill in yet."
    qtbot.waitUntil(lambda: words in words_on(builder.preview))
    page: Any = builder.preview.findChildren(QScrollArea)[0].widget()
    parts = page.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    shown = [part for part in parts if part.isVisible()]
    assert len(shown) == 2, "the words and the buttons"
    assert all(page.rect().contains(part.geometry()) for part in shown)


def test_a_field_is_asked_beside_an_answer_only_and_the_preview_shows_it(
    builder: Builder, bench: Workbench, qtbot: QtBot
) -> None:
    builder.choose("value")
    form = builder.settings.form
    assert form is not None
    toggle = form.editor("x-needed")
    assert toggle is not None
    toggle.findChildren(QCheckBox)[0].click()
    form.edited.emit(("x-beside",), "terms")
    value = fields.fields(now(bench))["value"]
    assert value["x-baton-when"] == {"terms": ["30 days"]}
    assert fields.is_required(now(bench), "value")
    form = builder.settings.form
    assert form is not None
    answers = form.editor("x-answers")
    assert answers is not None
    boxes = {box.text(): box for box in answers.findChildren(QCheckBox)}
    boxes["60 days"].click()
    assert fields.fields(now(bench))["value"]["x-baton-when"] == {"terms": ["30 days", "60 days"]}
    boxes["30 days"].click()
    qtbot.waitUntil(lambda: "" in builder.preview.parts)
    row = builder.preview.parts[""].row("value")
    assert row is not None
    assert row.isHidden()
    whole = builder.preview.parts[""]
    whole.set_value({"terms": "60 days"})
    assert not row.isHidden()
    form.edited.emit(("x-beside",), "")
    assert "x-baton-when" not in fields.fields(now(bench))["value"]
    assert "value" in cast("list[str]", now(bench)["required"])

"""A process owner keeps a decision table as in a spreadsheet, and sees what it would decide."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from designer.assets.theme import LIGHT
from designer.forms.context import FormContext
from designer.forms.form import Form
from designer.forms.tables import rules
from designer.forms.tables.deeds import Deed, deeds
from designer.forms.tables.paste_dialog import PasteDialog
from runtime import steps
from runtime.step import Around
from tests.helpers.designer_helper import InProcessHelper
from tests.helpers.forms import edits_of, type_in
from tests.helpers.stall_watch import LONGEST, hold

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.forms.tables.editor import TableEditor
    from designer.forms.tables.sheet import Sheet

KIND = steps.kind("decision_table")
TABLE: dict[str, Any] = {
    "inputs": [
        {"title": "Amount", "expression": "data.amount", "type": "money"},
        {"title": "Region", "expression": "data.region", "type": "text"},
    ],
    "outputs": [{"name": "approver", "type": "text"}],
    "rows": [
        {"when": ["< 10000", "-"], "then": ["lead"]},
        {"when": [">= 10000", "EMEA"], "then": ["cfo"], "note": "since 2025"},
        {"when": ["> 50000", "-"], "then": ["board"]},
    ],
}
CASE: dict[str, Any] = {"data": {"amount": 60000, "region": "EMEA"}}
Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def computes(params: dict[str, Any]) -> str:
    try:
        made: Any = KIND.compile(KIND.params.model_validate(params), Around())
    except ValueError:
        return ""
    return made.whole.text


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    context = FormContext(
        LIGHT, samples=(("SOW-1042", CASE),), helper=InProcessHelper(), computes=computes
    )
    made = Form(KIND.params.model_json_schema(), context)
    qtbot.addWidget(made)
    made.resize(380, 600)
    made.set_value({"table": TABLE})
    made.show()
    return made


@pytest.fixture
def editor(form: Form) -> TableEditor:
    found: Any = form.editor("table")
    return found


@pytest.fixture
def sheet(editor: TableEditor) -> Sheet:
    return editor.open().sheet


def press(
    widget: Any, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    test: Any = QTest
    test.keyClick(widget, key, keys)


def rows(editor: TableEditor) -> Any:
    value: Any = editor.value()
    return value["rows"]


def typed(sheet: Sheet, text: str, end: Qt.Key) -> None:
    type_in(sheet.grid, text[:1])
    line = sheet.grid.findChildren(QLineEdit)[-1]
    type_in(line, text[1:])
    press(line, end)


def test_looking_at_a_table_changes_nothing(form: Form) -> None:
    edits = edits_of(form)
    editor: Any = form.editor("table")
    editor.open().accept()
    assert edits == []
    assert form.value() == {"table": TABLE}


def test_cells_are_filled_by_typing_with_enter_and_tab(sheet: Sheet, editor: TableEditor) -> None:
    sheet.grid.go_to(0, 0)
    typed(sheet, "< 20,000", Key.Key_Tab)
    assert sheet.grid.place() == (0, 1)
    typed(sheet, "APAC", Key.Key_Return)
    assert sheet.grid.place() == (1, 1)
    assert rows(editor)[0]["when"] == ["< 20000", "APAC"]


def test_rows_are_added_moved_copied_and_deleted_by_keys(sheet: Sheet, editor: TableEditor) -> None:
    grid = sheet.grid
    grid.go_to(0, 0)
    press(grid, Key.Key_Return, CTRL)
    assert rows(editor)[1] == {"when": ["-", "-"], "then": [""]}
    assert grid.place() == (1, 0)
    press(grid, Key.Key_Up, ALT)
    assert rows(editor)[0]["then"] == [""]
    press(grid, Key.Key_D, CTRL)
    assert len(rows(editor)) == 5
    press(grid, Key.Key_Minus, CTRL)
    grid.go_to(0, 0)
    press(grid, Key.Key_Minus, CTRL)
    assert rows(editor) == TABLE["rows"]
    grid.go_to(0, 0)
    press(grid, Key.Key_Right, ALT)
    assert rows(editor)[1]["when"] == ["EMEA", ">= 10000"]
    assert grid.place() == (0, 1)


def test_the_keys_that_the_menu_names_do_what_it_says(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a person learns keys from the menu that do nothing, or something else."""
    done: list[str] = []
    named = [deed for deed in deeds(sheet.grid.clipboard) if deed is not None and deed.keys]

    def noting(_: object) -> tuple[Deed, ...]:
        return tuple(Deed(each.keys, partial(done.append, each.keys)) for each in named)

    monkeypatch.setattr("designer.forms.tables.deeds.deeds", noting)
    for name in ("copy", "cut", "paste"):
        keys = {"copy": "Ctrl+C", "cut": "Ctrl+X", "paste": "Ctrl+V"}[name]
        monkeypatch.setattr(sheet.grid.clipboard, name, partial(done.append, keys))
    for deed in named:
        pressed = QKeySequence(deed.keys)
        QTest.keySequence(sheet.grid, pressed)
    assert done == [deed.keys for deed in named]


def test_rows_come_from_a_spreadsheet_and_go_back(sheet: Sheet, editor: TableEditor) -> None:
    sheet.copy_all()
    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[0] == "Amount\tRegion\tapprover\tRemark"
    QGuiApplication.clipboard().setText(text)  # as another program gives it: text only
    sheet.grid.go_to(0, 0)
    press(sheet.grid, Key.Key_V, CTRL)
    assert editor.value() == TABLE
    QGuiApplication.clipboard().setText('€ 5.000,50\tEMEA\t"Head of finance"')
    sheet.grid.go_to(2, 0)
    press(sheet.grid, Key.Key_V, CTRL)
    assert rows(editor)[2] == {"when": ["5000.50", "EMEA"], "then": ["Head of finance"]}


def test_cells_copied_inside_the_table_are_the_same_to_the_letter(
    sheet: Sheet, editor: TableEditor
) -> None:
    sheet.grid.go_to(1, 1)
    press(sheet.grid, Key.Key_C, CTRL)
    sheet.grid.go_to(0, 1)
    press(sheet.grid, Key.Key_V, CTRL)
    assert rows(editor)[0]["when"][1] == "EMEA"
    press(sheet.grid, Key.Key_Delete)
    assert rows(editor)[0]["when"][1] == "-"


def test_what_does_not_fit_is_shown_before_it_is_pasted(sheet: Sheet, editor: TableEditor) -> None:
    sheet.grid.go_to(0, 0)
    sheet.grid.clipboard.take_text("Revenue\tCountry\tCity\tOwner\n5\tDE\tBonn\tcfo", "\t")
    dialog = sheet.grid.findChild(PasteDialog)
    assert isinstance(dialog, PasteDialog)
    assert rows(editor) == TABLE["rows"]
    press(dialog, Key.Key_Return)
    value: Any = editor.value()
    assert [each["title"] for each in value["inputs"]] == ["Revenue", "Country", "City"]


def test_rows_are_taken_from_a_file(sheet: Sheet, editor: TableEditor, tmp_path: Path) -> None:
    path = tmp_path / "rules.csv"
    path.write_bytes("Amount;Region;approver\n1,5;Köln;lead\n".encode("cp1252"))
    sheet.take_file(path)
    assert rows(editor)[0] == {"when": ["1.5", "Köln"], "then": ["lead"]}
    sheet.take_file(tmp_path / "none.csv")
    assert "cannot be read" in sheet.told()


def test_the_rows_that_apply_to_a_case_light_up(sheet: Sheet, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "counts" in sheet.told())
    assert sheet.told() == "Rows 2, 3 apply. Row 2 counts."
    assert [sheet.model.fits(n) for n in range(3)] == [False, True, True]
    model = sheet.trial
    model.setData(model.index(0, 0), "5,000")
    qtbot.waitUntil(lambda: sheet.told() == "Row 1 applies.")
    qtbot.waitUntil(lambda: model.index(0, 2).data() == "lead")
    model.setData(model.index(0, 0), "soon")
    assert "does not fit" in sheet.told()


def test_a_case_that_no_row_fits_is_told(sheet: Sheet, qtbot: QtBot) -> None:
    model = sheet.trial
    model.setData(model.index(0, 0), "20000")
    model.setData(model.index(0, 1), "APAC")
    qtbot.waitUntil(lambda: "row" in sheet.told().lower() and "applies" in sheet.told())
    assert not any(sheet.model.fits(n) for n in range(3))


def test_the_last_line_lights_up_where_no_row_applies(
    form: Form, sheet: Sheet, qtbot: QtBot
) -> None:
    """Without it nobody sees why a case goes another way after a limit was changed."""
    form.set_value({"table": {**TABLE, "otherwise": ["owner"]}})
    model = sheet.trial
    model.setData(model.index(0, 0), "20000")
    model.setData(model.index(0, 1), "APAC")
    qtbot.waitUntil(lambda: sheet.told() == "No row applies: the line “else” counts.")
    assert [sheet.model.fits(n) for n in range(4)] == [False, False, False, True]
    assert model.index(0, 2).data() == "owner"
    model.setData(model.index(0, 0), "5,000")
    qtbot.waitUntil(lambda: sheet.told() == "Row 1 applies.")
    assert not sheet.model.fits(3)


def test_gaps_and_dead_rows_are_marked_where_they_are(sheet: Sheet, form: Form) -> None:
    dead = "Row 3 never applies: rows above it take all of its values."
    form.set_problems({"table.rows[2]": [(dead, None)], "table.rows": [("No row applies.", None)]})
    assert sheet.model.problem(2) == dead
    assert sheet.model.headerData(2, Qt.Orientation.Vertical) == "! 3"
    assert sheet.told().endswith(f"{dead}\nNo row applies.")
    form.set_problems({})
    assert sheet.model.problem(2) == ""


def test_a_cell_that_cannot_be_read_says_why_at_once(sheet: Sheet) -> None:
    sheet.grid.go_to(0, 0)
    typed(sheet, "> soon", Key.Key_Return)
    tip = sheet.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip
    assert tip.endswith(".")


def test_what_counts_when_several_rows_apply_is_chosen_above_the_table(
    sheet: Sheet, form: Form
) -> None:
    edits = edits_of(form)
    assert sheet.beside is not None
    sheet.beside.edited.emit(("hit",), "collect")
    assert edits == [(("hit",), "collect")]
    assert form.value()["hit"] == "collect"


def test_a_column_is_described_in_words(sheet: Sheet, editor: TableEditor) -> None:
    sheet.add_column("when")
    from designer.forms.tables.heading import HeadingDialog

    dialog = sheet.findChild(HeadingDialog)
    assert isinstance(dialog, HeadingDialog)
    assert not dialog.done_button.isEnabled()
    dialog.form.set_value({"title": "New client", "expression": "data.new", "type": "boolean"})
    dialog.form.edited.emit(("type",), "boolean")
    assert dialog.done_button.isEnabled()
    dialog.done_button.click()
    assert rows(editor)[0]["when"] == ["< 10000", "-", "-"]
    assert rules.columns(sheet.model.table)[2].title == "New client"


class Undoing:
    """Counts what it is asked."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def depth(self) -> int:
        return 0

    def undo(self) -> None:
        self.heard.append("undo")

    def redo(self) -> None:
        self.heard.append("redo")

    def seal(self) -> None:
        self.heard.append("seal")


def test_the_spreadsheet_takes_back_its_own_changes_and_no_others(
    sheet: Sheet, editor: TableEditor
) -> None:
    editor.context.undoing = undoing = Undoing()
    press(sheet.grid, Key.Key_Z, CTRL)
    assert undoing.heard == []
    sheet.grid.add_row()
    press(sheet.grid, Key.Key_Z, CTRL)
    press(sheet.grid, Key.Key_Z, CTRL)
    assert undoing.heard == ["seal", "undo"]
    editor.set_value(TABLE)
    assert rules.count(sheet.model.table) == 3


def test_a_column_is_dragged_by_its_heading_and_takes_its_cells_along(
    sheet: Sheet, editor: TableEditor
) -> None:
    heads = sheet.grid.horizontalHeader()
    before = [each.title for each in sheet.model.columns]
    first = [rules.cell(sheet.model.table, 0, each) for each in sheet.model.columns]
    heads.moveSection(1, 0)
    assert [each.title for each in sheet.model.columns] == [before[1], before[0], *before[2:]]
    cells = [rules.cell(sheet.model.table, 0, each) for each in sheet.model.columns]
    assert cells == [first[1], first[0], *first[2:]]
    assert [heads.visualIndex(n) for n in range(len(before))] == [*range(len(before))]
    edited = editor.value()
    heads.moveSection(0, len(before) - 1)
    assert editor.value() == edited, "a test is no result"
    assert heads.visualIndex(0) == 0


def test_a_cell_that_keeps_the_table_from_a_result_is_named(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.model.setData(sheet.model.index(1, 0), "> soon")
    sheet.try_values()
    shown = sheet.findChildren(QLabel)
    words = "A cell of row 2 cannot be read, so there is no result yet."
    qtbot.waitUntil(lambda: words in {each.text() for each in shown if each.isVisible()})


def test_a_problem_is_opened_at_its_cell(form: Form, editor: TableEditor) -> None:
    form.focus_field("table.rows[1].then[0]")
    assert editor.dialog is not None
    assert editor.dialog.sheet.grid.place() == (1, 2)


def test_what_is_no_table_is_kept_and_said(form: Form, editor: TableEditor) -> None:
    form.set_value({"table": {"rows": "many"}})
    assert editor.value() == {"rows": "many"}
    assert "is none" in editor.own_problem()
    editor.open()
    assert editor.value() == {"rows": "many"}


@pytest.mark.timing
def test_two_thousand_rows_open_and_scroll_without_a_wait(
    form: Form, editor: TableEditor, qtbot: QtBot
) -> None:
    rows: list[Any] = [{"when": [f"{n}", "-"], "then": ["lead"]} for n in range(2000)]
    many = {**TABLE, "rows": rows}
    form.set_value({"table": many})
    sheet = editor.open().sheet
    qtbot.waitExposed(sheet)
    bar = sheet.grid.verticalScrollBar()
    began = time.thread_time()
    for step in range(20):
        bar.setValue(bar.maximum() * step // 20)
        QApplication.processEvents()
    hold((time.thread_time() - began) / 20, LONGEST)
    began = time.thread_time()
    sheet.model.setData(sheet.model.index(1999, 0), "> 5")
    hold(time.thread_time() - began, 0.2)


@pytest.mark.parametrize("width", [320, 380, 560])
def test_no_heading_of_the_first_rows_is_seen_by_half(
    form: Form, editor: TableEditor, qtbot: QtBot, width: int
) -> None:
    """Of “Planned utilisation” one would read “…ned”, and take it for a name."""
    form.resize(width, 600)
    view, head = editor.view, editor.view.horizontalHeader()

    def are_whole() -> None:
        room = view.viewport().width()
        shown = [at for at in range(editor.model.columnCount()) if not view.isColumnHidden(at)]
        edges = [head.sectionViewportPosition(at) for at in shown]
        assert room - 2 * len(shown) <= max(e for e in edges if e <= room) or edges[-1] < room
        for at, edge in zip(shown, edges, strict=True):
            assert edge >= room - len(shown) or edge + view.columnWidth(at) <= room

    qtbot.waitUntil(are_whole)

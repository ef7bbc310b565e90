"""Steps become a workflow of their own and come back, and one finds the way from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from designer.dialogs.extract_steps import ExtractSteps
from designer.document.changes.attributes import set_workflow_value
from designer.document.changes.extract import Handed, OtherNames
from designer.document.changes.field_uses import FormField, Found, Use
from designer.document.history import Command
from designer.document.neighbours import Caller
from designer.document.opening import open_file
from designer.panels.settings.renaming import Renaming
from designer.shell import called
from runtime.definition import files as workflow_files
from runtime.plan.problems import Edit
from tests.helpers.drawings import data, draw

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.shell.banner import Message
    from designer.shell.studio import Studio
    from tests.helpers.studios import PreparedAnswers


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the workflow lies; the window keeps its edits elsewhere."""
    folder = tmp_path / "workflows"
    folder.mkdir()
    return folder / "deal.baton.json"


@pytest.fixture
def deal(studio: Studio, path: Path) -> Studio:
    """A window with an open workflow of four steps in a row."""
    nodes = [
        "begin:start",
        data("first", "input.amount", name="Read the amount"),
        data("second", "steps.first.value * 2", name="Double it"),
        "done:end",
    ]
    lines = ["begin>first", "first>second", "second>done"]
    workflow_files.save(draw(nodes, lines, id="deal", name="Deal"), path)
    assert studio.open_name(str(path))
    return studio


def _said(studio: Studio) -> Message:
    return studio.window.banners.messages[0]


def _way(studio: Studio) -> list[QPushButton]:
    """The callers before the name of what is looked at."""
    return [
        button
        for button in studio.window.header.findChildren(QPushButton)
        if button.accessibleName().startswith("Back to ") and not button.isHidden()
    ]


def _call(studio: Studio) -> tuple[str, Any]:
    nodes = studio.bench.document.model.nodes
    (found,) = [(name, node) for name, node in nodes.items() if node.get("name") == "Sum up"]
    return found


def _extract(studio: Studio) -> str:
    studio.link.scene.select(["second"])
    studio.window.actions_of.run("canvas.extract")
    return _call(studio)[0]


def test_steps_become_a_workflow_in_a_file_beside_this_one(
    deal: Studio, path: Path, answers: PreparedAnswers
) -> None:
    step = _extract(deal)
    other = open_file(path.with_name("sum-up.baton.json"))
    assert (other.meta.id, other.meta.name) == ("sum-up", "Sum up")
    assert _call(deal)[1]["params"]["workflow"] == "sum-up"
    assert deal.bench.selected == (step,)
    assert answers.asked[-1].startswith("extract 1 Double it")
    deal.bench.document.undo()
    assert "second" in deal.bench.document.model.nodes


def test_a_name_that_is_taken_overwrites_no_other_workflow(deal: Studio, path: Path) -> None:
    _extract(deal)
    first = path.with_name("sum-up.baton.json").read_bytes()
    deal.bench.document.undo()
    _extract(deal)
    assert path.with_name("sum-up.baton.json").read_bytes() == first
    assert _call(deal)[1]["params"]["workflow"] == "sum-up-2"
    assert open_file(path.with_name("sum-up-2.baton.json")).meta.id == "sum-up-2"


def test_who_thinks_better_of_it_changes_nothing(
    deal: Studio, path: Path, answers: PreparedAnswers
) -> None:
    answers.name = None
    deal.link.scene.select(["second"])
    deal.window.actions_of.run("canvas.extract")
    assert not deal.bench.document.is_modified
    assert [each.name for each in path.parent.glob("*.json")] == ["deal.baton.json"]


def test_steps_that_are_entered_nowhere_are_refused_before_a_name_is_asked(
    deal: Studio, answers: PreparedAnswers
) -> None:
    deal.link.scene.select(["begin"])
    deal.window.actions_of.run("canvas.extract")
    assert "entered at no places" in _said(deal).what
    assert not [each for each in answers.asked if each.startswith("extract")]


def test_a_workflow_without_a_file_is_saved_first_and_then_goes_on(
    studio: Studio, path: Path, answers: PreparedAnswers
) -> None:
    studio.files.from_template("signed-sow-to-invoice")
    nodes = studio.bench.document.model.nodes
    chosen = next(name for name, node in nodes.items() if node["kind"] == "map_data")
    answers.save = path
    studio.link.scene.select([chosen])
    studio.window.actions_of.run("canvas.extract")
    message = _said(studio)
    assert message.button == "Save…"
    assert message.do is not None
    message.do()
    assert path.exists()
    assert answers.asked[-1].startswith("extract 1")


def test_a_folder_that_takes_no_file_leaves_the_steps_where_they_are(
    deal: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workflow_files, "save", full)
    deal.link.scene.select(["second"])
    deal.window.actions_of.run("canvas.extract")
    assert "No space left" in _said(deal).why
    assert not deal.bench.document.is_modified


def test_the_called_workflow_opens_and_leads_back(deal: Studio, path: Path) -> None:
    """Without the way back one is lost in the second workflow already."""
    step = _extract(deal)
    deal.files.save()
    deal.link.scene.select([step])
    deal.window.actions_of.run("canvas.open_called")
    assert deal.bench.document.name == "Sum up"
    (back,) = _way(deal)
    assert back.text() == "Deal"
    back.click()
    assert deal.bench.document.path == path
    assert _way(deal) == []


def test_the_way_is_forgotten_where_another_workflow_is_opened(deal: Studio, path: Path) -> None:
    """Else the header says that something runs this workflow which does not."""
    other = draw(["begin:start", "done:end"], ["begin>done"], id="other", name="Other")
    workflow_files.save(other, path.with_name("other.baton.json"))
    step = _extract(deal)
    deal.files.save()
    deal.link.scene.select([step])
    deal.window.actions_of.run("canvas.open_called")
    assert _way(deal)
    assert deal.open_name(str(path.with_name("other.baton.json")))
    assert _way(deal) == []


def test_the_called_workflow_is_drawn_in_place_of_its_step(deal: Studio, path: Path) -> None:
    step = _extract(deal)
    deal.link.scene.select([step])
    deal.window.actions_of.run("canvas.inline")
    names = {str(node.get("name")) for node in deal.bench.document.model.nodes.values()}
    assert "Double it" in names
    assert "Sum up" not in names
    assert path.with_name("sum-up.baton.json").exists()


@pytest.mark.parametrize("wanted", ["canvas.open_called", "canvas.inline"])
def test_a_workflow_that_is_not_there_is_said_with_a_way_to_choose_another(
    deal: Studio, path: Path, wanted: str
) -> None:
    step = _extract(deal)
    path.with_name("sum-up.baton.json").unlink()
    deal.link.scene.select([step])
    deal.window.actions_of.run(wanted)
    message = _said(deal)
    assert "no workflow “sum-up” beside" in message.what
    assert message.button == "Choose another"


def test_a_step_that_names_no_workflow_yet_leads_to_its_setting(deal: Studio) -> None:
    step = _extract(deal)
    model = deal.bench.document.model
    path = ("nodes", step, "params", "workflow")
    deal.bench.document.do(Command("Empty", (Edit("set", path, ""),)))
    shown: list[tuple[str, str]] = []

    def note(at: str, field: str) -> None:
        shown.append((at, field))

    deal.bench.shown.connect(note)
    deal.editing.called_wanted.emit(step)
    message = _said(deal)
    assert "does not say yet" in message.what
    assert message.do is not None
    message.do()
    assert shown == [(step, "params.workflow")]
    assert model.nodes[step]


def test_a_step_that_runs_none_says_so(deal: Studio) -> None:
    deal.link.scene.select(["second"])
    assert "runs no other workflow" in deal.editing.why_not("open_called")


class _Painted(QObject):
    """Notes that something is painted."""

    def __init__(self, order: list[str]) -> None:
        super().__init__()
        self._order = order

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            self._order.append("picture")
        return super().eventFilter(watched, event)


def test_the_drawing_is_seen_before_the_folder_is_read(
    deal: Studio, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a window would stand still before its first picture while large files are read."""
    other = draw(["begin:start", "done:end"], ["begin>done"], id="check_margin", name="Check it")
    workflow_files.save(other, path.with_name("other.baton.json"))
    order: list[str] = []

    def read(_: object) -> list[object]:
        order.append("folder")
        return []

    monkeypatch.setattr(called, "beside", read)
    painted = _Painted(order)
    deal.view.viewport().installEventFilter(painted)
    assert deal.open_name(str(path.with_name("other.baton.json")))
    qtbot.waitUntil(lambda: "folder" in order)
    assert order[0] == "picture"


def test_the_settings_offer_the_workflows_beside_this_one(
    deal: Studio, path: Path, qtbot: QtBot
) -> None:
    other = draw(["begin:start", "done:end"], ["begin>done"], id="check_margin", name="Check it")
    workflow_files.save(other, path.with_name("other.baton.json"))
    step = _extract(deal)
    deal.files.save()
    qtbot.waitUntil(lambda: ("check_margin", "Check it") in deal.bench.beside)
    deal.bench.show_step(step)

    def offers() -> list[QPushButton]:
        every = deal.window.findChildren(QPushButton)
        return [b for b in every if b.text() == "Open this workflow" and b.isVisible()]

    qtbot.waitUntil(lambda: bool(offers()))
    offers()[0].click()
    assert deal.bench.document.name == "Sum up"


def test_the_dialog_says_what_goes_in_and_comes_out_and_where_it_is_kept(qtbot: QtBot) -> None:
    dialog = ExtractSteps(2, "Sum up", [Handed("net", "data.net")], [], "{}.json".format)
    qtbot.addWidget(dialog)
    words = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    for part in ("2 steps", "data.net", "Nothing", "“Sum up.json”"):
        assert part in words
    field = _line(dialog, "Name")
    field.setText("  ")
    (make,) = [b for b in dialog.findChildren(QPushButton) if b.text() == "Make the workflow"]
    assert not make.isEnabled()


def test_what_is_handed_over_is_called_what_the_person_says(qtbot: QtBot) -> None:
    """Else the other workflow would speak of “values_2” for ever."""
    given = [Handed("values", "steps.a.values"), Handed("values_2", "steps.b.values")]
    back = [Handed("total", "steps.c")]
    dialog = ExtractSteps(2, "Sum up", given, back, "{}.json".format)
    qtbot.addWidget(dialog)
    dialog.show()
    (make,) = [b for b in dialog.findChildren(QPushButton) if b.text() == "Make the workflow"]
    assert make.isEnabled()
    line = _line(dialog, "Given: steps.b.values")
    for wrong in ("values", "", "two words", "a.b"):
        line.setText(wrong)
        assert not make.isEnabled()
        assert any("no name twice" in each.text() for each in _seen(dialog))
    line.setText("expenses")
    assert make.isEnabled()
    assert not any("no name twice" in each.text() for each in _seen(dialog))
    assert dialog.names().given == {"values": "values", "values_2": "expenses"}
    assert dialog.names().back == {"total": "total"}


def test_a_long_list_of_values_leaves_the_buttons_on_the_screen(qtbot: QtBot) -> None:
    given = [Handed(f"value_{at}", f"data.value_{at}") for at in range(60)]
    dialog = ExtractSteps(2, "Sum up", given, [], "{}.json".format)
    qtbot.addWidget(dialog)
    assert dialog.sizeHint().height() < 700


def _line(dialog: ExtractSteps, name: str) -> QLineEdit:
    return next(e for e in dialog.findChildren(QLineEdit) if e.accessibleName() == name)


def _seen(dialog: ExtractSteps) -> list[QLabel]:
    return [each for each in dialog.findChildren(QLabel) if each.isVisible()]


def test_both_workflows_use_the_names_that_the_person_gave(
    deal: Studio, path: Path, answers: PreparedAnswers
) -> None:
    answers.handed = OtherNames({"first": "amount"}, {"second": "doubled"})
    _extract(deal)
    other = open_file(path.with_name("sum-up.baton.json"))
    assert "amount" in other.meta.input["properties"]  # type: ignore[operator] - a form
    assert _call(deal)[1]["params"]["inputs"] == {"amount": "steps.first"}


def test_an_open_draft_is_not_left_unasked_for_the_called_one(
    deal: Studio, answers: PreparedAnswers
) -> None:
    step = _extract(deal)
    document = deal.bench.document
    document.do(set_workflow_value(document.model, ("name",), "Deal of today"))
    deal.link.scene.select([step])
    deal.window.actions_of.run("canvas.open_called")
    assert answers.asked[-1] == "unsaved Deal of today"
    assert deal.bench.document is document


def test_a_field_that_others_give_is_renamed_there_too_and_all_is_saved(
    deal: Studio, path: Path, qtbot: QtBot
) -> None:
    """Else the workflow that runs this one begins it without that field from then on."""
    form: Any = {"type": "object", "properties": {"amount": {"type": "number"}}}
    deal.bench.document.do(Command("Ask", (Edit("set", ("graph", "input"), form),)))
    gives = {"workflow": "deal", "inputs": {"amount": "data.sum"}}
    nodes = ["begin:start", {"id": "run", "kind": "sub_workflow", "params": gives}, "done:end"]
    caller = path.with_name("month.baton.json")
    workflow_files.save(draw(nodes, ["begin>run", "run>done"], id="month", name="Month"), caller)
    deal.bench.beside.append(("month", "Month"))

    renaming = Renaming(deal.bench)
    rename = renaming.begin("start", "amount", "total")
    assert rename is not None
    for _ in rename.work():
        pass
    looking = renaming.callers(rename)
    assert looking is not None
    found: list[tuple[Caller, ...]] = []
    looking.done.connect(found.append)
    qtbot.waitUntil(lambda: bool(found))
    (callers,) = found
    assert [each.name for each in callers] == ["Month"]
    renaming.do(rename, callers)

    run: Any = workflow_files.load(caller).node("run").params
    assert run["inputs"] == {"total": "data.sum"}
    assert "total" in workflow_files.load(path).meta.input["properties"]  # type: ignore[operator] - a form
    assert not deal.bench.draft.is_modified
    assert _said(deal).what == "“Month” is saved with “total”, too."


def test_a_workflow_that_cannot_follow_is_named_with_a_way_to_it(deal: Studio, path: Path) -> None:
    """Else it is left broken without a word."""
    found = Found(uses=[Use("Run it", "Gives “amount”", "amount", "total", "run")])
    gone = Caller("month", "Month", path.with_name("month.baton.json"), found)
    deal.neighbours.follow((gone,), FormField("input", "amount"), "total")
    said = _said(deal)
    assert said.what == "“Month” still calls the field “amount”."
    assert said.button == "Open it"

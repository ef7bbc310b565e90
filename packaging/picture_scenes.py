"""Knows what is on each picture of the designer. Must not know how a picture is taken.

A scene brings the window where it shall be and returns nothing, or returns a picture of its own,
as of a dialog. Every run is a real one, of real workflows.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from picture_canvas import CANVAS_SCENES
from picture_dialogs import DIALOG_SCENES
from picture_runs import INVOICE, RUN_SCENES, look_at, run_waiting
from picture_undo import UNDO_SCENES
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QWidget

from designer.canvas import menu
from designer.dialogs.extract_steps import ExtractSteps
from designer.document.changes import attributes, edges, frames, notes, steps
from designer.document.changes.extract import Handed
from designer.document.changes.field_uses import FormField
from designer.document.changes.rename_field import FieldRename
from designer.forms.builder.rename_dialog import RenameDialog
from designer.panels.palette import Palette
from designer.panels.settings import failure_choice
from designer.shell.banner import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from picture_stage import Stage
    from PySide6.QtGui import QPixmap

_TEMPLATES = Path(__file__).resolve().parent.parent / "resources/templates"
LONG = "Ask everybody who has ever signed a framework agreement with this client for consent"


# --- drawing -------------------------------------------------------------------------------------


def start_page(stage: Stage) -> None:
    """What a person sees first."""
    stage.settle_checks()


def empty(stage: Stage) -> None:
    """A workflow with nothing in it."""
    stage.new()


def touring(stage: Stage) -> None:
    """What a newcomer is shown first."""
    stage.studio.touring.begin()
    stage.after(stage.studio.touring.end)
    stage.settle_checks()


def story(stage: Stage) -> None:
    """The template as it opens."""
    stage.open_story()


def story_fitted(stage: Stage) -> None:
    """The whole template at once."""
    stage.open_story()
    stage.studio.view.fit_all()


def story_approvals(stage: Stage) -> None:
    """The approvals of the template, in natural size."""
    stage.open_story()
    look_at(stage, "ask_both")


def invoice(stage: Stage) -> None:
    """A drawing of ten steps as it opens."""
    stage.open_file(INVOICE)


def settings_of(step: str) -> Callable[[Stage], None]:
    """A scene with the settings of a step of the template."""

    def scene(stage: Stage) -> None:
        stage.open_story()
        stage.studio.bench.show_step(step)
        stage.studio.view.zoom_to(1.0)

    return scene


def settings_failing(stage: Stage) -> None:
    """What becomes of the case when a step fails, chosen in words and drawn."""
    stage.open_file(INVOICE)
    bench = stage.studio.bench
    bench.show_step("ledger", "policy.on_error")
    stage.settle_checks()
    command = failure_choice.chosen(bench, "ledger", "stop")
    if command is not None:
        bench.document.do(command)
    bench.show_step("ledger", "policy.on_error")
    look_at(stage, "ledger")


def settings_edge(stage: Stage) -> None:
    """What can be said of an edge."""
    stage.open_file(INVOICE)
    key = next(k for k, e in stage.studio.bench.document.model.edges.items() if e["port"] == "done")
    stage.studio.bench.select((), (key,))


def settings_many(stage: Stage) -> None:
    """What can be said of several steps."""
    stage.open_file(INVOICE)
    stage.studio.bench.select(("lead", "finance", "add_up"))


def problems(stage: Stage) -> None:
    """Mistakes, on the cards and in the list."""
    stage.open_file(INVOICE)
    document = stage.studio.bench.document
    model = document.model
    document.do(steps.set_value(model, "add_up", ("params", "value"), "{ total: "))
    document.do(steps.set_value(model, "finance", ("params", "assignees"), ""))
    document.do(edges.disconnect(model, ["ledger.out-paid"]))
    for part in ("business", "technical", "control"):
        document.do(attributes.set_workflow_value(model, ("owners", part), ""))
    for step in ("lead", "ledger", "net"):
        document.do(steps.set_value(model, step, ("params", "nobody knows this"), "1"))
    stage.panel("problems")
    stage.settle_checks()


def grouped(stage: Stage) -> None:
    """A group, a folded group and notes."""
    stage.open_file(INVOICE)
    document = stage.studio.bench.document
    command, _ = frames.add_frame(document.model, ["lead", "finance"], "Approvals")
    document.do(command)
    command, name = frames.add_frame(document.model, ["received", "add_up"], "Read the invoice")
    document.do(command)
    document.do(frames.collapse(document.model, name, collapsed=True))
    words = "Limits are set by Finance. Change them in the table, not in the approvals."
    command, _ = notes.add_note(document.model, (640, 640), words)
    document.do(command)
    stage.settle()
    stage.studio.link.look_at_all()


def long_names(stage: Stage) -> None:
    """Names that nobody planned for."""
    stage.open_file(INVOICE)
    document = stage.studio.bench.document
    for step in ("lead", "who", "received", "paid", "each_line"):
        document.do(steps.rename(document.model, step, LONG))
    document.do(attributes.set_workflow_value(document.model, ("name",), f"{LONG} ({LONG})"))
    stage.studio.bench.show_step("lead")


# --- adding and searching ------------------------------------------------------------------------


def quick_list(stage: Stage) -> None:
    """What happens next?"""
    stage.open_file(INVOICE)
    stage.studio.editing.select_step("finance")
    stage.settle()
    stage.studio.editing.add_step()


def palette_search(stage: Stage) -> None:
    """Steps found by a word."""
    stage.open_story()
    for palette in stage.window.findChildren(Palette):
        palette.focus_search()
        _type(palette, "approv")


def context_menu(stage: Stage) -> QPixmap:
    """What can be done with a step."""
    stage.open_file(INVOICE)
    stage.studio.editing.select_step("finance")
    made = menu.menu(stage.studio.editing, menu.STEP, stage.window)
    stage.keep(made)
    made.popup(stage.window.mapToGlobal(QPoint(stage.window.width() // 2, 220)))
    stage.settle()
    return made.grab()


def key_sheet(stage: Stage) -> QPixmap:
    """All keys."""
    stage.open_file(INVOICE)
    return stage.dialog(lambda: stage.window.actions_of.run("help.keys"))


def person_settings(stage: Stage) -> QPixmap:
    """What a person can set."""
    stage.open_file(INVOICE)
    return stage.dialog(lambda: stage.window.rail.chosen.emit("settings"))


def banners(stage: Stage) -> None:
    """What went wrong, why, and what helps."""
    stage.open_file(INVOICE)
    why = "It is not there any more, or its name was changed. Nothing of what is open is lost."
    stage.studio.say(
        Message(
            "The file “Approve a supplier invoice” cannot be saved.",
            why,
            button="Save as…",
            do=lambda: None,
            detail="FileNotFoundError: [Errno 2] approve-supplier-invoice.baton.json",
            about="file",
        )
    )
    stage.studio.say(Message("There is no run yet that could go on from here.", "", "waiting"))


def read_only(stage: Stage) -> None:
    """A workflow that is only looked at, as somebody else has it open."""
    stage.studio.files.open_to_read(stage.own(INVOICE))
    stage.settle_checks()
    stage.studio.bench.show_step("lead")


# --- editors -------------------------------------------------------------------------------------


def mapping(stage: Stage) -> QPixmap:
    """The wide view of a mapping."""
    stage.open_story()
    stage.studio.bench.show_step("legal_approval")
    stage.settle_checks()
    return stage.dialog(lambda: stage.press("Wide view"))


def formula(stage: Stage) -> QPixmap:
    """The large editor of a formula."""
    stage.open_story()
    stage.studio.bench.show_step("margin")
    stage.settle_checks()
    return stage.dialog(lambda: stage.press("Open the large editor (Ctrl+Enter)", last=True))


def spreadsheet(stage: Stage) -> QPixmap:
    """A table of decisions in the large."""
    stage.open_file(INVOICE)
    stage.studio.bench.show_step("who")
    stage.settle_checks()
    return stage.dialog(lambda: stage.press("Open as spreadsheet"))


def form_builder(stage: Stage) -> QPixmap:
    """What a person is asked when a case begins."""
    stage.open_story()
    return stage.dialog(lambda: stage.press("Open form builder"))


def rename_field(stage: Stage) -> QPixmap:
    """What is changed along with a field of the case, and what has to be looked at."""
    stage.open_story()
    bench = stage.studio.bench
    field = FormField("data", "hours", inside=("margin",))
    rename = FieldRename(bench.document.model, bench.services.kinds, field, "effort")
    return stage.dialog(lambda: RenameDialog(rename, rename.work(), None, stage.window).open())


def extract(stage: Stage) -> QPixmap:
    """What a workflow made of steps is given and hands back."""
    given = [Handed(name, f"data.{name}") for name in ("client", "project", "policy")]
    back = [Handed("billing", "steps.read_billing")]
    return stage.dialog(
        lambda: ExtractSteps(4, "Bill a milestone", given, back, str.lower, stage.window).open()
    )


# --- beside the workflow -------------------------------------------------------------------------


def connections(stage: Stage) -> None:
    """The systems that a workflow works with."""
    stage.open_story()
    stage.window.rail.chosen.emit("connections")
    stage.settle_checks()


def connect(stage: Stage) -> QPixmap:
    """Signing in to a system."""
    connections(stage)
    return stage.dialog(lambda: stage.press(" Connect a system…"))


def task_preview(stage: Stage) -> QPixmap:
    """What the person of a task will see, while it is drawn."""
    run_waiting()(stage)
    return stage.dialog(lambda: stage.press("What the person will see…"))


def tasks(stage: Stage) -> None:
    """What people are asked while a case waits."""
    run_waiting()(stage)
    stage.window.rail.chosen.emit("tasks")
    stage.settle_checks()


def start_dialog(stage: Stage) -> QPixmap:
    """What a case begins with."""
    stage.open_story()
    return stage.dialog(stage.studio.run.test)


# --- helpers -------------------------------------------------------------------------------------


def _type(panel: QWidget, text: str) -> None:
    for field in panel.findChildren(QLineEdit):
        if field.isVisible():
            field.setText(text)
            return


SCENES: dict[str, Callable[[Stage], QPixmap | None]] = {
    "start-page": start_page,
    "empty": empty,
    "tour": touring,
    "story": story,
    "story-fitted": story_fitted,
    "story-approvals": story_approvals,
    "invoice": invoice,
    "settings-approval": settings_of("legal_approval"),
    "settings-system": settings_of("create_project"),
    "settings-table": settings_of("approval_policy"),
    "settings-for-each": settings_of("create_tasks"),
    "settings-task": settings_of("staffing"),
    "settings-choice": settings_of("handled_before"),
    "settings-failing": settings_failing,
    "settings-edge": settings_edge,
    "settings-many": settings_many,
    "problems": problems,
    "groups": grouped,
    "long-names": long_names,
    "quick-list": quick_list,
    "palette-search": palette_search,
    "context-menu": context_menu,
    "keys": key_sheet,
    "person-settings": person_settings,
    "banners": banners,
    "read-only": read_only,
    "mapping": mapping,
    "formula": formula,
    "spreadsheet": spreadsheet,
    "form-builder": form_builder,
    "rename-field": rename_field,
    "extract": extract,
    "connections": connections,
    "connect": connect,
    "start-dialog": start_dialog,
    "tasks": tasks,
    "task-preview": task_preview,
    **RUN_SCENES,
    **DIALOG_SCENES,
    **CANVAS_SCENES,
    **UNDO_SCENES,
}

"""Knows pictures of what is seen seldom: empty lists, drafts, sign-ins, questions, test settings.

Must not know how a picture is taken.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from designer.document.drafts.shelf import Draft
from designer.library.templates import templates
from designer.panels.palette import Palette

if TYPE_CHECKING:
    from collections.abc import Callable

    from picture_stage import Stage
    from PySide6.QtGui import QPixmap

_INVOICE = (
    Path(__file__).resolve().parent.parent
    / "resources/templates/approve-supplier-invoice/approve-supplier-invoice.baton.json"
)
_FOLDER = Path("/srv/shared/finance/Processes of the finance department")


def start_page_in_use(stage: Stage) -> None:
    """The start page of somebody who has worked here before, with drafts and files."""
    drafts = [
        Draft(Path("a"), "Approve a supplier invoice", _FOLDER / "invoices.baton.json", 12),
        Draft(Path("b"), "Untitled workflow", None, 1),
    ]
    recent = [str(_FOLDER / f"{name}.baton.json") for name in ("invoices", "onboarding", "travel")]
    stage.window.start.show_choices(drafts, recent, templates())


def nothing_found(stage: Stage) -> None:
    """A word that no step and no system knows."""
    stage.open_story()
    for palette in stage.window.findChildren(Palette):
        palette.field.setText("xylophone")


def no_tasks(stage: Stage) -> None:
    """Nobody is asked anything."""
    stage.window.rail.chosen.emit("tasks")
    stage.settle()


def no_connections(stage: Stage) -> None:
    """Nothing is connected yet."""
    stage.window.rail.chosen.emit("connections")
    stage.settle()


def lower_panel(name: str) -> Callable[[Stage], None]:
    """A scene of a lower panel that has nothing to show yet."""

    def scene(stage: Stage) -> None:
        stage.new()
        stage.panel(name)

    return scene


def sign_in(stage: Stage) -> QPixmap:
    """What a system asks for before it can be used."""
    stage.open_story()
    stage.window.rail.chosen.emit("connections")
    stage.settle_checks()
    return stage.dialog(lambda: stage.press("Connect…"))


def unsaved(stage: Stage) -> QPixmap:
    """What becomes of changes that are not saved."""
    stage.open_file(_INVOICE)
    stage.studio.bench.toggle_stop("who")
    stage.studio.editing.select_step("finance")
    stage.studio.editing.remove()
    return stage.dialog(stage.studio.files.close)


def test_settings(stage: Stage) -> QPixmap:
    """Who answers in tests, and which systems fail."""
    stage.open_story()
    return stage.dialog(lambda: stage.window.actions_of.run("run.settings"))


DIALOG_SCENES: dict[str, Callable[[Stage], QPixmap | None]] = {
    "start-page-in-use": start_page_in_use,
    "palette-nothing": nothing_found,
    "tasks-none": no_tasks,
    "connections-none": no_connections,
    **{f"{name}-none": lower_panel(name) for name in ("data", "problems", "log", "history")},
    "items-none": lower_panel("items"),
    "tests-none": lower_panel("tests"),
    "sign-in": sign_in,
    "unsaved": unsaved,
    "test-settings": test_settings,
}

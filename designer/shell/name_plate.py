"""Knows what the window says of the open workflow: its name, the way to it, how it is kept.

Must not know how any of that comes about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.document.moment import now

if TYPE_CHECKING:
    from designer.document.workflow import WorkflowDocument
    from designer.panels.workbench import Workbench
    from designer.shell.files import Files
    from designer.shell.main_window import MainWindow
    from designer.shell.run_drawing import RunDrawing
    from designer.shell.stepping import Stepping
    from designer.shell.trail import Trail


class NamePlate(QObject):
    """Keeps header, title and status bar up to date.

    Args:
        window: where it is said.
        bench: knows the problems.
        files: knows the open workflow.
        trail: knows the way to what is looked at.
        stepping: looks into what a step of a run runs.
        drawing: shows the drawing of a run.
    """

    def __init__(
        self,
        window: MainWindow,
        bench: Workbench,
        files: Files,
        trail: Trail,
        stepping: Stepping,
        drawing: RunDrawing,
    ) -> None:
        super().__init__(window)
        self._window, self._bench, self._files = window, bench, files
        self._trail, self._stepping, self._drawing = trail, stepping, drawing
        self._saved_at = ""
        files.named.connect(self.show_name)
        trail.changed.connect(self.show_name)
        bench.problems_changed.connect(self._count_problems)

    def take(self, document: WorkflowDocument) -> None:
        """Tell of a workflow that was opened."""
        self._saved_at = ""
        document.done.connect(self._note_saving)

    def clear(self) -> None:
        """Tell of none: none is open."""
        self._window.header.set_workflow("", "", "")
        self._window.setWindowTitle("Baton")
        status = self._window.status
        status.set_saved("", kept=True)
        status.set_problems(0, 0)
        status.set_zoom(None)

    def show_name(self) -> None:
        """Say what the workflow is called and how it is kept."""
        document = self._files.document
        if document is None:
            return
        folder = document.path.parent.name if document.path else ""
        inside = self._stepping.names()
        own = "Read only" if document.locked or inside else "Draft"
        chip = "As it was run" if self._drawing.is_shown and not inside else own
        self._window.header.set_way(self._trail.names())
        self._window.header.set_workflow(folder, [document.name, *inside][-1], chip)
        star = "*" if document.is_modified else ""
        self._window.setWindowTitle(f"{star}{document.name} · Baton")
        self._window.status.set_saved(self._kept_text(document), kept=not self._files.unkept)

    def _note_saving(self, word: str) -> None:
        if word == "saved":
            self._saved_at = now().astimezone().strftime("%H:%M:%S")
            self.show_name()

    def _kept_text(self, document: WorkflowDocument) -> str:
        if self._files.unkept:
            return "Edits are not kept: make room on the disk, or save elsewhere"
        if document.locked:
            return "Read only, as it was last saved"
        if document.path is None:
            return "Not in a file yet, every change is kept"
        if document.is_modified:
            return "Changed, every change is kept"
        return f"Saved {self._saved_at}" if self._saved_at else "No changes"

    def _count_problems(self) -> None:
        problems = self._bench.problems if self._files.document is not None else ()
        errors = sum(problem.severity == "error" for problem in problems)
        self._window.status.set_problems(errors, len(problems) - errors)

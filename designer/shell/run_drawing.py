"""Knows when the canvas shows the drawing as it was run instead of the draft. Not how it is drawn.

The drawing of a run is one of its own, locked: the draft below is as it was left.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.document.workflow import WorkflowDocument
from designer.panels import wording
from runtime.definition.definition import Definition
from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonObject

_LOCKED = "This is a run, which nobody can change any more. Open the draft to change the workflow."


class RunDrawing(QObject):
    """Shows a recorded run on its own drawing, and leads back to the draft.

    A test of the draft is shown on the draft, so that one can mend and test again; its own drawing
    is shown on demand.

    Args:
        bench: what lies on the desk.

    Attributes:
        changed: what is looked at is a run's drawing now, or the draft again.
    """

    changed = Signal()

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._shown: WorkflowDocument | None = None
        self._is_wanted = False
        self.is_of_today = False
        bench.run_changed.connect(self._take_run)
        bench.run_grew.connect(self._look)

    @property
    def is_shown(self) -> bool:
        """Whether the drawing of a run is looked at."""
        return self._shown is not None

    def words(self) -> str:
        """Return what is looked at: "Run of 20 Nov 08:00 — read only"; "" for the draft."""
        run = self._bench.run
        if run is None or self._shown is None:
            return ""
        what = wording.sort_of_run(run.view)
        when = f" of {wording.at(run.view.started)}" if run.view.started else ""
        note = "on the drawing of today, " if self.is_of_today else ""
        return f"{what}{when} — {note}read only"

    def why_not(self) -> str:
        """Say why there is no drawing of a run to show."""
        return "" if self._bench.run else "No run is shown: open one in “History” or run a test."

    def toggle(self) -> None:
        """Show the drawing of the run, or the draft again."""
        if self.is_shown:
            self.show_draft()
        else:
            self._is_wanted = True
            self._look()

    def show_draft(self) -> None:
        """Look at the draft again; the run stays, as far as its steps are there still."""
        if self._shown is None:
            return
        self._shown = None
        self._bench.show_drawing(self._bench.draft)
        self.changed.emit()

    # --- inside -----------------------------------------------------------------------------------

    def _take_run(self) -> None:
        run, bench = self._bench.run, self._bench
        if self._shown is not None and bench.document is not self._shown:
            self._shown = None  # another workflow was laid on the desk
            self.changed.emit()
        self._is_wanted = run is not None and run.has_own_drawing
        if not self._is_wanted:
            self.show_draft()
        self._look()

    def _look(self) -> None:
        run = self._bench.run
        if not self._is_wanted or run is None or not run.knows_document or not run.view.started:
            return
        self._is_wanted = False
        self._shown = self._made()
        self._bench.show_drawing(self._shown)
        self.changed.emit()

    def _made(self) -> WorkflowDocument:
        """Return the drawing of the run; today's where nobody has kept it, or none can read it."""
        run, draft = self._bench.run, self._bench.draft
        kept = _readable(run.document) if run else None
        self.is_of_today = kept is None
        same = copy.deepcopy(draft.model.document()) if kept is None else {}
        made = WorkflowDocument(kept or Definition.from_document(same), draft.path)
        made.locked = _LOCKED
        return made


def _readable(document: JsonObject) -> Definition | None:
    try:
        return Definition.from_document(document) if document else None
    except DefinitionError:
        return None

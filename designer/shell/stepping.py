"""Knows how one looks into a called workflow while a run is shown, and out. Not how it is drawn.

What lies on the desk meanwhile is a drawing that nobody can change; the run stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.document.workflow import WorkflowDocument

if TYPE_CHECKING:
    from designer.panels.workbench import Workbench
    from designer.shell.called import Called

_LOCKED = (
    "This workflow is looked at as a part of a run. Open its file to change it: step out, then "
    "choose “Open the called workflow”."
)


_LONGEST = 28
"""Characters of a name in the strip, which lies beside the overview."""


@dataclass(frozen=True, slots=True)
class _Level:
    """A drawing that one stepped into, and the one that it was reached from."""

    document: WorkflowDocument
    outer: WorkflowDocument
    outer_within: str


class Stepping(QObject):
    """Shows the workflow that a step of the run runs, with how it stands there.

    Args:
        bench: what lies on the desk.
        called: finds workflows by the steps that run them.

    Attributes:
        changed: another drawing is looked at, or the run came to another call.
    """

    changed = Signal()

    def __init__(self, bench: Workbench, called: Called, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench, self._called = bench, called
        self._levels: list[_Level] = []
        bench.run_changed.connect(self._leave)
        bench.document_changed.connect(self._forget)
        bench.away_wanted.connect(self._show_outside)

    # --- what is looked at ------------------------------------------------------------------------

    @property
    def is_inside(self) -> bool:
        """Whether the drawing of a called workflow is looked at."""
        return bool(self._levels)

    def names(self) -> list[str]:
        """Return the names of the drawings that one stepped into, the outermost first."""
        return [level.document.name for level in self._levels]

    def words(self) -> str:
        """Return what is looked at: "Inside “Check credit” — read only"; "" for the usual."""
        return (
            f"Inside “{_short(self._levels[-1].document.name)}” — read only" if self._levels else ""
        )

    def words_of(self, step: str) -> str:
        """Return that the run stands within a step of this drawing."""
        return f"The run is inside “{_short(self._bench.title_of(step))}”"

    # --- where it leads to ------------------------------------------------------------------------

    def target(self) -> str:
        """Return the step to look into: the one that is selected, else where the run stands."""
        bench = self._bench
        if bench.run is None:
            return ""
        chosen = [step for step in bench.selected if self._calls(step)]
        return chosen[0] if len(chosen) == 1 else self.standing()

    def standing(self) -> str:
        """Return the step of this drawing within which the run stands; "" where it is in none."""
        view = self._bench.view
        if view is None or view.ended:
            return ""
        waits = (waiting.step for waiting in view.waiting_for)
        under_way = (step.id for step in view.steps.values() if step.under_way)
        return next((top for name in (*waits, *under_way) if (top := self._around(name))), "")

    def why_not(self) -> str:
        """Say why one cannot look into a called workflow now; "" where one can."""
        bench = self._bench
        if bench.run is None:
            return "No run is shown: open one in “History” or run a test."
        step = self.target()
        if not step:
            return "Choose a step that runs another workflow."
        path = f"{bench.path_of(step)}/"
        view = bench.view
        if view is None or not any(name.startswith(path) for name in view.steps):
            return f"The run has done nothing yet inside “{bench.title_of(step)}”."
        return ""

    def why_not_out(self) -> str:
        """Say why there is nothing to step out of."""
        return "" if self._levels else "No called workflow is looked into."

    def _calls(self, step: str) -> bool:
        bench = self._bench
        node = bench.document.model.nodes.get(step)
        return node is not None and bool(self._called.ident_of(step))

    def _around(self, name: str) -> str:
        """Return the step of this drawing that runs what a step of the run is in."""
        within = self._bench.within
        if not name.startswith(within):
            return ""
        top, inner, _ = name.removeprefix(within).partition("/")
        return top if inner and top in self._bench.document.model.nodes else ""

    # --- in and out -------------------------------------------------------------------------------

    def step_in(self) -> None:
        """Look into the workflow that a step runs, at the step where the run stands there."""
        bench, step = self._bench, self.target()
        definition = self._called.definition_of(step) if step else None
        if definition is None:
            return
        made = WorkflowDocument(definition)
        made.locked = _LOCKED
        level = _Level(made, bench.document, bench.within)
        within = f"{bench.path_of(step)}/"
        self._levels.append(level)
        bench.show_drawing(made, within)
        self.changed.emit()
        view = bench.view
        for waiting in view.waiting_for if view is not None else ():
            if waiting.step.startswith(within):
                bench.show_step(waiting.step)
                break

    def step_out(self, count: int = 1) -> None:
        """Look at the drawing from which one came, `count` calls further out."""
        if not self._levels:
            return
        inner = self._bench.within
        keep = max(len(self._levels) - count, 0)
        level, self._levels = self._levels[keep], self._levels[:keep]
        self._bench.show_drawing(level.outer, level.outer_within)
        self.changed.emit()
        self._bench.show_step(inner.removeprefix(level.outer_within).partition("/")[0])

    def _show_outside(self, step: str) -> None:
        """Look for a step that is not in this drawing further out."""
        if self._levels and step.partition("/")[0] in self._levels[0].outer.model.nodes:
            self.step_out(len(self._levels))
            self._bench.show_step(step)

    def _leave(self) -> None:
        """Another run is shown: what was inside the former is not looked at any longer."""
        if self._levels and self._bench.document is self._levels[-1].document:
            first, self._levels = self._levels[0], []
            self._bench.show_drawing(first.outer, first.outer_within)
            self.changed.emit()

    def _forget(self) -> None:
        """Another drawing was laid on the desk."""
        if self._levels and self._bench.document is not self._levels[-1].document:
            self._levels = []
            self.changed.emit()


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"

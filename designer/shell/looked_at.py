"""Knows what the strip over the canvas says of the drawing that is looked at, and where it leads.

Must not know how a drawing is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from designer.shell.strip import Strip

if TYPE_CHECKING:
    from designer.panels.workbench import Workbench
    from designer.shell.canvas_area import CanvasArea
    from designer.shell.run_drawing import RunDrawing
    from designer.shell.stepping import Stepping


class LookedAt(QObject):
    """Keeps the strip up to date.

    Args:
        bench: what lies on the desk.
        area: where the strip lies.
        drawing: shows the drawing of a run.
        stepping: looks into what a step of a run runs.

    Attributes:
        changed: another drawing is looked at.
        strip: the strip.
    """

    changed = Signal()

    def __init__(
        self,
        bench: Workbench,
        area: CanvasArea,
        drawing: RunDrawing,
        stepping: Stepping,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._area, self._drawing, self._stepping = area, drawing, stepping
        self._said = ("", "", "")
        self.strip = Strip("Open draft", bench.theme)
        area.put(self.strip, "top middle")
        self.strip.hide()
        self.strip.asked.connect(self._leave)
        self.strip.more_asked.connect(stepping.step_in)
        drawing.changed.connect(self._take)
        stepping.changed.connect(self._take)
        bench.run_grew.connect(self._say)
        bench.selection_changed.connect(self._say)

    def _take(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        """Say what is looked at; the canvas looks where it looked before."""
        stepping, standing = self._stepping, self._stepping.standing()
        words = stepping.words() or self._drawing.words()
        leave = "Step out" if stepping.is_inside else "Open draft"
        if not words and standing:
            words, leave = stepping.words_of(standing), ""
        said = words, leave, "Step into it" if standing else ""
        if said != self._said:
            self._said = said
            self.strip.offer(leave, said[2])
            self.strip.say(words)
            self._area.place()

    def _leave(self) -> None:
        if self._stepping.is_inside:
            self._stepping.step_out()
        else:
            self._drawing.show_draft()

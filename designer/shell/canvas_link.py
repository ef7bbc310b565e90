"""Knows how canvas and desk hear of each other: selection, document, colours. Nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF

from designer.canvas.scene import CanvasScene
from designer.canvas.view import CanvasView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from designer.document.workflow import WorkflowDocument
    from designer.panels.workbench import Workbench


READABLE = 0.85
"""A drawing that is shown smaller is not read but only looked at: it opens in natural size."""
_MARGIN, _TOP = 80.0, 120.0
"""Left of the first step, and above the drawing: there lies the overview."""


class CanvasLink(QObject):
    """One canvas for whichever workflow lies on the desk.

    Args:
        bench: the desk.

    Attributes:
        view: the canvas.
    """

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._is_telling = False
        self._prepared: CanvasScene | None = None
        self.view = CanvasView(self._made_scene())
        bench.document_changed.connect(self._take_document)
        bench.selection_changed.connect(self._take_selection)
        bench.theme_changed.connect(lambda: self.scene.set_theme(bench.theme))
        bench.shown.connect(self._show)
        self.view.activated.connect(bench.show_step)

    @property
    def scene(self) -> CanvasScene:
        """The drawing of the workflow that is open."""
        return self.view.canvas

    def prepare(self, document: WorkflowDocument) -> Iterator[float]:
        """Draw a workflow before it lies on the desk, a little for each that is handed out.

        Yields:
            How much is drawn, from 0 to 1. A drawing that is given up half-way is thrown away.
        """
        bench = self._bench
        made = CanvasScene(document, bench.services.cards, bench.theme, self, in_bits=True)
        try:
            yield from made.building()
            for _ in made.leading():
                yield 1.0
        except GeneratorExit:
            _throw_away(made)
            raise
        if self._prepared is not None:
            _throw_away(self._prepared)
        self._prepared = made

    def _made_scene(self) -> CanvasScene:
        bench = self._bench
        scene, self._prepared = self._prepared, None
        if scene is None or scene.document is not bench.document:
            if scene is not None:
                _throw_away(scene)
            scene = CanvasScene(bench.document, bench.services.cards, bench.theme, self)
        scene.selected.connect(self._tell_selection)
        if bench.document.locked:
            scene.set_editable(on=False)
        return scene

    def _take_document(self) -> None:
        former, middle = self.scene, self.view.visible_rect().center()
        self.view.show_scene(self._made_scene())
        self.view.look_at(middle)
        _throw_away(former)

    def look_at_all(self) -> None:
        """Show the whole drawing; of one too large to be read that way, where it begins."""
        self.view.fit_all()
        if self.view.zoom < READABLE and not self.scene.is_empty:
            self.view.zoom_to(1.0)
            first = self.scene.first_card()
            seen, drawn = self.view.visible_rect(), self.scene.drawn_rect()
            top = max(drawn.top() - _TOP, first.center().y() - seen.height() / 2)
            across = first.left() - _MARGIN + seen.width() / 2
            self.view.look_at(QPointF(across, top + seen.height() / 2))

    def _tell_selection(self) -> None:
        self._is_telling = True
        self._bench.select(self.scene.selected_steps(), self.scene.selected_edges())
        self._is_telling = False

    def _take_selection(self) -> None:
        if not self._is_telling:
            self.scene.select(self._bench.selected, self._bench.selected_edges)

    def _show(self, step: str, _field: str) -> None:
        self.view.show_step(step)


def _throw_away(scene: CanvasScene) -> None:
    scene.take_apart()
    scene.deleteLater()

"""Knows how long the canvas takes to open, move and change a drawing. Must not know the targets.

The options are `file`, `small` (a drawing that is opened first, so that nothing is loaded for the
first time), `frames` and `repeat`.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import child

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from designer.assets.theme import LIGHT
from designer.canvas.scene import CanvasScene
from designer.canvas.view import CanvasView
from designer.document.changes import steps as changes
from designer.document.workflow import WorkflowDocument
from designer.library.cards import CardMaker
from runtime.definition import files
from runtime.steps import kinds

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = (1400, 900)
FAR = 0.26
"""Just near enough that cards and edges are painted one by one."""
PAN = QPointF(-37, -23)


class Open:
    """A drawing on the screen.

    Args:
        file: the workflow.
        cards: makes what steps show.
    """

    def __init__(self, file: Path, cards: CardMaker) -> None:
        self.document = WorkflowDocument(files.load(file), file)
        self.scene = CanvasScene(self.document, cards, LIGHT)
        self.view = CanvasView(self.scene)
        self._way = -1
        self.view.resize(*SIZE)
        self.view.show()
        self.view.look_at(QPointF(600, 400))
        self.paint()

    def paint(self) -> None:
        """Waits until everything that is to be painted is."""
        QApplication.processEvents()
        QApplication.processEvents()

    def pan(self) -> None:
        """Moves the drawing by one frame, there and back in turn."""
        self._way = -self._way
        self.view.pan(PAN * self._way)
        self.paint()

    def drag(self, far: int) -> None:
        """Drags one step a little further."""
        x, y = changes.snapped((5 * 296 + 8.0 * far, 304 + 8.0 * far))
        self.scene.preview({"s45": (float(str(x)), float(str(y)))})
        self.paint()

    def move_all(self, far: int) -> None:
        """Moves every step, as one edit."""
        model = self.document.model
        places = {name: self.scene.step_item(name) for name in model.nodes}
        moved = {n: (i.x() + 8.0 * far, i.y()) for n, i in places.items() if i is not None}
        self.document.do(changes.move(model, moved))
        self.paint()

    def rename(self, number: int) -> None:
        """Edits one step."""
        self.document.do(changes.rename(self.document.model, "s45", f"Other {number}"))
        self.document.history.seal()
        self.paint()

    def undo(self) -> None:
        """Takes the last edit back."""
        self.document.undo()
        self.paint()

    def fit_all(self) -> None:
        """Shows the whole drawing, from close by."""
        self.view.fit_all()
        self.paint()


def taken(work: Callable[[], object]) -> float:
    """Returns the milliseconds of something."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def pans(opened: Open, frames: int) -> list[float]:
    """Returns the milliseconds of each frame, at natural size and from further away."""
    found: list[float] = []
    for zoom in (1.0, 0.5, 0.3):
        opened.view.zoom_to(zoom)
        opened.view.look_at(QPointF(1500, 400))
        opened.paint()
        found += [taken(opened.pan) for _ in range(frames)]
    return found


def measure(file: Path, small: Path, frames: int, repeat: int) -> child.Figures:
    """Takes one measurement of each thing that a person waits for."""
    cards = CardMaker(kinds())
    warm = Open(small, cards)
    pans(warm, 2)
    warm.view.close()
    held: list[Open] = []
    open_ms = taken(lambda: held.append(Open(file, CardMaker(kinds()))))
    opened = held[0]
    panned = pans(opened, frames)
    opened.view.zoom_to(1.0)
    opened.view.look_at(QPointF(5 * 296, 400))
    opened.paint()
    dragged = [taken(lambda far=far: opened.drag(far)) for far in range(frames)]
    opened.scene.end_preview()
    opened.paint()
    moved = [taken(lambda far=far: opened.move_all(far)) for far in range(1, repeat + 1)]
    unmoved = [taken(opened.undo) for _ in range(repeat)]
    for number in range(repeat):
        opened.rename(number)
    undone = [taken(opened.undo) for _ in range(repeat)]
    return {
        "open_ms": open_ms,
        "pan_p95_ms": statistics.quantiles(panned, n=20)[-1],
        "pan_near_ms": statistics.median(panned[:frames]),
        "pan_ms": panned_whole(opened, frames),
        "drag_ms": statistics.median(dragged),
        "move_all_ms": statistics.median(moved),
        "undo_ms": statistics.median(undone),
        "undo_move_all_ms": statistics.median(unmoved),
        "fit_all_ms": fitted(opened, repeat),
        "first_far_ms": first_far(file),
    }


def first_far(file: Path) -> float:
    """Returns the milliseconds of the first look from far away, just after opening."""
    opened = Open(file, CardMaker(kinds()))

    def look() -> None:
        opened.view.zoom_to(FAR)
        opened.view.look_at(QPointF(2500, 1500))
        opened.paint()

    return taken(look)


def panned_whole(opened: Open, frames: int) -> float:
    """Returns the milliseconds of a frame while the whole drawing is in view."""
    opened.fit_all()
    return statistics.median([taken(opened.pan) for _ in range(frames)])


def fitted(opened: Open, repeat: int) -> float:
    """Returns the milliseconds until a drawing that was just edited is shown whole."""
    found: list[float] = []
    for number in range(repeat):
        opened.view.zoom_to(1.0)
        opened.rename(number)
        found.append(taken(opened.fit_all))
    return statistics.median(found)


def main() -> None:
    """Takes one measurement."""
    options = child.options()
    app = QApplication([])
    found = measure(
        Path(options["file"]), Path(options["small"]), options["frames"], options["repeat"]
    )
    del app
    child.hand_over(found)


if __name__ == "__main__":
    main()

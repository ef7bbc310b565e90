"""Knows how steps, frames and notes are chosen by a click and moved by a drag. Knows no kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from designer.canvas.gestures.belonging import Belonging, belonging, moved_into
from designer.canvas.gestures.gesture import Gesture
from designer.canvas.marks import Marks
from designer.canvas.snapping import Snap, on_grid, snap
from designer.document import layout
from designer.document.changes.places import place_of, shift, with_inside
from designer.document.history import Command

if TYPE_CHECKING:
    from PySide6.QtWidgets import QGraphicsItem

    from designer.canvas.editing import CanvasEditing
    from designer.canvas.gestures.hit import Hit
    from designer.canvas.note_item import NoteItem


class Choose(Gesture):
    """A press on something: it is chosen at once, so that one sees what a drag would move."""

    def __init__(self, editing: CanvasEditing, start: Hit) -> None:
        super().__init__(editing, start)
        scene = self.scene
        self._before = [
            set(scene.selected_steps()),
            set(scene.selected_edges()),
            set(scene.selected_frames()),
            set(scene.selected_notes()),
        ]
        self._at, self._name = _meant(start)
        self._was_chosen = self._name in self._before[self._at]
        if not self._was_chosen:
            chosen = (
                [set(part) for part in self._before] if start.adds else [set[str]() for _ in "1234"]
            )
            chosen[self._at].add(self._name)
            scene.select(*chosen)
        if start.step is not None:
            editing.set_focus(start.step.step)

    @classmethod
    def fits(cls, editing: CanvasEditing, hit: Hit) -> bool:
        """Whether something lies there."""
        del editing
        return not hit.is_empty

    def click(self, hit: Hit) -> None:
        """Choose this alone; with Ctrl or Shift let go of what was chosen already."""
        del hit
        if self.start.adds and self._was_chosen:
            left = [set(part) for part in self._before]
            left[self._at].discard(self._name)
            self.scene.select(*left)
        elif not self.start.adds:
            only = [set[str]() for _ in self._before]
            only[self._at].add(self._name)
            self.scene.select(*only)

    def cancel(self) -> None:
        """Choose what was chosen before."""
        super().cancel()
        self.scene.select(*self._before)


class Move(Choose):
    """A drag of what is chosen: on the grid, in line with the cards that stay."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, editing: CanvasEditing, start: Hit) -> None:
        super().__init__(editing, start)
        self._marks: Marks | None = None
        self._steps: list[str] = []
        self._notes: list[str] = []
        self._rest = Snap(QPointF())
        self._box = QRectF()
        self._neighbours: list[QRectF] = []
        self._along: list[tuple[QGraphicsItem, QPointF]] = []
        self._alone: list[NoteItem] = []

    @classmethod
    def fits(cls, editing: CanvasEditing, hit: Hit) -> bool:
        """Whether something lies there that has a place."""
        del editing
        return hit.step is not None or hit.frame is not None or hit.note is not None

    def begin(self) -> None:
        """Note what goes along and what stays."""
        scene, model = self.scene, self.editing.model
        self._marks = Marks(scene)
        self._steps = with_inside(model, self.editing.steps())
        moving = set(self._steps)
        papers = layout.notes(model).values()
        chosen = set(scene.selected_notes())
        self._notes = [note.id for note in papers if note.id in chosen or note.step in moving]
        if not scene.selected_steps() and not scene.selected_frames():
            self._steps = []
        cards = scene.step_items()
        boxes = [item.card_rect() for item in cards if item.step in self._steps]
        boxes += [scene.drawing.notes[note].note_rect() for note in self._notes]
        for box in boxes:
            self._box = self._box.united(box)
        if not boxes and self.start.step is not None:  # a folded frame
            self._box = self.start.step.card_rect()
        seen = self.view.visible_rect()
        stay = [item.card_rect() for item in cards if item.step not in self._steps]
        self._neighbours = [box for box in stay if box.intersects(seen)]
        self._along = [(item, item.pos()) for item in self._items_along()]
        alone = [note.id for note in papers if note.id in chosen and note.step not in moving]
        self._alone = [scene.drawing.notes[note] for note in alone]
        for item in self._alone:
            item.set_loose(is_loose=True)

    def drag(self, hit: Hit) -> None:
        """Show all of it where it would come to rest."""
        by = hit.place - self.start.place
        free = hit.modifiers & Qt.KeyboardModifier.AltModifier
        self._rest = snap(self._box, by, [] if free else self._neighbours)
        if not self._steps:
            self._rest = Snap(QPointF(on_grid(by.x()), on_grid(by.y())))
        way = self._rest.by
        model = self.editing.model
        self.scene.preview(
            {s: (p[0] + way.x(), p[1] + way.y()) for s in self._steps for p in [place_of(model, s)]}
        )
        for item, place in self._along:
            item.setPos(place + way)
        if self._marks is not None:
            self._marks.show_lines(self._rest.guides)
            self._marks.show_target(self._belonging(hit).box)

    def drop(self, hit: Hit) -> None:
        """Move all of it, into or out of the frame and region under the pointer."""
        model, by = self.editing.model, self._rest.by
        moving = shift(model, self._steps, (by.x(), by.y()), notes=self._notes)
        into = moved_into(model, self._belonging(hit))
        self.editing.do(Command(moving.title, (*moving.patch, *into)))

    def clear(self) -> None:
        """Show everything where it is."""
        for item, place in self._along:
            item.setPos(place)
        for item in self._alone:
            item.set_loose(is_loose=False)
        self._along, self._alone = [], []
        self.scene.end_preview()
        if self._marks is not None:
            self._marks.leave()
            self._marks = None

    def _belonging(self, hit: Hit) -> Belonging:
        return belonging(self.scene, self._steps, hit.place)

    def _items_along(self) -> list[QGraphicsItem]:
        """Return the frames, regions, folded frames and notes that go along as they are."""
        drawing, moving = self.scene.drawing, set(self._steps)
        known = drawing.grouping
        whole = [n for n, frame in known.frames.items() if moving.issuperset(frame.members)]
        shown = [self.scene.frame_item(name) for name in whole]
        items: list[QGraphicsItem] = [item for item in shown if item is not None]
        items += [region for step, region in drawing.regions.items() if step in moving]
        items += [drawing.notes[note] for note in self._notes]
        return items


def _meant(hit: Hit) -> tuple[int, str]:
    """Return which list of a selection the thing belongs in, and its name there."""
    if hit.step is not None:
        name = hit.step.step
        return (2, name.removeprefix("frame ")) if name.startswith("frame ") else (0, name)
    if hit.edge is not None:
        return 1, hit.edge.key
    if hit.frame is not None:
        return 2, hit.frame.frame
    return 3, hit.note.note if hit.note is not None else ""

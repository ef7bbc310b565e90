"""Knows what a person can do to the drawing, by name: mouse, keys, menus and buttons all ask here.

Must not know where the wish comes from, nor windows. What others do is asked for by signals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCursor

from designer.canvas import arriving, clipping, connecting, naming, noting, spots
from designer.canvas.asking import Asking
from designer.canvas.papers import PAPERS
from designer.canvas.reasons import why_not
from designer.canvas.snapping import GRID
from designer.canvas.spots import Spot
from designer.canvas.walking import vector
from designer.canvas.wanting import Wanting
from designer.document import layout
from designer.document.changes import edges as edge_changes
from designer.document.changes import frames as frame_changes
from designer.document.changes import notes as note_changes
from designer.document.changes import steps as step_changes
from designer.document.changes.align import SPREADS, align, distribute
from designer.document.changes.arranging import keep_in_place
from designer.document.changes.places import shift
from designer.document.changes.space import make_space
from designer.document.history import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtCore import QPointF

    from designer.canvas.view import CanvasView
    from designer.canvas.walking import Direction
    from designer.document.changes.align import Side, Spread
    from designer.document.changes.space import Axis
    from designer.library.cards import CardMaker
    from designer.library.offers import Offer


class CanvasEditing(Wanting):
    """Does what is asked for with what is selected. Each edit is one entry of the history.

    Args:
        view: the canvas.
        offers: what can be placed.
        cards: tells what steps are about, for suggestions.

    Attributes:
        refused: why something could not be done, one sentence.
        reasons: what others know against a method, asked with the step that is meant.
    """

    refused = Signal(str)

    def __init__(self, view: CanvasView, offers: Sequence[Offer], cards: CardMaker) -> None:
        super().__init__(view)
        self.asking = Asking(view, offers, cards)
        self.space_armed = False
        self.reasons: dict[str, Callable[[str], str]] = {}

    def why_not(self, what: str) -> str:
        """Return why a method of this name can do nothing now, in one sentence; "" if it can.

        Args:
            what: name of the method ("remove", "align").
        """
        other = self.reasons.get(what)
        return why_not(self, what) or (other(self.step) if other else "")

    def do(self, command: Command) -> bool:
        """Make a change; returns whether there was anything to change."""
        if not self.scene.editable or not command.patch:
            return False
        self.scene.document.do(command)
        return True

    # --- adding -----------------------------------------------------------------------------------

    def add_step(self, offer: Offer | None = None) -> None:
        """Add a step behind the one that is meant, or where there is room; asks which."""
        step = self.step
        port = self.free_port(step) if step else ""
        spot = Spot(source=step, port=port) if port else Spot(place=self._free_middle())
        self.add_at(spot, offer)

    def add_inside(self) -> None:
        """Add a step inside the one that is meant, where steps can lie inside."""
        if self.step and self.scene.card(self.step).repeats:
            self.add_at(Spot(parent=self.step))

    def add_at(self, spot: Spot, offer: Offer | None = None) -> None:
        """Add a step at a spot; asks which when it is not told."""
        if not self.scene.editable:
            return
        if offer is None:
            self.asking.offer(spot, lambda picked: self._put(picked, spot))
        else:
            self._put(offer, spot)

    def offer(self, name: str) -> Offer | None:
        """Return an offer by its id."""
        return next((offer for offer in self.asking.offers if offer.id == name), None)

    def change_type(self) -> None:
        """Make another step of the one that is meant; asks which."""
        step = self.step
        if not step or not self.scene.editable:
            return
        prompt = f"What instead of “{step_changes.title_of(self.model, step)}”?"
        item = self.scene.step_item(step)
        place = spots.place_in(self.scene, Spot()) if item is None else item.card_rect().topLeft()
        spot = Spot(place=place)
        self.asking.offer(
            spot, lambda picked: self.do(spots.retype(self.scene, step, picked)), prompt
        )

    def add_note(self, place: QPointF | None = None) -> None:
        """Add a note and write in it: on the step that is meant, else in the middle of the view."""
        if not self.scene.editable:
            return
        step = self.step if place is None else ""
        at = place or (noting.beside(self.scene, step) if step else self._free_middle())
        command, note = note_changes.add_note(self.model, (at.x(), at.y()), step=step)
        if self.do(command):
            self.scene.select(notes=[note])
            self.rename()

    def hang_note(self) -> None:
        """Let the selected notes hang on the step beside them, or on none where they hang."""
        if self.scene.editable and self.scene.selected_notes():
            self.do(noting.hanging(self.scene))

    def color_note(self, color: str) -> None:
        """Write the selected notes on another paper.

        Args:
            color: name of the paper; "" for the usual one.
        """
        chosen = dict.fromkeys(self.scene.selected_notes(), color)
        self.do(note_changes.set_notes(self.model, chosen, "color", "Colour a note"))

    def next_color(self) -> None:
        """Write the selected notes on the next paper; behind the last one comes the first."""
        if chosen := self.scene.selected_notes():
            papers = [*PAPERS]
            now = layout.notes(self.model)[chosen[0]].color
            at = papers.index(now) + 1 if now in papers else 0
            self.color_note(papers[at % len(papers)])

    def _put(self, offer: Offer, spot: Spot) -> None:
        command, step = spots.put(self.scene, offer, spot)
        if self.do(command):
            self.select_step(step)
            arriving.arrive(self.view, step)

    def _free_middle(self) -> QPointF:
        here = self.view.visible_rect().center()
        if self.scene.is_empty:
            return spots.card_around(here)
        return spots.place_in(self.scene, Spot(place=spots.card_around(here)))

    # --- edges ------------------------------------------------------------------------------------

    def free_port(self, step: str) -> str:
        """Return the first way out from which nothing is drawn yet, else the first; "" for none."""
        item = self.scene.step_item(step)
        ports = item.face.card.ports if item is not None else ()
        free = [p.name for p in ports if p.needed and not self.model.out_edges(step, p.name)]
        return next(iter([*free, *(port.name for port in ports)]), "")

    def may_connect(self, source: str, port: str, target: str) -> bool:
        """Whether an edge can be drawn: into another step that can be entered, and only once."""
        item = self.scene.step_item(target)
        if item is None or target not in self.model.nodes or source == target:
            return False
        there = self.model.out_edges(source, port)
        return item.face.card.enters and all(edge["target"] != target for edge in there)

    def connect_steps(self, source: str, port: str, target: str) -> None:
        """Draw an edge where one can be drawn."""
        if self.may_connect(source, port, target):
            self.do(edge_changes.connect(self.model, source, port, target))

    def reconnect(self, key: str, *, source: tuple[str, str] | None, target: str | None) -> None:
        """Lead an edge from elsewhere or to elsewhere."""
        if key in self.model.edges:
            self.do(edge_changes.reconnect(self.model, key, source=source, target=target))

    def cut_edges(self, keys: Iterable[str]) -> None:
        """Take edges away."""
        self.do(edge_changes.disconnect(self.model, keys))

    def connect_to(self) -> None:
        """Connect the step that is meant with another one: asks for the way out and the target."""
        if self.step and self.scene.editable:
            connecting.ask(self, self.step)

    # --- what is selected -------------------------------------------------------------------------

    def remove(self) -> None:
        """Remove all that is selected; of an open frame only the frame."""
        command = clipping.removal(self.scene, self.focus)
        before = self.step
        after = [str(edge["source"]) for edge in self.model.in_edges(before)] if before else []
        if self.do(command):
            left = [step for step in after if step in self.model.nodes]
            if left and before not in self.model.nodes:
                self.select_step(left[0])

    def rename(self) -> None:
        """Write the name of the selected step or frame anew, or the text of the note."""
        if not self.scene.editable:
            return
        if self.scene.selected_notes():
            self.rename_note(self.scene.selected_notes()[0])
        elif self.scene.selected_frames():
            self.rename_frame(self.scene.selected_frames()[0])
        elif self.step:
            self.rename_step(self.step)

    def rename_step(self, step: str) -> None:
        """Write the name of a step anew, in its place."""
        naming.name_step(self, step)

    def rename_frame(self, frame: str) -> None:
        """Write the title of a frame anew, in its place."""
        naming.name_frame(self, frame)

    def rename_note(self, note: str) -> None:
        """Write the text of a note anew, in its place."""
        naming.write_note(self, note)

    def switch(self) -> None:
        """Switch the steps that are meant off, or on again."""
        self.do(step_changes.switch(self.model, self.steps()))

    def group(self) -> None:
        """Put a frame round the steps that are meant, and ask for its title."""
        steps = self.steps()
        if steps:
            command, frame = frame_changes.add_frame(self.model, steps)
            if self.do(command):
                self.scene.select(frames=[frame])
                self.rename_frame(frame)

    def ungroup(self) -> None:
        """Take the frames round what is selected away."""
        found = [frame_changes.remove_frame(self.model, frame) for frame in self.groups()]
        if found:
            self.do(Command(found[0].title, tuple(e for one in found for e in one.patch)))

    def fold(self) -> None:
        """Fold the selected frames and steps that others lie inside of, or open them again."""
        for frame in self.groups():
            self.fold_frame(frame)
        for step in self.scene.selected_steps():
            self.fold_step(step)

    def fold_frame(self, frame: str) -> None:
        """Let one card stand for a frame, or show its steps again."""
        known = layout.frames(self.model).get(frame)
        if known is not None:
            self.do(frame_changes.collapse(self.model, frame, collapsed=not known.collapsed))

    def fold_step(self, step: str) -> None:
        """Hide what lies inside a step, or show it again."""
        if self.model.inside(step):
            is_folded = step in layout.folded(self.model)
            self.do(frame_changes.fold(self.model, step, folded=not is_folded))

    # --- places -----------------------------------------------------------------------------------

    def align(self, how: Side) -> None:
        """Bring the steps that are meant onto one line."""
        self.do(align(self.model, self.steps(), how, self._sizes()))

    def distribute(self, how: Spread = SPREADS[0]) -> None:
        """Make the gaps between the steps that are meant equal."""
        self.do(distribute(self.model, self.steps(), how, self._sizes()))

    def nudge(self, direction: Direction) -> None:
        """Move the steps that are meant by one line of the grid; several times are one entry."""
        x, y = vector(direction)
        steps, papers = self.steps(), self.scene.selected_notes()
        merge = " ".join(["nudge", *sorted(steps), *papers])
        by = (x * GRID, y * GRID)
        self.do(shift(self.model, steps, by, notes=papers, merge=merge))

    def make_space(self, axis: Axis, line: float, by: float) -> None:
        """Push everything right of a line, or below it, away."""
        self.do(make_space(self.model, axis, line, by))

    def arm_space(self, *, on: bool = True) -> None:
        """Let the next drag push everything beyond where it begins."""
        self.space_armed = on and self.scene.editable

    def arrange(self, *, keep_order: bool = False) -> None:
        """Ask for the selected steps to be laid out; for all when fewer than two are selected.

        Args:
            keep_order: those above each other are to stay in their order.
        """
        if self.scene.editable:
            steps = self.scene.selected_steps()
            self.arrange_wanted.emit(steps if len(steps) > 1 else [], keep_order)

    def arrange_in_order(self) -> None:
        """Ask for steps to be laid out with those above each other in their order."""
        self.arrange(keep_order=True)

    def keep_in_place(self) -> None:
        """Let the steps that are meant stay where they are when others are laid out, or not."""
        self.do(keep_in_place(self.model, self.steps()))

    def _sizes(self) -> dict[str, tuple[float, float]]:
        boxes = spots.boxes_of(self.scene)
        usual = spots.CARD_SIZE
        sizes = {step: (box.width(), box.height()) for step, box in boxes.items()}
        return {step: sizes.get(step, usual) for step in self.model.nodes}

    def clear(self) -> None:
        """Close a question, else put the space tool away, else select nothing."""
        if self.asking.is_open:
            self.asking.close()
        elif self.space_armed:
            self.arm_space(on=False)
        else:
            self.scene.select()
            self.set_focus("")

    # --- the clipboard ----------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the steps and notes that are meant."""
        clipping.copy(self.model, self.steps(), self.scene.selected_notes())

    def cut(self) -> None:
        """Copy them and remove them."""
        self.copy()
        self.remove()

    def paste(self) -> None:
        """Paste steps where the pointer is, else a little beside the originals."""
        spot = self.view.mapFromGlobal(QCursor.pos())
        inside = self.view.viewport().rect().contains(spot) and self.view.underMouse()
        place = self.view.mapToScene(spot) if inside else None
        self._take(clipping.pasting(self.model, place))

    def duplicate(self) -> None:
        """Put a copy beside what is meant."""
        self._take(clipping.duplicating(self.model, self.steps(), self.scene.selected_notes()))

    def _take(self, pasting: tuple[Command, list[str]] | str) -> None:
        if isinstance(pasting, str):
            self.refused.emit(pasting)
            return
        command, steps = pasting
        if self.do(command):
            self.scene.select(steps)
            self.set_focus(steps[0] if steps else "")

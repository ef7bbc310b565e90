"""Knows the drawing of one workflow as items, what of it is selected, and how it stands with it.

Must not know windows, pointers or how a document is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QGraphicsScene

from designer.canvas.drawing import Drawing
from designer.canvas.edge_item import EdgeItem
from designer.canvas.frame_item import FrameItem
from designer.canvas.grouping import frame_name
from designer.canvas.inks import Inks
from designer.canvas.note_item import NoteItem
from designer.canvas.overview import Overview
from designer.canvas.shapes import box_of, rect_of
from designer.canvas.step_item import StepItem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QGraphicsItem

    from designer.assets.theme import Theme
    from designer.canvas.geometry import Point
    from designer.canvas.states import CardState, EdgeState
    from designer.document.model import Touched
    from designer.document.workflow import WorkflowDocument
    from designer.library.cards import Card, CardMaker
    from runtime.definition.json_value import JsonObject

_ROOM = 16_000.0
"""How far one can scroll beyond the outermost card."""


class CanvasScene(QGraphicsScene):
    """The drawing of one workflow.

    Args:
        document: the workflow.
        cards: makes what a step shows.
        theme: colours.
        parent: who owns it.
        in_bits: nothing is drawn until all of `building` was gone through.

    Attributes:
        selected: something else is selected.
        altered: what is drawn differs: steps, places, states or colours.
    """

    selected = Signal()
    altered = Signal()

    def __init__(
        self,
        document: WorkflowDocument,
        cards: CardMaker,
        theme: Theme,
        parent: QObject | None = None,
        *,
        in_bits: bool = False,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.theme = theme
        self.inks = Inks(theme)
        self.editable = True
        self.drawing = Drawing(self, document.model, cards, self.inks)
        self._previewed: set[str] = set()
        self._targets: set[str] = set()
        self._overview: Overview | None = None
        self._drawn: QRectF | None = None
        self._extras: list[QGraphicsItem] = []
        self._room = QRectF()
        self._follows = False
        self._marked: set[QGraphicsItem] = set()
        self.selectionChanged.connect(self.mark_selected)
        self.altered.connect(self._forget_overview)
        if not in_bits:
            self.drawing.build()
            self._end_building()

    def building(self) -> Iterator[float]:
        """Draw everything, a little for each that is handed out: how much is done, from 0 to 1."""
        yield from self.drawing.building()
        self._end_building()
        yield 1.0
        self.overview()

    def leading(self) -> Iterator[None]:
        """Lead the edges before anybody looks, and pause after each; of many none."""
        yield from self.drawing.ways.leading()

    def _end_building(self) -> None:
        self._make_room()
        self.document.changed.connect(self._follow)
        self._follows = True

    def take_apart(self) -> None:
        """Let go of all that is drawn, before the scene itself is thrown away.

        Items and drawing refer to each other; left to a look for garbage, they would go all at once
        in one long moment, or not at all while nobody looks through what was set aside.
        """
        self.blockSignals(True)  # noqa: FBT003 - for good; Qt takes it by place only
        if self._follows:
            self.document.changed.disconnect(self._follow)
        self._marked.clear()
        self._extras.clear()
        self._overview = None
        self.drawing.take_apart()
        del self.drawing

    # --- reading ----------------------------------------------------------------------------------

    def step_item(self, step: str) -> StepItem | None:
        """Return the item of a step; None for a stranger."""
        return self.drawing.cards_shown.get(step)

    def edge_item(self, key: str) -> EdgeItem | None:
        """Return the item of an edge; None for a stranger or one that is hidden."""
        return self.drawing.ways.item(key)

    def frame_item(self, frame: str) -> FrameItem | StepItem | None:
        """Return the item of a frame: a card when it is folded."""
        return self.drawing.frames.get(frame) or self.drawing.cards_shown.get(frame_name(frame))

    def note_item(self, note: str) -> NoteItem | None:
        """Return the item of a note."""
        return self.drawing.notes.get(note)

    def region_item(self, step: str) -> FrameItem | None:
        """Return the region round what lies inside a step."""
        return self.drawing.regions.get(step)

    def step_items(self) -> list[StepItem]:
        """Return the items of all steps that are shown, without folded frames."""
        nodes = self.document.model.nodes
        hidden = self.drawing.grouping.stands_for
        shown = self.drawing.cards_shown.items()
        return [item for name, item in shown if name in nodes and name not in hidden]

    def card(self, step: str) -> Card:
        """Return what a step shows; raises KeyError."""
        return self.drawing.cards_shown[step].face.card

    def shown_for(self, step: str) -> str:
        """Return the name of the item that is shown for a step: its own where nothing is folded."""
        return self.drawing.grouping.shown(step)

    @property
    def is_empty(self) -> bool:
        """Whether no step is there."""
        return not self.document.model.nodes

    def drawn_rect(self) -> QRectF:
        """Return the place of all that is drawn; null while nothing is."""
        if self._drawn is None:
            drawn = self.drawing.drawn_box()
            self._drawn = rect_of(drawn) if drawn else QRectF()
        return QRectF(self._drawn)

    def first_card(self) -> QRectF:
        """Return the place of the leftmost card, of several the uppermost; null for none."""
        first = min(self.drawing.card_boxes().values(), default=None)
        return rect_of(first) if first else QRectF()

    def lead_in(self, area: QRectF) -> bool:
        """Lead the edges that may be seen in an area; returns whether any had not been yet."""
        return self.drawing.ways.lead_in(box_of(area))

    def sketch_in(self, area: QRectF) -> bool:
        """Lead them from afar, many at first as plain lines; returns whether there was any."""
        return self.drawing.ways.sketch_in(box_of(area))

    def lead_some(self, area: QRectF) -> bool:
        """Lead some of the edges that may be seen in an area; returns whether more are there."""
        return self.drawing.ways.lead_some(box_of(area))

    def selected_rect(self) -> QRectF:
        """Return the place of all that is selected; null where nothing is."""
        for key in self.selected_edges():
            self.edge_item(key)
        found = QRectF()
        for item in self.selectedItems():
            found = found.united(item.sceneBoundingRect())
        return found

    def overview(self) -> Overview:
        """Return how the drawing looks from afar; the same until something differs."""
        if self._overview is None:
            self._overview = Overview(self.drawing)
        return self._overview

    def extras(self) -> list[QGraphicsItem]:
        """Return what gestures have put over the drawing."""
        return self._extras

    def add_extra(self, item: QGraphicsItem) -> None:
        """Put something over the drawing that is no part of it, such as a ghost."""
        self._extras.append(item)
        self.addItem(item)

    def _forget_overview(self) -> None:
        self._overview = self._drawn = None

    # --- selection --------------------------------------------------------------------------------

    def selected_steps(self) -> list[str]:
        """Return the ids of the selected steps, without folded frames."""
        nodes = self.document.model.nodes
        found = [item.step for item in self.selectedItems() if isinstance(item, StepItem)]
        return sorted(step for step in found if step in nodes)

    def selected_edges(self) -> list[str]:
        """Return the keys of the selected edges."""
        return sorted(i.key for i in self.selectedItems() if isinstance(i, EdgeItem))

    def selected_frames(self) -> list[str]:
        """Return the ids of the selected frames, folded or not."""
        found = [i.frame for i in self.selectedItems() if isinstance(i, FrameItem)]
        cards = [i.step for i in self.selectedItems() if isinstance(i, StepItem)]
        folded = [n.removeprefix("frame ") for n in cards if n.startswith("frame ")]
        return sorted([*found, *folded])

    def selected_notes(self) -> list[str]:
        """Return the ids of the selected notes."""
        return sorted(i.note for i in self.selectedItems() if isinstance(i, NoteItem))

    def select(
        self,
        steps: Iterable[str] = (),
        edges: Iterable[str] = (),
        frames: Iterable[str] = (),
        notes: Iterable[str] = (),
    ) -> None:
        """Select exactly these; strangers are passed over."""
        items: list[QGraphicsItem | None] = [self.step_item(step) for step in steps]
        items += [self.edge_item(key) for key in edges]
        items += [self.frame_item(frame) for frame in frames]
        items += [self.note_item(note) for note in notes]
        wanted = {item for item in items if item is not None}
        old = set(self.selectedItems())
        if wanted == old:
            return
        with QSignalBlocker(self):
            for item in old - wanted:
                item.setSelected(False)
            for item in wanted - old:
                item.setSelected(True)
        self.selectionChanged.emit()

    @Slot()  # so that Qt itself finds nobody to call while it takes the scene apart
    def mark_selected(self) -> None:
        """Tell the items that are selected now, and those that were."""
        marked = getattr(self, "_marked", None)
        if marked is None:  # the scene is being thrown away, and its items leave it one by one
            return
        now = set(self.selectedItems())
        for item in now ^ marked:
            if isinstance(item, StepItem | EdgeItem | FrameItem):
                item.mark_selected()
        self._marked = now
        self._overview = None
        self.selected.emit()

    # --- looks ------------------------------------------------------------------------------------

    def set_states(self, steps: Mapping[str, CardState], edges: Mapping[str, EdgeState]) -> None:
        """Show how it stands with steps and edges; what is not named is idle."""
        if self.drawing.set_states(steps, edges):
            self.altered.emit()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.theme, self.inks = theme, Inks(theme)
        self.drawing.set_inks(self.inks)
        self._repaint()

    def set_editable(self, *, on: bool) -> None:
        """Whether steps and edges offer to add something."""
        self.editable = on
        self.drawing.set_editable(on=on)
        self._repaint()

    def set_port_targets(self, valid: Collection[str], invalid: Collection[str]) -> None:
        """Show at which steps the edge that is drawn may end, and at which not."""
        now = {*valid, *invalid}
        for step in self._targets - now:
            if item := self.step_item(step):
                item.set_target(None)
        for step in now:
            if item := self.step_item(step):
                item.set_target(step in valid)
        self._targets = now

    def clear_port_targets(self) -> None:
        """Show no targets any more."""
        self.set_port_targets((), ())

    def preview(self, places: Mapping[str, Point]) -> None:
        """Show steps elsewhere while they are dragged; the document knows nothing of it."""
        self.drawing.preview(places)
        self._previewed |= places.keys()
        self.altered.emit()

    def end_preview(self) -> None:
        """Show steps where they are again, after the drop or instead of it."""
        if self._previewed:
            self.drawing.end_preview(self._previewed & self.document.model.nodes.keys())
            self._previewed = set()
            self._make_room()
            self.altered.emit()

    # --- following --------------------------------------------------------------------------------

    def _follow(self, touched: Touched) -> None:
        self._previewed -= touched.moved | touched.steps
        self.drawing.follow(touched)
        self._make_room()
        self.altered.emit()

    def _make_room(self) -> None:
        """Let one scroll a good way beyond what is drawn; it never gets smaller by an edit."""
        self._drawn = None
        drawn, some = self.drawn_rect(), _ROOM / 2
        if not self._room.contains(drawn.adjusted(-some, -some, some, some)):
            self._room = self._room.united(drawn.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM))
            self.setSceneRect(self._room)

    def _repaint(self) -> None:
        self.update(self.sceneRect())
        self.altered.emit()

    # --- what a point means -----------------------------------------------------------------------

    def step_at(self, place: QPointF) -> StepItem | None:
        """Return the card that a point means, with its ports, badges and boxes that add a step."""
        near = QRectF(place.x() - 80, place.y() - 24, 160, 48)
        found: StepItem | None = None
        for item in self.items(near):
            if isinstance(item, StepItem):
                if item.shape().contains(item.mapFromScene(place)):
                    return item
                if found is None and (
                    item.port_at(place) or item.plus_at(place) or item.badge_at(place)
                ):
                    found = item
        return found

    def new_card(self, node: JsonObject) -> Card:
        """Return how a step would look that is not there yet."""
        return self.drawing.new_card(node)

"""Knows which items a document has on the canvas, and follows its changes item by item.

Must not know views, pointers or selection.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from designer.canvas.borders import Borders
from designer.canvas.faces import CONNECTIONS, SAMPLES, Faces, folded_face
from designer.canvas.geometry import Box, Point, united
from designer.canvas.grouping import Grouping, frame_name, grouping
from designer.canvas.note_items import follow_notes, hung_on
from designer.canvas.obstacles import Obstacles
from designer.canvas.ports import shown_reach
from designer.canvas.shapes import box_of
from designer.canvas.states import IDLE, CardState, EdgeState
from designer.canvas.step_item import ASIDE, StepItem
from designer.canvas.summing_up import summed_up
from designer.canvas.ways import Ways
from designer.canvas.wishes import Surroundings
from designer.document.changes.places import place_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

    from PySide6.QtWidgets import QGraphicsScene

    from designer.canvas.edge_item import EdgeItem
    from designer.canvas.face import Face
    from designer.canvas.frame_item import FrameItem
    from designer.canvas.inks import Inks
    from designer.canvas.note_item import NoteItem
    from designer.document.model import Model, Touched
    from designer.library.cards import Card, CardMaker
    from runtime.definition.json_value import JsonObject

_LAYOUT = "layout"
_RUNNING = "running"
_FEW = 60
"""So many edges are led anew at once after an edit; more of them when they are to be seen."""


class Stand(NamedTuple):
    """What of a card, or of a title, lines of edges keep off: its place, and its ways out."""

    box: Box | None
    free: frozenset[str] = frozenset()
    names: tuple[tuple[str, str], ...] = ()


class Drawing:
    """The items of one document in a scene.

    Args:
        scene: where they stand.
        model: what they show.
        cards: makes what a step shows.
        inks: the colours.

    Attributes:
        cards_shown: the items of steps and, under `frame_name(id)`, of folded frames.
        grouping: what is folded.
        ways: the edges.
    """

    def __init__(self, scene: QGraphicsScene, model: Model, cards: CardMaker, inks: Inks) -> None:
        self._scene, self._model, self.inks = scene, model, inks
        self.cards_shown: dict[str, StepItem] = {}
        self._faces = Faces(model, cards)
        self._borders = Borders(scene, model, inks)
        self.frames, self.regions = self._borders.frames, self._borders.regions
        self.notes: dict[str, NoteItem] = {}
        self.grouping = Grouping()
        self.editable = True
        self.step_states: Mapping[str, CardState] = {}
        self._boxes = Obstacles()
        titles, strips = self._borders.titles, self._borders.strips
        around = Surroundings(self.cards_shown, self._boxes, titles, strips)
        self.ways = Ways(scene, model, inks, around)
        self._sources: dict[str, str] = {}
        self._running: list[StepItem] | None = None
        self._stands: set[str] = set()
        self._dragged: dict[str, Box] = {}

    # --- everything -----------------------------------------------------------------------------

    def build(self) -> None:
        """Make all items."""
        with _no_collecting():
            for _ in self.building():
                pass

    def building(self) -> Iterator[float]:
        """Make all items, one for each that is handed out: how much of it is done, from 0 to 1."""
        self._faces.read()
        self.grouping = grouping(self._model)
        steps, edges = sorted(self._model.nodes), sorted(self._model.edges)
        whole = len(steps) + len(edges) + 1
        for number, name in enumerate(steps):
            self._show_step(name)
            yield number / whole
        self._follow_frames()
        for number, key in enumerate(edges, start=len(steps)):
            self._note_edge(key)
            yield number / whole
        self._follow_notes()

    def take_apart(self) -> None:
        """Let go of all items; to be called before the scene is thrown away, and nothing after."""
        self.ways.take_apart()
        for held in (self.cards_shown, self.frames, self.regions, self.notes):
            held.clear()
        self._running = None

    def set_inks(self, inks: Inks) -> None:
        """Take the colours of another theme."""
        self.inks = self._borders.inks = inks
        self.ways.set_inks(inks)
        held = (self.cards_shown, self.frames, self.regions, self.notes)
        for items in held:
            for item in items.values():
                item.inks = inks

    def set_editable(self, *, on: bool) -> None:
        """Whether cards and edges offer to add something."""
        self.editable = on
        for item in self.cards_shown.values():
            item.face.editable = on
        for note in self.notes.values():
            note.set_editable(on=on)
        self.ways.set_editable(on=on)

    # --- following ------------------------------------------------------------------------------

    def follow(self, touched: Touched) -> None:
        """Show what changed, and nothing else."""
        steps, edges = set(touched.steps), set(touched.edges)
        if touched.workflow & {CONNECTIONS, SAMPLES}:
            self._faces.read()
            steps |= self._model.nodes.keys()
        if touched.steps or _LAYOUT in touched.workflow:
            old, self.grouping = self.grouping, grouping(self._model)
            differ = _differing(old.stands_for, self.grouping.stands_for)
            steps |= differ | _unlike(old, self.grouping)
            edges |= {str(e["key"]) for step in differ for e in self._edges_at(step)}
            steps |= self._faces.read_kept()
        self._follow(steps, set(touched.moved), edges)
        if _LAYOUT in touched.workflow or hung_on(self._model) & {*touched.steps, *touched.moved}:
            self._follow_notes()

    def _edges_at(self, step: str) -> list[JsonObject]:
        return list(self._model.edges_at(step)) if step in self._model.nodes else []

    def _follow(self, steps: set[str], moved: set[str], edges: set[str]) -> None:
        self._running = None
        self.ways.note_cards()
        for key in edges:
            steps |= self._sources_of(key)
        folded = self._folded_places()
        names, titles = [*(steps | moved)], self._title_places()
        before = [self._stands_at(name) for name in names]
        for name in sorted(steps):
            self._show_step(name)
        for name in moved - steps:
            self._place_step(name)
        self._follow_frames()
        after = [self._stands_at(name) for name in names]
        titles_now = self._title_places()
        for name in _differing(titles, titles_now):
            before.append(Stand(titles.get(name)))
            after.append(Stand(titles_now.get(name)))
        keys = set(edges)
        folded_now = self._folded_places()
        for name in _differing(folded, folded_now):
            keys |= self.ways.at(name)
            before.append(Stand(folded.get(name)))
            after.append(Stand(folded_now.get(name)))
        for name in steps | moved:
            keys |= self.ways.at(self.grouping.shown(name)) | self.ways.at(name)
            keys |= {str(edge["key"]) for edge in self._edges_at(name)}
        if len(keys) < len(self._model.edges):
            keys |= self._edges_across(before, after)
        ordered = sorted(keys)
        for key in ordered:
            self._note_edge(key)
        for key in ordered if len(keys) <= _FEW else ():
            self.ways.item(key)

    def _folded_places(self) -> dict[str, Box | None]:
        """Return where folded frames lie: at the first of their steps, which may go or come."""
        return {name: self._boxes.box(name) for name in self._stands}

    def _title_places(self) -> dict[str, Box | None]:
        return {**self._borders.strips.all()}

    def _stands_at(self, name: str) -> Stand:
        box, item = self._boxes.box(name), self.cards_shown.get(name)
        if box is None or item is None:
            return Stand(None)
        names = tuple((port.name, item.face.full_label(port)) for port in item.face.card.ports)
        return Stand(box, item.face.free, names)

    def _sources_of(self, key: str) -> set[str]:
        """Return the steps whose ways out may be free now, or no longer."""
        found = {self._sources[key]} if key in self._sources else set[str]()
        if (edge := self._model.edges.get(key)) is not None:
            found.add(str(edge["source"]))
        return found

    def _edges_across(self, before: list[Stand], after: list[Stand]) -> set[str]:
        """Return the edges that a card stands in the way of now, or did."""
        found: set[str] = set()
        for one, other in zip(before, after, strict=True):
            if one != other:
                for box in (one.box, other.box):
                    found |= self.ways.across(_with_marks(box)) if box else set()
        return found

    # --- steps ----------------------------------------------------------------------------------

    def _show_step(self, name: str) -> None:
        if name not in self._model.nodes:
            self._drop_card(name)
            return
        state = self.step_states.get(name, IDLE)
        editable = self.editable
        self._show_card(name, self._faces.of_step(name, state, self.grouping, is_editable=editable))
        self._place_step(name)

    def _show_card(self, name: str, face: Face) -> StepItem:
        item = self.cards_shown.get(name)
        if item is None:
            return self._add_card(name, face)
        item.show_face(face)
        return item

    def _add_card(self, name: str, face: Face) -> StepItem:
        item = self.cards_shown[name] = StepItem(name, face, self.inks)
        item.has_line = self.ways.has_line
        self._scene.addItem(item)
        return item

    def _drop_card(self, name: str) -> None:
        self._boxes.remove(name)
        self._stands.discard(name)
        self._dragged.pop(name, None)
        if item := self.cards_shown.pop(name, None):
            self._scene.removeItem(item)

    def _place_step(self, name: str) -> None:
        if name not in self._model.nodes or name not in self.cards_shown:
            return
        item = self.cards_shown[name]
        item.setPos(*place_of(self._model, name))
        hidden = name in self.grouping.stands_for
        item.setVisible(not hidden)
        if hidden:
            self._boxes.remove(name)
        else:
            self._put_box(name, item)

    def card_boxes(self) -> Mapping[str, Box]:
        """Return the places of all cards that can be seen, by the name they are shown under."""
        return {**self._boxes.all(), **self._dragged}

    def papers(self) -> list[FrameItem | NoteItem]:
        """Return the items of all that is drawn beside cards and edges: frames, regions, notes."""
        return [*self.frames.values(), *self.regions.values(), *self.notes.values()]

    def drawn_box(self) -> Box | None:
        """Return the place of all that is drawn, None while nothing is."""
        frames = (*self.frames.values(), *self.regions.values())
        boxes = [box_of(frame.frame_rect()) for frame in frames]
        boxes += [box_of(note.note_rect()) for note in self.notes.values()]
        boxes += self.card_boxes().values()
        return united(boxes) if boxes else None

    def _put_box(self, name: str, item: StepItem) -> None:
        self._dragged.pop(name, None)
        self._boxes.put(name, item.box())
        self.ways.note_height(item.face.height)

    def new_card(self, node: JsonObject) -> Card:
        """Return how a step would look that is not there yet."""
        return self._faces.new_card(node)

    # --- edges ----------------------------------------------------------------------------------

    @property
    def edges(self) -> Mapping[str, EdgeItem]:
        """The items of all edges by key; of thousands it takes a while to make them."""
        return self.ways.all_items()

    def _note_edge(self, key: str) -> None:
        edge = self._model.edges.get(key)
        if edge is None:
            self._sources.pop(key, None)
        else:
            self._sources[key] = str(edge["source"])
        ends = self._shown_ends(edge) if edge is not None else None
        if ends is None:
            self.ways.drop(key)
        else:
            self.ways.note(key, *ends)

    def _shown_ends(self, edge: JsonObject) -> tuple[str, str] | None:
        """Return what an edge joins on the canvas; None when both ends are hidden in one thing."""
        source, target = str(edge["source"]), str(edge["target"])
        ends = (self.grouping.shown(source), self.grouping.shown(target))
        is_inner = ends[0] == ends[1] and source != target
        return None if is_inner or any(end not in self.cards_shown for end in ends) else ends

    def preview(self, places: Mapping[str, Point]) -> None:
        """Show steps elsewhere, and lead their edges there without a detour."""
        keys: set[str] = set()
        for name, place in places.items():
            if item := self.cards_shown.get(name):
                item.setPos(*place)
                self._dragged[name] = item.box()
                keys |= self.ways.at(name)
        self.ways.lead_straight(keys)

    def end_preview(self, steps: Iterable[str]) -> None:
        """Show steps where they are."""
        self._follow(set(), set(steps), set())

    # --- frames and notes -------------------------------------------------------------------------

    def _follow_frames(self) -> None:
        """Put all frames and regions round their steps, and cards for those that are folded."""
        frames = self.grouping.frames
        folded = {frame_name(name): frame for name, frame in frames.items() if frame.collapsed}
        for name in self._stands - folded.keys():
            self._drop_card(name)
        for name, frame in folded.items():
            self._show_folded(name, frame.title, frame.members)
        self._borders.follow(self.grouping, self._members_box)

    def _show_folded(self, name: str, title: str, members: Sequence[str]) -> None:
        states = [self.step_states.get(member, IDLE) for member in members]
        item = self._show_card(name, folded_face(title, states))
        self._stands.add(name)
        places = [place_of(self._model, member) for member in members]
        item.setPos(min(x for x, _ in places), min(y for _, y in places))
        self._put_box(name, item)

    def _members_box(self, members: Iterable[str]) -> Box | None:
        """Return the box of the steps that are shown, and of what stands for the others."""
        boxes = [self._named_box(self.grouping.shown(member)) for member in members]
        there = [box for box in boxes if box is not None]
        return united(there) if there else None

    def _named_box(self, name: str) -> Box | None:
        """Return the box of a card with the names of its ways out, where nothing stands near."""
        box, item = self._boxes.box(name), self.cards_shown.get(name)
        if box is None or item is None or not item.names_end():
            return box
        left, top, right, bottom = box
        reach = shown_reach(item.face)
        is_clear = self.ways.room(name, box) > 2 * reach
        return (left, top, right + reach if is_clear else right, bottom)

    def _follow_notes(self) -> None:
        follow_notes(self._scene, self._model, self.notes, self._shown_box, self.inks)

    def _shown_box(self, step: str) -> Box | None:
        return self._boxes.box(self.grouping.shown(step))

    # --- states -----------------------------------------------------------------------------------

    def set_states(self, steps: Mapping[str, CardState], edges: Mapping[str, EdgeState]) -> bool:
        """Show other states; returns whether anything looks otherwise."""
        former, self.step_states = self.step_states, dict(steps)
        self._running = None
        shown = {name: steps.get(name, IDLE) for name in former.keys() | steps.keys()}
        for name in self._stands:
            members = self.grouping.frames[name.removeprefix("frame ")].members
            shown[name] = summed_up([steps.get(member, IDLE) for member in members])
        differs = self.ways.set_states(edges)
        for name in shown.keys() & self.cards_shown.keys():
            differs |= self.cards_shown[name].set_state(shown[name])
        return differs

    def running(self) -> list[StepItem | EdgeItem]:
        """Return the items of what runs at the moment."""
        if self._running is None:
            items = self.cards_shown.values()
            states = ((item, item.face.state) for item in items)
            self._running = [
                i for i, state in states if state.name == _RUNNING and not state.paused
            ]
        return [*self._running, *self.ways.running()]


@contextmanager
def _no_collecting() -> Generator[None]:
    """Make thousands of items, of which none can be rubbish yet, without looking for rubbish."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _with_marks(box: Box) -> Box:
    """Return the box of a card with what stands beside it, and beside the one at its left."""
    return (box[0] - ASIDE, box[1], box[2] + ASIDE, box[3])


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> set[str]:
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def _unlike(one: Grouping, other: Grouping) -> set[str]:
    """Return the steps whose inside is folded now, or no longer, or has more or fewer steps."""
    names = one.inside.keys() | other.inside.keys()
    counts = {n for n in names if len(one.inside.get(n, ())) != len(other.inside.get(n, ()))}
    return counts | (one.folded ^ other.folded)

"""Knows which items a document has on the canvas, and follows its changes item by item.

Must not know views, pointers or selection.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from designer.canvas.face import Face, attempts_of
from designer.canvas.frame_item import Border, FrameItem, frame_box
from designer.canvas.geometry import Box, Point, united
from designer.canvas.grouping import Grouping, frame_name, grouping
from designer.canvas.note_items import follow_notes, hung_on
from designer.canvas.obstacles import Obstacles
from designer.canvas.shapes import box_of
from designer.canvas.states import IDLE, CardState, EdgeState
from designer.canvas.step_item import StepItem
from designer.canvas.summing_up import summed_up
from designer.canvas.ways import Ways
from designer.document import layout
from designer.document.changes.places import place_of
from designer.document.counts import counted
from designer.library.cards import Card
from runtime.step import OUT

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping

    from PySide6.QtWidgets import QGraphicsScene

    from designer.canvas.edge_item import EdgeItem
    from designer.canvas.inks import Inks
    from designer.canvas.note_item import NoteItem
    from designer.document.model import Model, Touched
    from designer.library.cards import CardMaker
    from runtime.definition.json_value import JsonObject, JsonValue

_LAYOUT, _CONNECTIONS, _SAMPLES = "layout", "connections", "samples"
_RUNNING = "running"
_FEW = 60
"""So many edges are led anew at once after an edit; more of them when they are to be seen."""


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
        self._scene, self._model, self._cards, self.inks = scene, model, cards, inks
        self.cards_shown: dict[str, StepItem] = {}
        self.frames: dict[str, FrameItem] = {}
        self.regions: dict[str, FrameItem] = {}
        self.notes: dict[str, NoteItem] = {}
        self.grouping = Grouping()
        self.editable = True
        self.step_states: Mapping[str, CardState] = {}
        self._boxes = Obstacles()
        self.ways = Ways(scene, model, inks, self.cards_shown, self._boxes)
        self._sources: dict[str, str] = {}
        self._connectors: dict[str, str] = {}
        self._pins: dict[str, str] = {}
        self._kept: frozenset[str] = frozenset()
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
        self._read_workflow()
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
        self.inks = inks
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

    def _read_workflow(self) -> None:
        """Note what of the workflow itself cards depend on."""
        graph = self._model.graph
        connections, samples = graph.get(_CONNECTIONS), graph.get(_SAMPLES)
        self._connectors = _texts(connections, "connector")
        self._pins = _texts(samples, "pinned")
        self._kept = layout.kept(self._model)

    # --- following ------------------------------------------------------------------------------

    def follow(self, touched: Touched) -> None:
        """Show what changed, and nothing else."""
        steps, edges = set(touched.steps), set(touched.edges)
        if touched.workflow & {_CONNECTIONS, _SAMPLES}:
            self._read_workflow()
            steps |= self._model.nodes.keys()
        if touched.steps or _LAYOUT in touched.workflow:
            old, self.grouping = self.grouping, grouping(self._model)
            differ = _differing(old.stands_for, self.grouping.stands_for)
            steps |= differ | _unlike(old, self.grouping)
            edges |= {str(e["key"]) for step in differ for e in self._edges_at(step)}
            before, self._kept = self._kept, layout.kept(self._model)
            steps |= before ^ self._kept
        self._follow(steps, set(touched.moved), edges)
        if _LAYOUT in touched.workflow or hung_on(self._model) & {*touched.steps, *touched.moved}:
            self._follow_notes()

    def _edges_at(self, step: str) -> list[JsonObject]:
        return list(self._model.edges_at(step)) if step in self._model.nodes else []

    def _follow(self, steps: set[str], moved: set[str], edges: set[str]) -> None:
        self._running = None
        for key in edges:
            steps |= self._sources_of(key)
        folded = self._folded_places()
        before = [self._boxes.box(name) for name in steps | moved]
        for name in sorted(steps):
            self._show_step(name)
        for name in moved - steps:
            self._place_step(name)
        self._follow_frames()
        after = [self._boxes.box(name) for name in steps | moved]
        keys = set(edges)
        folded_now = self._folded_places()
        for name in _differing(folded, folded_now):
            keys |= self.ways.at(name)
            before.append(folded.get(name))
            after.append(folded_now.get(name))
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

    def _sources_of(self, key: str) -> set[str]:
        """Return the steps whose ways out may be free now, or no longer."""
        found = {self._sources[key]} if key in self._sources else set[str]()
        if (edge := self._model.edges.get(key)) is not None:
            found.add(str(edge["source"]))
        return found

    def _edges_across(self, before: list[Box | None], after: list[Box | None]) -> set[str]:
        """Return the edges that a card stands in the way of now, or did."""
        found: set[str] = set()
        for one, other in zip(before, after, strict=True):
            if one != other:
                for box in (one, other):
                    found |= self.ways.across(box) if box else set()
        return found

    # --- steps ----------------------------------------------------------------------------------

    def _show_step(self, name: str) -> None:
        node = self._model.nodes.get(name)
        item = self.cards_shown.get(name)
        if node is None:
            self._drop_card(name)
            return
        face = self._face(name, node)
        if item is None:
            item = self._add_card(name, face)
        else:
            item.show_face(face)
        self._place_step(name)

    def _add_card(self, name: str, face: Face) -> StepItem:
        item = self.cards_shown[name] = StepItem(name, face, self.inks)
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

    def _face(self, name: str, node: JsonObject) -> Face:
        card = self._cards.card(node, self._connectors)
        drawn = {str(edge["port"]) for edge in self._model.out_edges(name)}
        return Face(
            card=card,
            state=self.step_states.get(name, IDLE),
            off=bool(node.get("disabled")),
            pinned=self._pins.get(name, ""),
            attempts=attempts_of(node),
            kept=name in self._kept,
            free=frozenset(port.name for port in card.ports if port.name not in drawn),
            inside=len(self.grouping.inside.get(name, ())),
            stacked=name in self.grouping.folded,
            editable=self.editable,
        )

    def new_card(self, node: JsonObject) -> Card:
        """Return how a step would look that is not there yet."""
        return self._cards.card(node, self._connectors)

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
        """Put all frames and regions round their steps; there are few of them."""
        frames = self.grouping.frames
        for name in [*self._stands]:
            frame = frames.get(name.removeprefix("frame "))
            if frame is None or not frame.collapsed:
                self._drop_card(name)
        for name in self.frames.keys() - {n for n, f in frames.items() if not f.collapsed}:
            self._scene.removeItem(self.frames.pop(name))
        for name, frame in frames.items():
            shown = self._members_box(frame.members)
            if frame.collapsed:
                self._show_folded(name)
            elif shown is not None:
                self._show_frame(self.frames, name, shown, _border(frame))
            elif name in self.frames:
                self._scene.removeItem(self.frames.pop(name))
        self._follow_regions()

    def _show_folded(self, name: str) -> None:
        frame = self.grouping.frames[name]
        places = [place_of(self._model, member) for member in frame.members]
        states = [self.step_states.get(member, IDLE) for member in frame.members]
        ports = (OUT,)
        many = counted(len(states), "step")
        card = Card(frame.title, many, "end", "card", diamond=False, icon="group", ports=ports)
        face = Face(card, summed_up(states), stacked=True, editable=False)
        shown = frame_name(name)
        item = self.cards_shown.get(shown)
        if item is None:
            item = self._add_card(shown, face)
            self._stands.add(shown)
        else:
            item.show_face(face)
        item.setPos(min(x for x, _ in places), min(y for _, y in places))
        self._put_box(shown, item)

    def _members_box(self, members: Iterable[str]) -> Box | None:
        """Return the box of the steps that are shown, and of what stands for the others."""
        boxes = [self._shown_box(member) for member in members]
        there = [box for box in boxes if box is not None]
        return united(there) if there else None

    def _show_frame(
        self,
        items: dict[str, FrameItem],
        name: str,
        members: Box,
        border: Border,
    ) -> None:
        item = items.get(name)
        if item is None:
            item = FrameItem(name, border, self.inks, region=items is self.regions)
            items[name] = item
            self._scene.addItem(item)
        item.put(frame_box(members), border)

    def _follow_regions(self) -> None:
        open_ones = self.grouping.inside.keys() - self.grouping.folded
        shown = {name for name in open_ones if name not in self.grouping.stands_for}
        for name in self.regions.keys() - shown:
            self._scene.removeItem(self.regions.pop(name))
        for name in shown:
            box = self._members_box(self.grouping.inside[name])
            if box is not None:
                title = str(self._model.nodes[name].get("name") or name)
                self._show_frame(self.regions, name, box, Border(f"Inside “{title}”"))

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
            self._running = [item for item in items if item.face.state.name == _RUNNING]
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


def _border(frame: layout.Frame) -> Border:
    return Border(frame.title or "Group", counted(len(frame.members), "step"))


def _texts(held: JsonValue, name: str) -> dict[str, str]:
    """Return one text of each entry that has it."""
    found: dict[str, str] = {}
    for key, entry in (held if isinstance(held, dict) else {}).items():
        text = entry.get(name) if isinstance(entry, dict) else None
        if isinstance(text, str) and text:
            found[key] = text
    return found


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> set[str]:
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def _unlike(one: Grouping, other: Grouping) -> set[str]:
    """Return the steps whose inside is folded now, or no longer, or has more or fewer steps."""
    names = one.inside.keys() | other.inside.keys()
    counts = {n for n in names if len(one.inside.get(n, ())) != len(other.inside.get(n, ()))}
    return counts | (one.folded ^ other.folded)

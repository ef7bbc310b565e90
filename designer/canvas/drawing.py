"""Knows which items a document has on the canvas, and follows its changes item by item.

Must not know views, pointers or selection.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING
from zlib import crc32

from designer.canvas.edge_item import EdgeItem
from designer.canvas.edge_paint import Line
from designer.canvas.face import Face, attempts_of
from designer.canvas.frame_item import Border, FrameItem, frame_box
from designer.canvas.geometry import Box, Point, grown, united
from designer.canvas.grouping import Grouping, frame_name, grouping
from designer.canvas.note_items import follow_notes, hung_on
from designer.canvas.obstacles import Obstacles
from designer.canvas.routing import CLEAR, reach, route, straight
from designer.canvas.states import IDLE, CardState, EdgeState
from designer.canvas.step_item import StepItem
from designer.canvas.summing_up import summed_up
from designer.document import layout
from designer.document.changes.places import place_of
from designer.library.cards import Card
from runtime.step import OUT

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping

    from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

    from designer.canvas.geometry import Box
    from designer.canvas.inks import Inks
    from designer.canvas.note_item import NoteItem
    from designer.document.model import Model, Touched
    from designer.library.cards import CardMaker
    from runtime.definition.json_value import JsonObject, JsonValue

_LAYOUT, _CONNECTIONS, _SAMPLES = "layout", "connections", "samples"
_NO_EDGE = EdgeState()
_RUNNING = "running"
_START = straight((0.0, 0.0), (0.0, 0.0))


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
    """

    def __init__(self, scene: QGraphicsScene, model: Model, cards: CardMaker, inks: Inks) -> None:
        self._scene, self._model, self._cards, self.inks = scene, model, cards, inks
        self.cards_shown: dict[str, StepItem] = {}
        self.edges: dict[str, EdgeItem] = {}
        self.frames: dict[str, FrameItem] = {}
        self.regions: dict[str, FrameItem] = {}
        self.notes: dict[str, NoteItem] = {}
        self.grouping = Grouping()
        self.editable = True
        self.step_states: Mapping[str, CardState] = {}
        self.edge_states: Mapping[str, EdgeState] = {}
        self._boxes = Obstacles()
        self._ways = Obstacles()
        self._at: dict[str, set[str]] = {}
        self._sources: dict[str, str] = {}
        self._connectors: dict[str, str] = {}
        self._pins: dict[str, str] = {}
        self._kept: frozenset[str] = frozenset()
        self._running: list[StepItem | EdgeItem] | None = None

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
            self._show_edge(key)
            yield number / whole
        self._follow_notes()

    def clear(self) -> None:
        """Take all items away."""
        held: tuple[Mapping[str, QGraphicsItem], ...] = (
            self.cards_shown,
            self.edges,
            self.frames,
            self.regions,
            self.notes,
        )
        for items in held:
            for item in items.values():
                self._scene.removeItem(item)
        self.cards_shown, self.edges, self.frames, self.regions, self.notes = {}, {}, {}, {}, {}

    def set_inks(self, inks: Inks) -> None:
        """Take the colours of another theme."""
        self.inks = inks
        held = (self.cards_shown, self.edges, self.frames, self.regions, self.notes)
        for items in held:
            for item in items.values():
                item.inks = inks

    def set_editable(self, *, on: bool) -> None:
        """Whether cards and edges offer to add something."""
        self.editable = on
        for item in self.cards_shown.values():
            item.face.editable = on
        for edge in self.edges.values():
            edge.set_editable(on=on)

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
            keys |= self._at.get(name, set())
            before.append(folded.get(name))
            after.append(folded_now.get(name))
        for name in steps | moved:
            keys |= self._at.get(self.grouping.shown(name), set()) | self._at.get(name, set())
            keys |= {str(edge["key"]) for edge in self._edges_at(name)}
        if len(keys) < len(self._model.edges):
            keys |= self._edges_across(before, after)
        for key in sorted(keys):
            self._show_edge(key)

    def _folded_places(self) -> dict[str, Box | None]:
        """Return where folded frames lie: at the first of their steps, which may go or come."""
        names = [name for name in self.cards_shown if name.startswith("frame ")]
        return {name: self._boxes.box(name) for name in names}

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
                    found |= self._ways.named_in(grown(box, CLEAR)).keys() if box else set()
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
            self._boxes.put(name, item.box())

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

    def _show_edge(self, key: str) -> None:
        edge = self._model.edges.get(key)
        if edge is None:
            self._sources.pop(key, None)
        else:
            self._sources[key] = str(edge["source"])
        ends = self._shown_ends(edge) if edge is not None else None
        if edge is None or ends is None:
            self._drop_edge(key)
            return
        item = self.edges.get(key)
        if item is None:
            line = Line(_START, state=self.edge_states.get(key, _NO_EDGE))
            item = self.edges[key] = EdgeItem(key, line, self.inks)
            item.set_editable(on=self.editable)
            self._scene.addItem(item)
        item.set_label(str(edge.get("label") or ""))
        self._attach(item, ends)
        self._lead(item, str(edge["port"]))

    def _shown_ends(self, edge: JsonObject) -> tuple[str, str] | None:
        """Return what an edge joins on the canvas; None when both ends are hidden in one thing."""
        source, target = str(edge["source"]), str(edge["target"])
        ends = (self.grouping.shown(source), self.grouping.shown(target))
        is_inner = ends[0] == ends[1] and source != target
        return None if is_inner or any(end not in self.cards_shown for end in ends) else ends

    def _drop_edge(self, key: str) -> None:
        self._ways.remove(key)
        if item := self.edges.pop(key, None):
            for end in (item.source, item.target):
                self._at.get(end, set()).discard(key)
            self._scene.removeItem(item)

    def _attach(self, item: EdgeItem, ends: tuple[str, str]) -> None:
        for end in (item.source, item.target):
            self._at.get(end, set()).discard(item.key)
        item.source, item.target = ends
        for end in ends:
            self._at.setdefault(end, set()).add(item.key)

    def _points(self, item: EdgeItem, port: str) -> tuple[Point, Point]:
        into = self.cards_shown[item.target].in_pos()
        out = self.cards_shown[item.source].way_pos(port, into.x())
        return (out.x(), out.y()), (into.x(), into.y())

    def _lead(self, item: EdgeItem, port: str) -> None:
        start, end = self._points(item, port)
        ends = {item.source, item.target}
        area = reach(start, end)
        near = self._boxes.named_in(area)
        others = [box for name, box in near.items() if name not in ends]
        own = [box for name in ends if (box := self._boxes.box(name))]
        lane = crc32(item.key.encode()) % 3
        card = self.cards_shown[item.source]
        out = card.port_pos(port).x()
        place, stub = (out, start[1]), card.names_end()
        way = route(start, end, others, own, lane, stub=stub, port=place)
        item.line.named = way.points[0][0] - out
        item.lead(way)
        # every card of the area may turn a way with corners, one in its way only a curve
        self._ways.put(item.key, item.box() if way.curve else united([item.box(), area]))

    # --- while something is dragged ---------------------------------------------------------------

    def preview(self, places: Mapping[str, Point]) -> None:
        """Show steps elsewhere, and lead their edges there without a detour."""
        keys: set[str] = set()
        for name, place in places.items():
            if item := self.cards_shown.get(name):
                item.setPos(*place)
                keys |= self._at.get(name, set())
        for key in keys:
            item = self.edges[key]
            item.lead(straight(*self._points(item, str(self._model.edges[key]["port"]))))

    def end_preview(self, steps: Iterable[str]) -> None:
        """Show steps where they are."""
        self._follow(set(), set(steps), set())

    # --- frames and notes -------------------------------------------------------------------------

    def _follow_frames(self) -> None:
        """Put all frames and regions round their steps; there are few of them."""
        frames = self.grouping.frames
        for name in [n for n in self.cards_shown if n.startswith("frame ")]:
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
        card = Card(frame.title, _counted(len(states)), "end", "card", False, "group", ports)  # noqa: FBT003
        face = Face(card, summed_up(states), stacked=True, editable=False)
        shown = frame_name(name)
        item = self.cards_shown.get(shown)
        if item is None:
            item = self._add_card(shown, face)
        else:
            item.show_face(face)
        item.setPos(min(x for x, _ in places), min(y for _, y in places))
        self._boxes.put(shown, item.box())

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
        self.step_states, self.edge_states = dict(steps), dict(edges)
        self._running = None
        differs = False
        for name, item in self.cards_shown.items():
            state = steps.get(name, IDLE)
            if name.startswith("frame "):
                members = self.grouping.frames[name.removeprefix("frame ")].members
                state = summed_up([steps.get(member, IDLE) for member in members])
            differs |= item.set_state(state)
        for key, item in self.edges.items():
            differs |= item.set_state(edges.get(key, _NO_EDGE))
        return differs

    def running(self) -> list[StepItem | EdgeItem]:
        """Return the items of what runs at the moment."""
        if self._running is None:
            steps = [i for i in self.cards_shown.values() if i.face.state.name == _RUNNING]
            edges = [i for i in self.edges.values() if i.line.state.name == _RUNNING]
            self._running = [*steps, *edges]
        return self._running


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
    return Border(frame.title or "Group", _counted(len(frame.members)))


def _counted(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"


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

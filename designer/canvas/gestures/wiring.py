"""Knows how edges are drawn and led elsewhere by hand. Must not know kinds."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from designer.canvas.geometry import CARD_WIDTH
from designer.canvas.gestures.gesture import Gesture
from designer.canvas.ghost_items import GhostEdge
from designer.canvas.ports import IN
from designer.canvas.spots import Spot, card_from_port

if TYPE_CHECKING:
    from designer.canvas.editing import CanvasEditing
    from designer.canvas.gestures.hit import Hit
    from designer.canvas.step_item import StepItem


class _Wire(Gesture):
    """An edge that follows the pointer by one end; what it may join is told before."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, editing: CanvasEditing, start: Hit) -> None:
        super().__init__(editing, start)
        self._ghost: GhostEdge | None = None
        self._valid: set[str] = set()

    @abstractmethod
    def may_join(self, item: StepItem) -> bool:
        """Whether the edge may end at a step."""

    @abstractmethod
    def ends(self, hit: Hit) -> tuple[QPointF, QPointF]:
        """Return where the edge begins and ends while the pointer is there."""

    def port_at(self, source: StepItem, hit: Hit) -> str:
        """Return the way out that is pointed at, else one that is free."""
        pointed = hit.port if hit.port != IN else ""
        return pointed or self.editing.free_port(source.step)

    def begin(self) -> None:
        """Show where the edge may end and where not."""
        shown = self.scene.step_items()
        self._valid = {item.step for item in shown if self.may_join(item)}
        own = {self.start.step.step} if self.start.step is not None else set[str]()
        self.scene.set_port_targets(self._valid, {item.step for item in shown} - self._valid - own)
        self._ghost = GhostEdge(self.scene.inks)
        self.scene.addItem(self._ghost)

    def drag(self, hit: Hit) -> None:
        """Lead the edge to the pointer."""
        if self._ghost is not None:
            self._ghost.lead(*self.ends(hit))

    def clear(self) -> None:
        """Take the edge away."""
        if self._ghost is not None:
            self.scene.removeItem(self._ghost)
            self._ghost = None
            self.scene.clear_port_targets()

    def joined(self, hit: Hit) -> StepItem | None:
        """Return the step under the pointer where the edge may end there."""
        return hit.step if hit.step is not None and hit.step.step in self._valid else None


class DrawEdge(_Wire):
    """A drag from a way out: to a step, or to empty ground, where a new step is asked for.

    A click on a way out, or on the box behind it, asks for the step that follows.
    """

    @classmethod
    def fits(cls, editing: CanvasEditing, hit: Hit) -> bool:
        """Whether a way out, or the box behind it, lies there."""
        del editing
        return hit.step is not None and (bool(hit.plus) or hit.port not in {"", IN})

    @property
    def _from(self) -> tuple[str, str]:
        step = self.start.step
        return (step.step if step is not None else "", self.start.plus or self.start.port)

    def may_join(self, item: StepItem) -> bool:
        """Whether the edge may end at a step."""
        return self.editing.may_connect(*self._from, item.step)

    def ends(self, hit: Hit) -> tuple[QPointF, QPointF]:
        """Return the way out, and the pointer or the way in near it."""
        step, target = self.start.step, self.joined(hit)
        first = step.port_pos(self._from[1]) if step is not None else hit.place
        return first, target.in_pos() if target is not None else hit.place

    def drop(self, hit: Hit) -> None:
        """Connect, or ask for a new step."""
        if (target := self.joined(hit)) is not None:
            self.editing.connect_steps(*self._from, target.step)
        elif hit.step is None:
            source, port = self._from
            place = card_from_port(hit.place)
            self.editing.add_at(Spot(place=place, source=source, port=port))

    def click(self, hit: Hit) -> None:
        """Ask for the step that follows."""
        del hit
        source, port = self._from
        self.editing.add_at(Spot(source=source, port=port))


class DrawBack(_Wire):
    """A drag from the way in of a step to the step that is to lead to it."""

    @classmethod
    def fits(cls, editing: CanvasEditing, hit: Hit) -> bool:
        """Whether a way in lies there."""
        del editing
        return hit.step is not None and hit.port == IN

    @property
    def _to(self) -> str:
        return self.start.step.step if self.start.step is not None else ""

    def may_join(self, item: StepItem) -> bool:
        """Whether the edge may begin at a step."""
        ports = [port.name for port in item.face.card.ports]
        return any(self.editing.may_connect(item.step, port, self._to) for port in ports)

    def ends(self, hit: Hit) -> tuple[QPointF, QPointF]:
        """Return the pointer, or the way out near it, and the way in."""
        step, source = self.start.step, self.joined(hit)
        first = source.port_pos(self.port_at(source, hit)) if source is not None else hit.place
        return first, step.in_pos() if step is not None else hit.place

    def drop(self, hit: Hit) -> None:
        """Connect, or ask for a step that comes before."""
        if (source := self.joined(hit)) is not None:
            self.editing.connect_steps(source.step, self.port_at(source, hit), self._to)
        elif hit.step is None:
            place = card_from_port(hit.place) - QPointF(CARD_WIDTH, 0)
            self.editing.add_at(Spot(place=place, target=self._to))

    def click(self, hit: Hit) -> None:
        """Choose the step."""
        del hit
        self.editing.select_step(self._to)


class Reconnect(_Wire):
    """A drag of one end of an edge to another step."""

    def __init__(self, editing: CanvasEditing, start: Hit) -> None:
        super().__init__(editing, start)
        self._key, self._end = _end_meant(editing, start)
        self._edge = dict(editing.model.edges[self._key])

    @classmethod
    def fits(cls, editing: CanvasEditing, hit: Hit) -> bool:
        """Whether an end of an edge lies there that is not where a new one would begin."""
        return bool(_end_meant(editing, hit)[0])

    def begin(self) -> None:
        """Let go of the edge as it is drawn."""
        super().begin()
        if (item := self.scene.edge_item(self._key)) is not None:
            item.set_faded(on=True)

    def clear(self) -> None:
        """Draw it as it was."""
        if (item := self.scene.edge_item(self._key)) is not None:
            item.set_faded(on=False)
        super().clear()

    def may_join(self, item: StepItem) -> bool:
        """Whether the end may be at a step."""
        source, port, target = (str(self._edge[name]) for name in ("source", "port", "target"))
        if self._end == "target":
            return item.step == target or self.editing.may_connect(source, port, item.step)
        return any(
            self.editing.may_connect(item.step, one.name, target) for one in item.face.card.ports
        )

    def ends(self, hit: Hit) -> tuple[QPointF, QPointF]:
        """Return the end that stays, and the pointer or the port near it."""
        item, joined = self.scene.edge_item(self._key), self.joined(hit)
        points = item.line.route.points if item is not None else ((0.0, 0.0), (0.0, 0.0))
        first, last = QPointF(*points[0]), QPointF(*points[-1])
        if self._end == "target":
            return first, joined.in_pos() if joined is not None else hit.place
        return (joined.port_pos(self.port_at(joined, hit)) if joined else hit.place), last

    def drop(self, hit: Hit) -> None:
        """Lead the edge there; on empty ground it stays as it was."""
        joined = self.joined(hit)
        if joined is None:
            return
        if self._end == "target":
            self.editing.reconnect(self._key, source=None, target=joined.step)
        else:
            source = (joined.step, self.port_at(joined, hit))
            self.editing.reconnect(self._key, source=source, target=None)

    def click(self, hit: Hit) -> None:
        """Choose the edge."""
        del hit
        self.scene.select(edges=[self._key])


def _end_meant(editing: CanvasEditing, hit: Hit) -> tuple[str, str]:
    """Return the edge and which end of it a press takes hold of; ("", "") for none.

    At a way in it is the selected edge, else the only one; at a way out only a selected one, since
    a press there begins a new edge.
    """
    if hit.step is not None and hit.port and not hit.plus:
        chosen = set(editing.scene.selected_edges())
        end = "target" if hit.port == IN else "source"
        there = [e for e in editing.model.edges_at(hit.step.step) if e[end] == hit.step.step]
        keys = [str(e["key"]) for e in there if end == "target" or e["port"] == hit.port]
        held = [key for key in keys if key in chosen]
        if held or (end == "target" and len(keys) == 1):
            return (held or keys)[0], end
    if hit.edge is not None and not hit.part and hit.edge.isSelected():
        end = hit.edge.end_at(hit.place)
        return (hit.edge.key, end) if end else ("", "")
    return "", ""

"""Knows how an offer becomes a step at a spot of the drawing: the place, the edges, the region.

Must not know widgets. Each function gives one `Command`, so that one undo takes all of it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPointF

from designer.canvas import placement
from designer.canvas.geometry import CARD_HEIGHT, CARD_WIDTH, PORT_TOP
from designer.document.changes import edges as edge_changes
from designer.document.changes.places import place_of, shift
from designer.document.changes.placing import placed
from designer.document.changes.steps import title_of
from designer.document.history import Command
from designer.document.layout import notes
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF

    from designer.canvas.scene import CanvasScene
    from designer.library.cards import Card
    from designer.library.offers import Offer
    from runtime.definition.json_value import JsonObject

CARD_SIZE = (CARD_WIDTH, CARD_HEIGHT)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a step is to be added; all empty: anywhere that is free.

    Attributes:
        place: top left corner of the card; None lets it be found.
        source, port: the way out that is to lead to it.
        target: the step that it is to lead to.
        edge: the edge that it is to stand in.
        parent: the step that it is to lie inside.
    """

    place: QPointF | None = None
    source: str = ""
    port: str = ""
    target: str = ""
    edge: str = ""
    parent: str | None = None


def card_around(center: QPointF) -> QPointF:
    """Return the top left corner of a card whose middle is at a point."""
    return center - QPointF(CARD_WIDTH / 2, CARD_HEIGHT / 2)


def card_from_port(way_in: QPointF) -> QPointF:
    """Return the top left corner of a card whose way in is at a point."""
    return way_in - QPointF(0, PORT_TOP)


def boxes_of(scene: CanvasScene) -> dict[str, QRectF]:
    """Return the cards of all steps that are shown."""
    return {item.step: item.card_rect() for item in scene.step_items()}


def place_in(scene: CanvasScene, spot: Spot) -> QPointF:
    """Return where the card of a new step goes."""
    if spot.place is not None:
        return spot.place
    boxes = boxes_of(scene)
    if spot.edge:
        return _between(scene, spot.edge, boxes)[0]
    if spot.source in boxes:
        way = _row(scene, spot.source, spot.port)
        return placement.behind(boxes[spot.source], way, boxes.values())
    if spot.target in boxes:
        return placement.before(boxes[spot.target], boxes.values())
    if spot.parent in boxes:
        around = boxes[spot.parent]
        wish = around.bottomLeft() + QPointF(0, 2 * placement.ROW)
        return placement.free(wish, boxes.values())
    return placement.free(QPointF(0, 0), boxes.values())


def parent_in(scene: CanvasScene, spot: Spot) -> str | None:
    """Return the step that a new one lies inside: as its neighbours do, or as the spot says."""
    model = scene.document.model
    beside = spot.source or spot.target
    if spot.edge:
        beside = str(model.edges[spot.edge]["source"])
    if beside not in model.nodes:
        return spot.parent
    parent = model.nodes[beside].get("parent")
    return parent if isinstance(parent, str) else None


def put(scene: CanvasScene, offer: Offer, spot: Spot) -> tuple[Command, str]:
    """Return the command that adds a step at a spot, and its id."""
    model = scene.document.model
    place = place_in(scene, spot)
    adding, step = placed(model, offer, (place.x(), place.y()), parent_in(scene, spot))
    card = _card(scene, adding, step)
    if card is None or not card.enters:
        return _alone(scene, spot, adding, card, step), step
    if spot.edge:
        port = card.ports[0].name if card.ports else ""
        command = edge_changes.put_between(model, spot.edge, step, port, adding)
        return Command(command.title, (*command.patch, *_room(scene, spot).patch)), step
    if spot.source:
        adding = edge_changes.after(model, spot.source, spot.port, step, adding)
    return _alone(scene, spot, adding, card, step), step


def retype(scene: CanvasScene, step: str, offer: Offer) -> Command:
    """Return the command that makes a step another one: its id, place and edges stay.

    What leaves it by a way out that the other step does not have leaves by its first one then.
    """
    model = scene.document.model
    adding, new = placed(model, offer, place_of(model, step))
    card = _card(scene, adding, new)
    if card is None:
        return Command("Change the step", ())
    patch = [edit for edit in adding.patch if edit.path[0] == "graph"]
    node = next(cast("JsonObject", e.value) for e in adding.patch if e.path[0] == "nodes")
    names = ("kind", "kind_version", "params")
    patch += [Edit("set", ("nodes", step, name), node[name]) for name in names]
    ports = {port.name for port in card.ports}
    undoing = {port.name for port in scene.card(step).ports if port.undoes}
    for edge in model.out_edges(step):
        path = ("edges", str(edge["key"]))
        if not ports or edge["port"] in undoing - ports:  # no case goes on by itself there
            patch.append(Edit("remove", path))
        elif edge["port"] not in ports:
            patch.append(Edit("set", (*path, "port"), card.ports[0].name))
    return Command(f"Make “{title_of(model, step)}” “{offer.title}”", tuple(patch))


def _alone(
    scene: CanvasScene, spot: Spot, adding: Command, card: Card | None, step: str
) -> Command:
    """Return the command with the edge to the step that it is to lead to, where it can."""
    if spot.target and card is not None and card.ports:
        port = card.ports[0].name
        edit = edge_changes.new_edge(scene.document.model, step, port, spot.target)
        return Command(adding.title, (*adding.patch, edit))
    return adding


def _card(scene: CanvasScene, adding: Command, step: str) -> Card | None:
    """Return how the new step looks; None where several come."""
    added = [edit for edit in adding.patch if edit.op == "set" and edit.path[0] == "nodes"]
    if len(added) != 1:
        return None
    node = cast("JsonObject", added[0].value)
    return scene.new_card({**node, "id": step})


def _between(scene: CanvasScene, key: str, boxes: dict[str, QRectF]) -> tuple[QPointF, float]:
    edge = scene.document.model.edges[key]
    source, target = boxes.get(str(edge["source"])), boxes.get(str(edge["target"]))
    if source is None or target is None:
        return placement.free(QPointF(0, 0), boxes.values()), 0.0
    return placement.between(source, target)


def _room(scene: CanvasScene, spot: Spot) -> Command:
    """Return the command that makes what lies beyond an edge give way."""
    model = scene.document.model
    by = 0.0 if spot.place is not None else _between(scene, spot.edge, boxes_of(scene))[1]
    if by <= 0:
        return Command("", ())
    edge = model.edges[spot.edge]
    line = place_of(model, str(edge["target"]))[0]
    around = model.nodes[str(edge["target"])].get("parent")
    steps = [
        step
        for step, node in model.nodes.items()
        if node.get("parent") == around and place_of(model, step)[0] >= line
    ]
    papers = [n.id for n in notes(model).values() if not around and n.position[0] >= line]
    return shift(model, steps, (by, 0.0), notes=papers)


def _row(scene: CanvasScene, source: str, port: str) -> float:
    """Return how many rows below its source a step begins to look for room."""
    names = [one.name for one in scene.card(source).ports if one.needed]
    if port in names:
        return names.index(port) - (len(names) - 1) / 2
    return 1.0 if names else 0.0

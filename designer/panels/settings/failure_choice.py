"""Knows how it is read from the drawing, and drawn, what becomes of a case when a step fails.

Must not know the form in which it is chosen.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from designer.canvas.geometry import CARD_WIDTH, card_height
from designer.canvas.placement import behind
from designer.document.changes import failing
from designer.document.changes.places import place_of
from designer.document.changes.placing import placed
from designer.library.endings import failing_end, fails_the_case
from runtime.step import ERROR

if TYPE_CHECKING:
    from designer.document.changes.failing import Drawn
    from designer.document.history import Command
    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonValue
    from runtime.step import Port


def drawn_for(bench: Workbench, step: str) -> Drawn:
    """Return what becomes of a case when a step fails."""
    is_end = partial(fails_the_case, kinds=bench.services.kinds)
    return failing.drawn(bench.document.model, step, is_end)


def has_way(bench: Workbench, step: str) -> bool:
    """Whether a line can be drawn from the failure of a step."""
    return any(port.name == ERROR.name for port in _ports(bench, step))


def chosen(bench: Workbench, step: str, choice: JsonValue) -> Command | None:
    """Return the command that draws a choice; None where it is drawn so already.

    Args:
        bench: what lies on the desk.
        step: its id.
        choice: "route", "stop", or anything else for an operator.
    """
    model, services = bench.document.model, bench.services
    if choice == drawn_for(bench, step).choice:
        return None
    is_end = partial(fails_the_case, kinds=services.kinds)
    if choice == "route":
        return failing.go_another_way(model, step, is_end)
    offer = failing_end(services.offers, services.kinds) if choice == "stop" else None
    if offer is None:
        return failing.ask_operator(model, step, is_end)
    parent = model.nodes[step].get("parent")
    inside = parent if isinstance(parent, str) else None
    return failing.stop_the_case(
        model, step, is_end, placed(model, offer, _behind(bench, step), inside)
    )


def _behind(bench: Workbench, step: str) -> tuple[float, float]:
    """Return where a card goes that follows the failure of a step."""
    boxes = {name: _box(bench, name) for name in bench.document.model.nodes}
    spot = behind(boxes[step], 1, boxes.values())
    return spot.x(), spot.y()


def _box(bench: Workbench, step: str) -> QRectF:
    height = card_height(sum(not port.undoes for port in _ports(bench, step)))
    return QRectF(*place_of(bench.document.model, step), CARD_WIDTH, height)


def _ports(bench: Workbench, step: str) -> tuple[Port, ...]:
    node = bench.document.model.nodes.get(step)
    return bench.services.cards.card(node, bench.connectors()).ports if node else ()

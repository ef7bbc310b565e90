"""Knows how what the library offers becomes steps of a drawing. Must not know kinds by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.changes import steps
from designer.document.changes.templates import template
from designer.document.history import Command
from designer.library.offers import marked_field
from runtime.plan.problems import Edit
from runtime.steps import kinds

if TYPE_CHECKING:
    from designer.document.model import Model
    from designer.library.offers import Offer
    from runtime.definition.json_value import JsonObject


def placed(
    model: Model, offer: Offer, place: tuple[float, float], parent: str | None = None
) -> tuple[Command, str]:
    """Place an offer: a step with the connection that it needs, or the steps of a template.

    Returns the command and the id of the new step, of a template the one that comes first.

    Args:
        model: the document before.
        offer: what is placed.
        place: top left corner; of a template that of all its steps.
        parent: the step that it is to lie inside.
    """
    if offer.template:
        return template(model, offer.title, offer.template, place, parent)
    connection, declaring = _connection(model, offer)
    params = dict(offer.params)
    if connection:
        params = {marked_field(kinds()[offer.kind], "connection"): connection, **params}
    command, step = steps.add(
        model,
        offer.kind,
        name=_free_title(model, offer.title),
        place=place,
        params=params,
        version=offer.version,
        parent=parent,
    )
    return Command(command.title, (*declaring, *command.patch)), step


def _free_title(model: Model, title: str) -> str:
    """Return the title, with a number where a step is called so already."""
    taken = {str(node.get("name")) for node in model.nodes.values()}
    number, found = 1, title
    while found in taken:
        number += 1
        found = f"{title} {number}"
    return found


def _connection(model: Model, offer: Offer) -> tuple[str, tuple[Edit, ...]]:
    """Return the name of a connection to the offer's system, and the edit where it is a new one."""
    if not offer.connector:
        return "", ()
    declared = model.graph.get("connections")
    connections = declared if isinstance(declared, dict) else {}
    for name, connection in connections.items():
        if isinstance(connection, dict) and connection.get("connector") == offer.connector:
            return name, ()
    name, number = offer.connector, 1
    while name in connections:
        number += 1
        name = f"{offer.connector}_{number}"
    value: JsonObject = {"connector": offer.connector, "title": offer.system}
    return name, (Edit("set", ("graph", "connections", name), value),)

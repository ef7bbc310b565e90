"""Knows how steps are connected, cut apart and put in between. Must not know what a kind does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.changes.steps import title_of, unused_id
from designer.document.history import Command
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from designer.document.model import Model
    from runtime.definition.json_value import JsonObject


def connect(model: Model, source: str, port: str, target: str) -> Command:
    """Draw an edge; nothing is done where the same one stands already."""
    if any(edge["target"] == target for edge in model.out_edges(source, port)):
        return Command("Connect", ())
    titles = f"“{title_of(model, source)}” to “{title_of(model, target)}”"
    return Command(f"Connect {titles}", (new_edge(model, source, port, target),))


def disconnect(model: Model, keys: Iterable[str]) -> Command:
    """Take edges away; one that is gone already is passed over."""
    chosen = sorted(model.edges.keys() & set(keys))
    what = "a connection" if len(chosen) == 1 else f"{len(chosen)} connections"
    return Command(f"Remove {what}", tuple(Edit("remove", ("edges", key)) for key in chosen))


def reconnect(
    model: Model, key: str, *, source: tuple[str, str] | None = None, target: str | None = None
) -> Command:
    """Lead an edge from another port (step and name of the port) or to another step."""
    patch: list[Edit] = []
    if source is not None:
        patch.append(Edit("set", ("edges", key, "source"), source[0]))
        patch.append(Edit("set", ("edges", key, "port"), source[1]))
    if target is not None:
        patch.append(Edit("set", ("edges", key, "target"), target))
    now = model.edges[key]
    patch = [edit for edit in patch if now.get(edit.path[2]) != edit.value]
    return Command("Reconnect", tuple(patch))


def put_between(model: Model, key: str, step: str, port: str, adding: Command) -> Command:
    """Put a new step into an edge: what led to the edge's end leads to the step, and on from it.

    Args:
        model: the document before the step is there.
        key: the edge.
        step: id of the new step.
        port: the way out of the new step that leads on; "" when it has none.
        adding: the command that adds the step.
    """
    edge = model.edges[key]
    patch = [*adding.patch, Edit("set", ("edges", key, "target"), step)]
    if port:
        patch.append(new_edge(model, step, port, str(edge["target"])))
    return Command(adding.title, tuple(patch))


def after(model: Model, source: str, port: str, step: str, adding: Command) -> Command:
    """Put a new step behind a way out."""
    return Command(adding.title, (*adding.patch, new_edge(model, source, port, step)))


def new_edge(model: Model, source: str, port: str, target: str) -> Edit:
    """Return the edit that draws an edge, under an id that is free."""
    wish = f"{source}.{port}-{target}"[:180]
    key = wish if wish not in model.edges else unused_id(model, wish)
    attributes: JsonObject = {"source": source, "port": port, "target": target}
    return Edit("set", ("edges", key), attributes)

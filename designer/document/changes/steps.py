"""Knows how steps are added, removed, named, placed and set. Must not know what a kind does."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

from designer.document.history import Command
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from designer.document.model import Model, Patch
    from runtime.definition.json_value import JsonObject, JsonValue

GRID = 8
"""Places are multiples of this, in logical pixels."""


def snapped(place: tuple[float, float]) -> list[JsonValue]:
    """Return a place on the grid."""
    return [float(round(part / GRID) * GRID) for part in place]


def title_of(model: Model, step: str) -> str:
    """Return what people call a step."""
    return str(model.nodes[step].get("name") or step)


def unused_id(model: Model, wish: str, taken: Iterable[str] = ()) -> str:
    """Return an id for a new step or edge, made of its name.

    Args:
        model: whose steps and edges have ids already.
        wish: any text.
        taken: further ids that are not free.
    """
    words = re.sub(r"[^a-z0-9]+", "_", wish.lower()).strip("_")[:40] or "step"
    used = {*model.nodes, *model.edges, *taken}
    found, number = words, 1
    while found in used:
        number += 1
        found = f"{words}_{number}"
    return found


def add(
    model: Model,
    kind: str,
    *,
    name: str,
    place: tuple[float, float],
    params: JsonObject | None = None,
    version: int = 1,
    parent: str | None = None,
) -> tuple[Command, str]:
    """Add a step; returns the command and the new step's id."""
    step = unused_id(model, name or kind)
    attributes: JsonObject = {
        "kind": kind,
        "kind_version": version,
        "name": name,
        "params": params or {},
        "position": snapped(place),
    }
    if parent is not None:
        attributes["parent"] = parent
    return Command(f"Add “{name}”", (Edit("set", ("nodes", step), attributes),)), step


def remove(model: Model, steps: Iterable[str]) -> Command:
    """Remove steps with all that lies inside them and every edge at them."""
    chosen = list(dict.fromkeys(steps))
    everything = _with_inside(model, chosen)
    edges = {str(edge["key"]) for step in everything for edge in model.edges_at(step)}
    patch: list[Edit] = [Edit("remove", ("edges", key)) for key in sorted(edges)]
    patch += [Edit("remove", ("nodes", step)) for step in reversed(everything)]
    return Command(_titled("Remove", model, chosen), (*patch, *_left_frames(model, everything)))


def rename(model: Model, step: str, name: str) -> Command:
    """Give a step another name; whoever refers to it uses its id and notices nothing."""
    patch = (Edit("set", ("nodes", step, "name"), name),)
    return Command(f"Rename “{title_of(model, step)}”", patch, f"name {step}")


def move(model: Model, places: Mapping[str, tuple[float, float]], merge: str = "") -> Command:
    """Put steps elsewhere; those that are there already are left out."""
    patch: list[Edit] = []
    for step, place in places.items():
        if model.nodes[step].get("position") != (spot := snapped(place)):
            patch.append(Edit("set", ("nodes", step, "position"), cast("JsonValue", spot)))
    return Command(_titled("Move", model, list(places)), tuple(patch), merge)


def set_value(model: Model, step: str, path: tuple[str, ...], value: JsonValue) -> Command:
    """Set one attribute of a step, such as ("params", "due"); None takes it out.

    Typing on in one field becomes one entry of the history.
    """
    full = ("nodes", step, *path)
    here = model.value(full)
    patch: Patch = ()
    if value is None:
        patch = (Edit("remove", full),) if here is not None else ()
    elif here != value or json.dumps(here) != json.dumps(value):  # the order of names counts too
        patch = (Edit("set", full, value),)
    return Command(f"Change “{title_of(model, step)}”", patch, ".".join(full))


def switch(model: Model, steps: Iterable[str]) -> Command:
    """Switch steps off, or on again when all of them are off; a case passes through one that is."""
    chosen = list(steps)
    off = not all(model.nodes[step].get("disabled") for step in chosen)
    patch = tuple(Edit("set", ("nodes", step, "disabled"), off) for step in chosen)
    return Command(_titled("Switch off" if off else "Switch on", model, chosen), patch)


def _titled(what: str, model: Model, steps: list[str]) -> str:
    if len(steps) == 1:
        return f"{what} “{title_of(model, steps[0])}”"
    return f"{what} {len(steps)} steps"


def _with_inside(model: Model, steps: list[str]) -> list[str]:
    """Return the steps and all that lies inside them, what is around first."""
    found: dict[str, None] = {}
    waiting = list(steps)
    while waiting:
        step = waiting.pop(0)
        found[step] = None
        waiting += [name for name in model.inside(step) if name not in found]
    return sorted(found, key=lambda step: _depth(model, step))


def _depth(model: Model, step: str) -> int:
    depth, parent = 0, model.nodes[step].get("parent")
    while isinstance(parent, str):
        depth, parent = depth + 1, model.nodes[parent].get("parent")
    return depth


def _left_frames(model: Model, gone: list[str]) -> list[Edit]:
    """Return the edits that take removed steps out of the frames they were in."""
    layout = model.graph.get("layout")
    frames = layout.get("frames") if isinstance(layout, dict) else None
    patch: list[Edit] = []
    for name, frame in (frames if isinstance(frames, dict) else {}).items():
        members = frame.get("members") if isinstance(frame, dict) else None
        if isinstance(members, list) and set(members) & set(gone):
            left: list[JsonValue] = [step for step in members if step not in gone]
            path = ("graph", "layout", "frames", name)
            patch.append(Edit("set", (*path, "members"), left) if left else Edit("remove", path))
    return patch

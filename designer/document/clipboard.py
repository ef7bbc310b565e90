"""Knows how steps are copied as text and pasted again. Must not know Qt's clipboard or kinds.

The text is JSON, so that steps can be sent by mail or kept in a file. What is pasted is hostile
until parsed. Pasted steps get ids of their own; what they say of each other follows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import orjson
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from designer.document.changes.edges import new_edge
from designer.document.changes.places import with_inside
from designer.document.changes.steps import snapped, unused_id
from designer.document.history import Command
from designer.document.layout import FRAMES, NOTES, frames, notes
from runtime.definition.attributes import Edge, Node
from runtime.definition.errors import DefinitionError
from runtime.definition.plain import MAX_BYTES, parse
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from designer.document.model import Model
    from runtime.definition.json_value import JsonObject

MIME = "application/x-baton-steps+json"
_FAR = 1e9
"""Beyond it there is no drawing; who writes such a place means no place at all."""
_BEFORE = 4_000
"""Characters among which the steps begin: a mail may say something before them."""


class _Copied(BaseModel):
    """What the text holds; anything else is refused."""

    model_config = ConfigDict(extra="forbid")

    baton: int = Field(1, ge=1, le=1)
    nodes: list[Node] = []
    edges: list[Edge] = []
    frames: dict[str, dict[str, JsonValue]] = {}
    notes: dict[str, dict[str, JsonValue]] = {}
    connections: dict[str, dict[str, JsonValue]] = {}


def copied(model: Model, steps: Iterable[str], chosen_notes: Iterable[str] = ()) -> str:
    """Return steps with all inside them, the edges between them, their frames and notes as text."""
    inside = with_inside(model, [step for step in steps if step in model.nodes])
    kept = set(inside)
    edges = [e for e in model.edges.values() if e["source"] in kept and e["target"] in kept]
    wanted = {*chosen_notes, *(name for name, note in notes(model).items() if note.step in kept)}
    framed = [name for name, frame in frames(model).items() if set(frame.members) <= kept]
    parts: dict[str, Any] = {
        "baton": 1,
        "nodes": [model.nodes[step] for step in inside],
        "edges": edges,
        "frames": {name: model.value((*FRAMES, name)) for name in framed},
        "notes": {name: model.value((*NOTES, name)) for name in sorted(wanted)},
        "connections": _named(model, inside),
    }
    return orjson.dumps(parts, option=orjson.OPT_INDENT_2).decode()


def _named(model: Model, steps: Iterable[str]) -> JsonObject:
    """Return the connections that steps name: what others are set up is nobody's business."""
    known = model.graph.get("connections")
    text = orjson.dumps([model.nodes[step].get("params") for step in steps])
    here = known.items() if isinstance(known, dict) else ()
    return {name: entry for name, entry in here if orjson.dumps(name) in text}


def can_paste(text: str) -> bool:
    """Whether a text looks like copied steps; it may still turn out to be broken."""
    return len(text) <= MAX_BYTES and '"baton"' in text[:_BEFORE]


def pasted(
    model: Model, text: str, place: tuple[float, float] | None = None
) -> tuple[Command, list[str]]:
    """Paste steps; returns the command and the ids of the new steps.

    Args:
        model: where to.
        text: as of `copied`.
        place: where the top left corner comes to lie; None puts them a little beside the originals.

    Raises:
        DefinitionError: the text holds no steps.
    """
    parts = _read(text)
    names = _names(model, [node.id for node in parts.nodes])
    by = _shift(parts, place)
    patch = [*_connections(model, parts)]
    patch += [
        Edit("set", ("nodes", names[node.id]), _step(node, names, by)) for node in parts.nodes
    ]
    patch += _edges(model, parts, names)
    patch += _frames(model, parts, names)
    patch += _notes(model, parts, names, by)
    many = f"{len(parts.nodes)} steps" if parts.nodes else "notes"
    what = f"“{parts.nodes[0].title}”" if len(parts.nodes) == 1 else many
    return Command(f"Paste {what}", tuple(patch)), [*names.values()]


def renamed_references(value: JsonValue, names: Mapping[str, str]) -> JsonValue:
    """Return a value whose formulas name steps by other ids: `steps.old` becomes `steps.new`."""
    if isinstance(value, dict):
        return {key: renamed_references(member, names) for key, member in value.items()}
    if isinstance(value, list):
        return [renamed_references(item, names) for item in value]
    if isinstance(value, str) and "steps." in value:
        return _REFERENCE.sub(lambda hit: _other(hit, names), value)
    return value


_QUOTED = re.compile(r"^[>|\s\ufeff]+")
_REFERENCE = re.compile(r"(?<![\w.$`])steps\.(`[^`]+`|\w+)")


def _other(hit: re.Match[str], names: Mapping[str, str]) -> str:
    old = hit.group(1).strip("`")
    if old not in names:
        return hit.group()
    new = names[old]
    return f"steps.{new}" if re.fullmatch(r"[A-Za-z_]\w*", new) else f"steps.`{new}`"


def _read(text: str) -> _Copied:
    try:
        parts = _Copied.model_validate(_parsed(text))
    except (ValidationError, DefinitionError) as error:
        raise _unfit(str(error)[:2_000]) from error
    ids = {node.id for node in parts.nodes}
    if len(ids) < len(parts.nodes) or not ids | parts.notes.keys():
        raise _unfit("no steps, or the same one twice")
    return parts


def _parsed(text: str) -> JsonValue:
    try:
        return parse(text)
    except DefinitionError:
        if len(text) > MAX_BYTES:
            raise
        return parse(_without_mail(text))


def _without_mail(text: str) -> str:
    """Return what a mail left of the text: without greetings, marks of quotes and hard spaces."""
    lines = (_QUOTED.sub("", line) for line in text.splitlines())
    plain = "\n".join(lines).replace("\u00a0", " ")
    return plain[plain.find("{") : plain.rfind("}") + 1]


def _unfit(detail: str) -> DefinitionError:
    return DefinitionError(
        "There are no steps to paste.",
        where="the clipboard",
        why="What was copied last is something else, or was altered on its way.",
        next_step="Copy the steps again in Baton, then paste them.",
        detail=detail,
    )


def _names(model: Model, ids: list[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for old in ids:
        names[old] = unused_id(model, old, names.values())
    return names


def _shift(parts: _Copied, place: tuple[float, float] | None) -> tuple[float, float]:
    spots = [node.position for node in parts.nodes if node.position]
    spots += [cast("list[float]", n["position"]) for n in parts.notes.values() if _placed(n)]
    if place is None or not spots:
        return (24.0, 24.0)
    return (place[0] - min(s[0] for s in spots), place[1] - min(s[1] for s in spots))


def _placed(note: JsonObject) -> bool:
    match note.get("position"):
        case [int() | float(), int() | float()]:
            return True
        case _:
            return False


def _moved(spot: list[float] | None, by: tuple[float, float]) -> list[JsonValue]:
    x, y = spot or (0.0, 0.0)
    place = (x + by[0], y + by[1])
    return snapped(place if max(map(abs, place)) <= _FAR else (0.0, 0.0))


def _step(node: Node, names: Mapping[str, str], by: tuple[float, float]) -> JsonObject:
    entry = cast("JsonObject", node.model_dump(exclude_unset=True, exclude={"id"}))
    entry["position"] = _moved(node.position, by)
    for part in ("params", "saves"):
        if part in entry:
            entry[part] = renamed_references(entry[part], names)
    if node.parent is not None:
        entry.pop("parent")
        if node.parent in names:
            entry["parent"] = names[node.parent]
    return entry


def _edges(model: Model, parts: _Copied, names: Mapping[str, str]) -> list[Edit]:
    found: list[Edit] = []
    for edge in parts.edges:
        if edge.source in names and edge.target in names:
            made = new_edge(model, names[edge.source], edge.port, names[edge.target])
            value = cast("JsonObject", made.value)
            found.append(
                Edit("set", made.path, value | ({"label": edge.label} if edge.label else {}))
            )
    return found


def _frames(model: Model, parts: _Copied, names: Mapping[str, str]) -> list[Edit]:
    found: list[Edit] = []
    held = model.value(FRAMES)
    taken = {*(held if isinstance(held, dict) else ())}
    for name, frame in parts.frames.items():
        listed = frame.get("members")
        olds = listed if isinstance(listed, list) else []
        members: list[JsonValue] = [names[m] for m in olds if isinstance(m, str) and m in names]
        if members:
            taken.add(new := unused_id(model, name, taken))
            found.append(Edit("set", (*FRAMES, new), {**frame, "members": members}))
    return found


def _notes(
    model: Model, parts: _Copied, names: Mapping[str, str], by: tuple[float, float]
) -> list[Edit]:
    found: list[Edit] = []
    taken = set(notes(model))
    for name, note in parts.notes.items():
        taken.add(new := unused_id(model, name, taken))
        spot = cast("list[float]", note["position"]) if _placed(note) else None
        entry: JsonObject = {**note, "position": _moved(spot, by)}
        step = note.get("step")
        if isinstance(step, str) and step in names:
            entry["step"] = names[step]
        found.append(Edit("set", (*NOTES, new), entry))
    return found


def _connections(model: Model, parts: _Copied) -> list[Edit]:
    """Declare the connections that the steps may name and that are not known here."""
    known = model.graph.get("connections")
    here = known if isinstance(known, dict) else {}
    text = orjson.dumps([node.params for node in parts.nodes]).decode()
    return [
        Edit("set", ("graph", "connections", name), entry)
        for name, entry in parts.connections.items()
        if name not in here and orjson.dumps(name).decode() in text
    ]

"""Knows the workflows that the designer is measured with. Must not know what is measured.

Rows of twenty steps, of the kinds that people use, with the params of their examples; every way
out but the first leads on or, now and then, back.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from designer.library.cards import CardMaker
from runtime.definition.codec import dumps
from runtime.definition.definition import Definition
from runtime.steps import kinds

if TYPE_CHECKING:
    from pathlib import Path

ROW, COLUMN_WIDTH, ROW_HEIGHT = 20, 296.0, 152.0
_EXAMPLES = {
    "set_fields": None,
    "approval": "one_of_a_role",
    "map_data": None,
    "decision": "otherwise",
    "task": None,
}
_BACK = 50
"""So often a further way out leads back and not on."""


def write(folder: Path, steps: int) -> Path:
    """Writes a workflow of so many steps, and returns its file."""
    file = folder / f"drawing-{steps}.baton.json"
    file.write_text(dumps(Definition.from_document(document(steps))), encoding="utf-8")
    return file


def document(steps: int) -> Any:
    """Returns a workflow of so many steps as plain data."""
    nodes = [_node(number, steps) for number in range(steps)]
    cards = CardMaker(kinds())
    edges: list[Any] = []
    for number, node in enumerate(nodes[:-1]):
        ports = [port for port in cards.card(node, {}).ports if port.needed]
        for index, port in enumerate(ports):
            target = number + 1 + index
            if index and number % _BACK == 0:
                target = number - 3
            target = min(max(target, 1), steps - 1)
            ends = {"source": f"s{number}", "port": port.name, "target": f"s{target}"}
            edges.append({"key": f"e{number}-{index}", **ends})
    graph = {"id": "drawing", "name": "Drawing", "format": 1}
    return {"directed": True, "multigraph": True, "graph": graph, "nodes": nodes, "edges": edges}


def _node(number: int, steps: int) -> Any:
    kind, params = _kind(number, steps)
    place = [number % ROW * COLUMN_WIDTH, number // ROW * ROW_HEIGHT]
    name = f"Check the margin of case {number}"
    known = {"kind": kind, "kind_version": kinds()[kind].version, "params": params}
    return {"id": f"s{number}", "name": name, "position": place, **known}


def _kind(number: int, steps: int) -> tuple[str, Any]:
    if number == 0:
        return "start", {}
    if number == steps - 1:
        return "end", {}
    kind = list(_EXAMPLES)[number % len(_EXAMPLES)]
    return kind, _params(kind)


def _params(kind: str) -> Any:
    """Returns the params of an example of a kind: of the first where none is named."""
    folder = files("runtime.steps") / kind / "examples"
    known = sorted(entry.name for entry in folder.iterdir())
    name = f"{_EXAMPLES[kind]}.json" if _EXAMPLES[kind] else known[0]
    return json.loads((folder / name).read_text(encoding="utf-8")).get("params", {})

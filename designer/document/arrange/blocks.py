"""Knows what stays together when a drawing is tidied up: frames, and steps inside a step.

Must not know Qt, kinds or where anything comes. A drawing is read as scopes in one another: the
steps inside a step are a scope, and so are the members of a frame. Each scope is laid out alone and
is one block in the scope around it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runtime.definition.json_value import JsonObject


@dataclass(slots=True)
class Scope:
    """Blocks that are laid out beside each other.

    Attributes:
        step: the step that they lie inside; "" for none.
        frame: the frame round them; "" for none.
        blocks: in the order of the document: a step alone, a step with what lies inside, a frame.
        edges: pairs of places of blocks, in the order of the document.
        entered: where edges from outside come in: the step that they leave, the place of the block.
        left: where edges to outside go out: the place of the block, the step that they lead to.
    """

    step: str = ""
    frame: str = ""
    blocks: list[str | Scope] = field(default_factory=list["str | Scope"])
    edges: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    entered: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    left: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    def steps(self) -> Iterator[str]:
        """Return the ids of all steps in the scope, at any depth."""
        waiting: list[str | Scope] = [self]
        while waiting:
            block = waiting.pop()
            if isinstance(block, str):
                yield block
                continue
            if block.step:
                yield block.step
            waiting += reversed(block.blocks)


class Drawing:
    """What is read of a document.

    Args:
        document: node-link data; what has no usable form is passed over.
    """

    def __init__(self, document: JsonObject) -> None:
        nodes, edges = (cast("list[JsonObject]", document.get(p, [])) for p in ("nodes", "edges"))
        self.nodes = {str(node["id"]): node for node in nodes}
        self.edges = [(str(edge["source"]), str(edge["target"])) for edge in edges]
        self.branching = _branching(edges)
        """Steps from which edges leave by ways out of different names, which want room."""
        self.parent = {step: self._parent_of(step) for step in self.nodes}
        self.frame = _frames(document)

    def place(self, step: str) -> tuple[float, float] | None:
        """Return where a step is; None where that is not said."""
        match self.nodes[step].get("position"):
            case [int() | float() as x, int() | float() as y]:
                return (float(x), float(y))
            case _:
                return None

    def chosen(self, steps: set[str]) -> list[Scope]:
        """Return the scopes of some steps: with each step goes what lies inside it.

        Steps that lie inside different steps are laid out apart from each other.
        """
        tops: dict[str, list[str]] = {}
        for step in self.nodes:
            if step in steps and not self._around(step) & steps:
                tops.setdefault(self.parent[step], []).append(step)
        inside: dict[str, list[str]] = {}
        for step, parent in self.parent.items():
            inside.setdefault(parent, []).append(step)
        return [self._scope(members, inside) for members in tops.values()]

    def _scope(self, members: list[str], inside: Mapping[str, list[str]]) -> Scope:
        """Read steps beside each other; a loop, for a hostile file may nest without end."""
        root = Scope()
        waiting = [(root, members)]
        while waiting:
            scope, names = waiting.pop()
            held: dict[str, Scope] = {}
            for step in names:
                frame = self.frame.get(step, "") if not scope.frame else ""
                if frame:
                    if frame not in held:
                        held[frame] = Scope(frame=frame)
                        scope.blocks.append(held[frame])
                        framed = [one for one in names if self.frame.get(one) == frame]
                        waiting.append((held[frame], framed))
                elif inner := inside.get(step):
                    region = Scope(step=step)
                    scope.blocks.append(region)
                    waiting.append((region, inner))
                else:
                    scope.blocks.append(step)
        _connect(root, self.edges)
        return root

    def _parent_of(self, step: str) -> str:
        parent = self.nodes[step].get("parent")
        return parent if isinstance(parent, str) and parent in self.nodes else ""

    def _around(self, step: str) -> set[str]:
        found: set[str] = set()
        parent = self.parent[step]
        while parent and parent not in found:
            found.add(parent)
            parent = self.parent[parent]
        return found


def _branching(edges: list[JsonObject]) -> set[str]:
    ways: dict[str, set[str]] = {}
    for edge in edges:
        ways.setdefault(str(edge["source"]), set()).add(str(edge.get("port", "")))
    return {step for step, names in ways.items() if len(names) > 1}


def _frames(document: JsonObject) -> dict[str, str]:
    """Return the frame of each step that is in one; the first where it is in several."""
    graph = document.get("graph")
    layout = graph.get("layout") if isinstance(graph, dict) else None
    frames = layout.get("frames") if isinstance(layout, dict) else None
    found: dict[str, str] = {}
    for name, frame in (frames if isinstance(frames, dict) else {}).items():
        members = frame.get("members") if isinstance(frame, dict) else None
        for step in members if isinstance(members, list) else ():
            if isinstance(step, str):
                found.setdefault(step, name)
    return found


def _connect(root: Scope, edges: list[tuple[str, str]]) -> None:
    """Give each scope the edges between its blocks; an edge belongs where its ends part."""
    ways: dict[str, list[tuple[Scope, int]]] = {}
    waiting: list[tuple[Scope, list[tuple[Scope, int]]]] = [(root, [])]
    while waiting:
        scope, way = waiting.pop()
        for at, block in enumerate(scope.blocks):
            here = [*way, (scope, at)]
            if isinstance(block, str):
                ways[block] = here
                continue
            if block.step:
                ways[block.step] = here
            waiting.append((block, here))
    for source, target in edges:
        _connect_ends(source, target, ways.get(source, []), ways.get(target, []))


def _connect_ends(
    source: str, target: str, out: list[tuple[Scope, int]], into: list[tuple[Scope, int]]
) -> None:
    """Write an edge down where its ends part, and in the scopes that it leaves or enters."""
    shared = 0
    for (scope, one), (other_scope, other) in zip(out, into, strict=False):
        if scope is not other_scope:
            break
        shared += 1
        if one != other:
            scope.edges.append((one, other))
            break
    for scope, at in out[shared:]:
        scope.left.append((at, target))
    for scope, at in into[shared:]:
        scope.entered.append((source, at))

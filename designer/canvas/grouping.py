"""Knows which steps are hidden in folded frames and steps, and what stands for them.

Must not know Qt or how anything is drawn. A folded frame stands under `frame_name(id)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from designer.document import layout

if TYPE_CHECKING:
    from designer.document.layout import Frame
    from designer.document.model import Model


@dataclass(slots=True)
class Grouping:
    """What is folded.

    Attributes:
        frames: the frames by id.
        inside: each step that others lie inside -> those.
        folded: the steps whose inside is hidden.
        stands_for: each hidden step -> the name of what is shown in its place.
    """

    frames: dict[str, Frame] = field(default_factory=dict[str, "Frame"])
    inside: dict[str, list[str]] = field(default_factory=dict[str, "list[str]"])
    folded: frozenset[str] = frozenset()
    stands_for: dict[str, str] = field(default_factory=dict[str, str])

    def shown(self, step: str) -> str:
        """Return the name of what an edge at a step ends at."""
        return self.stands_for.get(step, step)


def frame_name(frame: str) -> str:
    """Return the name under which a folded frame stands among steps; no step has a blank in it."""
    return f"frame {frame}"


def grouping(model: Model) -> Grouping:
    """Return what is folded in a document."""
    found = Grouping(frames=layout.frames(model))
    for name, node in model.nodes.items():
        if isinstance(parent := node.get("parent"), str):
            found.inside.setdefault(parent, []).append(name)
    found.folded = layout.folded(model) & found.inside.keys()
    folded = [frame for frame in found.frames.values() if frame.collapsed]
    frame_of = {member: frame.id for frame in folded for member in frame.members}
    if frame_of or found.folded:
        stands = ((name, _stand(model, name, frame_of, found.folded)) for name in model.nodes)
        found.stands_for = {name: stand for name, stand in stands if stand != name}
    return found


def _stand(model: Model, step: str, frame_of: dict[str, str], folded: frozenset[str]) -> str:
    """Return what is shown in place of a step: of all that hide it, the outermost."""
    stand = here = step
    while True:
        if here in folded and here != step:
            stand = here
        if here in frame_of:
            stand = frame_name(frame_of[here])
        parent = model.nodes[here].get("parent")
        if not isinstance(parent, str):
            return stand
        here = parent

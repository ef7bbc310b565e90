"""Knows how a document becomes what another one says, in one change. Must not know where from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.history import Command
from designer.document.model import EDGES, STEPS, WORKFLOW, Model
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonValue


def become(model: Model, other: Definition, title: str) -> Command:
    """Let a document say what another one says; what is the same already is not touched.

    Args:
        model: the document.
        other: what it becomes.
        title: what the history calls it.
    """
    new = Model(other.document())
    patch = (
        *_edits(EDGES, model.edges, new.edges),
        *_edits(STEPS, model.nodes, new.nodes),
        *_edits(WORKFLOW, model.graph, new.graph),
    )
    return Command(title, patch)


def _edits(part: str, old: Mapping[str, JsonValue], new: Mapping[str, JsonValue]) -> Iterator[Edit]:
    for name in old.keys() - new.keys():
        yield Edit("remove", (part, name))
    for name, value in new.items():
        if name not in old or old[name] != value:
            yield Edit("set", (part, name), value)

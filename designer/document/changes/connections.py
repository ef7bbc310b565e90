"""Knows how a connection of a workflow gets another name. Must not know where one leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.history import Command
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from designer.document.model import Model

_HOLDER = ("graph", "connections")


def rename_connection(model: Model, old: str, new: str, fields: Mapping[str, str]) -> Command:
    """Let a workflow call a connection otherwise, with all steps that use it.

    Where the new name is taken in the workflow, that connection stays as it is and is used.

    Args:
        model: the workflow.
        old: what it is called now; a workflow that does not use it stays as it is.
        new: what it is called from now on.
        fields: by kind of step, the name of the param that names a connection.
    """
    title = f"Call a connection “{new}”"
    edits: list[Edit] = []
    declared = model.graph.get("connections")
    known = declared if isinstance(declared, dict) else {}
    if old in known and old != new:
        if new not in known:
            edits.append(Edit("set", (*_HOLDER, new), known[old]))
        edits.append(Edit("remove", (*_HOLDER, old)))
    for step, node in model.nodes.items():
        field, params = fields.get(str(node.get("kind")), ""), node.get("params")
        if field and isinstance(params, dict) and params.get(field) == old != new:
            edits.append(Edit("set", ("nodes", step, "params", field), new))
    return Command(title, tuple(edits))

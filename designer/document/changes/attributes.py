"""Knows how attributes of edges and of the workflow are set. Must not know what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.history import Command
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from designer.document.model import Model
    from runtime.definition.json_value import JsonValue


def set_edge_value(model: Model, key: str, name: str, value: JsonValue) -> Command:
    """Set an attribute of a connection, such as its label; None takes it out."""
    return _set(model, "Change a connection", ("edges", key, name), value)


def set_workflow_value(model: Model, path: tuple[str, ...], value: JsonValue) -> Command:
    """Set an attribute of the workflow, such as ("owners", "business"); None takes it out."""
    return _set(model, "Change the workflow", ("graph", *path), value)


def _set(model: Model, title: str, path: tuple[str, ...], value: JsonValue) -> Command:
    here = model.value(path)
    if here == value and type(here) is type(value):
        return Command(title, ())
    edit = Edit("remove", path) if value is None else Edit("set", path, value)
    return Command(title, (edit,), ".".join(path))

"""Knows format 0 and its change to format 1. Must not know any later format.

What changed: edges were called `links` (the older default of networkx), the kind of a step was
its `type`, the output port of an edge was its `source_port`, and a setting was its bare value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue


def upgrade(document: JsonObject) -> None:
    """Change a document of format 0 to format 1, in place."""
    _rename(document, "links", "edges")
    for node in _objects(document.get("nodes")):
        _rename(node, "type", "kind")
    for edge in _objects(document.get("edges")):
        _rename(edge, "source_port", "port")
    graph = document.get("graph")
    settings = graph.get("settings") if isinstance(graph, dict) else None
    if isinstance(settings, dict):
        for name, value in settings.items():
            if not isinstance(value, dict):
                settings[name] = {"value": value}


def _rename(attributes: JsonObject, old: str, new: str) -> None:
    if old in attributes and new not in attributes:
        attributes[new] = attributes.pop(old)


def _objects(value: JsonValue) -> list[JsonObject]:
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]

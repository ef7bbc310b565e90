"""Knows which systems a workflow writes to, from the marks of kinds and manifests. No names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.connector import load
from connectors.errors import ConnectorError
from designer.library.offers import marked_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from designer.document.model import Model
    from runtime.definition.json_value import JsonObject
    from runtime.step import Kind


def written_to(model: Model, kinds: Mapping[str, Kind[Any]]) -> list[str]:
    """Return the titles of the connections that a run would write through, sorted.

    A step whose operation is not known counts as writing: better asked once too often.
    """
    declared = model.graph.get("connections")
    connections = declared if isinstance(declared, dict) else {}
    found: set[str] = set()
    for node in model.nodes.values():
        name = _writes(node, kinds, connections)
        if name and not node.get("disabled"):
            entry = connections.get(name)
            title = entry.get("title") if isinstance(entry, dict) else None
            found.add(str(title or name))
    return sorted(found)


def _writes(node: JsonObject, kinds: Mapping[str, Kind[Any]], connections: JsonObject) -> str:
    """Return the connection that a step writes through; "" for a step that writes nothing."""
    name, params = node.get("kind"), node.get("params")
    if not isinstance(name, str) or name not in kinds or not isinstance(params, dict):
        return ""
    kind = kinds[name]
    connection = params.get(marked_field(kind, "connection"))
    operation = params.get(marked_field(kind, "operation"))
    if not isinstance(connection, str):
        return ""
    entry = connections.get(connection)
    connector = entry.get("connector") if isinstance(entry, dict) else None
    return "" if _only_reads(connector, operation) else connection


def _only_reads(connector: object, operation: object) -> bool:
    if not isinstance(connector, str):
        return False
    try:
        operations = load(connector).manifest.operations
    except ConnectorError:
        return False
    return any(one.id == operation and one.effect == "read" for one in operations)

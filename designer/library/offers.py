"""Knows what can be placed on a canvas: kinds, operations of systems, templates.

Must not know Qt, a document, or any kind or connector by name: which kind asks a system is told by
the marks of its params alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from connectors.connector import load, load_catalog
from connectors.errors import ConnectorError
from runtime.definition.folder import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connectors.manifest import Manifest, Operation
    from runtime.definition.json_value import JsonObject
    from runtime.step import Category, Kind

SYSTEMS, TEMPLATES = "In your systems", "Templates"
GROUPS = ("People", "Decide", "Data", "Flow", SYSTEMS, "Start and end", TEMPLATES)
"""Sections of the palette in their order; further ones of foreign kinds follow."""
_MARK, _CONNECTOR_MARK = "x-baton-field", "x-baton-connector"


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be placed.

    Attributes:
        id: stable and unique ("kind:…", "operation:…", "template:…").
        title: what it does, in business words.
        group: section of the palette.
        category: gives the colour.
        icon: for `designer.assets.icons`.
        synonyms: other words that people look for.
        system: title of the system it belongs to; "" for none.
        kind: step kind that is placed; "" for a template.
        version: of the kind.
        params: what the new step begins with, without its connection.
        connector: id of the connector that it needs; "" for none.
        template: name of the template that is placed; "" for none.
    """

    id: str
    title: str
    summary: str
    group: str
    category: Category
    icon: str
    synonyms: tuple[str, ...] = ()
    system: str = ""
    kind: str = ""
    version: int = 1
    params: JsonObject = field(default_factory=dict[str, Any], hash=False)
    connector: str = ""
    template: str = ""


def offers(kinds: Mapping[str, Kind[Any]]) -> tuple[Offer, ...]:
    """Return everything that can be placed, in the order of the palette; kept for the next call.

    Args:
        kinds: the step kinds by name.
    """
    return _offers(tuple(kinds.values()))


def marked_field(kind: Kind[Any], mark: str) -> str:
    """Return the name of the first param of a field type ("connection"); "" for none."""
    for name, info in kind.params.model_fields.items():
        if _extra(info.json_schema_extra).get(_MARK) == mark:
            return name
    return ""


def template_document(name: str) -> JsonObject:
    """Return the document of a template; a fresh one at each call.

    Raises:
        OSError: there is none of that name.
    """
    place = files("resources") / "templates" / name / f"{name}{SUFFIX}"
    return cast("JsonObject", json.loads(place.read_text(encoding="utf-8")))


@lru_cache(maxsize=4)
def _offers(kinds: tuple[Kind[Any], ...]) -> tuple[Offer, ...]:
    found = [_of_kind(kind) for kind in kinds]
    asking = next((kind for kind in kinds if _asks_any_system(kind)), None)
    if asking is not None:
        found += _of_systems(asking)
    found += _of_templates()
    order = {name: place for place, name in enumerate(GROUPS)}
    return tuple(sorted(found, key=lambda offer: order.get(offer.group, len(order))))


def _asks_any_system(kind: Kind[Any]) -> bool:
    return bool(marked_field(kind, "connection") and marked_field(kind, "operation"))


def _of_kind(kind: Kind[Any]) -> Offer:
    connection = marked_field(kind, "connection")
    connector, system = _only_system(kind, connection) if connection else ("", "")
    return Offer(
        id=f"kind:{kind.name}",
        title=kind.title,
        summary=kind.summary,
        group=SYSTEMS if connection else kind.group,
        category=kind.category,
        icon=f"kind:{kind.name}",
        synonyms=kind.synonyms,
        system=system,
        kind=kind.name,
        version=kind.version,
        params=dict(kind.starter),
        connector=connector,
    )


def _only_system(kind: Kind[Any], connection: str) -> tuple[str, str]:
    """Return id and title of the connector that a kind is made for; blanks where any will do."""
    extra = _extra(kind.params.model_fields[connection].json_schema_extra)
    connector = str(extra.get(_CONNECTOR_MARK, ""))
    manifest = _manifest(connector) if connector else None
    return connector, manifest.title if manifest else ""


def _manifest(connector: str) -> Manifest | None:
    """Return what a connector says of itself; None when it cannot be read.

    A broken entry offers nothing; where connections are made, people are told why.
    """
    try:
        return load(connector).manifest
    except (ConnectorError, OSError, ImportError):
        return None


def _of_systems(kind: Kind[Any]) -> Iterator[Offer]:
    for connector in load_catalog():
        manifest = _manifest(connector)
        if manifest is not None:
            test = [one for one in manifest.operations if one.id == manifest.test]
            for operation in (*(one for one in manifest.operations if one not in test), *test):
                yield _of_operation(kind, manifest, operation)


def _of_operation(kind: Kind[Any], manifest: Manifest, operation: Operation) -> Offer:
    return Offer(
        id=f"operation:{manifest.id}.{operation.id}",
        title=operation.title,
        summary=" ".join(operation.description.split()),
        group=SYSTEMS,
        category=kind.category,
        icon=f"connector:{manifest.id}",
        synonyms=operation.synonyms,
        system=manifest.title,
        kind=kind.name,
        version=kind.version,
        params={marked_field(kind, "operation"): operation.id},
        connector=manifest.id,
    )


def _of_templates() -> Iterator[Offer]:
    folder = files("resources") / "templates"
    names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    for name in names:
        try:
            yield _of_template(name, template_document(name))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # a folder that holds no readable workflow is none


def _of_template(name: str, document: JsonObject) -> Offer:
    graph, steps = cast("Any", document["graph"]), cast("list[Any]", document["nodes"])
    words = [str(label).replace("-", " ") for label in graph.get("labels", {}).values()]
    return Offer(
        id=f"template:{name}",
        title=str(graph.get("name") or name),
        summary=f"{len(steps)} steps. {graph.get('description', '')}".strip(),
        group=TEMPLATES,
        category="data",
        icon="template",
        synonyms=(*words, "template", "example"),
        template=name,
    )


def _extra(extra: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", extra) if isinstance(extra, dict) else {}

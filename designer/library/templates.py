"""Knows the starter workflows and the example case of each. Must not know Qt or a document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from designer.library import tours
from designer.library.offers import template_document
from runtime.definition.folder import SUFFIX

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

_NO_CASE = {"answers.json", tours.FILE}


@dataclass(frozen=True, slots=True)
class Template:
    """One starter workflow.

    Attributes:
        steps: how many it has.
    """

    name: str
    title: str
    summary: str
    steps: int


@lru_cache(maxsize=1)
def templates() -> tuple[Template, ...]:
    """Return all starter workflows, by title."""
    folder = files("resources") / "templates"
    names = [entry.name for entry in folder.iterdir() if entry.is_dir()]
    found = (_template(name) for name in names)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.title))


@lru_cache(maxsize=64)
def example_case(name: str) -> JsonValue:
    """Return what a template's start form is filled in with in its example; None for none.

    Args:
        name: the template; an unknown one has no example.
    """
    folder = files("resources") / "templates" / name
    if not name or not folder.is_dir():
        return None
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        plain = entry.name.endswith(".json") and not entry.name.endswith(SUFFIX)
        if plain and entry.name not in _NO_CASE:
            return cast("JsonValue", json.loads(entry.read_text(encoding="utf-8")))
    return None


@lru_cache(maxsize=64)
def example_form(name: str) -> JsonValue:
    """Return the start form that a template's example is of; None for none."""
    if example_case(name) is None:
        return None
    return cast("JsonObject", template_document(name)["graph"]).get("input")


def _template(name: str) -> Template | None:
    """Return a template; None for a folder without a readable workflow."""
    try:
        document = template_document(name)
    except (OSError, ValueError):
        return None
    graph = cast("JsonObject", document["graph"])
    nodes = cast("list[Any]", document["nodes"])
    title, summary = (str(graph.get(part) or "") for part in ("name", "description"))
    return Template(name, title or name, summary, len(nodes))

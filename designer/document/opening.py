"""Knows how a workflow comes from a file and goes there, and if that is the same still.

Must not ask anyone, nor know windows.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

import orjson

from runtime.definition import files
from runtime.definition.codec import digest, loads
from runtime.definition.definition import Definition
from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from pathlib import Path

    from designer.document.workflow import WorkflowDocument
    from runtime.definition.json_value import JsonObject

DiskState: TypeAlias = Literal["same", "changed", "gone"]

TEMPLATE = "template"
"""The label that names the starter workflow that a workflow began as."""
_ANY = "workflow"
_HEAP = 2


def new_workflow(name: str = "") -> Definition:
    """Return an empty workflow."""
    from runtime.definition.migrations import FORMAT

    graph: JsonObject = {"format": FORMAT, "name": name}
    parts: JsonObject = {"directed": True, "multigraph": True, "graph": graph}
    return Definition.from_document({**parts, "nodes": [], "edges": []})


def open_file(path: Path) -> Definition:
    """Read a workflow; steps that have no place yet are laid out.

    Raises:
        DefinitionError: it is broken, hostile, too large, of a newer Baton, or cannot be read.
    """
    return laid_out(files.load(path))


def laid_out(definition: Definition) -> Definition:
    """Return a workflow that can be read as a drawing: one that nobody ever drew is tidied up.

    A workflow that a program wrote has no places, and all its steps would lie on one heap. One
    place that somebody chose is enough for all to be left as they are.
    """
    document = definition.document()
    nodes = cast("list[JsonObject]", document["nodes"])
    if len(nodes) < _HEAP or any(node.get("position") is not None for node in nodes):
        return definition
    from designer.document.arrange import arranged  # most files never need it

    places = arranged(document, {})
    for node in nodes:
        node["position"] = list(places[str(node["id"])])
    return Definition.from_document(document)


def stamp(path: Path) -> str:
    """Return the digest of a file's content, "" where it cannot be read.

    For a file that Baton wrote it is the digest of the definition.
    """
    try:
        return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def file_state(path: Path | None, known: str) -> DiskState:
    """Say whether a file says something else than it did.

    A file that cannot be read counts as changed: it must not be overwritten unasked.

    Args:
        path: None for a workflow that has no file yet.
        known: digest of what it said, as of `stamp`.
    """
    if path is None:
        return "gone"
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return "gone"
    except OSError:
        return "changed"
    if "sha256:" + hashlib.sha256(data).hexdigest() == known:
        return "same"
    try:
        return "same" if digest(loads(data)) == known else "changed"
    except DefinitionError:
        return "changed"


@dataclass(frozen=True, slots=True)
class Taken:
    """A document as it was at a moment, to be written while it may go on changing.

    Attributes:
        revision: of the document at that moment.
    """

    text: bytes
    revision: int

    def write(self, path: Path) -> str:
        """Write it to a file and return the digest of what stands there now.

        Raises:
            DefinitionError: it cannot be written; an earlier file is unchanged.
        """
        definition = Definition.from_document(orjson.loads(self.text))
        files.save(definition, path)
        return digest(definition)


def taken(document: WorkflowDocument) -> Taken:
    """Return a document as it is now; the rest can be done in another thread."""
    return Taken(orjson.dumps(document.model.document()), document.revision)


def copied(definition: Definition) -> Definition:
    """Return a workflow of its own that begins as another one, with a name that says so."""
    document = of_its_own(definition).document()
    graph = cast("JsonObject", document["graph"])
    graph["name"] = f"Copy of {definition.meta.name or 'a workflow'}"
    return Definition.from_document(document)


def of_its_own(definition: Definition, template: str = "") -> Definition:
    """Return a workflow with an id that no other has.

    By its id the runs of a workflow are known, and what this computer remembers of it.

    Args:
        definition: what it begins as.
        template: name of the starter workflow that this is; noted in its labels.
    """
    document = definition.document()
    graph = cast("JsonObject", document["graph"])
    graph["id"] = unused_id(template)
    if template:
        graph["labels"] = {**definition.meta.labels, TEMPLATE: template}
    return Definition.from_document(document)


def unused_id(template: str = "") -> str:
    """Return an id that no other workflow has."""
    return f"{template or _ANY}-{secrets.token_hex(4)}"


def template_of(graph: JsonObject) -> str:
    """Return the name of the starter workflow that a workflow began as; "" for none."""
    labels = graph.get("labels")
    noted = labels.get(TEMPLATE) if isinstance(labels, dict) else None
    return str(noted or graph.get("id") or "")  # older ones kept the id of the starter workflow

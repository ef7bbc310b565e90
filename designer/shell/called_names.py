"""Knows when the drawings of called workflows are read, so that a run can name their steps.

Must not know what is told of a run. Files are read in another thread: a slow disk holds up nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from designer.document.model import Model
from designer.library.roles import callers, calling
from designer.shell.working import Later
from runtime.definition.folder import workflows_in

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from pathlib import Path

    from designer.panels.workbench import Workbench
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.step import Kind


class CalledNames(QObject):
    """Learns the names of steps in called workflows as soon as a run that calls them is shown.

    Args:
        bench: what lies on the desk.
    """

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._read: tuple[object, Path] | None = None
        bench.run_changed.connect(self._look)
        bench.document_changed.connect(self._look)
        bench.run_grew.connect(self._look)

    def _look(self) -> None:
        """Read the folder, once for each run: the drawing of an earlier one comes after it."""
        run, path = self._bench.run, self._bench.draft.path
        if run is None or path is None or not run.knows_document:
            return
        if self._read is not None and self._read[0] is run.document and self._read[1] == path:
            return
        self._read = run.document, path
        nodes = _nodes(run.document) or [*self._bench.draft.model.nodes.values()]
        kinds, folder = self._bench.services.kinds, path.parent
        later = Later(lambda: called_drawings(folder, nodes, kinds), self)
        later.done.connect(self._take)
        later.ended.connect(later.deleteLater)

    def _take(self, found: dict[str, Model]) -> None:
        if found or self._bench.names.called:
            self._bench.set_called(found)


def called_drawings(
    folder: Path, nodes: Iterable[JsonObject], kinds: Mapping[str, Kind[Any]]
) -> dict[str, Model]:
    """Return the drawings of the workflows of a folder that some steps run, with all these run.

    Args:
        folder: where they lie; what cannot be read is left out.
        nodes: the steps.
        kinds: the step kinds by name.
    """
    names, field = callers(kinds), calling(kinds).fields["workflow"]
    waiting = _idents(nodes, names, field)
    known = workflows_in(folder) if waiting else {}
    found: dict[str, Model] = {}
    while waiting:
        ident = waiting.pop()
        if ident in known and ident not in found:
            found[ident] = Model(known[ident].document())
            waiting += _idents(found[ident].nodes.values(), names, field)
    return found


def _idents(nodes: Iterable[JsonObject], names: Container[str], field: str) -> list[str]:
    """Return the ids of the workflows that steps of some kinds run."""
    several = (node.get("params") for node in nodes if str(node.get("kind")) in names)
    found = (params.get(field) for params in several if isinstance(params, dict))
    return [ident for ident in found if isinstance(ident, str) and ident]


def _nodes(document: JsonObject) -> list[JsonObject]:
    nodes: JsonValue = document.get("nodes")
    return [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []

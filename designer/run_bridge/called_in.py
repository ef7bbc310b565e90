"""Knows the workflows of a folder that the steps of one run, as far as these need them. Not Qt.

A file is read again only when it is another one; this runs in the helper, and never in a window.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from runtime.definition import files
from runtime.definition.errors import DefinitionError
from runtime.definition.folder import workflow_files
from runtime.plan.as_called import called_of
from runtime.plan.param_fields import params_schema
from runtime.steps import kinds

if TYPE_CHECKING:
    from runtime.definition.definition import Definition
    from runtime.plan.called import Called

_MOST = 400
"""Files of a folder that are looked at."""
_read: dict[Path, tuple[tuple[int, int], str, Called | None]] = {}


def called_in(definition: Definition, folder: str) -> dict[str, Called]:
    """Return the workflows that steps of a workflow run, by id; {} where it runs none.

    Args:
        definition: the workflow.
        folder: where the others lie; "" where nobody knows.
    """
    fields = _fields()
    named = [
        node.params.get(fields[node.kind]) for node in definition.nodes() if node.kind in fields
    ]
    wanted = {name for name in named if isinstance(name, str) and name} - {definition.meta.id}
    if not folder or not wanted:
        return {}
    found: dict[str, Called] = {}
    for path in _listed(Path(folder)):
        ident, called = _looked_at(path, wanted)
        if called is not None and ident in wanted:
            found.setdefault(ident, called)
    return found


@lru_cache(maxsize=1)
def _fields() -> dict[str, str]:
    """Return by kind of step the param that names another workflow."""
    found = {name: params_schema(kind.params).get("properties") for name, kind in kinds().items()}
    return {
        kind: name
        for kind, properties in found.items()
        for name, schema in (properties if isinstance(properties, dict) else {}).items()
        if isinstance(schema, dict) and schema.get("x-baton-field") == "workflow"
    }


def _listed(folder: Path) -> list[Path]:
    try:
        return [path for path in workflow_files(folder) if path.is_file()][:_MOST]
    except OSError:
        return []


def _looked_at(path: Path, wanted: set[str]) -> tuple[str, Called | None]:
    """Return the id of the workflow in a file, and what it is; "" for none that is wanted."""
    try:
        stat = path.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        if path not in _read or _read[path][0] != stamp:
            text = path.read_bytes() if stat.st_size <= files.MAX_BYTES else b""
            if not any(name.encode() in text for name in wanted):
                return "", None
            definition = files.load(path)
            _read[path] = (stamp, definition.meta.id, called_of(definition, kinds()))
    except (OSError, DefinitionError):
        return "", None
    return _read[path][1], _read[path][2]

"""Knows how workflow files are read, checked and shown. Must not know how problems are found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject
    from runtime.plan.problems import Problem


def load(name: str) -> Definition:
    """Reads a workflow file; raises DefinitionError, naming the file."""
    from runtime.definition import files

    try:
        return files.load(Path(name))
    except DefinitionError as error:
        if name in error.what:
            raise
        raise DefinitionError(
            f"“{name}” is not a workflow file that can be used.",
            where=error.where,
            why=error.why or error.what,
            next_step=error.next_step,
            detail=error.detail,
        ) from error
    except ValueError as error:  # a name that no file can have
        raise DefinitionError(
            f"There is no file “{name}”.", why=f"{error}.", next_step="Check its name."
        ) from error


def find(definition: Definition, connections: dict[str, str] | None = None) -> list[Problem]:
    """Lists what is wrong with a workflow, errors first."""
    from runtime.plan.check import check
    from runtime.steps import kinds

    return check(definition, kinds(), connections=connections)


def bound_connections(definition: Definition) -> dict[str, str] | None:
    """Returns which connections are set up here, with their connectors; None when none is used."""
    if not definition.meta.connections:
        return None
    from runtime.vault.connections import ConnectionBook

    return {record.name: record.connector for record in ConnectionBook().records()}


def shown(problem: Problem) -> JsonObject:
    """Returns a problem as JSON."""
    found: JsonObject = {
        "code": problem.code,
        "severity": problem.severity,
        "sentence": problem.sentence,
        "step": problem.step,
        "edge": problem.edge,
        "field": problem.field,
        "offset": problem.offset,
    }
    if problem.fix is not None:
        edits = problem.fix.edits
        found["fix"] = {
            "title": problem.fix.title,
            "edits": [{"op": e.op, "path": list(e.path), "value": e.value} for e in edits],
        }
    return found


def broken(error: DefinitionError) -> JsonObject:
    """Returns a file that cannot be read as a problem."""
    return {
        "code": error.code,
        "severity": "error",
        "sentence": str(error),
        "step": None,
        "edge": None,
        "field": error.where or None,
        "offset": None,
    }


def in_words(problem: JsonObject) -> list[str]:
    """Returns a problem as lines for people."""
    place = ", ".join(
        f"{name} {problem[name]}" for name in ("step", "edge", "field") if problem.get(name)
    )
    lines = [f"  {problem['severity']}: {problem['sentence']}", f"      {problem['code']}"]
    lines[1] += f" at {place}" if place else ""
    fix = problem.get("fix")
    if isinstance(fix, dict):
        lines.append(f"      to mend it: {fix['title']}")
    return lines

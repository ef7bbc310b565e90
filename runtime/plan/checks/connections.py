"""Knows whether every connection that a step uses is declared and bound to a real system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.plan.near import did_you_mean, nearest
from runtime.plan.param_fields import marked
from runtime.plan.problems import Edit, Fix, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.definition.attributes import Connection
    from runtime.plan.param_fields import Marked
    from runtime.plan.survey import Survey


def find(survey: Survey) -> Iterator[Problem]:
    """Find names of connections that nobody declared, and declared ones that lead nowhere."""
    declared = survey.definition.meta.connections
    for step in survey.steps.values():
        for found in marked(step, "connection"):
            if isinstance(found.value, str) and found.value and found.value not in declared:
                yield _undeclared(step.id, step.title, found, declared.keys() | set())
    for name, connection in declared.items():
        yield from _unbound(survey, name, connection)


def _undeclared(step: str, title: str, found: Marked, declared: set[str]) -> Problem:
    name = str(found.value)
    meant = nearest(name, declared)
    sentence = (
        f"{title} uses the connection “{name}”, which the workflow does not have; "
        f"choose one, or add it to the workflow.{did_you_mean(meant)}"
    )
    fix = None
    if meant is not None and found.path is not None:
        fix = Fix(f"Use “{meant}”", (Edit("set", ("nodes", step, *found.path), meant),))
    return Problem("connection.unknown", "error", sentence, step, field=found.field, fix=fix)


def _unbound(survey: Survey, name: str, connection: Connection) -> Iterator[Problem]:
    field, called = f"connections.{name}", f"“{connection.title or name}”"
    if not connection.connector:
        sentence = f"The connection {called} names no connector; choose the system it leads to."
        yield Problem("connection.no_connector", "error", sentence, field=field)
    if survey.drawing.connections is None:
        return  # no environment is chosen yet
    bound = survey.drawing.connections.get(name)
    if bound is None:
        sentence = f"The connection {called} is not bound to a system here; bind it."
        yield Problem("connection.unbound", "error", sentence, field=field)
    elif connection.connector and bound != connection.connector:
        sentence = (
            f"The connection {called} is bound to {bound} and the workflow needs "
            f"{connection.connector}; bind it to a system of that kind."
        )
        yield Problem("connection.other", "error", sentence, field=field)

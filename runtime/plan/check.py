"""Knows which checks there are and in which order their findings are shown. Must not check itself.

A new check is a module in `runtime.plan.checks` with `find(survey)`, and a line in `CHECKS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.plan.checks import (
    calls,
    connections,
    effects,
    ends,
    formulas,
    joins,
    kinds,
    loops,
    money,
    owners,
    starts,
    undoing,
    wiring,
    writes,
)
from runtime.plan.drawing import Drawing
from runtime.plan.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from runtime.definition.definition import Definition
    from runtime.plan.called import Called
    from runtime.plan.drawing import AnyKind
    from runtime.plan.problems import Problem

CHECKS: tuple[Callable[[Survey], Iterator[Problem]], ...] = (
    kinds.find,
    starts.find,
    wiring.find,
    loops.find,
    joins.find,
    ends.find,
    undoing.find,
    writes.find,
    effects.find,
    formulas.find,
    calls.find,
    money.find,
    connections.find,
    owners.find,
)

_ORDER = {"error": 0, "warning": 1, "hint": 2}


def check(
    definition: Definition,
    kinds: Mapping[str, AnyKind],
    *,
    connections: Mapping[str, str] | None = None,
    called: Mapping[str, Called] | None = None,
) -> list[Problem]:
    """List what is wrong or unwise in a drawing, errors first; never raises.

    Args:
        definition: what is checked.
        kinds: the step kinds of this Baton by name; only those that are used are looked up.
        connections: names of connections that are bound to a system, with the connector's id;
            None when no environment is chosen yet.
        called: the workflows that its steps can run, by id; those that are left out are not
            looked at.
    """
    survey = Survey(Drawing(definition, kinds, connections, called))
    found = [problem for find in CHECKS for problem in find(survey)]
    return sorted(found, key=lambda problem: (_ORDER[problem.severity], problem.step or ""))


def forbids_running(problems: list[Problem]) -> bool:
    """Whether one of the problems is an error."""
    return any(problem.severity == "error" for problem in problems)

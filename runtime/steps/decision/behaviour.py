"""Knows that the first condition that holds chooses the way. Must not know where it leads."""

from __future__ import annotations

from runtime.primitives import Branch, Choose, Expr
from runtime.step import ERROR, Around, Finding, Kind, Port, blanks
from runtime.steps.decision.params import DecisionParams


class Decision(Kind[DecisionParams]):
    """Chooses one of several ways by conditions."""

    name = "decision"
    title = "Choose a way"
    summary = "The first condition that is true says how the case goes on."
    group = "Decide"
    synonyms = ("decision", "if", "condition", "branch", "gateway", "switch", "route", "yes or no")
    params = DecisionParams

    def ports(self, params: DecisionParams) -> tuple[Port, ...]:
        """One port a condition, in their order, then the way for all else."""
        names = [*(way.port for way in params.conditions), params.otherwise]
        return (*(Port(name, name) for name in names), ERROR)

    def compile(self, params: DecisionParams, around: Around) -> Choose:
        """Tries the conditions from the top."""
        del around
        branches = tuple(
            Branch(way.port, Expr(way.when, place=f"conditions[{index}].when"), label=way.port)
            for index, way in enumerate(params.conditions)
        )
        return Choose(branches, default=params.otherwise)

    def findings(self, params: DecisionParams) -> tuple[Finding, ...]:
        """Formulas that are still to be written."""
        return blanks({f"conditions[{n}].when": w.when for n, w in enumerate(params.conditions)})

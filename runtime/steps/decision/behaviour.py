"""Knows that the first condition that holds chooses the way. Must not know where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime.primitives import Branch, Choose, Expr
from runtime.step import ERROR, Around, Finding, Kind, Port, blanks
from runtime.steps.decision.params import DecisionParams

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject

_FEW = 3
"""So many ways are named on the card; more are counted."""


class Decision(Kind[DecisionParams]):
    """Chooses one of several ways by conditions."""

    name = "decision"
    title = "Choose a way"
    summary = "Goes on by the first condition that is true."
    group = "Decide"
    category = "logic"
    chooses = True
    synonyms = ("decision", "if", "condition", "branch", "gateway", "switch", "route", "yes or no")
    starter: ClassVar[JsonObject] = {
        "conditions": [{"port": "yes", "when": ""}],
        "otherwise": "no",
    }
    params = DecisionParams

    def ports(self, params: DecisionParams) -> tuple[Port, ...]:
        """One port a condition, in their order, then the way for all else."""
        ways = (Port(way.port, way.port) for way in params.conditions)
        return (*ways, Port(params.otherwise, params.otherwise, otherwise=True), ERROR)

    def compile(self, params: DecisionParams, around: Around) -> Choose:
        """Tries the conditions from the top."""
        del around
        branches = tuple(
            Branch(way.port, Expr(way.when, place=f"conditions[{index}].when"), label=way.port)
            for index, way in enumerate(params.conditions)
        )
        return Choose(branches, default=params.otherwise)

    def caption(self, params: DecisionParams, around: Around) -> str:
        """The ways, or how many they are."""
        del around
        names = [*(way.port for way in params.conditions), params.otherwise]
        return " / ".join(names) if len(names) <= _FEW else f"{len(names)} ways"

    def findings(self, params: DecisionParams) -> tuple[Finding, ...]:
        """Formulas that are still to be written."""
        return blanks({f"conditions[{n}].when": w.when for n, w in enumerate(params.conditions)})

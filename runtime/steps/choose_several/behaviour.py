"""Knows that every condition that holds opens a way. Must not know where the ways lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime.primitives import Branch, Choose, Expr
from runtime.step import ERROR, Around, Finding, Kind, Port, blanks
from runtime.steps.choose_several.params import ChooseSeveralParams

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject

_FEW = 3
"""So many ways are named on the card; more are counted."""


class ChooseSeveral(Kind[ChooseSeveralParams]):
    """Takes every way whose condition holds."""

    name = "choose_several"
    title = "Choose several ways"
    summary = "Every way whose condition is true is taken, all at the same time."
    group = "Decide"
    category = "logic"
    chooses = True
    synonyms = (
        "several at once",
        "inclusive or",
        "multi-choice",
        "each that applies",
        "several",
        "which apply",
        "conditions",
    )
    starter: ClassVar[JsonObject] = {
        "ways": [{"port": "one", "when": ""}, {"port": "other", "when": ""}]
    }
    params = ChooseSeveralParams

    def ports(self, params: ChooseSeveralParams) -> tuple[Port, ...]:
        """One port a way, in their order, then the way for when none fits."""
        ways = (Port(way.port, way.port) for way in params.ways)
        return (*ways, Port(params.otherwise, params.otherwise, otherwise=True), ERROR)

    def compile(self, params: ChooseSeveralParams, around: Around) -> Choose:
        """Looks at all conditions."""
        del around
        branches = tuple(
            Branch(way.port, Expr(way.when, place=f"ways[{index}].when"), label=way.port)
            for index, way in enumerate(params.ways)
        )
        return Choose(branches, default=params.otherwise, every=True)

    def caption(self, params: ChooseSeveralParams, around: Around) -> str:
        """The ways, or how many they are."""
        del around
        names = [way.port for way in params.ways]
        return " + ".join(names) if len(names) <= _FEW else f"Up to {len(names)} ways"

    def findings(self, params: ChooseSeveralParams) -> tuple[Finding, ...]:
        """Formulas that are still to be written."""
        return blanks({f"ways[{n}].when": way.when for n, way in enumerate(params.ways)})

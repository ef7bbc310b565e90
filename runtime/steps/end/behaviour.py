"""Knows that one path is over and the others go on. Must not know the rest of the drawing."""

from __future__ import annotations

from runtime.primitives import Finish
from runtime.step import Around, Finding, Kind, Port, blanks, fields, listed
from runtime.steps.end.params import EndParams


class End(Kind[EndParams]):
    """Where a path of the case is done."""

    name = "end"
    title = "Finish"
    summary = "This path is done. The case is closed when every path has come to an end."
    group = "Start and end"
    category = "end"
    synonyms = ("end", "done", "close", "complete", "result", "stop")
    params = EndParams

    def ports(self, params: EndParams) -> tuple[Port, ...]:
        """Nothing follows an end."""
        del params
        return ()

    def compile(self, params: EndParams, around: Around) -> Finish:
        """Ends the path with its result."""
        del around
        return Finish("end", output=fields(params.output, "output"))

    def caption(self, params: EndParams, around: Around) -> str:
        """What the case hands over."""
        del around
        return f"Gives {listed(params.output)}" if params.output else self.title

    def findings(self, params: EndParams) -> tuple[Finding, ...]:
        """Formulas that are still to be written."""
        return blanks({f"output.{name}": text for name, text in params.output.items()})

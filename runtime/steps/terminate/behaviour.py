"""Knows that every other path stops too. Must not know what they were doing."""

from __future__ import annotations

from runtime.primitives import Finish
from runtime.step import Around, Finding, Kind, Port, blanks, fields, listed
from runtime.steps.terminate.params import TerminateParams


class Terminate(Kind[TerminateParams]):
    """Where the whole case is done, whatever else is under way."""

    name = "terminate"
    title = "Finish everything"
    summary = "The case is closed at once: open tasks are withdrawn and other paths stop."
    group = "Start and end"
    category = "end"
    synonyms = ("terminate", "stop all", "close the case", "withdraw", "cancel the rest", "abort")
    params = TerminateParams

    def ports(self, params: TerminateParams) -> tuple[Port, ...]:
        """Nothing follows."""
        del params
        return ()

    def compile(self, params: TerminateParams, around: Around) -> Finish:
        """Ends the whole scope with the result."""
        del around
        return Finish("terminate", output=fields(params.output, "output"))

    def caption(self, params: TerminateParams, around: Around) -> str:
        """What the case hands over."""
        del around
        return f"Gives {listed(params.output)}" if params.output else self.title

    def findings(self, params: TerminateParams) -> tuple[Finding, ...]:
        """Formulas that are still to be written."""
        return blanks({f"output.{name}": text for name, text in params.output.items()})

"""Knows that the case ends as failed, with code and reason. Must not know who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime.primitives import Finish
from runtime.step import Around, Kind, Port, text_expr, text_words
from runtime.steps.fail.params import FailParams

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject


class Fail(Kind[FailParams]):
    """Where the case ends as failed."""

    name = "fail"
    title = "Finish as failed"
    summary = "The case is closed as failed, with a code for the reports and a reason for people."
    group = "Start and end"
    category = "end"
    synonyms = ("fail", "error", "reject the case", "refuse", "stop with a reason", "raise")
    rescue: ClassVar[JsonObject] = {
        "code": "step.failed",
        "reason": "A step failed: {{ error.message }}",
    }
    params = FailParams

    def ports(self, params: FailParams) -> tuple[Port, ...]:
        """Nothing follows."""
        del params
        return ()

    def compile(self, params: FailParams, around: Around) -> Finish:
        """Ends the run as failed."""
        del around
        return Finish("fail", reason=text_expr(params.reason, "reason"), code=params.code)

    def caption(self, params: FailParams, around: Around) -> str:
        """Why."""
        del around
        return text_words(params.reason)

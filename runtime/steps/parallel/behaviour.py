"""Knows that a split follows every line at once. Must not know where the lines meet."""

from __future__ import annotations

from runtime.primitives import Pass
from runtime.step import Around, Kind
from runtime.steps.parallel.params import ParallelParams


class Parallel(Kind[ParallelParams]):
    """Begins several paths at once."""

    name = "parallel"
    title = "Do several things at once"
    summary = "Follows every line drawn from here at the same time."
    group = "Flow"
    category = "logic"
    synonyms = ("parallel", "split", "fork", "at the same time", "simultaneously", "and")
    params = ParallelParams

    def compile(self, params: ParallelParams, around: Around) -> Pass:
        """Goes on by every line at once."""
        del params, around
        return Pass()

    def caption(self, params: ParallelParams, around: Around) -> str:
        """How the paths go."""
        del params, around
        return "All paths at once"

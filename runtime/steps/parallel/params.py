"""Knows that a parallel split asks nothing. Must not know how it runs."""

from __future__ import annotations

from runtime.step import Params


class ParallelParams(Params):
    """Nothing to fill in: every line drawn from the step is a path of its own."""

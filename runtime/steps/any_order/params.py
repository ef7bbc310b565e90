"""Knows what steps in any order ask of the person who draws them: nothing."""

from __future__ import annotations

from runtime.step import Params


class AnyOrderParams(Params):
    """Nothing is asked: the steps inside, and the lines between them, say it all."""

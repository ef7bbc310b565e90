"""Knows what a race asks of the person who draws it: nothing. Must not know how it runs."""

from __future__ import annotations

from runtime.step import Params


class RaceParams(Params):
    """Nothing is asked: the lines drawn from it say what is waited for."""

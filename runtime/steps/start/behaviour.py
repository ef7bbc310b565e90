"""Knows how a start behaves: the case goes on at once. Must not know who may begin one."""

from __future__ import annotations

from runtime.primitives import Pass
from runtime.step import Around, Kind
from runtime.steps.start.params import StartParams


class Start(Kind[StartParams]):
    """Where a person begins a case."""

    name = "start"
    title = "Start when a person asks"
    summary = "A person fills in a short form, and a new case begins with what was filled in."
    group = "Start and end"
    category = "trigger"
    synonyms = ("begin", "open a case", "request", "intake", "submit a form", "by hand", "trigger")
    begins = True
    params = StartParams

    def compile(self, params: StartParams, around: Around) -> Pass:
        """Goes on at once; the form is shown before the case exists."""
        del params, around
        return Pass()

    def caption(self, params: StartParams, around: Around) -> str:
        """How many fields the form has."""
        del around
        asked = len(params.form.get("properties", {}))
        if not asked:
            return "A person asks"
        return f"Form with {asked} field{'' if asked == 1 else 's'}"

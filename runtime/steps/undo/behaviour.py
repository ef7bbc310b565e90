"""Knows how what was done is undone. Must not know what any undo does."""

from __future__ import annotations

from runtime.primitives import Undo
from runtime.step import OUT, Around, Kind, Port
from runtime.steps.undo.params import UndoParams


class UndoDone(Kind[UndoParams]):
    """Undoes what was done, the newest first."""

    name = "undo"
    title = "Undo what was done"
    summary = "What was done is taken back, the newest first."
    group = "Flow"
    category = "logic"
    synonyms = ("compensate", "compensation", "roll back", "undo", "take back", "reverse", "saga")
    params = UndoParams

    def ports(self, params: UndoParams) -> tuple[Port, ...]:
        """On when all is undone."""
        del params
        return (OUT,)

    def compile(self, params: UndoParams, around: Around) -> Undo:
        """Begins the undo steps one after the other."""
        del around
        return Undo(tuple(params.steps))

    def caption(self, params: UndoParams, around: Around) -> str:
        """How much is undone."""
        del around
        return f"Of {len(params.steps)} steps" if params.steps else "Everything, newest first"

"""Knows how a join behaves: paths meet, and one goes on. Must not know where they come from."""

from __future__ import annotations

from runtime.primitives import Expr
from runtime.primitives import Join as Meet
from runtime.step import Around, Kind
from runtime.steps.join.params import JoinParams


class Join(Kind[JoinParams]):
    """Waits for paths that run at the same time."""

    name = "join"
    title = "Wait for each other"
    summary = "Paths that run at the same time meet here; the case goes on when enough have come."
    group = "Flow"
    category = "logic"
    synonyms = ("join", "merge", "synchronise", "all done", "first wins", "n of m", "gather")
    params = JoinParams

    def compile(self, params: JoinParams, around: Around) -> Meet:
        """Counts arrivals; 0 stands for all."""
        del around
        need = {"some": params.count or 1, "first": 1}.get(params.wait_for, 0)
        when = Expr(params.condition, place="condition") if params.condition.strip() else None
        return Meet(
            need=need,
            cancel_rest=params.cancel_rest,
            coming=params.wait_for == "coming",
            when=when,
            blocks=params.next_round_waits,
        )

    def caption(self, params: JoinParams, around: Around) -> str:
        """Which paths are awaited."""
        del around
        paths = {
            "all": "All paths",
            "coming": "All that come",
            "first": "The first path",
            "condition": "Until its condition holds",
        }
        awaited = paths.get(params.wait_for, f"{params.count} paths")
        return f"{awaited} · stops the rest" if params.cancel_rest else awaited

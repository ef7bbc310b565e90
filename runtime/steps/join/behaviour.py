"""Knows how a join behaves: paths meet, and one goes on. Must not know where they come from."""

from __future__ import annotations

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
        need = {"all": 0, "first": 1}.get(params.wait_for, params.count or 1)
        return Meet(need=need, cancel_rest=params.cancel_rest)

    def caption(self, params: JoinParams, around: Around) -> str:
        """Which paths are awaited."""
        del around
        paths = {"all": "All paths", "first": "The first path"}
        awaited = paths.get(params.wait_for, f"{params.count} paths")
        return f"{awaited} · stops the rest" if params.cancel_rest else awaited

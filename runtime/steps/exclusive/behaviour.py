"""Knows how an exclusive part behaves: one at a time. Must not know what runs inside."""

from __future__ import annotations

from runtime.primitives import Group
from runtime.step import ERROR, UNDO, Around, Kind, Port
from runtime.steps.exclusive.params import ExclusiveParams


class Exclusive(Kind[ExclusiveParams]):
    """Of several parts that use the same thing, one runs at a time."""

    name = "exclusive"
    title = "One at a time"
    summary = "Paths that use the same thing wait for each other."
    group = "Flow"
    category = "logic"
    synonyms = ("critical section", "lock", "mutex", "exclusive", "one at a time", "not together")
    params = ExclusiveParams

    def ports(self, params: ExclusiveParams) -> tuple[Port, ...]:
        """Into the steps inside, and on when they are done."""
        del params
        begin = Port("begin", "begins with", inside=True)
        return (begin, Port("done", "when done"), ERROR, UNDO)

    def compile(self, params: ExclusiveParams, around: Around) -> Group:
        """Waits for the other parts with the same name."""
        del around
        return Group(lock=params.resource)

    def caption(self, params: ExclusiveParams, around: Around) -> str:
        """What is used."""
        del around
        return f"Uses {params.resource}"

"""Knows that of the steps inside one is under way at a time. Must not know what they do."""

from __future__ import annotations

from runtime.primitives import Group
from runtime.step import ERROR, UNDO, Around, Kind, Port
from runtime.steps.any_order.params import AnyOrderParams


class AnyOrder(Kind[AnyOrderParams]):
    """All steps inside run once, in any order, never two at the same time."""

    name = "any_order"
    title = "In any order, one by one"
    summary = "All the steps inside are done, in any order, and never two at the same time."
    group = "Flow"
    category = "logic"
    synonyms = ("interleaved", "any order", "one by one", "never together", "unordered", "ad hoc")
    params = AnyOrderParams

    def ports(self, params: AnyOrderParams) -> tuple[Port, ...]:
        """Into the steps inside, and on when they are done."""
        del params
        begin = Port("begin", "begins with", inside=True)
        return (begin, Port("done", "when all are done"), ERROR, UNDO)

    def compile(self, params: AnyOrderParams, around: Around) -> Group:
        """Lets one step after the other have its turn."""
        del params, around
        return Group(one_at_a_time=True)

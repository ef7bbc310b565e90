"""Knows how a for-each behaves: the steps inside run once an item. Must not know what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime.primitives import Each, Expr
from runtime.step import ERROR, Around, Finding, Kind, Port, blanks, path_words
from runtime.steps.for_each.params import ForEachParams

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject


class ForEach(Kind[ForEachParams]):
    """Runs the steps inside it once for each item of a list."""

    name = "for_each"
    title = "Repeat for each"
    summary = "The steps inside run once for each item of a list; the results make a list again."
    group = "Flow"
    category = "logic"
    synonyms = (
        "for each",
        "loop",
        "repeat",
        "every line",
        "batch",
        "list",
        "iterate",
        "one by one",
    )
    starter: ClassVar[JsonObject] = {"items": ""}
    params = ForEachParams

    def ports(self, params: ForEachParams) -> tuple[Port, ...]:
        """Into the steps inside, and on when all items are done."""
        del params
        return (Port("each", "for each item", inside=True), Port("done", "when done"), ERROR)

    def compile(self, params: ForEachParams, around: Around) -> Each:
        """Runs items one at a time, or up to a limit together."""
        del around
        return Each(
            items=Expr(params.items, place="items"),
            at_once=1 if params.mode == "in_order" else params.limit,
            until=_optional(params.until, "until"),
            result=_optional(params.result, "result"),
            need=params.count or 0,
            cancel_rest=params.stop_rest,
            waits=params.wait_for != "none",
        )

    def caption(self, params: ForEachParams, around: Around) -> str:
        """Which list, and how many items at once."""
        del around
        what = path_words(params.items)
        each = f"Each of {what}" if what else self.title
        if params.mode == "in_order":
            return each
        return f"{each} · {params.limit or 'all'} at once"

    def findings(self, params: ForEachParams) -> tuple[Finding, ...]:
        """Formulas that are still to be written."""
        return blanks({"items": params.items})


def _optional(text: str, place: str) -> Expr | None:
    return Expr(text, place=place) if text.strip() else None

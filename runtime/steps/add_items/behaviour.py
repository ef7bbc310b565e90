"""Knows how a repetition under way gets more items. Must not know what runs for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from runtime.primitives import Expr, Grow
from runtime.step import ERROR, OUT, Around, Finding, Kind, Port, blanks, path_words
from runtime.steps.add_items.params import AddItemsParams

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject


class AddItems(Kind[AddItemsParams]):
    """Adds items to a repetition that is under way."""

    name = "add_items"
    title = "Add to the list"
    summary = "A repetition that is under way gets more items, such as one more person to ask."
    group = "Flow"
    category = "logic"
    synonyms = ("add items", "one more", "grow", "extend", "append", "add an approver")
    starter: ClassVar[JsonObject] = {"items": ""}
    params = AddItemsParams

    def ports(self, params: AddItemsParams) -> tuple[Port, ...]:
        """On when they are added, or when the repetition is over."""
        del params
        return (OUT, ERROR)

    def compile(self, params: AddItemsParams, around: Around) -> Grow:
        """Adds what the formula gives."""
        del around
        return Grow(Expr(params.items, place="items"), params.to)

    def caption(self, params: AddItemsParams, around: Around) -> str:
        """What is added."""
        del around
        words = path_words(params.items)
        return f"Adds {words}" if words else self.title

    def findings(self, params: AddItemsParams) -> tuple[Finding, ...]:
        """Formulas that are still to be written."""
        return blanks({"items": params.items})

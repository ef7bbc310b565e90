"""Knows the editor of text with formulas in it: "Approve {{ data.client.name }}".

Must not know what the text is for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from designer.forms.formulas.expression import ExpressionEditor
from designer.forms.formulas.formula_box import FormulaBox
from designer.forms.formulas.highlight import Span, formula_spans
from runtime.step import text_expr

if TYPE_CHECKING:
    from designer.forms.formulas.dragged import Dragged

_FORMULA = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)
_OPEN, _CLOSE = "{{", "}}"


def text_spans(text: str) -> list[Span]:
    """Return how the formulas in a text look: a chip each, with its parts in their colours."""
    found: list[Span] = []
    for hit in _FORMULA.finditer(text):
        begin, end = hit.span(1)
        place = hit.start()
        for span in formula_spans(text[begin:end]):
            found.append(Span(place, begin + span.begin, "chip"))
            found.append(Span(begin + span.begin, begin + span.end, f"chip {span.style}"))
            place = begin + span.end
        found.append(Span(place, hit.end(), "chip"))
    return [span for span in found if span.end > span.begin]


def formula_around(text: str, offset: int) -> tuple[int, int]:
    """Return where the formula around a place begins and ends; (0, -1) in plain text."""
    begin = text.rfind(_OPEN, 0, offset)
    if begin < 0 or text.find(_CLOSE, begin, offset) >= 0:
        return 0, -1
    end = text.find(_CLOSE, offset)
    return begin + len(_OPEN), len(text) if end < 0 else end


class TextBox(FormulaBox):
    """A field for text; fields are put in as formulas."""

    is_code = False

    def spans_of(self, text: str) -> list[Span]:
        """Return how the formulas in it look."""
        return text_spans(text)

    def formula_at(self, text: str, offset: int) -> tuple[int, int]:
        """Return the formula around the cursor; in plain text nothing is suggested."""
        return formula_around(text, offset)

    def reference_text(self, field: Dragged) -> str:
        """Return a field as a formula in the text; inside of one, as it is."""
        begin, end = formula_around(self.text(), self.place())
        inside = begin <= end
        return field.reference if inside else f"{_OPEN} {field.reference} {_CLOSE}"


class TextEditor(ExpressionEditor):
    """Edits text with formulas in it, and shows under it how it reads for each recorded case."""

    box_class = TextBox

    @staticmethod
    def formula_of(text: str) -> str:
        """Return the formula that gives the text with all values put in."""
        return text_expr(text).text

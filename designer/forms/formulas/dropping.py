"""Knows what becomes of a field that is dropped on a formula. Must not know widgets.

Two references beside each other are no formula: a field is put in only where one is missing.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from runtime.expressions import ExpressionSyntaxError, parse, tokenize

Landing: TypeAlias = Literal["insert", "replace", "ask"]


def landing(formula: str, place: int, reference: str) -> Landing:
    """Return whether a field is put in, takes the place of the whole formula, or who knows.

    Args:
        formula: what stands there.
        place: the character before which the field was dropped.
        reference: the field, as a formula writes it.
    """
    if not formula.strip():
        return "insert"
    if is_reference(formula):
        return "replace"
    return "insert" if _reads(f"{formula[:place]} {reference} {formula[place:]}") else "ask"


def is_reference(formula: str) -> bool:
    """Whether a formula is nothing but one field."""
    tokens = [token for token in tokenize(formula) if token.text.strip()]
    names, dots = tokens[::2], tokens[1::2]
    return (
        len(names) == len(dots) + 1
        and all(token.kind in {"name", "quoted"} for token in names)
        and all(token.text == "." for token in dots)
    )


def beside(formula: str, place: int) -> int:
    """Return the nearest character before which no name or number is cut in two."""
    for token in tokenize(formula):
        if token.offset < place < token.end:
            return token.offset if place - token.offset < token.end - place else token.end
    return place


def _reads(formula: str) -> bool:
    try:
        parse(formula)
    except ExpressionSyntaxError:
        return False
    return True

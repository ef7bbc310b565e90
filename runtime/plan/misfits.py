"""Knows what a value that does not fit a field is told in, as people speak. Knows no kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLAIN = {
    "string_type": "text belongs here",
    "string_pattern_mismatch": "it is not written in the form that is asked for",
    "int_type": "a whole number belongs here",
    "int_parsing": "a whole number belongs here",
    "int_from_float": "a whole number belongs here",
    "float_type": "a number belongs here",
    "float_parsing": "a number belongs here",
    "finite_number": "a number belongs here",
    "bool_type": "yes or no belongs here",
    "bool_parsing": "yes or no belongs here",
    "list_type": "a list belongs here",
    "tuple_type": "a list belongs here",
    "dict_type": "named values belong here",
    "mapping_type": "named values belong here",
    "model_type": "named values belong here",
    "model_attributes_type": "named values belong here",
}
_BOUNDS = {
    "greater_than": ("gt", "it must be more than {}"),
    "greater_than_equal": ("ge", "it must be {} or more"),
    "less_than": ("lt", "it must be less than {}"),
    "less_than_equal": ("le", "it must be {} or less"),
    "string_too_long": ("max_length", "it may have {} letters at most"),
    "too_long": ("max_length", "it may have {} entries at most"),
    "string_too_short": ("min_length", "it needs {} letters or more"),
    "too_short": ("min_length", "it needs {} entries or more"),
}
_ONE = {"string_too_short": "fill it in", "too_short": "add an entry"}
_CHOICES = {"literal_error", "enum"}


def misfit(error: Mapping[str, Any]) -> str:
    """Return why a value does not fit its field, as the end of a sentence.

    Args:
        error: of pydantic; what no words are known for keeps its own.
    """
    kind, context = error["type"], dict[str, Any](error.get("ctx") or {})
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        bound = context.get(name)
        return _ONE[kind] if bound == 1 and kind in _ONE else words.format(bound)
    if kind in _CHOICES:
        return "choose " + re.sub(r"'([^']*)'", r"“\1”", str(context.get("expected")))
    own: str = error["msg"].removeprefix("Value error, ").replace("Input", "the value", 1)
    return _PLAIN.get(kind, own)

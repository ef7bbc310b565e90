"""Knows which fields a mapping is to fill, what is missing, and how pasted columns are read.

Must not know Qt, nor any step kind: what an operation asks for comes from its own data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.forms.formulas.fields import Field, fields_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from designer.forms.context import FormContext

_MOST_PASTED = 1_000
_NAMED = 6


def targets_of(context: FormContext) -> tuple[Field, ...]:
    """Return the fields that the chosen operation asks for; none where no operation is chosen.

    Which of the other values of the form is the connection and which the operation is seen from
    what the connection offers.
    """
    chosen = [value for value in context.companions.values() if isinstance(value, str) and value]
    for connection in chosen:
        if connection not in context.connections:
            continue
        for operation in context.operations(connection):
            if operation.id in chosen:
                return fields_of(operation.input_schema)
    return ()


def unfilled(targets: Sequence[Field], filled: Collection[str]) -> list[Field]:
    """Return the required targets that nothing fills."""
    return [each for each in targets if each.required and each.name not in filled]


def missing_words(missing: Sequence[Field]) -> str:
    """Return a sentence about required fields that are not filled; "" where all are."""
    if not missing:
        return ""
    names = ", ".join(each.title for each in missing[:_NAMED])
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    if len(missing) == 1:
        return f"1 required field is not filled: {names}"
    return f"{len(missing)} required fields are not filled: {names}{more}"


def pasted(text: str) -> list[tuple[str, str]]:
    """Return name and formula of each line of two columns; none where the text is no such table."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or len(lines) > _MOST_PASTED or not all("\t" in line for line in lines):
        return []
    pairs = [line.split("\t", 1) for line in lines]
    return [(name.strip(), formula.strip()) for name, formula in pairs if name.strip()]


def free_name(name: str, taken: Collection[str]) -> str:
    """Return the name, with a number behind it where it is taken."""
    base = name or "field"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}_{number}", number + 1
    return found

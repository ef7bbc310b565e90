"""Knows what a list of fields is for, and the words that fit. Must not know Qt or any field."""

from __future__ import annotations

from dataclasses import dataclass

USE = "x-baton-use"
"""Names the use of the fields that a form edits; left out, a person fills them in for a task."""


@dataclass(frozen=True, slots=True)
class Use:
    """What fields are for.

    Attributes:
        name: what schemas call this use.
        window: title of the builder.
        fields: what its list is called.
        open: what stands on the button that opens it.
        question: what a field's title is called.
        empty: what is said in the narrow form when there are none.
        help: what is said below; "" leaves it to the schema.
        finish: what stands on the button below the form where no answers are named.
        is_filled_in: whether a person will see it as a form.
    """

    name: str
    window: str
    fields: str
    open: str
    question: str
    empty: str
    help: str = ""
    finish: str = "Done"
    is_filled_in: bool = True


_USES = {
    "task": Use(
        "task",
        "Form",
        "Fields",
        "Open form builder",
        "Question",
        "Nothing is filled in.",
        "What the person fills in; it can be read by later steps.",
    ),
    "start": Use(
        "start",
        "Start form",
        "Fields",
        "Open form builder",
        "Question",
        "Nothing is asked when a case is started.",
        finish="Start",
    ),
    "data": Use(
        "data",
        "Data of the case",
        "Fields",
        "Open list of fields",
        "Title",
        "No fields are named yet.",
        is_filled_in=False,
    ),
    "columns": Use(
        "columns",
        "Fields inside",
        "Fields",
        "Open list of fields",
        "Title",
        "There is none yet.",
        is_filled_in=False,
    ),
}


def use_of(name: object) -> Use:
    """Return the use of that name; that of a task for any other."""
    return _USES.get(str(name), _USES["task"])

"""Knows what undoing asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field

from runtime.step import Params, StepRef


class UndoParams(Params):
    """Whose work is undone."""

    steps: list[StepRef] = Field(
        default_factory=list[str], title="Only these", json_schema_extra={"x-baton-advanced": True}
    )
    """The steps whose work is undone. Empty: all done so far in this part."""

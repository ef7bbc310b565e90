"""Knows what a fail end asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from runtime.step import Params, Text

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$", max_length=80)]


class FailParams(Params):
    """Why the case ends as failed."""

    code: Code = Field(title="Code")
    """A short stable name of the failure in small letters, such as contract.missing, so that lists
    and reports can count it."""

    reason: Text = Field(title="Reason", min_length=1, max_length=2000)
    """What people read: what happened and what to do. Formulas stand in double braces."""

"""Knows what a start asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field

from runtime.step import FormSchema, Params


class StartParams(Params):
    """How a person begins a case."""

    form: FormSchema = Field(default_factory=dict, title="Form")
    """What the person fills in to begin a case, as a JSON Schema of an object. Left empty, the form
    is made from the input that the workflow declares."""

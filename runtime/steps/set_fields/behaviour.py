"""Knows how values are computed and saved to the case. Must not know what the case is about."""

from __future__ import annotations

from runtime.expressions import path_text
from runtime.primitives import Compute
from runtime.step import ERROR, OUT, Around, Finding, Kind, Port, blanks, fields, listed
from runtime.steps.set_fields.params import SetFieldsParams


class SetFields(Kind[SetFieldsParams]):
    """Writes values into the case."""

    name = "set_fields"
    title = "Set case fields"
    summary = "Writes values into the case, where every later step and every report can read them."
    group = "Data"
    category = "data"
    synonyms = ("set", "assign", "save", "remember", "update the case", "variable", "store")
    params = SetFieldsParams

    def ports(self, params: SetFieldsParams) -> tuple[Port, ...]:
        """On, or when a formula fails."""
        del params
        return (OUT, ERROR)

    def compile(self, params: SetFieldsParams, around: Around) -> Compute:
        """Computes all values first, so that none sees another's new value."""
        del around
        return Compute(fields=fields(params.fields, "fields"))

    def saves(self, params: SetFieldsParams) -> dict[str, str]:
        """Each field is taken from the output, where it stands under the same path."""
        return {path: f"output.{path_text(tuple(path.split('.')))}" for path in params.fields}

    def caption(self, params: SetFieldsParams, around: Around) -> str:
        """Which fields."""
        del around
        return f"Sets {listed(params.fields)}"

    def findings(self, params: SetFieldsParams) -> tuple[Finding, ...]:
        """Formulas that are still to be written."""
        return blanks({f"fields.{name}": text for name, text in params.fields.items()})

"""Knows what setting case fields asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field, field_validator

from runtime.expressions import is_field_path, overwriting
from runtime.step import Mapping_, Params


class SetFieldsParams(Params):
    """Which fields of the case get which values."""

    fields: Mapping_ = Field(
        title="Fields", min_length=1, json_schema_extra={"x-baton-keys": "data"}
    )
    """Case fields and the formulas of their new values. A dot leads into an object: client.tax_id.
    All formulas see the case as it was before this step."""

    @field_validator("fields")
    @classmethod
    def _are_paths(cls, fields: dict[str, str]) -> dict[str, str]:
        for path in fields:
            if not is_field_path(path):
                raise ValueError(f"“{path}” is no field; write names joined by dots, client.tax_id")
        twice = overwriting(fields)
        if twice:
            raise ValueError(f"“{twice[0]}” and “{twice[1]}” would overwrite each other")
        return fields

"""Knows what setting case fields asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

import re

from pydantic import Field, field_validator

from runtime.step import Mapping_, Params

_PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


class SetFieldsParams(Params):
    """Which fields of the case get which values."""

    fields: Mapping_ = Field(title="Fields", min_length=1)
    """Case fields and the formulas of their new values. A dot leads into an object: client.tax_id.
    All formulas see the case as it was before this step."""

    @field_validator("fields")
    @classmethod
    def _are_paths(cls, fields: dict[str, str]) -> dict[str, str]:
        for path in fields:
            if not _PATH.fullmatch(path):
                raise ValueError(f"“{path}” is no field; write names joined by dots, client.tax_id")
            for other in fields:
                if other.startswith(f"{path}."):
                    raise ValueError(f"“{path}” and “{other}” would overwrite each other")
        return fields

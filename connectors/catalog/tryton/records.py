"""Searches and counts records of a few models by Tryton's own field names. Writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.catalog.tryton.values import Row, special

if TYPE_CHECKING:
    from pydantic import JsonValue

    from connectors.catalog.tryton.erp import Erp

_MOST = 1000


async def search_records(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Return records of one of the allowed models; the manifest holds the list."""
    del key
    wanted = inputs.get("fields")
    fields = [str(field) for field in wanted] if isinstance(wanted, list) else ["rec_name"]
    limit = inputs.get("limit")
    found = await erp.search(
        str(inputs["model"]),
        special(inputs.get("domain", [])),
        fields,
        order=inputs.get("order"),
        most=limit if isinstance(limit, int) else _MOST,
    )
    return {"records": [*found], "count": len(found)}


async def count_records(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Return how many records of one of the allowed models a domain names."""
    del key
    domain = special(inputs.get("domain", []))
    return {"count": await erp.call(f"{inputs['model']}.search_count", domain)}

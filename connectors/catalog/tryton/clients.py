"""Finds, creates and changes clients, which are Tryton's parties. Knows no project or invoice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connectors.catalog.tryton.erp import reading_back
from connectors.catalog.tryton.lookups import compacted, id_of
from connectors.catalog.tryton.values import Row, escaped, related, row, rows

if TYPE_CHECKING:
    from pydantic import JsonValue

    from connectors.catalog.tryton.erp import Erp

_PARTY = "party.party"
_FIELDS = [
    "name",
    "code",
    "active",
    "_timestamp",
    "lang.code",
    "customer_payment_term.rec_name",
    "identifiers.type",
    "identifiers.code",
    "addresses.street",
    "addresses.postal_code",
    "addresses.city",
    "addresses.country.code",
]


async def find_client(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Return the clients that any of the given marks names."""
    del key
    marks: list[JsonValue] = []
    if "id" in inputs:
        marks.append(["id", "=", inputs["id"]])
    if "code" in inputs:
        marks.append(["code", "=", inputs["code"]])
    if "tax_identifier" in inputs:
        written = str(inputs["tax_identifier"])
        spellings: list[JsonValue] = [written, re.sub(r"[^A-Z0-9]", "", written.upper())]
        marks.append(["identifiers.code", "in", spellings])
    if "name" in inputs:
        marks.append(["name", "ilike", escaped(inputs["name"])])
    found = [_client(record) for record in await erp.search(_PARTY, ["OR", *marks], _FIELDS)]
    return {"clients": [*found], "count": len(found)}


async def create_client(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Create a client and return it as Tryton has it now."""
    del key
    values = await _values(erp, inputs)
    values["code"] = inputs["code"]
    if "address" in inputs:
        values["addresses"] = [["create", [await _address(erp, row(inputs["address"]))]]]
    made = await erp.create(_PARTY, values)
    async with reading_back("The client was created."):
        return _client(await erp.read(_PARTY, made, _FIELDS))


async def update_client(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Change a client if it still has the version that was read, and return it."""
    del key
    values = await _values(erp, inputs)
    await erp.write(_PARTY, inputs["id"], values, version=inputs["version"])
    async with reading_back("The client was changed."):
        return _client(await erp.read(_PARTY, inputs["id"], _FIELDS))


async def _values(erp: Erp, inputs: Row) -> Row:
    values: Row = {}
    if "name" in inputs:
        values["name"] = inputs["name"]
    if "payment_term" in inputs:
        values["customer_payment_term"] = inputs["payment_term"]
    if "language" in inputs:
        values["lang"] = await id_of(erp, "ir.lang", "code", inputs["language"], "language")
    if "tax_identifier" in inputs:
        wanted = row(inputs["tax_identifier"])
        identifier: Row = {"type": wanted.get("type", "eu_vat"), "code": wanted["code"]}
        values["identifiers"] = [["create", [_stored(await compacted(erp, identifier))]]]
    return values


def _stored(identifier: Row) -> Row:
    return {"type": identifier["type"], "code": identifier["code"]}


async def _address(erp: Erp, address: Row) -> Row:
    values: Row = {
        name: address[name] for name in ("street", "postal_code", "city") if name in address
    }
    if "country" in address:
        code = address["country"]
        values["country"] = await id_of(erp, "country.country", "code", code, "country")
    return values


def _client(record: Row) -> Row:
    identifiers: list[JsonValue] = [
        {"type": identifier.get("type"), "code": identifier.get("code")}
        for identifier in rows(record.get("identifiers."))
    ]
    addresses = rows(record.get("addresses."))
    return {
        "id": record["id"],
        "code": record.get("code"),
        "name": record.get("name"),
        "active": bool(record.get("active")),
        "tax_identifier": identifiers[0] if identifiers else None,
        "tax_identifiers": identifiers,
        "address": _address_of(addresses[0]) if addresses else None,
        "payment_term": related(record, "customer_payment_term"),
        "language": row(record.get("lang.")).get("code"),
        "version": record.get("_timestamp"),
    }


def _address_of(address: Row) -> Row:
    return {
        "street": address.get("street") or None,
        "postal_code": address.get("postal_code") or None,
        "city": address.get("city") or None,
        "country": row(address.get("country.")).get("code"),
    }

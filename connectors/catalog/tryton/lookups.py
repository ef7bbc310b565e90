"""Looks up what stands in Tryton's master data: firm, people, services, terms. Writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.catalog.tryton.values import Row, escaped, related, row
from connectors.errors import RejectedError

if TYPE_CHECKING:
    from pydantic import JsonValue

    from connectors.catalog.tryton.erp import Erp


async def check_connection(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Return who calls, for which company."""
    del inputs, key
    context = await erp.context()
    companies = await _companies(erp, [["id", "=", context.get("company")]])
    employees = await _employees(erp, [["id", "=", context.get("employee")]])
    return {
        "language": context.get("language"),
        "company": companies[0] if companies else None,
        "employee": employees[0] if employees else None,
    }


async def find_companies(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Return the firm's legal entities."""
    del key
    domain: list[JsonValue] = []
    if "name" in inputs:
        domain.append(["party.name", "ilike", escaped(inputs["name"])])
    if "currency" in inputs:
        domain.append(["currency.code", "=", inputs["currency"]])
    found = await _companies(erp, domain)
    return {"companies": [*found], "count": len(found)}


async def find_employees(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Return the people who can book time."""
    del key
    domain: list[JsonValue] = []
    if "name" in inputs:
        domain.append(["party.name", "ilike", escaped(inputs["name"])])
    if "company" in inputs:
        domain.append(["company", "=", inputs["company"]])
    found = await _employees(erp, domain)
    return {"employees": [*found], "count": len(found)}


async def find_products(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Return the products and services that can be sold."""
    del key
    domain: list[JsonValue] = []
    if "name" in inputs:
        domain.append(["template.name", "ilike", escaped(inputs["name"])])
    if "code" in inputs:
        domain.append(["code", "=", inputs["code"]])
    if "kind" in inputs:
        domain.append(["template.type", "=", inputs["kind"]])
    found = [_product(record) for record in await erp.search("product.product", domain, _PRODUCT)]
    return {"products": [*found], "count": len(found)}


async def find_payment_terms(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Return the terms of payment."""
    del key
    domain: list[JsonValue] = []
    if "name" in inputs:
        domain.append(["name", "ilike", escaped(inputs["name"])])
    found = await erp.search("account.invoice.payment_term", domain, ["name"])
    terms: list[JsonValue] = [{"id": record["id"], "name": record["name"]} for record in found]
    return {"payment_terms": terms, "count": len(terms)}


async def check_tax_identifier(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Let Tryton judge a tax identifier as it does when a client is saved; nothing is saved."""
    del key
    identifier: Row = {"type": inputs.get("type", "eu_vat"), "code": inputs["code"]}
    if identifier["type"] not in await identifier_types(erp):
        return {**identifier, "valid": False, "reason": "Tryton does not use this type."}
    try:
        await erp.call("party.identifier.pre_validate", identifier)
    except RejectedError as error:
        return {**identifier, "valid": False, "reason": error.what}
    return {**await compacted(erp, identifier), "valid": True, "reason": None}


async def compacted(erp: Erp, identifier: Row) -> Row:
    """Return the identifier as Tryton's form would write it: without blanks and dots."""
    changed = row(await erp.call("party.identifier.on_change_with", identifier, ["code"]))
    return {**identifier, "code": changed.get("code", identifier["code"])}


async def identifier_types(erp: Erp) -> set[str]:
    """Return the types of identifier that this Tryton is set up for."""
    selection = await erp.call("party.identifier.get_types")
    pairs = selection if isinstance(selection, list) else []
    return {str(pair[0]) for pair in pairs if isinstance(pair, list) and pair[0]}


async def id_of(erp: Erp, model: str, field: str, value: JsonValue, noun: str) -> JsonValue:
    """Return the id of the record that a code names.

    Raises:
        RejectedError: there is none.
    """
    found = await erp.search(model, [[field, "=", value]], ["id"], most=1)
    if found:
        return found[0]["id"]
    raise RejectedError(
        f'Tryton does not know the {noun} "{value}".',
        why="It is missing in Tryton's master data.",
        next_step=f"Add the {noun} in Tryton, or leave it out.",
    )


async def _companies(erp: Erp, domain: JsonValue) -> list[Row]:
    fields = ["party.name", "party.tax_identifier.code", "currency.code"]
    return [
        {
            "id": record["id"],
            "name": row(record.get("party.")).get("name"),
            "currency": row(record.get("currency.")).get("code"),
            "tax_identifier": row(row(record.get("party.")).get("tax_identifier.")).get("code"),
        }
        for record in await erp.search("company.company", domain, fields)
    ]


async def _employees(erp: Erp, domain: JsonValue) -> list[Row]:
    fields = ["party.name", "company.rec_name"]
    return [
        {
            "id": record["id"],
            "name": row(record.get("party.")).get("name"),
            "company": related(record, "company"),
        }
        for record in await erp.search("company.employee", domain, fields)
    ]


_PRODUCT = ["code", "template.name", "template.type", "list_price_used", "default_uom.symbol"]


def _product(record: Row) -> Row:
    template = row(record.get("template."))
    return {
        "id": record["id"],
        "code": record.get("code") or None,
        "name": template.get("name"),
        "kind": template.get("type"),
        "list_price": record.get("list_price_used"),
        "unit": row(record.get("default_uom.")).get("symbol"),
    }

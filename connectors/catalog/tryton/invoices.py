"""Reads what can be billed, drafts, dates and posts invoices. Knows no bookkeeping beyond that."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from connectors.catalog.tryton.erp import reading_back
from connectors.catalog.tryton.projects import WORK
from connectors.catalog.tryton.values import Row, date, related, row, rows
from connectors.errors import RejectedError

if TYPE_CHECKING:
    from pydantic import JsonValue

    from connectors.catalog.tryton.erp import Erp

_INVOICE = "account.invoice"
_FIELDS = [
    "number",
    "state",
    "invoice_date",
    "description",
    "reference",
    "untaxed_amount",
    "tax_amount",
    "total_amount",
    "currency.code",
    "party.rec_name",
    "payment_term.rec_name",
    "lines.description",
    "lines.quantity",
    "lines.unit.symbol",
    "lines.unit_price",
    "lines.amount",
    "_timestamp",
]
_BILLING = [
    "name",
    "type",
    "invoice_method",
    "timesheet_duration",
    "effort_duration",
    "progress",
    "list_price",
    "quantity_to_invoice",
    "amount_to_invoice",
    "invoiced_amount",
    "project_invoice_timesheet_up_to",
    "party.rec_name",
    "party.customer_payment_term",
    "currency.code",
]
_DONE = {"posted", "paid"}


async def read_billing(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Return what can be billed on a project, and what stands in the way."""
    del key
    works = await _works(erp, inputs["project"], _BILLING)
    project = works[0]
    drafts = await _invoices_of_project(erp, inputs["project"], [["state", "=", "draft"]])
    problems = _problems(project)
    left = Decimal(str(project.get("amount_to_invoice") or 0))
    return {
        "project": project["id"],
        "ready": not problems,
        "problems": [*problems],
        "invoice_method": project.get("invoice_method"),
        "invoice_up_to": project.get("project_invoice_timesheet_up_to"),
        "client": related(project, "party"),
        "currency": row(project.get("currency.")).get("code"),
        "hours_booked": project.get("timesheet_duration") or "0",
        "amount_to_invoice": project.get("amount_to_invoice") or "0",
        "invoiced_amount": project.get("invoiced_amount") or "0",
        "items": [_item(work) for work in works[1:]],
        "drafts": len(drafts),
        # The proof for a lost reply: nothing is left to invoice, and here is the draft with it.
        "drafted": drafts[-1] if drafts and left == 0 else None,
    }


async def draft_invoice(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Draft the invoice for all that can be billed on a project and return it.

    Tryton bills each hour and each task once, so doing it again adds nothing.
    """
    del key
    await erp.press(WORK, "invoice", inputs["project"])
    async with reading_back("Tryton drafted what there was to invoice."):
        drafts = await _invoices_of_project(erp, inputs["project"], [["state", "=", "draft"]])
    if drafts:
        return drafts[-1]
    raise RejectedError(
        "There is nothing to invoice on this project.",
        why="All billable work is invoiced already, or none was booked.",
        next_step="Read the billing of the project to see what is missing.",
        sent="yes",
    )


async def find_invoices(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Return the client invoices that all of the given marks name."""
    del key
    domain: list[JsonValue] = [["type", "=", "out"]]
    fields = {"id": "id", "client": "party", "number": "number", "state": "state"}
    domain += [[field, "=", inputs[name]] for name, field in fields.items() if name in inputs]
    if "project" in inputs:
        found = await _invoices_of_project(erp, inputs["project"], domain)
    else:
        found = [_invoice(record) for record in await erp.search(_INVOICE, domain, _FIELDS)]
    return {"invoices": [*found], "count": len(found)}


async def set_invoice_date(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Set the date of a draft invoice and return it; nothing is done when it has the date."""
    del key
    invoice = await erp.read(_INVOICE, inputs["invoice"], _FIELDS)
    if invoice.get("invoice_date") == inputs["date"]:
        return _invoice(invoice)
    await erp.write(_INVOICE, inputs["invoice"], {"invoice_date": date(inputs["date"])})
    async with reading_back("The date of the invoice was set."):
        return _invoice(await erp.read(_INVOICE, inputs["invoice"], _FIELDS))


async def post_invoice(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Post an invoice, which gives it its number, and return it; a posted one stays as it is."""
    del key
    invoice = await erp.read(_INVOICE, inputs["invoice"], _FIELDS)
    if invoice.get("state") in _DONE:
        return _invoice(invoice)
    await erp.press(_INVOICE, "post", inputs["invoice"])
    async with reading_back("Tryton was asked to post the invoice."):
        invoice = await erp.read(_INVOICE, inputs["invoice"], _FIELDS)
    if invoice.get("state") in _DONE:
        return _invoice(invoice)
    raise RejectedError(
        "Tryton did not post the invoice.",
        why=f'Its state is "{invoice.get("state")}".',
        next_step="Look at the invoice in Tryton.",
        sent="yes",
    )


async def _works(erp: Erp, project: JsonValue, fields: list[str]) -> list[Row]:
    """Return the project and below it all its tasks."""
    head = await erp.read(WORK, project, fields)
    below: list[JsonValue] = [["parent", "child_of", [project]], ["id", "!=", project]]
    return [head, *await erp.search(WORK, below, fields)]


async def _invoices_of_project(erp: Erp, project: JsonValue, domain: list[JsonValue]) -> list[Row]:
    """Return the invoices that bill work of a project, oldest first."""
    works = await erp.search(
        WORK,
        [["parent", "child_of", [project]]],
        ["invoice_line.invoice", "invoiced_progress.invoice_line.invoice"],
    )
    booked = await erp.search(
        "timesheet.line",
        [
            ["work.origin", "in", [f"{WORK},{work['id']}" for work in works]],
            ["invoice_line", "!=", None],
        ],
        ["invoice_line.invoice"],
    )
    progress = [step for work in works for step in rows(work.get("invoiced_progress."))]
    lines = [row(record.get("invoice_line.")) for record in [*works, *booked, *progress]]
    ids = {invoice for line in lines if isinstance(invoice := line.get("invoice"), int)}
    mine: list[JsonValue] = [*sorted(ids)]
    found = await erp.search(_INVOICE, [["id", "in", mine], *domain], _FIELDS)
    return [_invoice(record) for record in found]


def _problems(project: Row) -> list[str]:
    problems: list[str] = []
    if project.get("party.") is None:
        problems.append("The project has no client.")
    if project.get("invoice_method") == "manual":
        problems.append("The project is billed by hand.")
    if not Decimal(str(project.get("amount_to_invoice") or 0)):
        problems.append("There is nothing to invoice.")
    return problems


def _item(work: Row) -> Row:
    return {
        "id": work["id"],
        "name": work.get("name"),
        "kind": work.get("type"),
        "hours_booked": work.get("timesheet_duration") or "0",
        "effort_hours": work.get("effort_duration"),
        "progress": work.get("progress") or 0,
        "list_price": work.get("list_price"),
        "quantity_to_invoice": work.get("quantity_to_invoice") or 0,
        "amount_to_invoice": work.get("amount_to_invoice") or "0",
    }


def _invoice(record: Row) -> Row:
    return {
        "id": record["id"],
        "number": record.get("number") or None,
        "state": record.get("state"),
        "date": record.get("invoice_date"),
        "client": related(record, "party"),
        "payment_term": related(record, "payment_term"),
        "currency": row(record.get("currency.")).get("code"),
        "untaxed": record.get("untaxed_amount"),
        "tax": record.get("tax_amount"),
        "total": record.get("total_amount"),
        "description": record.get("description") or None,
        "reference": record.get("reference") or None,
        "lines": [_line(line) for line in rows(record.get("lines."))],
        "version": record.get("_timestamp"),
    }


def _line(line: Row) -> Row:
    return {
        "description": line.get("description") or None,
        "quantity": line.get("quantity"),
        "unit": row(line.get("unit.")).get("symbol"),
        "unit_price": line.get("unit_price"),
        "amount": line.get("amount"),
    }

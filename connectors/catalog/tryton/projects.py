"""Finds, creates and changes projects, tasks and their billing terms. Knows no invoice.

Tryton's project has no code of its own, so the code stands in front of the name, the way Tryton
itself shows codes: "[SOW-1001] Rollout".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connectors.catalog.tryton.erp import reading_back
from connectors.catalog.tryton.values import (
    Row,
    date,
    decimal,
    escaped,
    hours,
    related,
    row,
)

if TYPE_CHECKING:
    from pydantic import JsonValue

    from connectors.catalog.tryton.erp import Erp

WORK = "project.work"
_SHARED = [
    "name",
    "type",
    "comment",
    "progress",
    "list_price",
    "timesheet_duration",
    "product.rec_name",
    "status.rec_name",
    "_timestamp",
]
_PROJECT = [
    *_SHARED,
    "party.rec_name",
    "company.rec_name",
    "currency.code",
    "project_invoice_method",
    "project_invoice_timesheet_up_to",
]
_TASK = [*_SHARED, "parent", "effort_duration", "timesheet_available"]
_CODED = re.compile(r"\[(?P<code>[^\[\]]+)\] (?P<name>.*)", re.DOTALL)


async def find_project(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Return the projects that all of the given marks name."""
    del key
    domain: list[JsonValue] = [["type", "=", "project"]]
    if "id" in inputs:
        domain.append(["id", "=", inputs["id"]])
    if "code" in inputs:
        domain.append(["name", "like", escaped(f"[{inputs['code']}] ") + "%"])
    if "name" in inputs:
        name = escaped(inputs["name"])
        domain.append(["OR", ["name", "ilike", name], ["name", "ilike", f"[%] {name}"]])
    if "client" in inputs:
        domain.append(["party", "=", inputs["client"]])
    found = [_project(record) for record in await erp.search(WORK, domain, _PROJECT)]
    return {"projects": [*found], "count": len(found)}


async def create_project(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Create a project with its billing terms and return it."""
    del key
    values: Row = {
        "type": "project",
        "name": f"[{inputs['code']}] {inputs['name']}",
        "party": inputs["client"],
        "company": (await erp.context()).get("company"),
        "project_invoice_method": "timesheet",
        **_terms(inputs),
    }
    made = await erp.create(WORK, values)
    async with reading_back("The project was created."):
        return _project(await erp.read(WORK, made, _PROJECT))


async def set_billing_terms(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Change how a project is billed and return it."""
    del key
    await erp.write(WORK, inputs["project"], _terms(inputs))
    async with reading_back("The billing terms were set."):
        return _project(await erp.read(WORK, inputs["project"], _PROJECT))


async def find_tasks(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Return the tasks of a project, or one task."""
    del key
    domain: list[JsonValue] = [["type", "=", "task"]]
    if "id" in inputs:
        domain.append(["id", "=", inputs["id"]])
    if "project" in inputs:
        domain.append(["parent", "child_of", [inputs["project"]]])
    if "name" in inputs:
        domain.append(["name", "=", inputs["name"]])
    found = [_task(record) for record in await erp.search(WORK, domain, _TASK)]
    return {"tasks": [*found], "count": len(found)}


async def create_task(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Create a task under a project and return it."""
    del key
    project = await erp.read(WORK, inputs["project"], ["company"])
    values: Row = {
        "type": "task",
        "name": inputs["name"],
        "parent": inputs["project"],
        "company": project["company"],
        "timesheet_available": inputs.get("bookable", True),
        **_terms(inputs),
    }
    if "effort_hours" in inputs:
        values["effort_duration"] = hours(inputs["effort_hours"])
    made = await erp.create(WORK, values)
    async with reading_back("The task was created."):
        return _task(await erp.read(WORK, made, _TASK))


async def record_acceptance(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Mark a task or milestone as fully done and note the evidence, once, and return it."""
    del key
    task = await erp.read(WORK, inputs["task"], _TASK)
    note = f"Accepted {inputs['accepted_on']}: {inputs['evidence']}"
    comment = str(task.get("comment") or "")
    if note in comment.splitlines() and task.get("progress") == 1:
        return _task(task)
    values: Row = {"progress": 1.0, "comment": f"{comment}\n{note}".strip()}
    await erp.write(WORK, inputs["task"], values, version=task["_timestamp"])
    async with reading_back("The acceptance was recorded."):
        return _task(await erp.read(WORK, inputs["task"], _TASK))


def _terms(inputs: Row) -> Row:
    values: Row = {}
    if "invoice_method" in inputs:
        values["project_invoice_method"] = inputs["invoice_method"]
    if "product" in inputs:
        values["product"] = inputs["product"]
    if "list_price" in inputs:
        values["list_price"] = decimal(inputs["list_price"])
    if "invoice_up_to" in inputs:
        values["project_invoice_timesheet_up_to"] = date(inputs["invoice_up_to"])
    if "note" in inputs:
        values["comment"] = inputs["note"]
    return values


def _shared(record: Row) -> Row:
    return {
        "id": record["id"],
        "product": related(record, "product"),
        "list_price": record.get("list_price"),
        "note": record.get("comment") or None,
        "progress": record.get("progress") or 0,
        "status": row(record.get("status.")).get("rec_name"),
        "hours_booked": record.get("timesheet_duration") or "0",
        "version": record.get("_timestamp"),
    }


def _project(record: Row) -> Row:
    name = str(record.get("name"))
    coded = _CODED.fullmatch(name)
    return {
        **_shared(record),
        "code": coded["code"] if coded else None,
        "name": coded["name"] if coded else name,
        "client": related(record, "party"),
        "company": related(record, "company"),
        "currency": row(record.get("currency.")).get("code"),
        "invoice_method": record.get("project_invoice_method"),
        "invoice_up_to": record.get("project_invoice_timesheet_up_to"),
    }


def _task(record: Row) -> Row:
    return {
        **_shared(record),
        "name": record.get("name"),
        "project": record.get("parent"),
        "effort_hours": record.get("effort_duration"),
        "bookable": bool(record.get("timesheet_available")),
    }

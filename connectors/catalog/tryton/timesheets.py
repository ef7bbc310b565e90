"""Books and finds working time. Knows no invoice.

Tryton keeps a unique UUID with each time entry; the UUID made from the step's key lets Tryton
itself refuse a second entry for the same step.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from connectors.catalog.tryton.erp import reading_back
from connectors.catalog.tryton.values import Row, date, hours, related, row
from connectors.errors import RejectedError

if TYPE_CHECKING:
    from pydantic import JsonValue

    from connectors.catalog.tryton.erp import Erp

_LINE = "timesheet.line"
_FIELDS = [
    "date",
    "duration",
    "description",
    "uuid",
    "employee.rec_name",
    "work.rec_name",
    "work.origin",
    "invoice_line",
]
_KEYS = uuid.UUID("6d7a6cf4-2a43-4d0f-9a35-0a1c3d3e7f10")


async def find_time_entries(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Return the time entries that all of the given marks name."""
    del key
    domain: list[JsonValue] = []
    if "key" in inputs:
        domain.append(["uuid", "=", _uuid(str(inputs["key"]))])
    if "project" in inputs:
        tasks = await erp.search("project.work", [["parent", "child_of", [inputs["project"]]]], [])
        domain.append(["work.origin", "in", [f"project.work,{task['id']}" for task in tasks]])
    if "task" in inputs:
        domain.append(["work.origin", "=", f"project.work,{inputs['task']}"])
    if "employee" in inputs:
        domain.append(["employee", "=", inputs["employee"]])
    if "since" in inputs:
        domain.append(["date", ">=", date(inputs["since"])])
    if "until" in inputs:
        domain.append(["date", "<=", date(inputs["until"])])
    found = [_entry(record) for record in await erp.search(_LINE, domain, _FIELDS)]
    return {"time_entries": [*found], "count": len(found)}


async def book_time(erp: Erp, inputs: Row, key: str | None) -> JsonValue:
    """Book time on a task once for each key and return the entry."""
    context = await erp.context()
    values: Row = {
        "company": context.get("company"),
        "employee": context.get("employee"),
        "work": await _bookable(erp, inputs["task"]),
        "date": date(inputs["date"]),
        "duration": hours(inputs["hours"]),
        "description": inputs.get("description"),
        "uuid": _uuid(key) if key is not None else None,
    }
    try:
        made = await erp.create(_LINE, values)
    except RejectedError:
        # Tryton's words for a repeated UUID are translated, so the entry itself is the proof.
        booked = await _booked(erp, key)
        if booked is None or booked["task"] != inputs["task"]:
            raise
        return booked
    async with reading_back("The time was booked."):
        return _entry(await erp.read(_LINE, made, _FIELDS))


async def _booked(erp: Erp, key: str | None) -> Row | None:
    if key is None:
        return None
    found = await erp.search(_LINE, [["uuid", "=", _uuid(key)]], _FIELDS, most=1)
    return _entry(found[0]) if found else None


async def _bookable(erp: Erp, task: JsonValue) -> JsonValue:
    found = await erp.search("timesheet.work", [["origin", "=", f"project.work,{task}"]], [])
    if found:
        return found[0]["id"]
    raise RejectedError(
        f"No time can be booked on task {task}.",
        why="It does not exist, or it is not open for booking.",
        next_step='Check the task; "bookable" opens it when it is created.',
    )


def _uuid(key: str) -> str:
    return str(uuid.uuid5(_KEYS, key))


def _entry(record: Row) -> Row:
    work = row(record.get("work."))
    origin = str(work.get("origin") or "")
    return {
        "id": record["id"],
        "task": int(origin.partition(",")[2]) if origin.startswith("project.work,") else None,
        # Tryton shows the whole path: "[SOW-1001] Rollout\\Discovery".
        "task_name": str(work.get("rec_name")).rpartition("\\")[2],
        "employee": related(record, "employee"),
        "date": record.get("date"),
        "hours": record.get("duration"),
        "description": record.get("description") or None,
        "invoiced": record.get("invoice_line") is not None,
    }

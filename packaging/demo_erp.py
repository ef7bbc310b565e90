"""Reads back from the ERP what a story left there. Knows Tryton's records, nothing of runs.

Every figure the demo shows comes from here: from another session, with other code than Baton's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from tryton_seed import CONSULTANT, FIRM

if TYPE_CHECKING:
    from tryton_rpc import Row, TrytonClient


@dataclass(frozen=True)
class Expected:
    """How many records of each sort one case may leave.

    Attributes:
        tasks: tasks of the statement of work.
        time_entries: bookings of time.
    """

    tasks: int
    time_entries: int
    parties: int = 1
    projects: int = 1
    invoices: int = 1


@dataclass(frozen=True)
class Ledger:
    """What stands in the ERP beyond the firm's own master data.

    Attributes:
        invoice_total: sum of all customer invoices, as decimal text; money never is a float.
        details: one line of text for each kind of record, for people.
    """

    parties: int
    projects: int
    tasks: int
    time_entries: int
    invoices: int
    invoice_total: str
    details: dict[str, str]

    def duplicates(self, expected: Expected) -> int:
        """Return how many records stand there more than one case may leave."""
        return sum(
            max(0, found - wanted)
            for found, wanted in (
                (self.parties, expected.parties),
                (self.projects, expected.projects),
                (self.tasks, expected.tasks),
                (self.time_entries, expected.time_entries),
                (self.invoices, expected.invoices),
            )
        )


def read_ledger(client: TrytonClient) -> Ledger:
    """Count every record in the ERP that the firm did not have before its first client.

    Raises:
        TrytonError: the ERP refused to be read.
        OSError: it cannot be reached.
    """
    own = ["name", "not in", [FIRM, CONSULTANT]]
    parties = client.read("party.party", [own], "name", "tax_identifier.code")
    works = client.read("project.work", [], "name", "type", "party.name")
    projects = [row for row in works if row["type"] == "project"]
    tasks = [row for row in works if row["type"] == "task"]
    lines = client.read("timesheet.line", [], "duration", "date")
    fields = ("number", "state", "total_amount", "invoice_date", "payment_term.name")
    invoices = client.read("account.invoice", [["type", "=", "out"]], *fields)
    return Ledger(
        parties=len(parties),
        projects=len(projects),
        tasks=len(tasks),
        time_entries=len(lines),
        invoices=len(invoices),
        invoice_total=str(sum(map(_amount, invoices), start=Decimal("0.00"))),
        details={
            "parties": ", ".join(map(_party, parties)),
            "projects": _names(projects),
            "tasks": _names(tasks),
            "time_entries": ", ".join(map(_time_entry, lines)),
            "invoices": ", ".join(map(_invoice, invoices)),
        },
    )


def _names(rows: list[Row]) -> str:
    return ", ".join(sorted(str(row["name"]) for row in rows))


def _party(row: Row) -> str:
    return f"{row['name']} ({_of(row, 'tax_identifier', 'code') or 'no tax id'})"


def _time_entry(row: Row) -> str:
    duration = row["duration"]
    hours = duration.total_seconds() / 3600 if isinstance(duration, timedelta) else 0
    return f"{hours:g} h on {row['date']}"


def _invoice(row: Row) -> str:
    terms = _of(row, "payment_term", "name")
    return f"no. {row['number']}, {row['state']}, {row['invoice_date']}, {terms}"


def _of(row: Row, relation: str, field: str) -> str:
    """Return a field of a related record, which Tryton puts under the relation's name and a dot."""
    related = row.get(f"{relation}.")
    return str(related.get(field) or "") if isinstance(related, dict) else ""  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType] - a row of JSON


def _amount(row: Row) -> Decimal:
    amount = row["total_amount"]
    if not isinstance(amount, Decimal):
        raise TypeError(f"Tryton gave {amount!r} as an amount")
    return amount

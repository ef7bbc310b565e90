"""Maps the manifest's operations to the functions of this folder. Must not know HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from connectors.catalog.tryton import clients, invoices, lookups, projects, records, timesheets
from connectors.catalog.tryton.erp import Erp
from connectors.catalog.tryton.values import Row

if TYPE_CHECKING:
    from pydantic import JsonValue

    from connectors.http.channel import Channel
    from connectors.manifest import Manifest, Operation

_Function = Callable[[Erp, Row, str | None], Awaitable["JsonValue"]]

_FUNCTIONS: tuple[_Function, ...] = (
    lookups.check_connection,
    lookups.find_companies,
    lookups.find_employees,
    lookups.find_products,
    lookups.find_payment_terms,
    lookups.check_tax_identifier,
    clients.find_client,
    clients.create_client,
    clients.update_client,
    projects.find_project,
    projects.create_project,
    projects.set_billing_terms,
    projects.find_tasks,
    projects.create_task,
    projects.record_acceptance,
    timesheets.book_time,
    timesheets.find_time_entries,
    invoices.read_billing,
    invoices.draft_invoice,
    invoices.find_invoices,
    invoices.set_invoice_date,
    invoices.post_invoice,
    records.search_records,
    records.count_records,
)
_BY_NAME: dict[str, _Function] = {function.__name__: function for function in _FUNCTIONS}
_CONTEXT = ("company", "employee")


class Hooks:
    """What a Tryton session does beyond the manifest.

    Args:
        channel: sends the requests.
        manifest: the catalogue entry.
    """

    def __init__(self, channel: Channel, manifest: Manifest) -> None:
        del manifest
        self._erp = Erp(channel)

    async def log_in(self) -> Mapping[str, str]:
        """Open a session in Tryton and return the header that carries it."""
        return await self._erp.log_in()

    async def perform(
        self, operation: Operation, hook: str, inputs: Mapping[str, JsonValue], key: str | None
    ) -> JsonValue:
        """Perform one operation; `company` and `employee` among the inputs set its context."""
        within = {name: inputs[name] for name in _CONTEXT if name in inputs}
        erp = self._erp.view(within, operation.timeout)
        return await _BY_NAME[hook](erp, dict(inputs), key)

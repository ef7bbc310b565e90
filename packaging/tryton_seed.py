"""Fills an empty Tryton database with a small consulting firm. Knows master data, not Baton.

What a firm has before its first client: countries, a currency, the company itself, a consultant, a
chart of accounts, fiscal years with their number ranges and a service to sell (terms of payment
come with Tryton). No client, no project, no invoice.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tryton_rpc import Row, TrytonClient, as_list

FIRM = "Consulting Company"
CONSULTANT = "Consultant"
SERVICE = "Consulting"
HOURLY_PRICE = Decimal(150)
HOURLY_COST = Decimal(90)


def seed(client: TrytonClient, years: range) -> None:
    """Create the firm through `client`, with one fiscal year for each of `years`.

    Raises:
        TrytonError: the ERP refused one of the records.
    """
    _countries(client)
    company = _firm(client)
    _consultant(client, company)
    accounts = _chart_of_accounts(client, company)
    for year in years:
        _fiscal_year(client, company, year)
    _service(client, accounts)


def _countries(client: TrytonClient) -> None:
    """Enter those the firm has clients in; Tryton itself brings none."""
    names = {"BE": "Belgium", "CH": "Switzerland", "DE": "Germany", "ES": "Spain", "FR": "France"}
    client.create("country.country", *({"code": c, "name": n} for c, n in names.items()))


def _firm(client: TrytonClient) -> int:
    opening_rate = {"date": dt.date(2020, 1, 1), "rate": Decimal(1)}
    euro: Row = {
        "name": "Euro",
        "code": "EUR",
        "symbol": "EUR",
        "digits": 2,
        "rounding": Decimal("0.01"),
        "rates": [["create", [opening_rate]]],
    }
    address = {"street": "1 Quay Street", "city": "Lyon"}
    [currency] = client.create("currency.currency", euro)
    [party] = client.create("party.party", {"name": FIRM, "addresses": [["create", [address]]]})
    [company] = client.create("company.company", {"party": party, "currency": currency})
    client.write("res.user", [1], {"companies": [["add", [company]]], "company": company})
    client.context = {"company": company}
    return company


def _consultant(client: TrytonClient, company: int) -> None:
    [party] = client.create("party.party", {"name": CONSULTANT})
    cost = {"date": dt.date(2020, 1, 1), "cost_price": HOURLY_COST}
    row: Row = {"party": party, "company": company, "cost_prices": [["create", [cost]]]}
    [employee] = client.create("company.employee", row)
    client.write("res.user", [1], {"employees": [["add", [employee]]], "employee": employee})
    client.context = {"company": company, "employee": employee}


def _chart_of_accounts(client: TrytonClient, company: int) -> dict[str, int]:
    """Run the wizard as a bookkeeper would; return the accounts to use, by their kind."""
    wizard = "wizard.account.create_chart"
    session = as_list(client.call(f"{wizard}.create", client.context))[0]
    [template] = client.search("account.account.template", [["parent", "=", None]])

    def execute(data: Row, state: str) -> None:
        client.call(f"{wizard}.execute", session, data, state, client.context)

    execute({}, "start")
    execute({"account": {"company": company, "account_template": template}}, "create_account")
    accounts = {kind: _account(client, kind) for kind in _ACCOUNT_KINDS}
    properties = {
        "company": company,
        "account_receivable": accounts["receivable"],
        "account_payable": accounts["payable"],
    }
    execute({"properties": properties}, "create_properties")
    client.call(f"{wizard}.delete", session, client.context)
    return accounts


_ACCOUNT_KINDS = ("receivable", "payable", "revenue", "expense")


def _account(client: TrytonClient, kind: str) -> int:
    open_accounts = [["closed", "!=", True], [f"type.{kind}", "=", True]]
    return client.search("account.account", open_accounts)[0]


def _fiscal_year(client: TrytonClient, company: int, year: int) -> None:
    def numbering(kind: str, prefix: str) -> int:
        [kind_id] = client.search("ir.sequence.type", [["name", "=", kind]])
        row: Row = {"name": f"{kind} {year}", "sequence_type": kind_id, "company": company}
        return client.create("ir.sequence.strict", {**row, "prefix": prefix})[0]

    invoices = numbering("Invoice", f"{year}-")
    names = ("out_invoice", "out_credit_note", "in_invoice", "in_credit_note")
    sequences: Row = {f"{name}_sequence": invoices for name in names}
    row: Row = {
        "name": str(year),
        "company": company,
        "start_date": dt.date(year, 1, 1),
        "end_date": dt.date(year, 12, 31),
        "move_sequence": numbering("Account Move", f"{year}-"),
        "invoice_sequences": [["create", [{**sequences, "company": company}]]],
    }
    client.button("account.fiscalyear", "create_period", client.create("account.fiscalyear", row))


def _service(client: TrytonClient, accounts: dict[str, int]) -> None:
    category: Row = {
        "name": "Services",
        "accounting": True,
        "account_revenue": accounts["revenue"],
        "account_expense": accounts["expense"],
    }
    [category_id] = client.create("product.category", category)
    [hour] = client.search("product.uom", [["symbol", "=", "h"]])
    service: Row = {
        "name": SERVICE,
        "type": "service",
        "default_uom": hour,
        "list_price": HOURLY_PRICE,
        "account_category": category_id,
        "products": [["create", [{"cost_price": HOURLY_COST}]]],
    }
    client.create("product.template", service)

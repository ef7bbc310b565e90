"""What a firm loses when these fail, tried on a real Tryton: two invoices for one, or none.

Every operation is used here against the ERP itself; what was done is read back through a second,
plain client and not through the connector.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import sqlite3
from typing import TYPE_CHECKING, cast

import pytest
from tryton_server import Prepared, TrytonServer

from connectors.connector import Found, NotFound, Session, load
from connectors.credential import Connection, Credential
from connectors.errors import (
    AuthenticationError,
    CircuitOpenError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RejectedError,
    TransientError,
    UnknownOutcomeError,
)
from connectors.testing.relay import Relay

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from pydantic import JsonValue

    from connectors.testing.loopback import Received

pytestmark = pytest.mark.slow

Row = dict[str, "JsonValue"]
TODAY = dt.datetime.now(tz=dt.UTC).date().isoformat()
TAX_ID = "FR 40 303 265 045"


@pytest.fixture(scope="module")
def erp(tryton: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrytonServer]:
    """One Tryton for all tests here; each uses codes of its own."""
    with TrytonServer(tmp_path_factory.mktemp("tryton"), prepared=tryton) as server:
        yield server


def connection_to(server: TrytonServer, url: str | None = None, **fields: str) -> Connection:
    credential = Credential(
        "password",
        {"user": fields.get("user", server.user)},
        {"password": fields.get("password", server.password)},
    )
    settings: Row = {"database": fields.get("database", server.database)}
    return Connection("ERP", "tryton", url or server.url, settings, credential)


def over(connection: Connection, act: Callable[[Session], Awaitable[None]]) -> None:
    async def run() -> None:
        async with load("tryton").session(connection) as session:
            await act(session)

    asyncio.run(run())


async def do(
    session: Session, operation: str, key: str | None = None, /, **inputs: JsonValue
) -> Row:
    output = await session.perform(operation, inputs, key=key)
    assert isinstance(output, dict)
    return output


async def first(session: Session, operation: str, /, **inputs: JsonValue) -> Row:
    output = await do(session, operation, **inputs)
    assert output["count"], operation
    found = next(value for value in output.values() if isinstance(value, list))
    return cast("Row", found[0])


async def service(session: Session) -> JsonValue:
    return (await first(session, "find_products", name="consulting", kind="service"))["id"]


def client_of(code: str) -> Row:
    return {"name": "Boreal", "code": code, "address": {"city": "Lyon"}}


async def start_project(session: Session, code: str) -> tuple[Row, Row, Row]:
    """Create a client, a project and a task at 150.00 an hour."""
    product = await service(session)
    terms: Row = {"product": product, "list_price": "150.00"}
    client = await do(session, "create_client", **client_of(code))
    project = await do(
        session, "create_project", code=code, name="Small job", client=client["id"], **terms
    )
    task = await do(session, "create_task", project=project["id"], name="Discovery", **terms)
    return client, project, task


def test_a_signed_contract_becomes_a_posted_invoice(erp: TrytonServer) -> None:
    async def act(session: Session) -> None:
        assert (await do(session, "check_connection"))["company"]
        assert await session.test()
        assert (await first(session, "find_companies", currency="EUR"))["name"]
        await check_tax_identifiers(session)
        client = await take_on(session)
        project, task = await set_up(session, client)
        await deliver(session, task)
        await bill(session, project)
        domain: list[JsonValue] = [["party", "=", client["id"]]]
        counted = await do(session, "count_records", model="account.invoice", domain=domain)
        assert counted["count"] == 1

    over(connection_to(erp), act)
    reader = erp.client()
    mine = [["party.code", "=", "CLIENT-B"]]
    invoices = reader.read("account.invoice", mine, "state", "total_amount")
    assert [(row["state"], str(row["total_amount"])) for row in invoices] == [("posted", "1200.00")]
    assert len(reader.search("project.work", mine)) == 1


async def check_tax_identifiers(session: Session) -> None:
    checked = await do(session, "check_tax_identifier", code=TAX_ID)
    assert (checked["valid"], checked["code"]) == (True, "FR40303265045")
    assert not (await do(session, "check_tax_identifier", code="FR1"))["valid"]
    unknown = await do(session, "check_tax_identifier", code="1", type="xx_none")
    assert unknown["reason"] == "Tryton does not use this type."


async def take_on(session: Session) -> Row:
    """Create the client, after finding that it is not there, and find it by each mark."""
    assert (await do(session, "find_client", code="CLIENT-B"))["count"] == 0
    term = await first(session, "find_payment_terms", name="Net 30 days")
    client = await do(
        session,
        "create_client",
        name="Client B",
        code="CLIENT-B",
        tax_identifier={"code": TAX_ID},
        address={"street": "12 Rue Neuve", "city": "Lyon", "postal_code": "69001"},
        payment_term=term["id"],
        language="en",
    )
    marks: list[Row] = [{"tax_identifier": TAX_ID}, {"name": "client b"}, {"code": "CLIENT-B"}]
    for mark in marks:
        assert await first(session, "find_client", **mark) == client
    return client


async def set_up(session: Session, client: Row) -> tuple[Row, Row]:
    """Create the project with its billing terms and a task."""
    opened: Row = {"code": "SOW-1", "name": "Rollout", "client": client["id"]}
    project = await do(session, "create_project", **opened)
    terms: Row = {"product": await service(session), "list_price": "150.00"}
    schedule: Row = {"invoice_method": "timesheet", "invoice_up_to": TODAY, "note": "T&M"}
    asked: Row = {"project": project["id"], **terms, **schedule}
    project = await do(session, "set_billing_terms", **asked)
    assert {name: project[name] for name in schedule} == schedule
    marks: list[Row] = [{"code": "SOW-1"}, {"name": "rollout"}, {"client": client["id"]}]
    for mark in marks:
        assert await first(session, "find_project", **mark) == project
    assert (await do(session, "find_project", code="SOW"))["count"] == 0
    planned: Row = {"project": project["id"], "name": "Discovery", "effort_hours": "16"}
    return project, await do(session, "create_task", **planned, **terms)


async def deliver(session: Session, task: Row) -> None:
    """Book eight hours and record that the client accepted the work."""
    employee = await first(session, "find_employees")
    on: Row = {"task": task["id"], "date": TODAY}
    entry = await do(session, "book_time", "run-1/time", **on, hours="7.5")
    assert (entry["hours"], entry["employee"]) == ("7.5", _link(employee))
    await do(session, "book_time", "run-1/rest", **on, hours="0.5")
    proof: Row = {"task": task["id"], "accepted_on": TODAY, "evidence": "Form 7"}
    accepted = await do(session, "record_acceptance", **proof)
    assert await do(session, "record_acceptance", **proof) == accepted
    assert (accepted["progress"], accepted["note"]) == (1.0, f"Accepted {TODAY}: Form 7")
    found = await do(session, "find_time_entries", project=task["project"], since=TODAY)
    assert found["count"] == 2


async def bill(session: Session, project: Row) -> None:
    """Draft, date and post the invoice; each of them twice, which must change nothing."""
    on: Row = {"project": project["id"]}
    billing = await do(session, "read_billing", **on)
    assert (billing["ready"], billing["amount_to_invoice"]) == (True, "1200.00")
    invoice = await do(session, "draft_invoice", **on)
    assert (invoice["state"], invoice["total"]) == ("draft", "1200.00")
    assert await do(session, "draft_invoice", **on) == invoice
    day: Row = {"invoice": invoice["id"], "date": TODAY}
    dated = await do(session, "set_invoice_date", **day)
    assert await do(session, "set_invoice_date", **day) == dated
    posted = await do(session, "post_invoice", invoice=invoice["id"])
    assert await do(session, "post_invoice", invoice=invoice["id"]) == posted
    assert await first(session, "find_invoices", **on, state="posted") == posted
    assert (posted["state"], posted["date"], posted["total"]) == ("posted", TODAY, "1200.00")
    with pytest.raises(RejectedError, match="posted"):
        await do(session, "set_invoice_date", invoice=invoice["id"], date="2026-01-01")
    domain: list[JsonValue] = [["total_amount", "=", {"decimal": "1200.00"}]]
    wanted: Row = {"model": "account.invoice", "domain": domain, "fields": ["invoice_date"]}
    records = await do(session, "search_records", **wanted)
    assert records["records"] == [{"id": invoice["id"], "invoice_date": TODAY}]


def test_what_cannot_be_billed_says_why(erp: TrytonServer) -> None:
    async def act(session: Session) -> None:
        _, project, _ = await start_project(session, "IDLE-1")
        billing = await do(session, "read_billing", project=project["id"])
        assert (billing["ready"], billing["problems"]) == (False, ["There is nothing to invoice."])
        with pytest.raises(RejectedError, match="nothing to invoice"):
            await do(session, "draft_invoice", project=project["id"])

    over(connection_to(erp), act)


def _link(record: Row) -> Row:
    return {"id": record["id"], "name": record["name"]}


def test_a_lost_reply_is_found_again_for_each_write(erp: TrytonServer) -> None:
    with Relay(erp.url) as relay:

        async def lost(
            session: Session,
            operation: str,
            method: str,
            key: str | None = None,
            /,
            **inputs: JsonValue,
        ) -> Row:
            relay.lose_reply(_calls(method))
            with pytest.raises(UnknownOutcomeError) as caught:
                await do(session, operation, key, **inputs)
            assert caught.value.sent == "unknown"
            if session.manifest.operation(operation).verify is None:
                return await do(session, operation, key, **inputs)
            found = await session.verify(operation, inputs, key=key)
            assert isinstance(found, Found), operation
            return cast("Row", found.output)

        async def act(session: Session) -> None:
            terms: Row = {"product": await service(session), "list_price": "150.00"}
            client = await lost(
                session, "create_client", "model.party.party.create", **client_of("LOST-1")
            )
            client = await lost(
                session,
                "update_client",
                "model.party.party.write",
                id=client["id"],
                version=client["version"],
                name="Client B SA",
            )
            assert client["name"] == "Client B SA"
            project = await lost(
                session,
                "create_project",
                "model.project.work.create",
                code="LOST-1",
                name="Rollout",
                client=client["id"],
                **terms,
            )
            write = "model.project.work.write"
            await lost(session, "set_billing_terms", write, project=project["id"], note="T&M")
            task = await lost(
                session,
                "create_task",
                "model.project.work.create",
                project=project["id"],
                name="Discovery",
                **terms,
            )
            proof: Row = {"task": task["id"], "accepted_on": TODAY, "evidence": "Form 7"}
            await lost(session, "record_acceptance", write, **proof)
            hours: Row = {"task": task["id"], "date": TODAY, "hours": "8"}
            create = "model.timesheet.line.create"
            entry = await lost(session, "book_time", create, "run-2/time", **hours)
            assert await do(session, "book_time", "run-2/time", **hours) == entry
            invoice = await lost(
                session, "draft_invoice", "model.project.work.invoice", project=project["id"]
            )
            day: Row = {"invoice": invoice["id"], "date": TODAY}
            await lost(session, "set_invoice_date", "model.account.invoice.write", **day)
            await lost(session, "post_invoice", "model.account.invoice.post", invoice=invoice["id"])

        over(connection_to(erp, relay.url), act)
    reader = erp.client()
    mine = [["party.code", "=", "LOST-1"]]
    assert len(reader.search("party.party", [["code", "=", "LOST-1"]])) == 1
    assert len(reader.search("project.work", [["name", "like", "[LOST-1]%"]])) == 1
    [task] = reader.search("project.work", [["parent.name", "like", "[LOST-1]%"]])
    assert len(reader.search("timesheet.line", [["work.origin", "=", f"project.work,{task}"]])) == 1
    [invoice] = reader.read("account.invoice", mine, "state", "total_amount")
    assert (invoice["state"], str(invoice["total_amount"])) == ("posted", "1200.00")


def _calls(method: str) -> Callable[[Received], bool]:
    def fits(received: Received) -> bool:
        body = received.json()
        return isinstance(body, dict) and body.get("method") == method

    return fits


def test_a_reply_lost_while_reading_back_does_not_hide_the_write(
    erp: TrytonServer,
) -> None:
    with Relay(erp.url) as relay:

        async def act(session: Session) -> None:
            await do(session, "check_connection")
            # The read is asked again by itself; three losses in a row end it.
            relay.lose_reply(_calls("model.party.party.search_read"), times=3)
            with pytest.raises(UnknownOutcomeError, match="The client was created"):
                await do(session, "create_client", name="Client B", code="BACK-1")
            found = await session.verify("create_client", {"name": "Client B", "code": "BACK-1"})
            assert isinstance(found, Found)

        over(connection_to(erp, relay.url), act)


def test_a_write_that_never_arrived_is_not_taken_for_done(erp: TrytonServer) -> None:
    with Relay(erp.url) as relay:

        async def act(session: Session) -> None:
            _, project, task = await start_project(session, "NEVER-1")
            relay.lose_request(_calls("model.timesheet.line.create"))
            hours: Row = {"task": task["id"], "date": TODAY, "hours": "8"}
            with pytest.raises(UnknownOutcomeError):
                await do(session, "book_time", "run-3/time", **hours)
            assert await session.verify("book_time", hours, key="run-3/time") == NotFound()
            await do(session, "book_time", "run-3/time", **hours)
            relay.lose_request(_calls("model.project.work.invoice"))
            with pytest.raises(UnknownOutcomeError):
                await do(session, "draft_invoice", project=project["id"])
            asked: Row = {"project": project["id"]}
            assert await session.verify("draft_invoice", asked) == NotFound()

        over(connection_to(erp, relay.url), act)


def test_a_change_based_on_an_old_version_is_a_conflict(erp: TrytonServer) -> None:
    async def act(session: Session) -> None:
        old = await do(session, "create_client", name="Client B", code="STALE-1")
        erp.client().write("party.party", [cast("int", old["id"])], {"name": "Changed by hand"})
        change: Row = {"id": old["id"], "version": old["version"], "name": "Client B SA"}
        with pytest.raises(ConflictError) as caught:
            await do(session, "update_client", **change)
        assert caught.value.sent == "yes"
        assert await session.verify("update_client", change) == NotFound()
        fresh = await first(session, "find_client", code="STALE-1")
        assert fresh["name"] == "Changed by hand"
        await do(session, "update_client", **{**change, "version": fresh["version"]})

    over(connection_to(erp), act)


def test_a_refusal_comes_in_the_words_of_the_erp(erp: TrytonServer) -> None:
    async def act(session: Session) -> None:
        await do(session, "create_client", name="Client B", code="NO-1")
        with pytest.raises(RejectedError, match="code on party must be unique") as caught:
            await do(session, "create_client", name="Other", code="NO-1")
        assert caught.value.sent == "yes"
        bad: Row = {"code": "FR00000000000"}
        with pytest.raises(RejectedError, match="European VAT Number"):
            await do(session, "create_client", name="Bad", code="NO-2", tax_identifier=bad)
        with pytest.raises(RejectedError, match='does not know the language "xx"'):
            await do(session, "create_client", name="Bad", code="NO-2", language="xx")
        with pytest.raises(RejectedError, match="No time can be booked"):
            await do(session, "book_time", task=99, date=TODAY, hours="1")
        with pytest.raises(NotFoundError):
            await do(session, "read_billing", project=99)
        with pytest.raises(RejectedError, match="could not carry out"):
            await do(session, "search_records", model="party.party", fields=["no_such_field"])

    over(connection_to(erp), act)


def test_an_erp_that_was_down_is_waited_for_and_the_session_lives_on(
    erp: TrytonServer,
) -> None:
    async def act(session: Session) -> None:
        await do(session, "create_client", name="Client B", code="DOWN-1")
        await asyncio.to_thread(erp.stop)
        with pytest.raises(TransientError) as caught:
            await do(session, "create_client", name="Boreal", code="DOWN-2")
        assert (caught.value.sent, caught.value.retryable) == ("no", True)
        with pytest.raises(CircuitOpenError) as refused:
            await do(session, "create_client", name="Boreal", code="DOWN-2")
        assert refused.value.retry_after is not None
        await asyncio.to_thread(erp.start)
        await asyncio.sleep(refused.value.retry_after)
        await do(session, "create_client", name="Boreal", code="DOWN-2")
        assert session.circuit == "closed"

    over(connection_to(erp), act)
    assert len(erp.client().search("party.party", [["code", "=", "DOWN-2"]])) == 1


def test_an_expired_session_is_renewed_without_doing_anything_twice(
    erp: TrytonServer,
) -> None:
    async def act(session: Session) -> None:
        await do(session, "create_client", name="Client B", code="GONE")
        _forget_sessions(erp)
        crowd = [
            do(session, "create_client", name=f"Client {number}", code=f"GONE-{number}")
            for number in range(4)
        ]
        await asyncio.gather(*crowd)

    over(connection_to(erp), act)
    assert len(erp.client().search("party.party", [["code", "like", "GONE-%"]])) == 4


def _forget_sessions(server: TrytonServer) -> None:
    with contextlib.closing(sqlite3.connect(server.folder / "baton.sqlite")) as database:
        database.execute("DELETE FROM ir_session")
        database.commit()


def test_a_wrong_password_or_database_is_said_plainly(erp: TrytonServer) -> None:
    async def act(session: Session) -> None:
        with pytest.raises((AuthenticationError, NotFoundError)) as caught:
            await session.test()
        assert not isinstance(caught.value, ForbiddenError)
        assert "guess" not in str(caught.value) + caught.value.detail

    over(connection_to(erp, password="guess"), act)
    over(connection_to(erp, database="nothing"), act)

"""The ERP of the demo and of the end-to-end tests is real, and alone with its data."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tryton_environment import SetupError, cache_folder, locked, run
from tryton_rpc import TrytonClient, TrytonError, decode, encode
from tryton_seed import CONSULTANT, FIRM
from tryton_server import Prepared, TrytonServer, copy_database

if TYPE_CHECKING:
    from pathlib import Path


def enter_client(client: TrytonClient, name: str, tax_id: str | None = None) -> int:
    identifiers = [["create", [{"type": "eu_vat", "code": tax_id}]]] if tax_id else []
    address = ["create", [{"city": "Lyon"}]]
    [term] = client.search("account.invoice.payment_term", [["name", "=", "Net 30 days"]])
    row = {"name": name, "customer_payment_term": term, "addresses": [address]}
    return client.create("party.party", {**row, "identifiers": identifiers})[0]


@pytest.mark.slow
def test_each_server_starts_as_a_firm_without_clients(tryton_server: TrytonServer) -> None:
    client = tryton_server.client()
    parties = [row["name"] for row in client.read("party.party", [], "name")]
    assert sorted(map(str, parties)) == sorted([FIRM, CONSULTANT])
    assert client.search("project.work", []) == []
    assert client.search("account.invoice", []) == []


@pytest.mark.slow
def test_a_cached_database_still_bills_after_new_year(tryton_server: TrytonServer) -> None:
    today = dt.datetime.now(tz=dt.UTC).date()
    rows = tryton_server.client().read("account.fiscalyear", [["state", "=", "open"]], "name")
    assert {str(today.year), str(today.year + 1)} <= {str(row["name"]) for row in rows}


@pytest.mark.slow
def test_eight_hours_become_one_posted_invoice(tryton_server: TrytonServer) -> None:
    client = tryton_server.client()
    party = enter_client(client, "Client", tax_id="FR40303265045")
    [product] = client.search("product.product", [["template.name", "=", "Consulting"]])
    price = {"company": client.context["company"], "product": product, "list_price": Decimal(150)}
    terms = {"type": "project", "party": party, "project_invoice_method": "timesheet"}
    [project] = client.create("project.work", {"name": "Rollout", **price, **terms})
    task = {"name": "Discovery", "type": "task", "parent": project, "timesheet_available": True}
    [task_id] = client.create("project.work", {**task, **price})
    [work] = client.search("timesheet.work", [["origin", "=", f"project.work,{task_id}"]])
    today = dt.datetime.now(tz=dt.UTC).date()
    line = {**client.context, "date": today, "duration": dt.timedelta(hours=8), "work": work}
    client.create("timesheet.line", line)
    client.button("project.work", "invoice", [project])
    invoices = client.search("account.invoice", [["party", "=", party]])
    client.write("account.invoice", invoices, {"invoice_date": today})
    client.button("account.invoice", "post", invoices)
    [invoice] = client.read("account.invoice", [], "state", "total_amount")
    assert (invoice["state"], str(invoice["total_amount"])) == ("posted", "1200.00")


@pytest.mark.slow
def test_a_wrong_tax_id_is_refused_by_the_erp_itself(tryton_server: TrytonServer) -> None:
    client = tryton_server.client()
    with pytest.raises(TrytonError, match=r"UserError.*FR123.*not valid"):
        enter_client(client, "Client", tax_id="FR123")


@pytest.mark.slow
def test_a_wrong_password_is_refused(tryton_server: TrytonServer) -> None:
    stranger = TrytonClient(tryton_server.url, tryton_server.database, "admin", "guess")
    with pytest.raises(TrytonError):
        stranger.login()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["stop", "kill"])
def test_an_erp_that_was_down_comes_back_with_its_data(
    tryton_server: TrytonServer, how: str
) -> None:
    party = enter_client(tryton_server.client(), "Client")
    address = tryton_server.url
    getattr(tryton_server, how)()
    with pytest.raises(OSError, match="refused"):
        tryton_server.client()
    tryton_server.start()
    assert tryton_server.url == address
    assert tryton_server.client().search("party.party", [["name", "=", "Client"]]) == [party]


@pytest.mark.slow
def test_two_servers_do_not_see_each_other(tryton: Prepared, tryton_server: TrytonServer) -> None:
    enter_client(tryton_server.client(), "Client")
    with TrytonServer(prepared=tryton) as other:
        assert other.client().search("party.party", [["name", "=", "Client"]]) == []
        folder = other.folder
    assert not folder.exists()


@pytest.mark.slow
def test_a_copy_holds_what_the_running_server_has_not_yet_moved_into_its_file(
    tryton: Prepared, tryton_server: TrytonServer, tmp_path: Path
) -> None:
    enter_client(tryton_server.client(), "Client")
    restored = tmp_path / "restored"
    restored.mkdir()
    copy_database(tryton_server.folder / "baton.sqlite", restored / "baton.sqlite")
    with TrytonServer(restored, prepared=tryton) as other:
        assert len(other.client().search("party.party", [["name", "=", "Client"]])) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="makes a symbolic link to Python")
def test_a_server_that_cannot_start_says_what_its_log_says(tmp_path: Path) -> None:
    (tmp_path / "trytond").write_text("raise SystemExit('no module named trytond')")
    (tmp_path / "python").symlink_to(sys.executable)
    (tmp_path / "seed.sqlite").touch()
    prepared = Prepared(tmp_path / "python", tmp_path / "seed.sqlite", "unused")
    with pytest.raises(SetupError, match="no module named trytond"):
        TrytonServer(tmp_path, prepared=prepared).start()


def test_special_values_survive_the_wire() -> None:
    values = {
        "amount": Decimal("1200.00"),
        "day": dt.date(2026, 11, 20),
        "hours": dt.timedelta(hours=8),
        "lines": [{"price": Decimal("0.10")}, None, True, "text"],
    }
    assert decode(encode(values)) == values


def test_a_command_that_fails_shows_its_last_lines() -> None:
    script = "print('first'); raise SystemExit('it broke')"
    with pytest.raises(SetupError, match=r"make soup.*\nfirst\nit broke"):
        run([sys.executable, "-c", script], "make soup")


def test_the_cache_can_be_put_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_CACHE", str(tmp_path / "elsewhere"))
    assert cache_folder() == (tmp_path / "elsewhere").resolve()


def _note_order(lock: Path, notes: Path, name: str) -> None:
    with locked(lock, lambda _: None), notes.open("a+") as file:
        file.write(f"{name} in\n")
        file.flush()
        file.write(f"{name} out\n")


def test_two_preparations_at_once_take_turns(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    paths = (tmp_path / "lock", tmp_path / "notes")
    workers = [context.Process(target=_note_order, args=(*paths, name)) for name in "ab"]
    with locked(tmp_path / "lock", lambda _: None):
        for worker in workers:
            worker.start()
        workers[0].join(0.7)
        assert not (tmp_path / "notes").exists()
    for worker in workers:
        worker.join(60)
    notes = (tmp_path / "notes").read_text().splitlines()
    assert sorted([notes[:2], notes[2:]]) == [["a in", "a out"], ["b in", "b out"]]

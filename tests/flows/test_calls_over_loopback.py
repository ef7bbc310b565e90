"""Steps that ask other systems, over a real wire: what is sent, and what comes of the answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from connectors.testing.fake_server import FakeServer
from connectors.testing.loopback import Answer
from runtime.calendars import NamedCalendars
from runtime.definition.definition import Definition
from runtime.embedded import EmbeddedRuntime
from runtime.embedded.bindings import BoundConnections
from runtime.events import model
from runtime.events.model import Actor
from runtime.expressions import InProcessEvaluator
from runtime.store import open_store
from runtime.vault import ConnectionBook, ConnectionRecord, MemoryVault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from runtime.definition.json_value import JsonValue
    from runtime.events.model import Recorded
    from runtime.events.view import RunView

TOKEN = "t0p-s3cret-token"
OWNERS = {"business": "owner", "technical": "integration", "control": "control"}
CLIENT: JsonValue = {"client": "Client A", "id": "A/7", "lines": [{"price": "99.90"}]}


class Case:
    """One case of a workflow with one step at a system on this machine."""

    def __init__(self, folder: Path, server: FakeServer) -> None:
        self._folder = folder
        self._server = server
        self.view: RunView
        self.events: Sequence[Recorded]

    def run(self, kind: str, params: dict[str, Any], *, dry: bool = False) -> dict[str, Any]:
        """Run the step between a start and an end and return its output; {} when it has none."""
        asyncio.run(self._run(_drawn(kind, params), dry=dry))
        output = self.view.steps["ask"].output
        return output if isinstance(output, dict) else {}

    async def _run(self, definition: Definition, *, dry: bool) -> None:
        book = ConnectionBook(self._folder / "connections.json")
        book.put(ConnectionRecord("shop", "web", {"base_url": f"{self._server.url}/api"}))
        vault = MemoryVault({"shop": {"scheme": "bearer", "token": TOKEN}})
        connections = BoundConnections(book, lambda: vault)
        runtime = EmbeddedRuntime(
            open_store(f"sqlite:///{self._folder / 'case.sqlite'}"),
            connections=connections,
            calendars=NamedCalendars({}),
            evaluator=InProcessEvaluator(),
        )
        async with runtime:
            run = await runtime.start(definition, CLIENT, actor=Actor("user:seller"), dry=dry)
            await runtime.settle(run)
            self.view, self.events = runtime.view(run), runtime.events(run)
        await connections.close()


def _drawn(kind: str, params: dict[str, Any]) -> Definition:
    nodes = [
        {"id": "start", "kind": "start"},
        {"id": "ask", "kind": kind, "params": {"connection": "shop", **params}},
        {"id": "done", "kind": "end"},
        {"id": "by_hand", "kind": "end"},
    ]
    edges = [
        {"source": "start", "port": "out", "target": "ask"},
        {"source": "ask", "port": "out", "target": "done"},
        {"source": "ask", "port": "error", "target": "by_hand"},
    ]
    graph: dict[str, Any] = {"format": 1, "id": "order", "name": "Order", "owners": OWNERS}
    graph["connections"] = {"shop": {"connector": "web"}}
    return Definition.from_document(
        {"directed": True, "multigraph": True, "graph": graph, "nodes": nodes, "edges": edges}
    )


@pytest.fixture
def case(tmp_path: Path, server: FakeServer) -> Case:
    return Case(tmp_path, server)


@pytest.fixture
def server() -> Any:
    with FakeServer() as running:
        yield running


def test_a_call_sends_what_is_mapped_and_puts_out_the_answer(
    case: Case, server: FakeServer
) -> None:
    server.expect("POST", "/api/orders", Answer.of_json({"id": 8}, 201), body={"name": "Client A"})
    inputs = {"method": '"POST"', "path": '"/orders"', "body.name": "input.client"}
    output = case.run("call", {"operation": "send_once", "inputs": inputs})
    assert (output["status"], output["body"]) == (201, {"id": 8})
    (received,) = server.received
    (scheduled,) = [r.event for r in case.events if isinstance(r.event, model.StepScheduled)]
    assert received.headers["idempotency-key"] == scheduled.key
    assert received.headers["authorization"] == f"Bearer {TOKEN}"


def test_an_http_request_carries_path_query_headers_and_body(
    case: Case, server: FakeServer
) -> None:
    answer = Answer.of_json({"id": 8}, headers={"Set-Cookie": "session=1", "ETag": "v1"})
    query = {"page.size": "20", "all": "false"}
    body: JsonValue = {"client": {"name": "Client A"}, "lines": [{"price": "99.90"}]}
    server.expect("PUT", "/api/orders/A%2F7", answer, query=query, body=body)
    output = case.run(
        "http_request",
        {
            "method": "PUT",
            "path": "/orders/{{ input.id }}",
            "query": {"page.size": "20", "all": "false", "none": "input.missing"},
            "headers": {"Accept-Language": '"en"', "X-Count": "3"},
            "body": {"client.name": "input.client", "lines": "input.lines"},
        },
    )
    assert output["body"] == {"id": 8}
    assert output["headers"]["etag"] == "v1"
    assert "set-cookie" not in output["headers"]
    (received,) = server.received
    assert (received.headers["accept-language"], received.headers["x-count"]) == ("en", "3")
    assert "idempotency-key" not in received.headers


def test_a_key_goes_with_a_request_that_may_be_repeated(case: Case, server: FakeServer) -> None:
    server.expect("POST", "/api/orders", Answer.of_json({"id": 8}))
    params = {"method": "POST", "path": "/orders", "text": "{{ input.client }};1"}
    case.run("http_request", {**params, "repeat": "keyed", "key_header": "X-Once"})
    (received,) = server.received
    (scheduled,) = [r.event for r in case.events if isinstance(r.event, model.StepScheduled)]
    assert received.headers["x-once"] == scheduled.key
    assert received.body == b"Client A;1"


def test_after_a_lost_answer_a_person_looks_before_a_post_is_repeated(
    case: Case, server: FakeServer
) -> None:
    server.expect("POST", "/api/orders", Answer(dropped=True))
    case.run("http_request", {"method": "POST", "path": "/orders"})
    (waiting,) = case.view.waiting_for
    assert (waiting.kind, waiting.step) == ("incident", "ask")
    assert "may have happened" in waiting.message


def test_a_status_that_is_fine_goes_on_and_another_takes_the_way_for_failures(
    case: Case, server: FakeServer, tmp_path: Path
) -> None:
    for _ in range(2):
        server.expect("GET", "/api/orders/1", Answer.of_json({"error": "none"}, 404))
    output = case.run("http_request", {"path": "/orders/1", "accept": [404]})
    assert output["status"] == 404
    (tmp_path / "again").mkdir()
    other = Case(tmp_path / "again", server)
    other.run("http_request", {"path": "/orders/1"})
    assert other.view.steps["ask"].status == "failed"
    assert other.view.status == "completed"


def test_a_redirect_does_not_take_the_password_along(case: Case, server: FakeServer) -> None:
    with FakeServer() as elsewhere:
        server.expect("GET", "/api/a", Answer(302, headers={"Location": elsewhere.url}))
        case.run("http_request", {"path": "/a"})
        assert elsewhere.received == []
    error = case.view.steps["ask"].error
    assert isinstance(error, dict)
    assert "points to another address" in str(error["message"])


def test_a_dry_run_reads_and_writes_nothing(case: Case, server: FakeServer) -> None:
    output = case.run("http_request", {"method": "POST", "path": "/orders"}, dry=True)
    assert output["status"] == 200
    assert server.received == []
    assert "would send POST /orders to shop" in str(case.view.steps["ask"].because)


def test_the_password_is_in_no_event(case: Case, server: FakeServer) -> None:
    """What stands in the journal is read by auditors, and stands there for years."""
    server.expect("GET", "/api/a", Answer.of_json({"message": f"Bearer {TOKEN}"}, 400))
    case.run("http_request", {"path": "/a"})
    assert "status 400" in repr(list(case.events))
    assert TOKEN not in repr(list(case.events))
    assert TOKEN not in repr(case.view)

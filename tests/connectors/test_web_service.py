"""What a firm loses when these fail: a call that leaves its system, or a secret in a workflow."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from connectors.connector import load
from connectors.credential import Connection, Credential
from connectors.errors import (
    AuthenticationError,
    InvalidInputError,
    MisconfiguredError,
    UnknownOutcomeError,
)
from connectors.testing.fake_server import FakeServer
from connectors.testing.loopback import Answer

if TYPE_CHECKING:
    from pydantic import JsonValue


def ask(url: str, operation: str, key: str | None = None, /, **inputs: JsonValue) -> JsonValue:
    connection = Connection("Shop", "web", f"{url}/api", {}, Credential("none"))

    async def run() -> JsonValue:
        async with load("web").session(connection) as session:
            return await session.perform(operation, inputs, key=key)

    return asyncio.run(run())


@pytest.mark.parametrize(
    "path",
    ["/../admin", "/a/..", "/%2e%2e/admin", "/%252e%252e/x", "/..%5cx", "admin", "/a?b=c", "/a#b"],
)
def test_a_path_cannot_leave_the_address_of_the_connection(path: str) -> None:
    with FakeServer() as server, pytest.raises(InvalidInputError):
        ask(server.url, "read", path=path)


@pytest.mark.parametrize("name", ["Authorization", "Cookie", "X-Api-Key", "Host", "content-length"])
def test_a_workflow_cannot_carry_a_secret_or_break_the_framing(name: str) -> None:
    with FakeServer() as server, pytest.raises(InvalidInputError, match="belongs to the conn"):
        ask(server.url, "read", path="/a", headers={name: "x"})


def test_a_header_cannot_smuggle_another_one() -> None:
    with FakeServer() as server, pytest.raises(InvalidInputError):
        ask(server.url, "read", path="/a", headers={"Accept": "a\r\nX: b"})


def test_a_keyed_request_sends_the_key_and_refuses_to_go_without() -> None:
    with FakeServer() as server:
        server.expect("POST", "/api/jobs", Answer.of_json({}))
        ask(server.url, "send_once", "run-1/s", method="POST", path="/jobs", key_header="X-Once")
        assert server.received[0].headers["x-once"] == "run-1/s"
    with FakeServer() as server, pytest.raises(InvalidInputError, match="key was not given"):
        ask(server.url, "send_once", method="POST", path="/jobs")


def test_text_and_nothing_are_answers_too_and_secrets_in_headers_are_not() -> None:
    plain = Answer(200, b"hello", {"Content-Type": "text/plain", "Set-Cookie": "s=1"})
    with FakeServer() as server:
        server.expect("GET", "/api/a", plain)
        server.expect("DELETE", "/api/a", Answer(204))
        headers = {"content-type": "text/plain", "content-length": "5"}
        assert ask(server.url, "read", path="/a") == {
            "status": 200,
            "headers": headers,
            "body": "hello",
        }
        gone = ask(server.url, "replace", method="DELETE", path="/a")
        assert isinstance(gone, dict)
        assert (gone["status"], gone["body"]) == (204, None)


def test_a_lost_reply_is_left_to_a_person_since_nobody_can_look() -> None:
    with FakeServer() as server:
        server.expect("POST", "/api/a", Answer(dropped=True))
        with pytest.raises(UnknownOutcomeError):
            ask(server.url, "send", method="POST", path="/a", body=[1])
    connection = Connection("Shop", "web", "http://127.0.0.1:1", {}, Credential("none"))

    async def verify() -> object:
        async with load("web").session(connection) as session:
            return await session.verify("send", {})

    with pytest.raises(MisconfiguredError, match="Only the people who run the system"):
        asyncio.run(verify())


def test_the_connection_test_tells_a_refused_credential_from_a_missing_page() -> None:
    with FakeServer() as server:
        server.expect("GET", "/api", Answer(404))
        assert ask(server.url, "check_connection") == {"reachable": True}
    with FakeServer() as server:
        server.expect("GET", "/api", Answer(401))
        with pytest.raises(AuthenticationError):
            ask(server.url, "check_connection")


def test_a_status_that_was_said_to_be_fine_is_an_answer() -> None:
    with FakeServer() as server:
        server.expect("GET", "/api/a", Answer.of_json({"error": "none"}, 404))
        found = ask(server.url, "read", path="/a", accept=[404])
    assert isinstance(found, dict)
    assert (found["status"], found["body"]) == (404, {"error": "none"})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_after_a_write_somebody_looks(status: int) -> None:
    """Following it would send the credential to an address that nobody allowed."""
    with FakeServer() as elsewhere, FakeServer() as server:
        moved = Answer(status, headers={"Location": f"{elsewhere.url}/steal"})
        server.expect("GET", "/api/a", moved)
        server.expect("POST", "/api/a", moved)
        server.expect("POST", "/api/a", moved)
        with pytest.raises(MisconfiguredError, match="points to another address"):
            ask(server.url, "read", path="/a")
        with pytest.raises(UnknownOutcomeError):
            ask(server.url, "send", method="POST", path="/a")
        assert ask(server.url, "send", method="POST", path="/a", accept=[status])
        assert elsewhere.received == []


def test_an_answer_larger_than_allowed_ends_early() -> None:
    with FakeServer() as server:
        server.expect("GET", "/api/a", Answer(200, b"x" * 2049))
        with pytest.raises(MisconfiguredError, match="too large") as error:
            ask(server.url, "read", path="/a", largest=2)
    assert "2 KiB" in error.value.why
    with FakeServer() as server:
        server.expect("GET", "/api/a", Answer(200, b"x" * 2048))
        assert ask(server.url, "read", path="/a", largest=2)


def test_text_is_sent_as_it_is() -> None:
    with FakeServer() as server:
        for _ in range(2):
            server.expect("POST", "/api/a", Answer(204))
        ask(server.url, "send", method="POST", path="/a", text="a;b\n1;2")
        csv: JsonValue = {"Content-Type": "text/csv"}
        ask(server.url, "send", method="POST", path="/a", text="a;b", headers=csv)
        first, second = server.received
    assert (first.body, first.headers["content-type"]) == (b"a;b\n1;2", "text/plain; charset=utf-8")
    assert second.headers["content-type"] == "text/csv"


def test_head_asks_without_a_body() -> None:
    with FakeServer() as server:
        server.expect("HEAD", "/api/a", Answer(200))
        found = ask(server.url, "read", method="HEAD", path="/a")
    assert isinstance(found, dict)
    assert (found["status"], found["body"]) == (200, None)

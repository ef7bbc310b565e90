"""What a connector's author loses when these fail: tests that pass although nothing was asked."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from connectors.testing.fake_server import FakeServer
from connectors.testing.loopback import Answer
from connectors.testing.relay import Relay


def ask(url: str, body: bytes | None = None) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, data=body), timeout=5) as answer:  # noqa: S310 - loopback
        return answer.read()


def ask_for(server: FakeServer, *paths: str) -> None:
    with server:
        for path in paths:
            ask(server.url + path)


def test_a_request_that_nobody_expected_fails_the_test() -> None:
    server = FakeServer()
    server.expect("GET", "/job", Answer.of_json(1))
    with pytest.raises(urllib.error.HTTPError):
        ask_for(server, "/job", "/other")
    with pytest.raises(AssertionError, match="unexpected: GET /other"):
        server.check()


def test_an_expectation_that_nobody_used_fails_the_test() -> None:
    server = FakeServer()
    server.expect("GET", "/job", Answer.of_json(1))
    with pytest.raises(AssertionError, match="never came: GET /job"):
        ask_for(server)


def test_an_expectation_holds_for_its_query_and_body_only() -> None:
    server = FakeServer(repeatable=True)
    server.expect("POST", "/job", Answer.of_json(1), body={"a": 1}, query={"q": "1"})
    strange = (("/job", b'{"a": 1}'), ("/job?q=1", b'{"a": 2}'), ("/job?q=1", b""))
    with pytest.raises(AssertionError, match="unexpected") as caught:
        ask_all(server, strange)
    assert str(caught.value).count("unexpected") == 3


def ask_all(server: FakeServer, strange: tuple[tuple[str, bytes], ...]) -> None:
    with server:
        for path, body in strange:
            with pytest.raises(urllib.error.HTTPError):
                ask(server.url + path, body)
        assert ask(f"{server.url}/job?q=1", b'{"a": 1, "b": 2}') == b"1"


def test_a_relay_lets_the_request_through_and_loses_the_reply_once() -> None:
    with FakeServer(repeatable=True) as server, Relay(server.url) as relay:
        server.expect("GET", "/job", Answer.of_json(1))
        relay.lose_reply(lambda received: received.path == "/job")
        with pytest.raises((OSError, urllib.error.URLError)):
            ask(f"{relay.url}/job")
        assert len(server.received) == 1
        assert ask(f"{relay.url}/job") == b"1"
        assert [passed.answer.body for passed in relay.passed] == [b"1", b"1"]


def test_a_relay_before_a_system_that_is_down_answers_nothing() -> None:
    with FakeServer() as server:
        down = server.url
    with Relay(down) as relay, pytest.raises((OSError, urllib.error.URLError)):
        ask(f"{relay.url}/job")

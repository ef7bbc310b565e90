"""What a person loses when a call fails: work done twice, or work never done."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
from threading import Lock
from time import sleep
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from connectors.connector import Connector, Found, NotFound, Session
from connectors.credential import Connection, Credential
from connectors.errors import (
    AuthenticationError,
    CircuitOpenError,
    ConflictError,
    ConnectorError,
    ForbiddenError,
    InvalidInputError,
    MisconfiguredError,
    NotFoundError,
    RateLimitedError,
    RejectedError,
    TransientError,
    UnknownOutcomeError,
)
from connectors.http.channel import LARGEST_ANSWER, Exchange
from connectors.testing.fake_server import FakeServer
from connectors.testing.loopback import Answer, LoopbackServer, Received
from tests.helpers.small_connector import SMALL, TestClock, with_session

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import JsonValue

OK = Answer.of_json({"ok": True})
LOST = Answer(dropped=True)


async def get(session: Session) -> object:
    return await session.perform("get_job", {})


async def create(session: Session) -> object:
    return await session.perform("create_job", {"code": "J1"}, key="run-1/step-1")


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_write_sends_what_the_manifest_says_and_the_key() -> None:
    with FakeServer() as server:
        body: JsonValue = {"job": {"code": "J1", "source": "baton"}}
        server.expect("POST", "/job", OK, body=body)
        assert with_session(server.url, create) == {"ok": True}
        assert server.received[0].headers["idempotency-key"] == "run-1/step-1"
        assert server.received[0].json() == body


def test_an_input_cannot_lead_to_another_address() -> None:
    with FakeServer() as server:
        server.expect("GET", "/jobs/..%2Fadmin%3Fx", Answer.of_json({"job": {"title": "T"}}))
        inputs = {"name": "../admin?x"}
        found = with_session(server.url, lambda s: s.perform("get_named", inputs))
        assert found == "T"


def test_a_list_is_read_to_its_end() -> None:
    with FakeServer() as server:
        pages: dict[str, list[JsonValue]] = {"0": [1, 2], "2": [3, 4], "4": []}
        for offset, jobs in pages.items():
            query = {"offset": offset, "limit": "2", "state": "open"}
            server.expect("GET", "/jobs", Answer.of_json({"jobs": jobs}), query=query)
        inputs = {"state": "open"}
        assert with_session(server.url, lambda s: s.perform("list_jobs", inputs)) == [1, 2, 3, 4]


def test_a_write_that_never_left_is_sent_again() -> None:
    clock = TestClock()
    with pytest.raises(TransientError) as caught:
        with_session(f"http://127.0.0.1:{unused_port()}", create, clock=clock)
    assert caught.value.sent == "no"
    assert caught.value.retryable
    assert len(clock.slept) == 2  # three attempts


def test_a_write_whose_reply_is_lost_is_never_sent_again_blindly() -> None:
    with FakeServer() as server:
        server.expect("POST", "/job", LOST)
        with pytest.raises(UnknownOutcomeError) as caught:
            with_session(server.url, create)
        assert (caught.value.sent, caught.value.retryable) == ("unknown", False)
        assert len(server.received) == 1


def test_a_write_whose_reply_takes_too_long_is_of_unknown_outcome() -> None:
    with FakeServer() as server:
        server.expect("POST", "/job", OK, delay=0.6)
        manifest = SMALL.manifest.model_copy(
            update={"limits": SMALL.manifest.limits.model_copy(update={"timeout": 0.2})}
        )
        with pytest.raises(UnknownOutcomeError):
            with_session(server.url, create, connector=Connector(manifest))


def test_a_read_whose_reply_is_lost_is_asked_again() -> None:
    with FakeServer() as server:
        server.expect("GET", "/job", LOST)
        server.expect("GET", "/job", OK)
        assert with_session(server.url, get) == {"ok": True}


@pytest.mark.parametrize(
    ("status", "kind", "sent"),
    [
        (400, RejectedError, "yes"),
        (401, AuthenticationError, "yes"),
        (403, ForbiddenError, "yes"),
        (404, NotFoundError, "yes"),
        (409, ConflictError, "yes"),
        (412, ConflictError, "yes"),
        (422, RejectedError, "yes"),
        (429, RateLimitedError, "yes"),
        (503, TransientError, "yes"),
        (500, UnknownOutcomeError, "unknown"),
        (502, UnknownOutcomeError, "unknown"),
        (504, UnknownOutcomeError, "unknown"),
    ],
)
def test_each_refusal_of_a_write_says_whether_it_was_done(
    status: int, kind: type[ConnectorError], sent: str
) -> None:
    with FakeServer(repeatable=True) as server:
        server.expect("POST", "/job", Answer(status))
        with pytest.raises(ConnectorError) as caught:
            with_session(server.url, create)
    assert type(caught.value) is kind
    assert caught.value.sent == sent
    assert all(part.endswith(".") for part in (caught.value.what, caught.value.next_step))


def test_an_internal_error_on_a_read_is_asked_again() -> None:
    with FakeServer() as server:
        server.expect("GET", "/job", Answer(500))
        server.expect("GET", "/job", OK)
        assert with_session(server.url, get) == {"ok": True}


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry-After": "3"}, 3.0),
        (
            {
                "Retry-After": "Wed, 21 Oct 2026 07:28:04 GMT",
                "Date": "Wed, 21 Oct 2026 07:28:00 GMT",
            },
            4.0,
        ),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_the_pause_that_a_system_asks_for_is_kept(
    headers: dict[str, str], pause: float, status: int
) -> None:
    clock = TestClock()
    with FakeServer() as server:
        server.expect("POST", "/job", Answer(status, headers=headers))
        server.expect("POST", "/job", OK)
        assert with_session(server.url, create, clock=clock) == {"ok": True}
    assert clock.slept[0] == pause


def test_a_long_pause_is_left_to_the_caller_who_can_wait_without_memory() -> None:
    clock = TestClock()
    with FakeServer() as server:
        server.expect("GET", "/job", Answer(429, headers={"Retry-After": "3600"}))
        with pytest.raises(RateLimitedError) as caught:
            with_session(server.url, get, clock=clock)
    assert caught.value.retry_after == 3600
    assert clock.slept == []


def test_a_system_that_keeps_failing_is_left_alone_and_then_tried_once() -> None:
    clock = TestClock()
    with FakeServer() as server:
        for _ in range(5):
            server.expect("POST", "/job", Answer(500))
        server.expect("POST", "/job", OK)

        async def act(session: Session) -> list[str]:
            states: list[str] = []
            for _ in range(4):
                with pytest.raises(UnknownOutcomeError):
                    await create(session)
            states.append(session.circuit)
            with pytest.raises(CircuitOpenError) as caught:
                await create(session)
            assert caught.value.sent == "no"
            assert caught.value.retry_after == 30.0
            clock.now += 30.0
            states.append(session.circuit)
            with pytest.raises(UnknownOutcomeError):
                await create(session)
            states.append(session.circuit)
            clock.now += 30.0
            await create(session)
            states.append(session.circuit)
            return states

        states = with_session(server.url, act, clock=clock)
    assert states == ["open", "half_open", "open", "closed"]


def test_a_half_open_circuit_lets_one_call_try_and_no_crowd() -> None:
    clock = TestClock()
    with FakeServer() as server:
        for _ in range(4):
            server.expect("POST", "/job", Answer(500))
        server.expect("POST", "/job", OK, delay=0.05)

        async def act(session: Session) -> list[object]:
            for _ in range(4):
                with pytest.raises(UnknownOutcomeError):
                    await create(session)
            clock.now += 30.0
            crowd = [create(session) for _ in range(5)]
            return list(await asyncio.gather(*crowd, return_exceptions=True))

        ended = with_session(server.url, act, clock=clock)
    assert sum(isinstance(end, CircuitOpenError) for end in ended) == 4


def test_a_business_refusal_does_not_open_the_circuit() -> None:
    with FakeServer(repeatable=True) as server:
        server.expect("POST", "/job", Answer(422))

        async def act(session: Session) -> str:
            for _ in range(10):
                with pytest.raises(RejectedError):
                    await create(session)
            return session.circuit

        assert with_session(server.url, act) == "closed"


def test_calls_start_no_faster_than_the_system_allows() -> None:
    clock = TestClock()
    limits = SMALL.manifest.limits.model_copy(update={"per_second": 4.0})
    connector = Connector(SMALL.manifest.model_copy(update={"limits": limits}))
    with FakeServer(repeatable=True) as server:
        server.expect("GET", "/job", OK)

        async def act(session: Session) -> None:
            for _ in range(5):
                await get(session)

        with_session(server.url, act, clock=clock, connector=connector)
    assert clock.now - 1000.0 == pytest.approx(1.0)


def test_no_more_calls_run_at_once_than_the_system_allows() -> None:
    limits = SMALL.manifest.limits.model_copy(update={"concurrency": 2})
    connector = Connector(SMALL.manifest.model_copy(update={"limits": limits}))
    lock = Lock()
    running: list[int] = [0]
    seen: list[int] = []

    def count(received: Received) -> Answer:
        del received
        with lock:
            running[0] += 1
            seen.append(running[0])
        sleep(0.02)
        with lock:
            running[0] -= 1
        return OK

    async def act(session: Session) -> None:
        await asyncio.gather(*(get(session) for _ in range(6)))

    with LoopbackServer(count) as server:
        with_session(server.url, act, connector=connector)
    assert (len(seen), max(seen)) == (6, 2)


@pytest.mark.parametrize(
    ("credential", "header", "value"),
    [
        (
            Credential("basic", {"user": "ann"}, {"password": "pass:word"}),
            "authorization",
            "Basic YW5uOnBhc3M6d29yZA==",
        ),
        (Credential("bearer", {}, {"token": "tok-1"}), "authorization", "Bearer tok-1"),
        (Credential("key", {}, {"key": "key-1"}), "x-small-key", "k key-1"),
    ],
)
def test_each_way_to_sign_in_sends_its_header(
    credential: Credential, header: str, value: str
) -> None:
    with FakeServer() as server:
        server.expect("GET", "/job", OK)
        with_session(server.url, get, credential=credential)
        assert server.received[0].headers[header] == value


def test_no_credential_of_another_connector_is_sent() -> None:
    with FakeServer() as server, pytest.raises(MisconfiguredError, match="no way to sign in"):
        with_session(server.url, get, credential=Credential("oauth", {}, {"token": "t"}))


@pytest.mark.parametrize(
    "address", ["", "ftp://host", "http://", "http://ann:secret@host", "http://[::1", "host:80"]
)
def test_an_address_that_cannot_work_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(MisconfiguredError, match="address") as caught:
        with_session(address, get)
    assert "secret" not in str(caught.value)


def test_settings_that_do_not_fit_are_refused_with_a_plain_sentence() -> None:
    with pytest.raises(MisconfiguredError, match='"region" must be text, not a whole number'):
        with_session("http://127.0.0.1:1", get, settings={"region": 7})


def test_inputs_that_do_not_fit_are_refused_and_nothing_is_sent() -> None:
    inputs = {"code": "x", "hours": "8", "day": "tomorrow", "kind": "c", "colour": "red"}
    with FakeServer() as server, pytest.raises(InvalidInputError) as caught:
        with_session(server.url, lambda s: s.perform("create_job", inputs))
    assert sorted(caught.value.problems) == [
        '"code" is too short.',
        '"day" is not a valid date.',
        '"hours" must be a whole number, not text.',
        '"kind" must be one of a, b.',
        "The input has unknown fields: colour.",
    ]
    with FakeServer() as server, pytest.raises(InvalidInputError, match='lacks "code"'):
        with_session(server.url, lambda s: s.perform("create_job", {}))


def test_an_unknown_operation_is_answered_with_those_there_are() -> None:
    with pytest.raises(MisconfiguredError, match="It offers: create_job, delete_job"):
        with_session("http://127.0.0.1:1", lambda s: s.perform("fly", {}))


def test_an_answer_that_is_not_json_does_not_look_like_success() -> None:
    page = Answer(200, b"<html>sign in</html>")
    with FakeServer() as server:
        server.expect("GET", "/job", page)
        with pytest.raises(MisconfiguredError, match="cannot be read"):
            with_session(server.url, get)
    with FakeServer() as server:
        server.expect("POST", "/job", page)
        with pytest.raises(UnknownOutcomeError):
            with_session(server.url, create)


def test_an_answer_without_the_expected_part_says_so() -> None:
    with FakeServer() as server:
        server.expect("GET", "/jobs/a", Answer.of_json({"job": {}}))
        with pytest.raises(MisconfiguredError, match=r'no "job\.title"'):
            with_session(server.url, lambda s: s.perform("get_named", {"name": "a"}))


def test_a_redirect_does_not_carry_the_credential_elsewhere() -> None:
    with FakeServer() as elsewhere, FakeServer() as server:
        location = {"Location": f"{elsewhere.url}/job"}
        server.expect("GET", "/job", Answer(302, headers=location))
        credential = Credential("bearer", {}, {"token": "tok-1"})
        with_session(server.url, get, credential=credential)
        assert elsewhere.received == []


def test_a_huge_answer_is_refused_before_it_fills_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert LARGEST_ANSWER == 64 * 2**20
    monkeypatch.setattr("connectors.http.channel.LARGEST_ANSWER", 2**20)
    with FakeServer() as server:
        server.expect("GET", "/job", Answer(200, b" " * (2**20 + 1)))
        with pytest.raises(MisconfiguredError, match="too large"):
            with_session(server.url, get)


def test_verify_finds_what_was_done_although_the_reply_was_lost() -> None:
    jobs: JsonValue = {"jobs": [{"code": "J0"}, {"code": "J1", "id": 7, "owner": None}]}
    with FakeServer() as server:
        server.expect("GET", "/job", Answer.of_json(jobs), query={"code": "J1"})
        found = with_session(server.url, lambda s: s.verify("create_job", {"code": "J1"}))
    assert found == Found({"code": "J1", "id": 7, "owner": None})


def test_verify_does_not_take_somebody_elses_record_for_ours() -> None:
    jobs: JsonValue = {"jobs": [{"code": "J1", "owner": "bob"}]}
    with FakeServer() as server:
        server.expect("GET", "/job", Answer.of_json(jobs), query={"code": "J1"})
        inputs = {"code": "J1", "owner": "ann"}
        assert with_session(server.url, lambda s: s.verify("create_job", inputs)) == NotFound()


def test_verify_says_why_it_cannot_look() -> None:
    with pytest.raises(MisconfiguredError, match="forgets deleted jobs"):
        with_session("http://127.0.0.1:1", lambda s: s.verify("delete_job", {}))


def test_a_proxy_on_the_way_is_used() -> None:
    def proxy(received: Received) -> Answer:
        return Answer.of_json({"asked": received.path})

    async def ask(url: str) -> object:
        nothing = Credential("nothing")
        connection = Connection("S", "small", "http://erp.invalid", {}, nothing, proxy=url)
        async with SMALL.session(connection) as session:
            return await session.test()

    with LoopbackServer(proxy) as server:
        assert asyncio.run(ask(server.url)) == {"asked": "http://erp.invalid/job"}


def test_a_system_with_a_strange_certificate_gets_nothing(tmp_path: Path) -> None:
    def answer(received: Received) -> Answer:
        raise AssertionError(received)

    with LoopbackServer(answer, certificate=self_signed(tmp_path)) as server:
        assert server.url.startswith("https://")
        with pytest.raises(MisconfiguredError, match="does not trust its certificate") as caught:
            with_session(server.url, create)
    assert caught.value.sent == "no"


def self_signed(folder: Path) -> Path:
    """Write a certificate that nobody vouches for, with its key, and return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2120, 1, 1, tzinfo=dt.UTC))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    path = folder / "certificate.pem"
    path.write_bytes(secret + made.public_bytes(pem))
    return path


def test_an_observer_hears_each_attempt() -> None:
    heard: list[Exchange] = []
    with FakeServer() as server:
        server.expect("GET", "/job", Answer(503))
        server.expect("GET", "/job", OK)
        with_session(server.url, get, observe=heard.append)
    assert [(e.attempt, e.status) for e in heard] == [(1, 503), (2, 200)]


def test_a_session_that_was_not_opened_says_so() -> None:
    session = SMALL.session(Connection("Small", "small", "http://127.0.0.1:1"))
    with pytest.raises(RuntimeError, match="async with"):
        asyncio.run(session.perform("get_job", {}))

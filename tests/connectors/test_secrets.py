"""What a firm loses when these fail: a password in a log, an error, a repr or a file."""

from __future__ import annotations

import base64
import copy
import json
import logging
import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.credential import Connection, Credential
from connectors.errors import ConnectorError, MisconfiguredError
from connectors.http.redaction import Redactor, is_secret_name
from connectors.testing.loopback import Answer, LoopbackServer, Received
from tests.helpers.small_connector import with_session

if TYPE_CHECKING:
    from pydantic import JsonValue

SECRET = 'hunter2 "%/ü'
CREDENTIAL = Credential("bearer", {"user": "ann"}, {"token": SECRET})


def test_a_credential_never_shows_its_secret() -> None:
    for text in (repr(CREDENTIAL), str(CREDENTIAL), f"{CREDENTIAL}", f"{[CREDENTIAL]!r}"):
        assert "hunter2" not in text
        assert "ann" in text
    assert "hunter2" not in repr(Connection("ERP", "x", credential=CREDENTIAL))


def test_a_credential_cannot_be_written_by_accident() -> None:
    for write in (pickle.dumps, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError):
            write(CREDENTIAL)


def test_a_credential_gives_its_fields_by_name_only() -> None:
    assert (CREDENTIAL.reveal("token"), CREDENTIAL.reveal("user")) == (SECRET, "ann")
    assert CREDENTIAL.secret_names == ("token",)
    with pytest.raises(MisconfiguredError, match='no field "password"') as caught:
        CREDENTIAL.reveal("password")
    assert "hunter2" not in str(caught.value)


def test_equal_credentials_are_equal_and_others_are_not() -> None:
    same = Credential("bearer", {"user": "ann"}, {"token": SECRET})
    other = Credential("bearer", {"user": "ann"}, {"token": "else"})
    assert same == CREDENTIAL
    assert hash(same) == hash(CREDENTIAL)
    assert other != CREDENTIAL


WITHOUT_DOTS = st.text(min_size=4, alphabet=st.characters(exclude_characters="•"))


@given(WITHOUT_DOTS, st.text(), st.text())
def test_no_known_secret_survives_in_a_text(secret: str, before: str, after: str) -> None:
    assert secret not in Redactor([secret]).text(f"{before}{secret}{after}")


@given(WITHOUT_DOTS)
def test_no_known_secret_survives_in_json(secret: str) -> None:
    value: JsonValue = {"list": [f"a{secret}b"], "n": 1, "none": None, "deep": {"x": secret}}
    match Redactor([secret]).value(value):
        case {"list": [str(text)], "n": 1, "none": None, "deep": {"x": hidden}}:
            assert secret not in text
            assert hidden == "•••"
        case changed:
            pytest.fail(f"the shape changed: {changed}")


@pytest.mark.parametrize(
    "name",
    ["Authorization", "X-API-Key", "api_key", "set-cookie", "accessToken", "client_secret", "pin"],
)
def test_well_known_names_are_hidden_whatever_their_value(name: str) -> None:
    redactor = Redactor()
    assert is_secret_name(name)
    assert redactor.headers({name: "abc", "Accept": "json"}) == {name: "•••", "Accept": "json"}
    assert redactor.value({name: {"deep": 1}}) == {name: "•••"}


@pytest.mark.parametrize("name", ["Content-Type", "opinion", "description", "keyboard", "task"])
def test_ordinary_names_stay_readable(name: str) -> None:
    assert not is_secret_name(name)


@pytest.mark.parametrize("status", [200, 401, 422, 500])
def test_no_log_or_error_holds_the_secret_even_if_the_system_echoes_it(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def echo(received: Received) -> Answer:
        return Answer(status, f"you sent {received.headers} and {SECRET}".encode())

    with LoopbackServer(echo) as server, pytest.raises(ConnectorError) as caught:
        with_session(
            server.url, lambda s: s.perform("get_job", {}), credential=_sendable(CREDENTIAL)
        )
    heard = caplog.text + repr(caught.value) + str(caught.value) + caught.value.detail
    assert "GET" in caplog.text
    assert "hunter2" not in heard
    assert base64.b64encode(f"ann:{SECRET}".encode()).decode() not in heard


def _sendable(credential: Credential) -> Credential:
    """Return the credential with a scheme whose header takes any character."""
    return Credential("basic", {"user": "ann"}, {"password": credential.reveal("token")})

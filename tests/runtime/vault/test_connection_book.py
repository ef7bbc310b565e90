"""The list of connections: kept across restarts, no secret in it, and a broken file is named."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, cast

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.vault import ConnectionBook, ConnectionBookError, ConnectionRecord

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.definition.json_value import JsonObject, JsonValue

SECRET = "correct-horse-battery"
ERP = ConnectionRecord(
    "erp",
    "tryton",
    {"base_url": "https://erp.example.com", "company": 1, "token_url": "https://x.example/token"},
    "production",
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "base_url", "company"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.fixture
def book(tmp_path: Path) -> ConnectionBook:
    return ConnectionBook(tmp_path / "config" / "connections.json")


def test_a_connection_is_there_after_a_restart_until_it_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "config" / "connections.json"
    assert ConnectionBook(path).names() == ()
    ConnectionBook(path).put(ERP)
    ConnectionBook(path).put(ConnectionRecord("crm", "http"))
    assert ConnectionBook(path).get("erp") == ERP
    assert ConnectionBook(path).records() == (ConnectionRecord("crm", "http"), ERP)
    open_one = ConnectionRecord("crm", "http", signs_in=False)
    ConnectionBook(path).put(open_one)
    assert ConnectionBook(path).get("crm") == open_one
    ConnectionBook(path).delete("crm")
    ConnectionBook(path).delete("crm")
    assert ConnectionBook(path).names() == ("erp",)


@given(st.dictionaries(st.sampled_from(["a", "b", "scope"]), PLAIN, max_size=3))
@settings(max_examples=40)
def test_settings_come_back_as_they_were_given(
    tmp_path_factory: pytest.TempPathFactory, settings_given: JsonObject
) -> None:
    book = ConnectionBook(tmp_path_factory.mktemp("config") / "connections.json")
    book.put(ConnectionRecord("erp", "tryton", settings_given))
    assert book.get("erp") == ConnectionRecord("erp", "tryton", settings_given)


@pytest.mark.parametrize(
    "setting",
    [
        {"password": SECRET},
        {"api_key": SECRET},
        {"apiKey": SECRET},
        {"X-API-Key": SECRET},
        {"client-secret": SECRET},
        {"accessToken": SECRET},
        {"auth": {"token": SECRET}},
        {"headers": [{"Authorization": SECRET}]},
        {"base_url": f"https://analyst:{SECRET}@erp.example.com"},
        {"pin": 1, "database_password": 12345678},
    ],
)
def test_a_secret_among_the_settings_is_refused_and_not_repeated(
    book: ConnectionBook, tmp_path: Path, setting: JsonObject
) -> None:
    with pytest.raises(ConnectionBookError, match="vault") as caught:
        book.put(ConnectionRecord("erp", "tryton", setting))
    assert SECRET not in str(caught.value) + caught.value.detail
    assert book.names() == ()
    path = tmp_path / "by-hand.json"
    path.write_bytes(
        orjson.dumps({"format": 1, "connections": {"erp": {"connector": "x", "settings": setting}}})
    )
    with pytest.raises(ConnectionBookError) as caught:
        ConnectionBook(path).names()
    assert SECRET not in str(caught.value) + caught.value.detail


@pytest.mark.parametrize(
    "setting", [{"client_id": "x"}, {"token_url": "https://a/b"}, {"api_key_header": "X-Key"}]
)
def test_settings_about_secrets_are_no_secrets(book: ConnectionBook, setting: JsonObject) -> None:
    book.put(ConnectionRecord("erp", "tryton", setting))
    assert book.names() == ("erp",)


def test_a_record_that_nothing_could_use_is_refused(book: ConnectionBook) -> None:
    deep: JsonValue = []
    for _ in range(sys.getrecursionlimit()):
        deep = [deep]
    odd = cast("JsonObject", {"a": object()})
    for record in (
        ConnectionRecord("", "tryton"),
        ConnectionRecord("erp", ""),
        ConnectionRecord("erp", "tryton", environment=""),
        ConnectionRecord("erp", "tryton", {"deep": deep}),
        ConnectionRecord("erp", "tryton", odd),
        ConnectionRecord("erp", "tryton", {"big": 2**70}),
        ConnectionRecord("erp", "tryton", {"endless": float("inf")}),
        ConnectionRecord("erp", "tryton", {"half": "\ud800"}),
    ):
        with pytest.raises(ConnectionBookError):
            book.put(record)
    assert book.names() == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"format": 2, "connections": {}}',
        b'{"format": 1, "connections": []}',
        b'{"format": 1, "connections": {"erp": 7}}',
        b'{"format": 1, "connections": {"erp": {"settings": {}}}}',
        b'{"format": 1, "connections": {"erp": {"connector": "x", "settings": []}}}',
        b'{"format": 1, "connections": {"erp": {"connector": "x", "environment": 1}}}',
        b'{"format": 1, "connections": {"": {"connector": "x"}}}',
        b'{"format": 1, "connections": {"erp": {"connector": "x", "settings": {"a":'
        + b"[" * 500
        + b"]" * 500
        + b"}}}}",
        b"[" * 50_000,
        b" " * (4 * 1024 * 1024 + 1),
    ],
)
def test_a_broken_file_is_named_and_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "connections.json"
    path.write_bytes(data)
    for use in (
        lambda: ConnectionBook(path).names(),
        lambda: ConnectionBook(path).put(ERP),
        lambda: ConnectionBook(path).delete("erp"),
    ):
        with pytest.raises(ConnectionBookError, match=r"connections\.json") as caught:
            use()
        assert caught.value.why
    assert path.read_bytes() == data


def test_a_folder_in_place_of_the_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ConnectionBookError, match="cannot be opened"):
        ConnectionBook(tmp_path).names()
    (tmp_path / "file").touch()
    with pytest.raises(ConnectionBookError, match="cannot be written"):
        ConnectionBook(tmp_path / "file" / "connections.json").put(ERP)


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "connections.json"

    def write(number: int) -> None:
        ConnectionBook(path).put(ConnectionRecord(f"erp-{number}", "tryton"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    assert len(ConnectionBook(path).names()) == 24


def test_the_file_reads_well_in_a_diff(tmp_path: Path) -> None:
    path = tmp_path / "connections.json"
    ConnectionBook(path).put(ERP)
    assert orjson.loads(path.read_bytes())["connections"]["erp"]["connector"] == "tryton"
    assert path.read_text().count("\n") > 8

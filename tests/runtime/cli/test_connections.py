"""What is lost when these fail: a connection that leads astray, or a secret that can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest

from connectors.testing.loopback import Answer, LoopbackServer

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.testing.loopback import Received
    from tests.helpers.command_line import Baton

ERP = ("connections", "add", "erp", "--connector", "tryton")
SETTINGS = ("--set", "base_url=http://127.0.0.1:9", "--set", "database=main", "--set", "user=baton")
SECRET = "a very secret word"


def everything_below(folder: Path) -> bytes:
    """The content of all files of a user."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_connection_is_added_listed_and_removed(baton: Baton, tmp_path: Path) -> None:
    added = baton.ok(*ERP, *SETTINGS, "--secret", "password", typed=SECRET + "\n")
    assert added["settings"] == {"base_url": "http://127.0.0.1:9", "database": "main"}
    [listed] = baton.ok("connections")["connections"]
    assert listed == added
    assert listed["credential"] is True
    assert SECRET.encode() not in everything_below(tmp_path)
    assert "kept" in baton("connections", "list").out
    assert baton.ok("connections", "remove", "erp")["removed"] is True
    assert baton.ok("connections", "list")["connections"] == []
    assert baton("connections", "remove", "erp").code == 1


def test_a_secret_may_come_from_a_variable(baton: Baton) -> None:
    baton.env["ERP_PASSWORD"] = SECRET
    added = baton.ok(*ERP, *SETTINGS, "--secret-env", "password=ERP_PASSWORD")
    assert added["credential"] is True
    result = baton(*ERP, *SETTINGS, "--secret-env", "password=NOT_SET")
    assert result.code == 1
    assert "NOT_SET" in result.err


def test_a_secret_is_asked_for_without_echo_at_a_terminal(baton: Baton) -> None:
    with mock.patch("getpass.getpass", return_value=SECRET) as asked:
        result = baton(*ERP, *SETTINGS, "--secret", "password", "--json", person=True)
    assert result.json["credential"] is True
    assert asked.call_count == 1


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((*ERP, *SETTINGS), 1, "lacks password"),
        ((*ERP, *SETTINGS[:4], "--secret", "password"), 1, "lacks user"),
        ((*ERP, *SETTINGS[2:], "--secret", "password"), 1, "base_url"),
        ((*ERP, *SETTINGS, "--set", "password=x"), 2, "--secret"),
        ((*ERP, *SETTINGS, "--set", "colour=blue", "--secret", "password"), 1, "colour"),
        ((*ERP, *SETTINGS, "--secret", "pin"), 1, "pin"),
        ((*ERP, *SETTINGS, "--sign-in", "oath", "--secret", "password"), 1, "oath"),
        (("connections", "add", "x", "--connector", "sap", "--set", "a=b"), 1, "sap"),
        (("connections", "test", "erp"), 1, "no connection"),
    ],
)
def test_what_is_given_wrongly_is_told(
    baton: Baton, words: tuple[str, ...], code: int, says: str
) -> None:
    result = baton(*words, typed=SECRET + "\n")
    assert result.code == code, result
    assert says in result.err
    assert SECRET not in result.err
    assert baton.ok("connections", "list")["connections"] == []


def test_an_empty_secret_is_refused(baton: Baton) -> None:
    result = baton(*ERP, *SETTINGS, "--secret", "password", typed="")
    assert result.code == 1
    assert "No password was given" in result.err


def test_a_connection_is_tried_with_its_credential(baton: Baton) -> None:
    heard: list[Received] = []

    def shop(received: Received) -> Answer:
        heard.append(received)
        good = received.headers.get("authorization") == f"Bearer {SECRET}"
        return Answer.of_json({}, 200 if good else 401)

    with LoopbackServer(shop) as server:
        words = (
            "connections",
            "add",
            "shop",
            "--connector",
            "web",
            "--set",
            f"base_url={server.url}",
        )
        baton.ok(*words, "--secret", "token", typed=SECRET)
        assert baton.ok("connections", "test", "shop")["works"] is True
        baton.ok(*words, "--secret", "token", typed="wrong")
        result = baton("connections", "test", "shop", "--json")
        assert result.code == 1
        assert result.json["error"]["code"] == "connector.authentication"
    assert heard


def test_without_a_vault_no_secret_is_kept_anywhere(baton: Baton, tmp_path: Path) -> None:
    del baton.env["BATON_VAULT_PASSPHRASE"]
    result = baton(*ERP, *SETTINGS, "--secret", "password", typed=SECRET)
    assert result.code == 1
    assert "BATON_VAULT_PASSPHRASE" in result.err
    assert SECRET.encode() not in everything_below(tmp_path)
    assert baton.ok("connections", "list")["connections"] == []

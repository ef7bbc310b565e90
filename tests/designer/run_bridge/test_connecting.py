"""What a person loses when a connection cannot be set up safely: a password, or a working one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from connectors.testing.loopback import Answer, LoopbackServer
from designer.run_bridge.connecting import Connecting
from designer.run_bridge.engine import Engine
from runtime.vault import ConnectionBook
from tests.helpers.replies import answer, sentence

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("no_keychain")

SECRET = "kX-never-shown-91"
PASSPHRASE = "four quite random words"


@pytest.fixture
def connecting(engine: Engine) -> Connecting:
    return Connecting(engine)


def draft(**more: Any) -> dict[str, Any]:
    return {
        "name": "shop",
        "connector": "web",
        "environment": "test",
        "settings": {"base_url": "http://127.0.0.1:9"},
        "scheme": "basic",
        "fields": {"user": "baton"},
        "secrets": {"password": SECRET},
        **more,
    }


def test_without_a_keychain_a_passphrase_opens_an_encrypted_file(
    engine: Engine, connecting: Connecting, qtbot: QtBot, tmp_path: Path
) -> None:
    """Else a person there cannot connect anything, or a password lies there readably."""
    told = answer(qtbot, connecting.vault())
    assert (told["place"], told["is_open"], told["is_new"]) == ("", False, True)
    assert "no keychain" in told["why"]
    assert "no keychain" in sentence(qtbot, connecting.keep(draft(), is_tried=False))
    assert "too short" in sentence(qtbot, connecting.unlock("short"))
    assert answer(qtbot, connecting.unlock(PASSPHRASE))["place"] == "file"
    answer(qtbot, connecting.keep(draft(expires="2027-01-31"), is_tried=True))
    (row,) = answer(qtbot, engine.connections())
    assert (row["credential"], row["expires"]) == (True, "2027-01-31")
    assert row["health"]["state"] == "ok"
    shown = answer(qtbot, connecting.shown("shop"))
    assert (shown["fields"], shown["kept"]) == ({"user": "baton"}, ["password"])
    assert SECRET not in json.dumps([row, shown]) + engine.details()
    assert no_file_has(tmp_path, SECRET, PASSPHRASE)


def test_a_wrong_passphrase_opens_nothing(
    engine: Engine, connecting: Connecting, qtbot: QtBot
) -> None:
    """Else whoever sits down at the machine can use the credentials of another."""
    answer(qtbot, connecting.unlock(PASSPHRASE))
    answer(qtbot, connecting.keep(draft(), is_tried=False))
    other = Engine()
    engine.close()
    engine, connecting = other, Connecting(other)
    told = answer(qtbot, connecting.vault())
    assert (told["place"], told["is_new"]) == ("", False)
    assert sentence(qtbot, connecting.unlock("four other random words"))
    assert answer(qtbot, engine.connections())[0]["credential"] is None
    answer(qtbot, connecting.unlock(PASSPHRASE))
    assert answer(qtbot, engine.connections())[0]["credential"] is True
    other.close()
    other.deleteLater()


def test_renaming_and_replacing_keep_what_was_not_typed_again(
    engine: Engine, connecting: Connecting, qtbot: QtBot
) -> None:
    """Else a person has to find an old password to correct an address."""
    answer(qtbot, connecting.unlock(PASSPHRASE))
    answer(qtbot, connecting.keep(draft(), is_tried=False))
    renamed = draft(name="store", old="shop", secrets={})
    answer(qtbot, connecting.keep(renamed, is_tried=False))
    (row,) = answer(qtbot, engine.connections())
    assert (row["name"], row["credential"]) == ("store", True)
    assert "Password" in sentence(
        qtbot, connecting.keep(draft(name="x", secrets={}), is_tried=False)
    )
    answer(qtbot, connecting.keep(draft(name="x", secrets={}, like="store"), is_tried=False))
    assert "already" in sentence(
        qtbot, connecting.keep(draft(name="x", old="store"), is_tried=False)
    )
    for name in ("store", "x"):
        answer(qtbot, connecting.forget(name))
    assert answer(qtbot, engine.connections()) == []
    assert ConnectionBook().names() == ()


def test_a_draft_is_tried_before_anything_is_kept(
    engine: Engine, connecting: Connecting, qtbot: QtBot, tmp_path: Path
) -> None:
    """Else one keeps a wrong password to find out that it is wrong."""
    reply = connecting.test(draft())
    assert "reached" in sentence(qtbot, reply)
    assert reply.trouble is not None
    assert reply.trouble.code == "connector.transient"
    with LoopbackServer(
        lambda received: Answer(401, f"no {received.headers} {SECRET}".encode())
    ) as server:
        reply = connecting.test(draft(settings={"base_url": server.url}))
        assert sentence(qtbot, reply)
        assert reply.trouble is not None
        assert reply.trouble.code == "connector.authentication"
        assert SECRET not in str(reply.trouble) + reply.trouble.detail
    assert "missing" in sentence(qtbot, connecting.test(draft(settings={})))
    assert answer(qtbot, engine.connections()) == []
    assert no_file_has(tmp_path, SECRET)
    assert SECRET not in engine.details()


def no_file_has(folder: Path, *secrets: str) -> bool:
    found = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return not any(secret.encode() in data for secret in secrets for data in found)

"""What a person loses when connecting the real ERP fails: the first evening with the product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from connectors.connector import load
from designer.assets.theme import LIGHT
from designer.dialogs.connections.connect import ConnectSystem
from designer.forms.context import FormContext
from designer.forms.registry import editor_for
from designer.run_bridge.connecting import Connecting
from tests.helpers.forms import edits_of
from tests.helpers.forms import type_in as type_text
from tests.helpers.replies import answer, sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tryton_server import TrytonServer

    from designer.run_bridge.engine import Engine
    from designer.run_bridge.replies import Reply
    from runtime.definition.json_value import JsonObject

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_keychain")]

SECONDS = 60_000
LEFT = Qt.MouseButton.LeftButton


def type_in(asked: ConnectSystem, title: str, text: str) -> None:
    found = next(e for e in asked.findChildren(QLineEdit) if e.accessibleName() == title)
    found.clear()
    QTest.keyClicks(found, text)


def connected(
    engine: Engine, qtbot: QtBot, tryton_server: TrytonServer
) -> Callable[[str, str, JsonObject], Reply]:
    """Keep a connection "erp" to the server, and return what reads through it."""
    connecting = Connecting(engine)
    answer(qtbot, connecting.unlock("four quite random words"))
    draft: JsonObject = {
        "name": "erp",
        "connector": "tryton",
        "environment": "test",
        "settings": {"base_url": tryton_server.url, "database": tryton_server.database},
        "scheme": load("tryton").manifest.auth[0].id,
        "fields": {"user": tryton_server.user},
        "secrets": {"password": tryton_server.password},
    }
    answer(qtbot, connecting.keep(draft, is_tried=False))
    return engine.read


def test_a_record_is_picked_from_the_running_erp_by_its_name(
    engine: Engine, qtbot: QtBot, tryton_server: TrytonServer
) -> None:
    """Else a process owner has to know the numbers under which an ERP keeps things."""
    fetch = connected(engine, qtbot, tryton_server)
    way: JsonObject = {
        "operation": "find_companies",
        "items": "companies",
        "value": "id",
        "title": "name",
    }
    schema: JsonObject = {"type": "integer", "x-baton-field": "choices", "x-baton-choices": way}
    context = FormContext(LIGHT, fetch=fetch, companions={"connection": "erp"})
    picked: Any = editor_for(schema, context)
    qtbot.addWidget(picked)
    picked.show()
    heard = edits_of(picked)
    picked.ask()
    qtbot.waitUntil(lambda: bool(picked.options()), timeout=SECONDS)
    (company,) = picked.options()
    assert isinstance(company.value, int)
    picked.picker.input.setFocus()
    type_text(picked.picker.input, company.title[:4].lower())
    qtbot.waitUntil(picked.picker.popup.isVisible)
    QTest.keyClick(picked.picker.popup, Qt.Key.Key_Return)
    assert heard[-1] == company.value
    assert picked.picker.input.text() == company.title
    tryton_server.stop()
    picked.ask()

    def said() -> str:
        return " ".join(each.text() for each in picked.findChildren(QLabel))

    qtbot.waitUntil(lambda: "A value can be typed all the same." in said(), timeout=SECONDS)


def test_the_erp_is_connected_a_wrong_password_and_a_silent_server_are_told(
    engine: Engine, qtbot: QtBot, tryton_server: TrytonServer, tmp_path: Path
) -> None:
    """Else the owner of a process needs an administrator to learn which of the three it was."""
    connecting = Connecting(engine)
    asked = ConnectSystem(load("tryton").manifest, connecting, LIGHT, name="erp", is_named=True)
    qtbot.addWidget(asked)
    asked.show()
    qtbot.waitUntil(asked.vault.button.isVisible, timeout=SECONDS)
    for line in (asked.vault.passphrase, asked.vault.again):
        line.setText("four quite random words")
    asked.vault.unlock()
    qtbot.waitUntil(lambda: asked.vault.is_open, timeout=SECONDS)
    type_in(asked, "Address", tryton_server.url)
    type_in(asked, "Database", tryton_server.database)
    type_in(asked, "User", tryton_server.user)
    type_in(asked, "Password", "certainly-wrong")
    QTest.mouseClick(asked.test_button, LEFT)
    qtbot.waitUntil(lambda: bool(asked.outcome.text), timeout=SECONDS)
    refused = asked.outcome.text
    type_in(asked, "Password", tryton_server.password)
    with qtbot.waitSignal(asked.accepted, timeout=SECONDS):
        QTest.mouseClick(asked.save_button, LEFT)
    answer(qtbot, engine.test_connection("erp", "tryton"))
    (row,) = answer(qtbot, engine.connections())
    assert (row["health"]["state"], row["credential"]) == ("ok", True)
    tryton_server.stop()
    silent = sentence(qtbot, engine.test_connection("erp", "tryton"))
    (row,) = answer(qtbot, engine.connections())
    assert (row["health"]["reason"], row["health"]["message"]) == ("unreachable", silent)
    assert refused != silent
    assert "password" in refused.lower(), refused
    assert "reached" in silent, silent
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("vault*") if path.is_file())
    kept += b"".join(path.read_bytes() for path in tmp_path.rglob("conn*.json"))
    assert kept
    assert tryton_server.password.encode() not in kept

"""What a person loses when the dialog about a connection is wrong: a password, or an evening."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, cast

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QRadioButton

from connectors.connector import load
from designer.assets.theme import DARK, LIGHT
from designer.dialogs.connections.asked import lacking, settings_of
from designer.dialogs.connections.asking import RemoveConnection, RenameConnection, UnlockVault
from designer.dialogs.connections.choose import ChooseSystem, systems
from designer.dialogs.connections.connect import ConnectSystem
from designer.run_bridge.connecting import Connecting
from designer.run_bridge.wire import Trouble
from runtime.vault import ConnectionBook
from tests.helpers.replies import answer
from tests.helpers.setup_engine import SetupEngine

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

SECRET = "kX-never-shown-91"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def engine(own_folders: Path, qtbot: QtBot) -> SetupEngine:
    del own_folders, qtbot
    return SetupEngine()


@pytest.fixture
def connecting(engine: SetupEngine) -> Connecting:
    return Connecting(cast("Any", engine))


def dialog(qtbot: QtBot, connecting: Connecting, connector: str, **more: Any) -> ConnectSystem:
    made = ConnectSystem(load(connector).manifest, connecting, LIGHT, **more)
    qtbot.addWidget(made)
    made.show()
    line = made.vault.passphrase
    qtbot.waitUntil(lambda: made.vault.is_open or line.isVisibleTo(made.vault))
    return made


def field(asked: ConnectSystem, title: str) -> QLineEdit:
    return next(e for e in asked.findChildren(QLineEdit) if e.accessibleName() == title)


def fill(asked: ConnectSystem, **values: str) -> None:
    """Types into the fields, by their titles."""
    for title, text in values.items():
        QTest.keyClicks(field(asked, title.replace("_", " ")), text)


def said(asked: ConnectSystem) -> str:
    return asked.outcome.text


def test_every_system_of_the_catalogue_can_be_filled_in(
    connecting: Connecting, qtbot: QtBot
) -> None:
    """Else a connector ships that nobody can connect."""
    for manifest in systems():
        asked = dialog(qtbot, connecting, manifest.id)
        assert asked.windowTitle() == f"Connect {manifest.title}"
        for scheme in manifest.auth:
            asked.sign_in.choose(scheme)
            titles = {e.accessibleName() for e in asked.sign_in.findChildren(QLineEdit)}
            assert titles >= {each.title for each in scheme.fields}
        asked.reject()


def test_connecting_tests_first_and_keeps_secret_and_address_apart(
    connecting: Connecting, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else a password lies in a file that anybody may read."""
    asked = dialog(qtbot, connecting, "tryton", name="erp", is_named=True)
    fill(asked, Address="erp.example.com", Database="main", User="baton", Password=SECRET)
    assert field(asked, "Password").echoMode() == QLineEdit.EchoMode.Password
    with qtbot.waitSignal(asked.accepted):
        QTest.mouseClick(asked.save_button, LEFT)
    record = ConnectionBook().get("erp")
    assert record is not None
    assert record.settings == {"base_url": "https://erp.example.com", "database": "main"}
    kept = engine.place.memory.get("erp")
    assert kept == {"scheme": "password", "user": "baton", "password": SECRET}
    assert engine.asked.index("try_connection") < engine.asked.index("keep_connection")
    (row,) = answer(qtbot, connecting_rows(engine))
    assert row["health"]["state"] == "ok"


def connecting_rows(engine: SetupEngine) -> Any:
    return engine.connections()


def test_a_test_that_fails_says_what_to_do_and_keeps_nothing(
    connecting: Connecting, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else a wrong address is kept, and the person does not learn what is wrong."""
    trouble = Trouble("It cannot be reached.", "Nobody answers.", "Check the address.", "errno 111")
    engine.troubles["try_connection"] = trouble
    asked = dialog(qtbot, connecting, "web", name="shop")
    fill(asked, Address="shop.example.com")
    QTest.mouseClick(asked.save_button, LEFT)
    qtbot.waitUntil(lambda: "Check the address." in said(asked))
    assert "errno" not in said(asked)
    assert asked.isVisible()
    assert ConnectionBook().names() == ()
    with qtbot.waitSignal(asked.accepted):
        QTest.mouseClick(asked.anyway_button, LEFT)
    assert ConnectionBook().names() == ("shop",)


def test_what_is_missing_is_marked_before_anybody_is_asked(
    connecting: Connecting, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else the person waits for a system to hear that the password is empty."""
    asked = dialog(qtbot, connecting, "tryton", name="erp", is_named=True)
    QTest.mouseClick(asked.test_button, LEFT)
    assert "User, Password" in said(asked)
    assert "try_connection" not in engine.asked
    assert field(asked, "Password").property("wrong") is True


def test_a_test_that_takes_long_can_be_stopped(
    connecting: Connecting, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else the person waits a minute for each mistyped address."""
    asked = dialog(qtbot, connecting, "web", name="shop")
    fill(asked, Address="shop.example.com")
    QTest.mouseClick(asked.test_button, LEFT)
    assert not asked.save_button.isEnabled()
    asked.outcome.stopped.emit()
    assert asked.save_button.isEnabled()
    assert "stopped" in said(asked)
    qtbot.wait(20)
    assert "stopped" in said(asked)
    assert "stop_trying" in engine.asked


def test_a_kept_secret_is_never_shown_and_stays_unless_it_is_typed_again(
    connecting: Connecting, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else correcting an address costs the password, or shows it to whoever opens the dialog."""
    draft = {
        "name": "erp", "connector": "tryton", "environment": "test", "scheme": "password",
        "settings": {"base_url": "https://old.example.com", "database": "main"},
        "fields": {"user": "baton"}, "secrets": {"password": SECRET},
    }  # fmt: skip
    answer(qtbot, connecting.keep(cast("Any", draft), is_tried=True))
    shown = answer(qtbot, connecting.shown("erp"))
    asked = dialog(qtbot, connecting, "tryton", name="erp", shown=shown)
    assert field(asked, "User").text() == "baton"
    assert field(asked, "Password").text() == ""
    assert "never shown" in field(asked, "Password").placeholderText()
    field(asked, "Address").setText("")
    fill(asked, Address="https://new.example.com")
    with qtbot.waitSignal(asked.accepted):
        QTest.mouseClick(asked.save_button, LEFT)
    kept = engine.place.memory.get("erp") or {}
    assert kept["password"] == SECRET
    record = ConnectionBook().get("erp")
    assert record is not None
    assert record.settings["base_url"] == "https://new.example.com"
    again = dialog(qtbot, connecting, "tryton", name="erp", shown=shown)
    fill(again, Password="another one")
    with qtbot.waitSignal(again.accepted):
        QTest.mouseClick(again.save_button, LEFT)
    assert (engine.place.memory.get("erp") or {})["password"] == "another one"


def test_a_connection_can_begin_like_another_with_its_secret(
    connecting: Connecting, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else a workflow that calls the ERP otherwise needs the password once more."""
    draft = {
        "name": "mine", "connector": "web", "environment": "test", "scheme": "bearer",
        "settings": {"base_url": "https://a.example.com"}, "fields": {},
        "secrets": {"token": SECRET},
    }  # fmt: skip
    answer(qtbot, connecting.keep(cast("Any", draft), is_tried=True))
    asked = dialog(qtbot, connecting, "web", name="theirs", is_named=True, alike=("mine",))
    asked.copy("mine")
    qtbot.waitUntil(lambda: asked.sign_in.scheme.id == "bearer")
    with qtbot.waitSignal(asked.accepted):
        QTest.mouseClick(asked.save_button, LEFT)
    assert (engine.place.memory.get("theirs") or {})["token"] == SECRET


def test_without_a_keychain_the_dialog_offers_an_encrypted_file(
    connecting: Connecting, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else a person there can connect nothing, and is not told why."""
    engine.place.is_locked = True
    asked = dialog(qtbot, connecting, "web", name="shop")
    asked.sign_in.choose(load("web").manifest.scheme("bearer"))
    assert asked.vault.isVisible()
    assert any("no keychain" in w.text() for w in asked.vault.findChildren(QLabel))
    asked.vault.passphrase.setText("short")
    asked.vault.unlock()
    assert "unlock_vault" not in engine.asked
    asked.vault.passphrase.setText("four quite random words")
    asked.vault.unlock()
    assert "unlock_vault" not in engine.asked, "typed only once"
    asked.vault.again.setText("four quite random words")
    asked.vault.unlock()
    qtbot.waitUntil(lambda: asked.vault.is_open)
    assert asked.vault.passphrase.text() == ""
    unlock = UnlockVault(connecting)
    qtbot.addWidget(unlock)
    with qtbot.waitSignal(unlock.accepted):
        unlock.show()


def test_a_system_without_a_sign_in_is_connected_where_there_is_no_keychain(
    connecting: Connecting, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else a person is asked for a passphrase for nothing, and then told that it is locked."""
    engine.place.is_locked = True
    asked = dialog(qtbot, connecting, "web", name="shop", is_named=True)
    assert not asked.vault.isVisible()
    QTest.keyClicks(asked.focusWidget(), "http://127.0.0.1:9")
    asked.test()
    qtbot.waitUntil(lambda: said(asked).startswith("Web service answers"))
    assert "sign-in" not in said(asked)
    with qtbot.waitSignal(asked.accepted):
        asked.save()
    record = ConnectionBook().get("shop")
    assert record is not None
    assert not record.signs_in
    (row,) = answer(qtbot, connecting_rows(engine))
    assert row["credential"] is False


def test_credentials_that_were_locked_meanwhile_are_opened_from_the_same_dialog(
    connecting: Connecting, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else all that was typed is lost when the runtime was started again behind the dialog."""
    asked = dialog(qtbot, connecting, "tryton", name="erp", is_named=True)
    fill(asked, Address="erp.example.com", Database="main", User="baton", Password=SECRET)
    assert asked.vault.is_open
    engine.place.is_locked = True
    asked.save()
    qtbot.waitUntil(lambda: not asked.vault.is_open)
    assert asked.vault.button.isVisible()
    for line in asked.vault.passphrase, asked.vault.again:
        line.setText("four quite random words")
    asked.vault.unlock()
    qtbot.waitUntil(lambda: asked.vault.is_open)
    with qtbot.waitSignal(asked.accepted):
        asked.save()
    assert (engine.place.memory.get("erp") or {})["password"] == SECRET


def test_a_secret_is_in_no_file_log_picture_or_text(
    connecting: Connecting,
    qtbot: QtBot,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Else whoever reads a log or looks at a support picture has the password."""
    caplog.set_level(logging.DEBUG)
    asked = dialog(qtbot, connecting, "tryton", name="erp", is_named=True)
    fill(asked, Address="erp.example.com", Database="main", User="baton", Password=SECRET)
    masked = asked.grab().toImage()
    field(asked, "Password").setText("x" * len(SECRET))
    assert asked.grab().toImage() == masked
    field(asked, "Password").setText(SECRET)
    with qtbot.waitSignal(asked.accepted):
        QTest.mouseClick(asked.save_button, LEFT)
    told = capfd.readouterr()
    told_all = told.out + told.err + caplog.text + repr(vars(asked)) + repr(asked.form.value())
    assert SECRET not in told_all
    assert all(SECRET not in e.text() for e in asked.findChildren(QLineEdit))
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(SECRET.encode() in data for data in files)


def test_removing_and_renaming_name_the_steps_that_lose_it(qtbot: QtBot) -> None:
    """Else a connection is removed that the open workflow needs tonight."""
    steps = [f"Step {at}" for at in range(9)]
    gone = RemoveConnection("erp", steps, ["Close a month", "Deals"])
    qtbot.addWidget(gone)
    assert "“Step 0”" in gone.informativeText()
    assert "3 more" in gone.informativeText()
    assert "2 other workflows use it: “Close a month” and “Deals”." in gone.informativeText()
    assert not gone.is_sure()
    renamed = RenameConnection("erp", [], ["Deals"])
    qtbot.addWidget(renamed)
    words = "\n".join(each.text() for each in renamed.findChildren(QLabel))
    assert "1 other workflow uses it: “Deals”." in words
    renamed.input.setText("  main erp ")
    assert renamed.name == "main erp"


def test_systems_are_found_by_words_and_the_ways_to_sign_in_are_named(
    connecting: Connecting, qtbot: QtBot
) -> None:
    """Else one scrolls through hundreds of systems, and guesses what “bearer” is."""
    chooser = ChooseSystem(DARK)
    qtbot.addWidget(chooser)
    chooser.show()
    chooser.filter.setText("erp invoices")
    assert chooser.connector() == "tryton"
    chooser.filter.setText("no such system")
    assert chooser.connector() == ""
    asked = dialog(qtbot, connecting, "web")
    titles = [button.text() for button in asked.sign_in.findChildren(QRadioButton)]
    assert titles == ["No sign-in", "User and password", "Token", "API key"]
    assert any("OAuth" in w.text() for w in asked.sign_in.findChildren(QLabel))


def test_an_address_without_its_beginning_is_completed() -> None:
    """Else a person has to know what https is."""
    assert settings_of({"base_url": " erp.example.com ", "name": "x", "proxy": ""}) == {
        "base_url": "https://erp.example.com"
    }
    assert lacking({"required": ["a"]}, {"a": ""}) == {"a": [("Fill this in.", None)]}

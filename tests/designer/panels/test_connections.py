"""What a person loses when the page of connections says too little: a case that stops at night."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from designer.document.moment import now
from designer.panels.connections.page import ConnectionsPage
from designer.panels.connections.rows import ago, rows
from designer.panels.step_settings import StepSettings
from designer.run_bridge.connecting import Connecting
from designer.run_bridge.wire import Trouble
from runtime.steps import kinds
from tests.helpers.desks import desk, document_of
from tests.helpers.replies import answer
from tests.helpers.setup_engine import SetupEngine

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.panels.connections.rows import Connected
    from designer.panels.workbench import Workbench

REFUSED = Trouble(
    "Sign-in refused.", "Wrong password.", "Replace it.", "", "connector.authentication"
)


@pytest.fixture
def engine(own_folders: Path, qtbot: QtBot) -> SetupEngine:
    del own_folders, qtbot
    return SetupEngine()


@pytest.fixture
def bench(engine: SetupEngine) -> Workbench:
    kind = next(name for name, kind in kinds().items() if "connection" in kind.params.model_fields)
    step = {"id": "s1", "kind": kind, "name": "Make the invoice", "params": {"connection": "erp"}}
    wanted = {"erp": {"connector": "web", "title": "ERP"}}
    made = desk(document_of([step], connections=wanted))
    made.services = dataclasses.replace(made.services, engine=cast("Any", engine))
    return made


@pytest.fixture
def page(bench: Workbench, qtbot: QtBot) -> ConnectionsPage:
    made = ConnectionsPage(bench)
    qtbot.addWidget(made)
    made.show()
    return made


def keep(qtbot: QtBot, engine: SetupEngine, name: str, **more: Any) -> None:
    draft: dict[str, Any] = {
        "name": name,
        "connector": "web",
        "environment": "test",
        "settings": {"base_url": "https://shop.example.com"},
        "scheme": "bearer",
        "fields": {},
        "secrets": {"token": "t0ken-never-shown"},
        **more,
    }
    answer(qtbot, Connecting(cast("Any", engine)).keep(draft, is_tried=False))


def word(page: ConnectionsPage, name: str) -> str:
    return page.views[name].shown.state.word


def test_what_the_workflow_needs_stands_first_and_says_that_it_is_missing(
    page: ConnectionsPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else a person finds out from a failed case that nothing was connected."""
    keep(qtbot, engine, "aaa")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.views) == 2)
    assert [*page.views] == ["erp", "aaa"]
    assert word(page, "erp") == "Not connected yet"
    wishes: list[tuple[str, str]] = []

    def note(wish: str, row: Connected) -> None:
        wishes.append((wish, row.name))

    page.wished.connect(note)
    QTest.mouseClick(page.views["erp"].main_button, Qt.MouseButton.LeftButton)
    assert wishes == [("connect", "erp")]


def test_a_step_that_uses_a_connection_is_one_click_away(
    page: ConnectionsPage, bench: Workbench, qtbot: QtBot
) -> None:
    """Else one has to remember which steps a change of address touches."""
    qtbot.waitUntil(lambda: "erp" in page.views)
    link = next(
        b for b in page.views["erp"].findChildren(QPushButton) if b.text().startswith("Make")
    )
    with qtbot.waitSignal(page.left), qtbot.waitSignal(bench.shown):
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert bench.selected == ("s1",)


def test_a_test_says_whether_the_credential_is_refused_or_nobody_answers(
    page: ConnectionsPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else the owner asks IT for a new password when the cable is out."""
    keep(qtbot, engine, "erp")
    page.refresh()
    qtbot.waitUntil(lambda: word(page, "erp") == "Not tested yet")
    page.test("erp")
    qtbot.waitUntil(lambda: word(page, "erp") == "Ready")
    assert page.views["erp"].shown.tested == "Tested just now"
    for code, expected in (("authentication", "Refused"), ("transient", "Unreachable")):
        engine.troubles["erp"] = dataclasses.replace(REFUSED, code=f"connector.{code}")
        page.test("erp")
        qtbot.waitUntil(lambda expected=expected: word(page, "erp") == expected)
    assert "Wrong password" in page.views["erp"].shown.state.sentence


def test_a_credential_that_ends_soon_is_told_before_it_ends(
    page: ConnectionsPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else all cases stop on the day when a key expires."""
    today = now().astimezone().date()
    for name, days in (("a", 5), ("b", -1), ("c", 60), ("d", 1)):
        keep(qtbot, engine, name, expires=(today + timedelta(days=days)).isoformat())
    page.refresh()
    qtbot.waitUntil(lambda: len(page.views) == 5)
    words = [word(page, name) for name in "abcd"]
    assert words == ["Expires in 5 days", "Expired", "Not tested yet", "Expires tomorrow"]


def test_search_finds_by_system_state_and_step(
    page: ConnectionsPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else one reads through all connections of the firm."""
    keep(qtbot, engine, "other")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.views) == 2)
    page.filter.setText("make INVOICE")
    assert [*page.views] == ["erp"]
    page.filter.setText("nothing like it")
    assert page.said.text() == "No connection has these words."
    page.filter.setText("")
    assert len(page.views) == 2


def test_an_empty_page_says_what_to_do_and_escape_goes_back(bench: Workbench, qtbot: QtBot) -> None:
    """Else a person stands before an empty page, and cannot leave it by keys."""
    bench.set_document(document_of([]))
    page = ConnectionsPage(bench)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.nothing.isVisible)
    assert "No system is connected yet" in page.nothing.text()
    assert page.focusProxy() is page.connect_button
    middle = page.nothing.geometry().center().y()
    assert abs(middle - page.height() / 2) < page.height() / 8, "it hangs at the upper border"
    with qtbot.waitSignal(page.left):
        QTest.keyClick(page, Qt.Key.Key_Escape)


def test_locked_credentials_are_opened_from_the_page(
    page: ConnectionsPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else every connection fails, and nobody is asked for the one word that helps."""
    qtbot.waitUntil(lambda: bool(page.vault.text()))
    assert not page.locked.isVisible()
    keep(qtbot, engine, "erp")
    engine.place.is_locked = True
    page.refresh()
    qtbot.waitUntil(page.locked.isVisible)
    assert "no keychain" in page.why_locked.text()
    assert word(page, "erp") == "Locked"
    wishes: list[str] = []

    def note(wish: str) -> None:
        wishes.append(wish)

    page.wished.connect(note)
    QTest.mouseClick(page.unlock, Qt.MouseButton.LeftButton)
    assert wishes == ["unlock"]
    engine.place.is_locked = False
    page.refresh()
    qtbot.waitUntil(lambda: not page.locked.isVisible())


def test_a_credential_that_ended_is_replaced_from_its_row(
    page: ConnectionsPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else a person reads that it ended, and looks for where to mend it."""
    keep(qtbot, engine, "erp", expires=(now() - timedelta(days=3)).date().isoformat())
    page.refresh()
    qtbot.waitUntil(lambda: word(page, "erp") == "Expired")
    wishes: list[str] = []

    def note(wish: str) -> None:
        wishes.append(wish)

    page.wished.connect(note)
    buttons = page.views["erp"].findChildren(QPushButton)
    QTest.mouseClick(
        next(b for b in buttons if b.text().startswith("Replace")), Qt.MouseButton.LeftButton
    )
    assert wishes == ["replace"]


def test_a_row_that_says_the_same_stays_under_the_hand(
    page: ConnectionsPage, engine: SetupEngine, qtbot: QtBot
) -> None:
    """Else a click between two answers of the engine lands nowhere."""
    keep(qtbot, engine, "erp")
    keep(qtbot, engine, "shop")
    page.refresh()
    qtbot.waitUntil(lambda: {*page.views} == {"erp", "shop"})
    before = dict(page.views)
    page.views["erp"].main_button.setFocus()
    page.test("erp")
    qtbot.waitUntil(lambda: word(page, "erp") == "Ready")
    assert page.views["shop"] is before["shop"]
    assert page.views["erp"].main_button.hasFocus()
    assert page.views["erp"].main_button.text() == "Test"


def test_no_secret_is_on_the_page(page: ConnectionsPage, engine: SetupEngine, qtbot: QtBot) -> None:
    """Else a glance over a shoulder gives a system away."""
    keep(qtbot, engine, "erp")
    page.refresh()
    qtbot.waitUntil(lambda: word(page, "erp") == "Not tested yet")
    assert "t0ken" not in repr(page.rows())
    assert all("t0ken" not in str(w.property("text")) for w in page.findChildren(QPushButton))


def test_settings_of_a_step_offer_to_connect_what_is_not(bench: Workbench, qtbot: QtBot) -> None:
    """Else one has to know that there is a page of connections."""
    settings = StepSettings(bench)
    qtbot.addWidget(settings)
    settings.resize(380, 900)
    settings.show()
    qtbot.waitExposed(settings)
    bench.select(("s1",))

    def offers() -> list[QPushButton]:
        found = settings.page.findChildren(QPushButton)
        return [b for b in found if b.text() == "Connect…" and b.isVisible()]

    assert not offers()
    bench.set_bound({})
    wanted: list[str] = []
    bench.connect_wanted.connect(wanted.append)
    qtbot.waitUntil(lambda: bool(offers()))
    QTest.mouseClick(offers()[0], Qt.MouseButton.LeftButton)
    assert wanted == ["erp"]
    bench.set_bound({"erp": "tryton"})  # it leads to another sort of system
    qtbot.waitUntil(lambda: bool(offers()))
    bench.set_bound({"erp": "web"})
    qtbot.waitUntil(lambda: not offers())


def test_moments_are_said_as_people_say_them() -> None:
    """Else a test of last month looks like one of today."""
    at = datetime(2026, 5, 10, 12, tzinfo=UTC)
    spans = (
        (5, "just now"),
        (60, "1 minute ago"),
        (7300, "2 hours ago"),
        (3 * 86_400, "3 days ago"),
    )
    for seconds, words in spans:
        assert ago((at - timedelta(seconds=seconds)).isoformat(), at) == words
    assert rows([], {}, {}, at) == []

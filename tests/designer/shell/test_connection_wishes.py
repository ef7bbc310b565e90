"""What a person loses when a wish about a connection is done by half: steps that lead nowhere."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from designer.dialogs.connections.asking import RemoveConnection, RenameConnection
from designer.panels.connections.page import ConnectionsPage
from designer.run_bridge.connecting import Connecting
from designer.run_bridge.wire import Trouble
from designer.shell.connections import ConnectionWishes
from runtime.definition import files as workflow_files
from tests.helpers.desks import desk, document_of
from tests.helpers.replies import answer
from tests.helpers.setup_engine import SetupEngine

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.panels.workbench import Workbench

STEP: dict[str, Any] = {
    "id": "s1",
    "kind": "call",
    "name": "Make the invoice",
    "params": {"connection": "shop"},
}


@pytest.fixture
def engine(own_folders: Path, qtbot: QtBot) -> SetupEngine:
    del own_folders
    made = SetupEngine()
    draft: dict[str, Any] = {
        "name": "shop",
        "connector": "web",
        "environment": "test",
        "settings": {"base_url": "https://shop.example.com"},
        "scheme": "bearer",
        "fields": {},
        "secrets": {"token": "t0ken"},
    }
    answer(qtbot, Connecting(cast("Any", made)).keep(draft, is_tried=True))
    return made


@pytest.fixture
def bench(engine: SetupEngine) -> Workbench:
    made = desk(document_of([STEP], connections={"shop": {"connector": "web"}}))
    made.services = dataclasses.replace(made.services, engine=cast("Any", engine))
    return made


@pytest.fixture
def page(bench: Workbench, qtbot: QtBot) -> ConnectionsPage:
    made = ConnectionsPage(bench)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: "shop" in made.views)
    return made


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A workflow that is not open and uses the same connection."""
    path = tmp_path / "bills.baton.json"
    workflow_files.save(document_of([STEP], name="Bills").definition(), path)
    return path


@pytest.fixture
def wishes(bench: Workbench, page: ConnectionsPage, other: Path, qtbot: QtBot) -> ConnectionWishes:
    window = QWidget()
    qtbot.addWidget(window)
    made = ConnectionWishes(bench, window, lambda: (str(other),))
    made.serve(page)
    return made


def rename(wishes: ConnectionWishes, page: ConnectionsPage, new: str, *, too: bool) -> None:
    page.wished.emit("rename", page.views["shop"].shown)
    asked = wishes.dialog
    assert isinstance(asked, RenameConnection)
    assert asked.too.isVisible()
    asked.too.setChecked(too)
    asked.input.setText(new)
    asked.accept()


def drawn(bench: Workbench) -> Any:
    nodes: Any = bench.document.model.nodes
    return nodes["s1"]["params"]["connection"]


def test_a_renamed_connection_takes_the_open_workflow_along_and_stays_tested(
    wishes: ConnectionWishes, page: ConnectionsPage, bench: Workbench, qtbot: QtBot
) -> None:
    rename(wishes, page, "web shop", too=True)
    qtbot.waitUntil(lambda: [*page.views] == ["web shop"])
    assert drawn(bench) == "web shop"
    assert page.views["web shop"].shown.state.word == "Ready"
    bench.document.undo()
    assert drawn(bench) == "shop"


def test_a_workflow_that_is_to_stay_as_it_is_stays(
    wishes: ConnectionWishes, page: ConnectionsPage, bench: Workbench, qtbot: QtBot
) -> None:
    rename(wishes, page, "web shop", too=False)
    qtbot.waitUntil(lambda: [*page.views] == ["shop", "web shop"])
    assert drawn(bench) == "shop"
    assert page.views["shop"].shown.state.word == "Not connected yet"


def test_where_the_name_is_refused_nothing_is_drawn_otherwise(
    wishes: ConnectionWishes,
    page: ConnectionsPage,
    bench: Workbench,
    engine: SetupEngine,
    qtbot: QtBot,
) -> None:
    engine.troubles["keep_connection"] = Trouble("It was not kept.", "", "", "", "vault.locked")
    said: list[Any] = []

    def note(message: object) -> None:
        said.append(message)

    wishes.said.connect(note)
    rename(wishes, page, "web shop", too=True)
    qtbot.waitUntil(lambda: bool(said))
    assert drawn(bench) == "shop"


def test_the_page_says_how_many_workflows_use_a_connection_and_so_does_who_removes_it(
    wishes: ConnectionWishes, page: ConnectionsPage, qtbot: QtBot
) -> None:
    """Else a connection is removed that another workflow needs tonight."""
    qtbot.waitUntil(lambda: page.views["shop"].shown.elsewhere == ("Bills",))
    words = [each.text() for each in page.views["shop"].findChildren(QLabel)]
    assert "Used in 2 workflows: this one, Bills" in words
    assert "1 other workflow" in page.looked.text()
    page.filter.setText("bills")
    assert [*page.views] == ["shop"]
    page.wished.emit("remove", page.views["shop"].shown)
    asked = wishes.dialog
    assert isinstance(asked, RemoveConnection)
    assert "1 other workflow uses it: “Bills”." in asked.informativeText()
    asked.reject()


def test_a_workflow_that_was_changed_meanwhile_is_counted_anew_when_one_comes_back(
    wishes: ConnectionWishes, page: ConnectionsPage, other: Path, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page.views["shop"].shown.elsewhere == ("Bills",))
    other.unlink()
    page.hide()
    page.show()
    qtbot.waitUntil(lambda: page.views["shop"].shown.elsewhere == ())
    assert wishes.users.users.looked == 0
    assert page.looked.isHidden()

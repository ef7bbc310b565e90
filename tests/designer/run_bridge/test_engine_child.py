"""The engine's process must serve whoever comes next, whatever it met before."""

from __future__ import annotations

import os
import sqlite3
import threading
from typing import TYPE_CHECKING, Any

import pytest

from designer.run_bridge import called_workflows
from designer.run_bridge.engine_child import EngineChild
from designer.run_bridge.orders import TestOrder
from designer.run_bridge.serving import Channel
from runtime.definition import files
from runtime.definition.folder import SUFFIX, workflows_in
from runtime.errors import BatonError
from runtime.store import open_store
from tests.helpers.outside import sending

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from designer.run_bridge.serving import Handler
    from runtime.definition.definition import Definition


@pytest.fixture
def journal(own_folders: Path) -> Path:
    return own_folders / "runs.sqlite"


@pytest.fixture
def handlers() -> Iterator[dict[str, Handler]]:
    """What a child does that nobody listens to."""
    with open(os.devnull, "rb") as hears, open(os.devnull, "wb", buffering=0) as speaks:  # noqa: PTH123 - no path
        yield EngineChild(Channel(hears, speaks)).handlers()


def _started(handlers: dict[str, Handler], where: dict[str, Any]) -> str:
    drawing = sending(id="d")
    order = TestOrder(document=drawing.document(), given={})
    return str(handlers["start"](where | {"order": order.model_dump(mode="json")}))


def _change(journal: Path, statement: str) -> None:
    with sqlite3.connect(journal) as database:
        database.execute(statement)
    database.close()


def test_a_run_that_cannot_be_read_hides_no_other(
    journal: Path, handlers: dict[str, Handler]
) -> None:
    """Else one damaged run takes the list of all runs away."""
    where: dict[str, Any] = {"url": f"sqlite:///{journal}"}
    runs = {_started(handlers, where) for _ in range(2)}
    _change(journal, "UPDATE events SET kind = 'unknown' WHERE run_no = 1")
    rows: Any = handlers["runs"](where | {"definition": "", "most": 10})
    assert {row["run"] for row in rows} == runs


def test_a_run_that_is_asked_for_twice_begins_once(
    journal: Path, handlers: dict[str, Handler]
) -> None:
    """Else a process that dies before it can answer lets everything be written twice."""
    once = {"moment": "2026-11-21T12:00:00+00:00", "chance": 7}
    where: dict[str, Any] = {"url": f"sqlite:///{journal}", **once}
    first = _started(handlers, where)
    assert _started(handlers, where) == first
    assert _started(handlers, where | {"chance": 8}) != first
    rows: Any = handlers["runs"](where | {"definition": "", "most": 10})
    assert len(rows) == 2


@pytest.mark.parametrize("calls", [True, False])
def test_the_files_of_called_workflows_are_read_beside_the_engine(
    journal: Path,
    handlers: dict[str, Handler],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    calls: bool,
) -> None:
    """Else a slow network drive holds up all runs; and who calls nobody waits for no disk."""
    read: list[str] = []

    def noted(folder: Path) -> dict[str, Definition]:
        read.append(threading.current_thread().name)
        return workflows_in(folder)

    monkeypatch.setattr(called_workflows, "workflows_in", noted)
    files.save(sending(id="inner"), tmp_path / f"inner{SUFFIX}")
    call = {"id": "call", "kind": "sub_workflow", "params": {"workflow": "inner"}}
    drawing = sending(*([call] if calls else []), id="d")
    order = TestOrder(document=drawing.document(), given={}, folder=str(tmp_path))
    args: dict[str, Any] = {"url": f"sqlite:///{journal}", "order": order.model_dump(mode="json")}
    assert handlers["start"](args)
    assert len(read) == calls
    assert "engine" not in read


def test_a_journal_that_could_not_be_opened_is_opened_by_the_next_request(
    journal: Path, handlers: dict[str, Handler]
) -> None:
    """Else a moment in which the database is not there costs every later test run."""
    where: dict[str, Any] = {"url": f"sqlite:///{journal}"}
    open_store(where["url"]).close()
    _change(journal, "ALTER TABLE runs RENAME TO gone")
    with pytest.raises(BatonError):
        _started(handlers, where)
    _change(journal, "ALTER TABLE gone RENAME TO runs")
    assert _started(handlers, where)

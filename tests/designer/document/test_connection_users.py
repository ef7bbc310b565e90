"""A connection is changed or removed, and one sees which workflows feel it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from designer.document import connection_users
from designer.document.connection_users import users_in
from runtime.definition import files
from tests.helpers.drawings import draw

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FIELDS = {"call": "connection", "post": "connection"}


def call(step: str, connection: str) -> dict[str, Any]:
    return {"id": step, "kind": "call", "params": {"connection": connection}}


def keep(folder: Path, name: str, *connections: str) -> Path:
    """Save a workflow that uses connections."""
    folder.mkdir(exist_ok=True)
    nodes: list[Any] = [call(f"s{at}", each) for at, each in enumerate(connections)]
    path = folder / f"{name}.baton.json"
    files.save(draw([*nodes, "begin:start"], [], name=name.title()), path)
    return path


def test_recent_files_and_what_lies_beside_them_are_counted_once(tmp_path: Path) -> None:
    deal = keep(tmp_path / "a", "deal", "erp", "erp", "mail")
    keep(tmp_path / "a", "bill", "erp")
    other = keep(tmp_path / "b", "staff", "hr")
    found = users_in([deal, other, deal], FIELDS)
    assert found.names == {"erp": ["Bill", "Deal"], "mail": ["Deal"], "hr": ["Staff"]}
    assert found.looked == 3
    assert found.folders == (tmp_path / "a", tmp_path / "b")
    assert found.is_all


def test_the_open_workflow_is_left_out_and_its_folder_is_not(tmp_path: Path) -> None:
    deal = keep(tmp_path / "a", "deal", "erp")
    keep(tmp_path / "a", "bill", "erp")
    assert users_in([deal], FIELDS, without=deal).names == {"erp": ["Bill"]}
    assert users_in([], FIELDS, without=deal).names == {"erp": ["Bill"]}


def test_files_that_are_gone_or_broken_are_passed_over(tmp_path: Path) -> None:
    deal = keep(tmp_path / "a", "deal", "erp")
    (tmp_path / "a" / "broken.baton.json").write_text("{")
    os.mkfifo(tmp_path / "a" / "pipe.baton.json")
    gone = tmp_path / "nowhere" / "gone.baton.json"
    found = users_in([gone, deal], FIELDS)
    assert (found.looked, found.names) == (1, {"erp": ["Deal"]})


def test_a_folder_with_no_end_of_files_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_users, "MOST", 2)
    paths = [keep(tmp_path / "a", f"w{at}", "erp") for at in range(3)]
    found = users_in(paths[:1], FIELDS)
    assert not found.is_all
    assert found.names == {"erp": ["W0", "W1"]}

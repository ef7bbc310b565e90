"""Whatever is given to the window is answered by one clear message, and nothing is lost by it."""

from __future__ import annotations

import json
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.drawings import OWNERS
from tests.helpers.windows import WIDTH, Seat, seated

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytest_plugins = ["tests.helpers.stall_watch"]
pytestmark = pytest.mark.slow

NEWER = 99
LONG = 10_000
RIGHT_TO_LEFT = "\u0627\u0644\u0645\u0648\u0627\u0641\u0642\u0629 \u0639\u0644\u0649 \u202eX\u202c"


def workflow(name: str = "Order", step: str = "Work it out", **meta: Any) -> dict[str, Any]:
    """A sound workflow of three steps."""
    nodes: list[dict[str, Any]] = [
        {"id": "begin", "kind": "start", "name": "Begin", "position": [0, 0]},
        {"id": "work", "kind": "map_data", "name": step, "position": [296, 0]},
        {"id": "end", "kind": "end", "name": "End", "position": [592, 0]},
    ]
    nodes[1]["params"] = {"value": "1 + 1"}
    edges = [
        {"source": "begin", "target": "work", "port": "out", "key": "a"},
        {"source": "work", "target": "end", "port": "out", "key": "b"},
    ]
    graph = {"format": 1, "id": "order", "name": name, "owners": OWNERS} | meta
    return {"directed": True, "multigraph": True, "graph": graph, "nodes": nodes, "edges": edges}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A workflow in a file."""
    made = tmp_path / "order.baton.json"
    made.write_text(json.dumps(workflow()))
    return made


def opened(seat: Seat, path: Path) -> None:
    """Open a file as a person does."""
    with seat.asked(seat.types_path(path)):
        seat.press("Ctrl+O")
    seat.qtbot.wait(50)


def only_message(seat: Seat) -> str:
    """The one thing that the window says."""
    (said,) = seat.says()
    return said


def drawn(seat: Seat) -> set[str]:
    """The names of the steps."""
    return {str(node.get("name")) for node in seat.model.nodes.values()}


def of_newer_format() -> bytes:
    """A workflow that a newer Baton wrote."""
    return json.dumps(workflow(format=NEWER)).encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x00\xff\x10 nothing that anybody wrote", "cannot be opened"),
        (json.dumps(workflow()).encode()[:-40], "cannot be opened"),
        (b"[1, 2, 3]", "cannot be opened"),
        (b"", "cannot be opened"),
        (of_newer_format(), "Update Baton"),
    ],
    ids=["bytes", "cut off", "no workflow", "empty", "newer format"],
)
def test_a_file_that_cannot_be_read_leaves_what_is_open(
    seat: Seat, file: Path, content: bytes, words: str
) -> None:
    opened(seat, file)
    _rename(seat, "Add it up")
    other = file.with_name("other.baton.json")
    other.write_bytes(content)
    with seat.asked(seat.types_path(other), seat.pushes("Keep for later")):
        seat.press("Ctrl+O")
    assert words in only_message(seat)
    assert "Add it up" in drawn(seat)
    assert other.read_bytes() == content
    seat.press("Ctrl+S")
    assert "Add it up" in file.read_text()


def test_a_file_that_somebody_else_changed_is_not_overwritten_unasked(
    seat: Seat, file: Path
) -> None:
    opened(seat, file)
    _rename(seat, "Add it up")
    theirs = json.dumps(workflow(step="Theirs"))
    file.write_text(theirs)
    seat.wait(seat.says)
    assert "changed by somebody else" in only_message(seat)
    with seat.asked(seat.pushes("Cancel")) as heard:
        seat.press("Ctrl+S")
    assert "changed by somebody else" in heard[0]
    assert file.read_text() == theirs
    assert "Add it up" in drawn(seat)
    mine = file.with_name("mine.baton.json")
    with seat.asked(seat.pushes("Save under another name…"), seat.types_path(mine)):
        seat.press("Ctrl+S")
    assert "Add it up" in mine.read_text()
    assert file.read_text() == theirs


def test_two_windows_on_one_file_do_not_overwrite_each_other(
    qtbot: QtBot, seat: Seat, file: Path, home: Path
) -> None:
    opened(seat, file)
    _rename(seat, "Add it up")
    with seated(qtbot, home / "kept") as other:
        opened(other, file)
        assert "open in another window" in only_message(other)
        other.click(other.button("Open to read only"))
        other.wait(lambda: drawn(other) == {"Begin", "Work it out", "End"})
        _rename(other, "Never")
        assert "Never" not in drawn(other)
    seat.sit_down()
    seat.press("Ctrl+S")
    assert "Add it up" in file.read_text()


def test_a_full_disk_loses_nothing(seat: Seat, file: Path) -> None:
    opened(seat, file)
    before = file.read_bytes()
    with full_disk(at=200):
        _rename(seat, "Add it up")
        seat.press("Ctrl+S")
        seat.wait(lambda: any("cannot be written" in said for said in seat.says()))
        assert any("not being kept safe" in said for said in seat.says())
        assert file.read_bytes() == before
        assert "Add it up" in drawn(seat)
    seat.press("Ctrl+S")
    seat.wait(lambda: "Add it up" in file.read_text())
    seat.wait(lambda: not seat.says())


def test_a_system_that_this_baton_does_not_know_is_said(seat: Seat, file: Path) -> None:
    connections = {"erp": {"connector": "nonesuch"}}
    document = workflow(connections=connections)
    document["nodes"][1] |= {
        "kind": "call",
        "params": {"connection": "erp", "operation": "read_all", "inputs": {}},
    }
    file.write_text(json.dumps(document))
    opened(seat, file)
    seat.wait(lambda: seat.studio.bench.problems)
    (problem,) = seat.studio.bench.problems
    assert "nonesuch" in problem.sentence
    assert not seat.says()
    seat.press("F5")
    assert "must be mended" in seat.words(seat.studio.window.status)
    seat.choose("Work it out")
    seat.wait(lambda: problem.sentence in seat.words(seat.studio.window))
    _rename(seat, "Add it up")
    seat.press("Ctrl+S")
    assert "Add it up" in file.read_text()
    assert json.loads(file.read_text())["graph"]["connections"] == connections


@pytest.mark.parametrize("name", ["N" * LONG, RIGHT_TO_LEFT * 3], ids=["long", "right to left"])
def test_any_name_is_kept_and_the_window_goes_on(seat: Seat, file: Path, name: str) -> None:
    file.write_text(json.dumps(workflow(name, name)))
    opened(seat, file)
    with seat.never_stuck():
        seat.choose(name)
        seat.press("1")
        seat.press("F2")
        seat.press("Return")
    assert not seat.says()
    assert seat.studio.window.width() == WIDTH
    seat.press("Ctrl+S")
    kept = json.loads(file.read_text())
    assert kept["graph"]["name"] == name
    assert name in {node["name"] for node in kept["nodes"]}


def _rename(seat: Seat, name: str) -> None:
    seat.choose("Work it out")
    seat.press("F2")
    seat.write(name)
    seat.press("Return")


@contextmanager
def full_disk(at: int) -> Generator[None]:
    """Let no file of this process become longer than so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (at, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

"""What a person loses when a journal is shortened wrongly: a way back, or the workflow itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.document.drafts import journal as journals
from designer.document.drafts.lines import read
from designer.document.drafts.shelf import Shelf
from designer.document.drafts.shrinking import Stand, shrunk
from designer.document.history import Command
from designer.document.opening import new_workflow, open_file
from designer.document.workflow import WorkflowDocument
from runtime.definition import files
from runtime.definition.definition import Definition
from runtime.plan.problems import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.document.drafts.shelf import Held
    from runtime.definition.json_value import JsonValue

PLACE = ("graph", "description")
WISHES = st.lists(st.sampled_from(["do", "typing", "undo", "redo", "save"]), max_size=25)


def write(document: WorkflowDocument, text: str, merge: str = "") -> None:
    document.do(Command("Write", (Edit("set", PLACE, text),), merge))


def done(wishes: list[str], place: Path) -> WorkflowDocument:
    """A workflow with which somebody did all of this, and saved it."""
    document = WorkflowDocument(new_workflow("Deal"))
    for number, wish in enumerate(wishes):
        match wish:
            case "undo":
                document.undo()
            case "redo":
                document.redo()
            case "save":
                document.note_saved(place, f"sha256:{number}")
            case _:
                write(document, str(number), "typing" if wish == "typing" else "")
    document.note_saved(place, "sha256:last")
    return document


def read_back(header: bytes, lines: list[bytes]) -> WorkflowDocument:
    kept, told = read(header + b"".join(lines))
    document = WorkflowDocument(Definition.from_document(kept.base), kept.path)
    for each in told:
        document.replay(each.word, each.entry)
    return document


def states(document: WorkflowDocument) -> list[JsonValue]:
    """What stands in a workflow after each entry of its history, the newest first."""
    at = document.history.position
    document.go_to(len(document.history.entries))
    found = [document.model.value(PLACE)]
    while document.history.can_undo:
        document.undo()
        found.append(document.model.value(PLACE))
    document.go_to(at)
    return found


@given(wishes=WISHES, most=st.integers(0, 30))
def test_a_shortened_journal_leads_to_the_same_with_the_same_way_back(
    wishes: list[str], most: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    document = done(wishes, tmp_path_factory.getbasetemp() / "deal.baton.json")
    again = read_back(*shrunk(Stand.of(document), entries=most))
    assert again.definition().document() == document.definition().document()
    assert not again.is_modified
    left = states(again)
    assert left == states(document)[: len(left)]
    undone = len(document.history.entries) - document.history.position
    assert len(again.history.entries) == min(len(document.history.entries), max(most, undone))
    assert again.history.position == len(again.history.entries) - undone


def test_of_large_changes_fewer_are_kept(tmp_path: Path) -> None:
    """Else pictures of text pasted in make a journal grow without an end."""
    document = done([], tmp_path / "deal.baton.json")
    for number in range(20):
        write(document, str(number) * 500)
    document.note_saved(tmp_path / "deal.baton.json", "sha256:last")
    header, lines = shrunk(Stand.of(document), size=5_000)
    assert sum(map(len, lines)) < 5_500
    assert 3 < len(read_back(header, lines).history.entries) < 9


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """A workflow in a file, whose journal is shortened from 3000 bytes on."""
    monkeypatch.setattr(journals, "LARGEST", 3_000)
    file = tmp_path / "deal.baton.json"
    files.save(new_workflow("Deal"), file)
    held = Shelf(tmp_path / "drafts").hold(open_file(file), file)
    for number in range(60):
        write(held.document, str(number))
        held.document.undo()
    write(held.document, "kept")
    yield held
    held.close()


def saved(held: Held) -> None:
    assert held.document.path is not None
    held.document.save(held.document.path)


def test_a_journal_grows_no_longer_than_what_can_be_undone(
    held: Held, tmp_path: Path, qtbot: QtBot
) -> None:
    """Else opening a workflow takes longer with every day that somebody works on it."""
    before = held.journal.file.stat().st_size
    saved(held)
    qtbot.waitUntil(lambda: not held.journal.is_shrinking)
    assert held.journal.file.stat().st_size < before / 4
    write(held.document, "after")
    held.close()
    path = tmp_path / "deal.baton.json"
    again = Shelf(tmp_path / "drafts").hold(open_file(path), path)
    assert (again.is_recovered, again.changed_on_disk) == (True, False)
    assert states(again.document) == ["after", "kept", None]
    again.close()
    assert not list((tmp_path / "drafts").glob("*.short"))


def test_what_is_done_while_it_is_shortened_is_kept(
    held: Held, tmp_path: Path, qtbot: QtBot
) -> None:
    """Else the letter typed just after saving is not there after a crash."""
    saved(held)
    assert held.journal.is_shrinking
    write(held.document, "meanwhile")
    qtbot.waitUntil(lambda: not held.journal.is_shrinking)
    held.close()
    path = tmp_path / "deal.baton.json"
    again = Shelf(tmp_path / "drafts").hold(open_file(path), path)
    assert again.document.model.value(PLACE) == "meanwhile"
    again.close()
    assert not list((tmp_path / "drafts").glob("*.short"))


def test_a_full_disk_leaves_the_long_journal(
    held: Held, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    def nothing(_: object, __: object) -> None:
        return

    before = held.journal.file.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(held.journal, "_sync", nothing)
        patch.setattr(journals, "_synced", full)
        saved(held)
        qtbot.waitUntil(lambda: not held.journal.is_shrinking)
    assert held.journal.file.read_bytes().startswith(before)


def test_a_workflow_that_is_closed_meanwhile_leaves_one_whole_journal(
    held: Held, tmp_path: Path
) -> None:
    saved(held)
    held.close()
    path = tmp_path / "deal.baton.json"
    again = Shelf(tmp_path / "drafts").hold(open_file(path), path)
    assert states(again.document)[0] == "kept"
    again.close()
    assert not list((tmp_path / "drafts").glob("*.short"))

"""Tests that no edit is lost when a window ends, and that a saved file is never overwritten."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.document.changes import steps
from designer.document.drafts import journal as journals
from designer.document.drafts import shelf as shelves
from designer.document.drafts.lines import Header, header_line, read
from designer.document.drafts.shelf import OpenElsewhereError, Shelf
from designer.document.opening import file_state, new_workflow, open_file
from runtime.definition import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from designer.document.drafts.shelf import Draft, Held
    from runtime.definition.definition import Definition


class WatchedShelf(Shelf):
    """A shelf that closes at the end of a test what the test left open."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.all: list[Held] = []

    def hold(self, definition: Definition, path: Path | None = None, **more: Any) -> Held:
        self.all.append(super().hold(definition, path, **more))
        return self.all[-1]

    def recover(self, draft: Draft) -> Held:
        self.all.append(super().recover(draft))
        return self.all[-1]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = WatchedShelf(tmp_path / "drafts")
    yield shelf
    for held in shelf.all:
        held.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "deal.baton.json"
    files.save(new_workflow("Deal"), path)
    return path


def add(held: Held, name: str) -> None:
    held.document.do(steps.add(held.document.model, "start", name=name, place=(8, 8))[0])


def crash(held: Held) -> None:
    """Lets go of lock and file as a process that ends does; the end of this file kills one."""
    held.close()


def test_edits_that_were_not_saved_come_back(shelf: Shelf, file: Path) -> None:
    held = shelf.hold(open_file(file), file)
    add(held, "One")
    add(held, "Two")
    held.document.undo()
    crash(held)
    again = shelf.hold(open_file(file), file)
    assert again.is_recovered
    assert not again.changed_on_disk
    assert again.document.model.document() == held.document.model.document()
    assert [entry.title for entry in again.document.history.entries] == ["Add “One”", "Add “Two”"]
    again.document.redo()
    assert len(again.document.model.nodes) == 2


def test_keeping_edits_never_touches_the_file_that_was_saved(shelf: Shelf, file: Path) -> None:
    before = file.read_bytes()
    held = shelf.hold(open_file(file), file)
    add(held, "One")
    assert file.read_bytes() == before


def test_what_was_done_before_saving_can_be_undone_after_a_restart(
    shelf: Shelf, file: Path
) -> None:
    held = shelf.hold(open_file(file), file)
    add(held, "One")
    held.document.save(file)
    held.close()
    again = shelf.hold(open_file(file), file)
    assert not again.is_recovered
    assert not again.document.is_modified
    again.document.undo()
    assert not again.document.model.nodes
    assert again.document.is_modified


def test_a_second_window_is_told_that_the_workflow_is_open(shelf: Shelf, file: Path) -> None:
    shelf.hold(open_file(file), file)
    with pytest.raises(OpenElsewhereError, match="open in another window"):
        shelf.hold(open_file(file), file)


def test_a_file_that_changed_meanwhile_is_told_and_the_edits_are_kept(
    shelf: Shelf, file: Path
) -> None:
    held = shelf.hold(open_file(file), file)
    add(held, "One")
    crash(held)
    files.save(new_workflow("Changed by somebody"), file)
    again = shelf.hold(open_file(file), file)
    assert again.changed_on_disk
    assert [node["name"] for node in again.document.model.nodes.values()] == ["One"]
    assert file_state(file, again.document.saved_stamp) == "changed"


def test_a_new_workflow_is_found_again_by_its_draft(shelf: Shelf) -> None:
    held = shelf.hold(new_workflow("Invoice"))
    add(held, "One")
    assert not shelf.found()  # a window has it open
    crash(held)
    (draft,) = shelf.found()
    assert (draft.name, draft.path, draft.edits) == ("Invoice", None, 1)
    assert len(shelf.recover(draft).document.model.nodes) == 1


def test_the_history_follows_a_workflow_that_is_saved_under_a_name(
    shelf: Shelf, tmp_path: Path
) -> None:
    held = shelf.hold(new_workflow("Invoice"))
    add(held, "One")
    path = tmp_path / "invoice.baton.json"
    with shelf.following(held, path):
        held.document.save(path)
    held.close()
    again = shelf.hold(open_file(path), path)
    assert again.document.history.can_undo
    assert not shelf.found()


def test_looking_at_a_workflow_leaves_no_journal(shelf: Shelf, file: Path, tmp_path: Path) -> None:
    shelf.hold(open_file(file), file).close()
    assert not list((tmp_path / "drafts").glob("*.edits"))


def test_a_full_disk_is_told_and_nothing_is_lost_when_there_is_room_again(
    shelf: Shelf, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = shelf.hold(open_file(file), file)
    told: list[str] = []
    held.journal.failed.connect(told.append)
    add(held, "One")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(journals, "_write_all", full)
        add(held, "Two")
    assert "No space left on device" in told[0]
    add(held, "Three")
    assert told[-1] == ""
    crash(held)
    assert len(shelf.hold(open_file(file), file).document.model.nodes) == 3


def test_a_draft_that_a_window_has_opened_cannot_be_thrown_away(
    shelf: Shelf, tmp_path: Path
) -> None:
    """Else what one window goes on with is taken away by another that still offers it."""
    held = shelf.hold(new_workflow("Deal"))
    add(held, "One")
    crash(held)
    (draft,) = shelf.found()
    again = shelf.recover(draft)
    add(again, "Two")
    with pytest.raises(OpenElsewhereError):
        Shelf(tmp_path / "drafts").discard(draft)
    crash(again)
    assert [found.edits for found in shelf.found()] == [2]
    shelf.discard(draft)
    assert not shelf.found()


def test_what_was_saved_is_not_read_again_to_offer_what_was_not(
    shelf: Shelf, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the first screen stands still, the longer the more somebody has drawn in all."""
    held = shelf.hold(open_file(file), file)
    add(held, "One")
    held.document.save(file)
    crash(held)

    def never(_: bytes) -> None:
        pytest.fail("it was read")

    monkeypatch.setattr(shelves, "read", never)
    assert not shelf.found()


def test_a_window_that_ended_just_after_saving_left_a_saved_workflow(
    shelf: Shelf, file: Path
) -> None:
    """Else its owner is asked about a change by others who never were there."""
    held = shelf.hold(open_file(file), file)
    add(held, "One")
    files.save(held.document.definition(), file)
    crash(held)
    again = shelf.hold(open_file(file), file)
    assert not again.changed_on_disk
    assert not again.is_recovered
    add(again, "Two")
    again.document.undo()
    assert not again.document.is_modified
    crash(again)
    assert not shelf.hold(open_file(file), file).is_recovered


def test_the_disk_is_asked_to_keep_the_last_edit_too(
    shelf: Shelf, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut takes what was typed while the disk was busy with the letter before."""
    begun, may_end = threading.Event(), threading.Event()
    kept: list[int] = []

    def slowly(journal: BinaryIO) -> None:
        kept.append(os.fstat(journal.fileno()).st_size)
        begun.set()
        assert may_end.wait(10)

    monkeypatch.setattr(journals, "_synced", slowly)
    held = shelf.hold(open_file(file), file)
    add(held, "One")
    assert begun.wait(10)
    add(held, "Two")
    may_end.set()
    crash(held)
    assert kept[-1] == held.journal.file.stat().st_size


def test_edits_that_the_disk_keeps_are_not_written_anew(
    shelf: Shelf, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut right after going on takes the edits of the day before."""
    held = shelf.hold(open_file(file), file)
    add(held, "One")
    crash(held)
    place, before = held.journal.file, held.journal.file.stat().st_ino
    kept = place.read_bytes()
    place.write_bytes(kept + b"cut off")
    written: list[bytes] = []

    def noted(_: object, data: bytes) -> None:
        written.append(data)

    again = shelf.hold(open_file(file), file)
    with monkeypatch.context() as patch:
        patch.setattr(journals, "_write_all", noted)
        add(again, "Two")
    assert place.stat().st_ino == before
    assert place.read_bytes() == kept
    assert b"".join(written).count(b"\n") == 1


def test_the_disk_is_asked_to_keep_that_there_is_a_journal(
    shelf: Shelf, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the first edits are on the disk under no name after a power cut."""
    folders: list[Path] = []
    monkeypatch.setattr(journals, "sync_folder", folders.append)
    held = shelf.hold(open_file(file), file)
    add(held, "One")
    add(held, "Two")
    crash(held)
    assert folders == [held.journal.file.parent]


@given(cut=st.integers(0, 2_000))
def test_a_journal_that_was_cut_off_brings_back_what_stands_before(
    cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    shelf = Shelf(folder)
    held = shelf.hold(new_workflow("Cut"))
    for name in ("One", "Two", "Three"):
        add(held, name)
    crash(held)
    file = held.journal.file
    data = file.read_bytes()
    file.write_bytes(data[:cut])
    expected = max(data[:cut].count(b"\n") - 1, 0)
    found = shelf.found()
    assert (found[0].edits if found else 0) == expected
    shutil.rmtree(folder)


def test_a_journal_of_a_newer_baton_is_put_aside_and_not_overwritten(
    shelf: Shelf, file: Path, tmp_path: Path
) -> None:
    held = shelf.hold(open_file(file), file)
    add(held, "One")
    crash(held)
    held.journal.file.write_bytes(b"what a newer one wrote\n")
    again = shelf.hold(open_file(file), file)
    assert not again.is_recovered
    assert [p.read_bytes() for p in (tmp_path / "drafts").glob("*.aside")] == [
        b"what a newer one wrote\n"
    ]


def test_a_header_survives_its_text(tmp_path: Path) -> None:
    header = Header(tmp_path / "a.json", new_workflow("Ä ↔ ب").document(), "sha256:0")
    assert read(header_line(header)) == (header, [])


_EDITOR = """
import sys, time
from pathlib import Path
from designer.document.changes import steps
from designer.document.drafts.shelf import Shelf
from designer.document.opening import open_file
file = Path(sys.argv[2])
held = Shelf(Path(sys.argv[1])).hold(open_file(file), file)
for number in range(100000):
    held.document.do(steps.add(held.document.model, "start", name=f"S{number}", place=(8, 8))[0])
    print(number, flush=True)
"""


@pytest.mark.slow
def test_a_window_that_is_killed_loses_no_edit(shelf: Shelf, file: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _EDITOR, str(tmp_path / "drafts"), str(file)]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as window:
        assert window.stdout is not None
        last = 0
        while last < 50:
            last = int(window.stdout.readline())
        window.send_signal(signal.SIGKILL)
        last = max([last, *(int(text) for text in window.stdout.read().split("\n")[:-1])])
    held = shelf.hold(open_file(file), file)
    assert held.is_recovered
    assert len(held.document.model.nodes) >= last + 1

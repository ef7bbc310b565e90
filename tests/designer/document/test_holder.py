"""Two people open one file: the second is told who has it, and nobody overwrites the other."""

from __future__ import annotations

import getpass
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from designer.document.drafts import holder as holders
from designer.document.drafts.holder import Holder, claim, holder_of
from designer.document.drafts.shelf import OpenElsewhereError, Shelf
from designer.document.opening import new_workflow, open_file
from runtime.definition import files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SINCE = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workflow in a folder that several computers share."""
    folder = tmp_path / "shared"
    folder.mkdir()
    files.save(new_workflow("Deal"), folder / "deal.baton.json")
    return folder / "deal.baton.json"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "drafts")


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    """A process of this computer that lives until its input ends."""
    program = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with subprocess.Popen(program, stdin=subprocess.PIPE) as made:
        yield made
        made.kill()


def note(path: Path, **more: object) -> Path:
    """Let another computer say that it has the file open."""
    said = {"process": 7, "host": "desk-7", "user": "analyst", "since": SINCE} | more
    file = path.with_name(f".{path.name}.open")
    file.write_text(Holder.model_validate(said).model_dump_json())
    return file


def test_who_opens_a_file_says_so_until_it_is_closed(shelf: Shelf, path: Path) -> None:
    held = shelf.hold(open_file(path), path)
    found = holder_of(path)
    assert found is not None
    assert (found.process, found.host, found.user) == (
        os.getpid(),
        platform.node(),
        getpass.getuser(),
    )
    assert abs(found.since - datetime.now(UTC)) < timedelta(minutes=5)
    held.close()
    assert holder_of(path) is None
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_file_that_another_computer_has_open_is_refused_with_its_name(
    shelf: Shelf, path: Path
) -> None:
    file = note(path)
    with pytest.raises(
        OpenElsewhereError, match="by analyst on the computer desk-7 since"
    ) as refused:
        shelf.hold(open_file(path), path)
    assert refused.value.holder is not None
    assert not refused.value.holder.is_here
    held = shelf.look(open_file(path), path)
    assert "desk-7" in held.document.locked
    held.close()
    assert file.exists(), "who only looks takes nobody's note away"


def test_the_lock_of_a_refused_file_is_free_again(shelf: Shelf, path: Path) -> None:
    """Else the file could not be opened after the other computer has closed it."""
    file = note(path)
    with pytest.raises(OpenElsewhereError):
        shelf.hold(open_file(path), path)
    file.unlink()
    shelf.hold(open_file(path), path).close()


def test_a_person_who_knows_better_takes_the_file_over(shelf: Shelf, path: Path) -> None:
    note(path)
    held = shelf.hold(open_file(path), path, takes_over=True)
    found = holder_of(path)
    assert found is not None
    assert found.is_own
    held.close()


def test_a_note_that_another_took_over_is_left_to_it(shelf: Shelf, path: Path) -> None:
    held = shelf.hold(open_file(path), path)
    file = note(path)
    held.close()
    assert file.exists()


def test_the_note_of_a_process_that_died_is_taken_over(
    shelf: Shelf, path: Path, process: subprocess.Popen[bytes]
) -> None:
    """Else a crash would close a file for ever."""
    note(path, process=process.pid, host=platform.node(), user="analyst")
    with pytest.raises(OpenElsewhereError, match="by analyst on this computer"):
        shelf.hold(open_file(path), path)
    process.kill()
    process.wait()
    assert holder_of(path) is None
    held = shelf.hold(open_file(path), path)
    assert held.claim is not None
    held.close()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"process": "x"}', "x" * 9000, "\x00"])
def test_a_note_that_nobody_can_read_counts_for_nothing(
    shelf: Shelf, path: Path, text: str
) -> None:
    path.with_name(f".{path.name}.open").write_text(text)
    shelf.hold(open_file(path), path).close()


def test_a_folder_that_takes_no_note_lets_the_file_be_opened_all_the_same(
    shelf: Shelf, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    definition = open_file(path)
    monkeypatch.setattr(holders, "replace_file", refuse)
    held = shelf.hold(definition, path)
    assert held.claim is None
    held.close()


def test_a_window_of_the_same_person_is_called_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holders, "now", lambda: SINCE + timedelta(minutes=9))
    here = Holder(process=1, host=platform.node(), user=getpass.getuser(), since=SINCE)
    assert here.words() == f"in another window of this computer since {SINCE.astimezone():%H:%M}"
    monkeypatch.setattr(holders, "now", lambda: SINCE + timedelta(days=3))
    assert here.words().endswith(f"since {SINCE.astimezone():%d November, %H:%M}")


def test_saving_under_another_name_moves_the_note(shelf: Shelf, path: Path) -> None:
    held = shelf.hold(open_file(path), path)
    other = path.with_name("other.baton.json")
    with shelf.following(held, other):
        pass
    assert holder_of(path) is None
    assert holder_of(other) is not None
    held.close()
    assert holder_of(other) is None


def test_a_claim_is_told_by_the_file_and_not_by_its_way_there(path: Path) -> None:
    link = path.with_name("link.baton.json")
    link.symlink_to(path)
    made = claim(link)
    assert made is not None
    assert holder_of(path) == made.holder
    made.let_go()

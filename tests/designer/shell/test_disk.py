"""What others do to an open file must be told, and neither their work nor one's own be lost."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, cast

import pytest

from designer.document.drafts import journal as journals
from designer.document.drafts.shelf import Shelf
from designer.settings.preferences import Preferences
from designer.shell.files import Files
from tests.helpers.studios import rename, saved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.shell.banner import Message
    from designer.shell.studio import Studio
    from tests.helpers.studios import PreparedAnswers


@pytest.fixture
def open_file(files: Files, tmp_path: Path, answers: PreparedAnswers) -> Path:
    return saved(files, tmp_path / "a.baton.json", answers)


@pytest.fixture
def second(tmp_path: Path, answers: PreparedAnswers) -> Iterator[Files]:
    """The files of another window."""
    made = Files(Shelf(tmp_path / "drafts"), Preferences(), cast("Any", answers))
    yield made
    answers.unsaved_answer = "discard"
    made.close()


def _change(path: Path, name: str = "Theirs") -> None:
    """Replace the file as another program does: a new file under the same name."""
    fresh = path.with_suffix(".tmp")
    fresh.write_text(path.read_text().replace('"Deals"', f'"{name}"'))
    fresh.replace(path)


def _heard(qtbot: QtBot, said: list[Message], words: str) -> Message:
    qtbot.waitUntil(lambda: any(words in message.what for message in said))
    return next(message for message in said if words in message.what)


def test_a_change_by_somebody_else_is_told_and_loaded_and_undone(
    files: Files, open_file: Path, said: list[Message], qtbot: QtBot
) -> None:
    """Else one draws on for hours on what is not true any more."""
    document = rename(files, "Mine")
    _change(open_file)
    message = _heard(qtbot, said, "changed by somebody else")
    assert message.do is not None
    message.do()
    assert document.name == "Theirs"
    assert not document.is_modified
    document.undo()
    assert document.name == "Mine"
    assert document.is_modified


def test_a_file_that_changes_again_is_told_again(
    files: Files, open_file: Path, said: list[Message], qtbot: QtBot
) -> None:
    _change(open_file)
    _heard(qtbot, said, "changed by somebody else")
    files.disk.load()
    said.clear()
    open_file.write_text(open_file.read_text().replace("Theirs", "Later"))
    _heard(qtbot, said, "changed by somebody else")


def test_keeping_ones_own_version_lets_it_be_saved_unasked(
    files: Files, open_file: Path, said: list[Message], qtbot: QtBot, answers: PreparedAnswers
) -> None:
    document = files.document
    assert document is not None
    _change(open_file)
    message = _heard(qtbot, said, "changed by somebody else")
    assert message.do_other is not None
    message.do_other()
    assert document.is_modified, "what is shown stands nowhere, so it must be possible to save it"
    asked = len(answers.asked)
    assert files.save()
    assert len(answers.asked) == asked
    assert json.loads(open_file.read_text())["graph"]["name"] == "Deals"


def test_a_version_that_was_kept_comes_back_after_a_crash(
    files: Files, open_file: Path, second: Files, answers: PreparedAnswers
) -> None:
    rename(files, "Mine")
    _change(open_file)
    files.disk.keep_mine()
    answers.unsaved_answer = "keep"
    files.close()
    assert second.open_path(open_file)
    assert second.document is not None
    assert second.document.name == "Mine"
    assert second.document.is_modified


def test_ones_own_saving_is_no_news(
    files: Files, open_file: Path, said: list[Message], qtbot: QtBot
) -> None:
    del open_file
    for name in ("One", "Two"):
        rename(files, name)
        files.save()
    qtbot.wait(600)
    assert not said


def test_a_file_that_is_gone_is_told_and_can_be_put_back(
    files: Files, open_file: Path, said: list[Message], qtbot: QtBot
) -> None:
    open_file.unlink()
    message = _heard(qtbot, said, "not in its place")
    assert message.do is not None
    message.do()
    assert open_file.exists()
    assert files.document is not None


def test_what_can_not_be_read_on_disk_changes_nothing(
    files: Files, open_file: Path, said: list[Message]
) -> None:
    document = rename(files, "Mine")
    open_file.write_text("{")
    assert not files.disk.load()
    assert said[-1].what
    assert document.name == "Mine"


# --- two windows ----------------------------------------------------------------------------------


def test_a_second_window_reads_what_another_has_open(
    files: Files, open_file: Path, second: Files
) -> None:
    heard: list[Message] = []
    second.said.connect(heard.append)
    assert not second.open_path(open_file)
    assert heard[-1].button == "Open to read only"
    assert heard[-1].do is not None
    heard[-1].do()
    document = second.document
    assert document is not None
    assert "open in another window" in document.locked
    assert files.document is not None
    assert not files.document.locked


def test_a_second_window_goes_on_with_a_copy_of_its_own(
    files: Files, open_file: Path, second: Files, answers: PreparedAnswers
) -> None:
    """A copy that kept the id would be run in place of the original."""
    before = open_file.read_bytes()
    heard: list[Message] = []
    second.said.connect(heard.append)
    second.open_path(open_file)
    assert heard[-1].do_other is not None
    heard[-1].do_other()
    document = rename(second, "My copy")
    assert (document.path, document.locked) == (None, "")
    assert files.document is not None
    ids = {document.definition().meta.id, files.document.definition().meta.id}
    assert len(ids) == 2
    answers.save = open_file.with_name("copy.baton.json")
    assert second.save()
    assert open_file.read_bytes() == before
    assert files.document is not None


def test_saving_over_a_file_that_another_window_has_open_is_refused(
    files: Files, open_file: Path, second: Files, answers: PreparedAnswers
) -> None:
    """The dialog of the system asks only whether to replace a file."""
    before = open_file.read_bytes()
    heard: list[Message] = []
    second.said.connect(heard.append)
    second.new()
    rename(second, "Other")
    answers.save = open_file
    assert not second.save()
    assert "another window" in heard[-1].what
    assert open_file.read_bytes() == before
    assert files.document is not None


def test_what_is_only_read_can_be_saved_elsewhere_and_changed_there(
    files: Files, open_file: Path, second: Files, answers: PreparedAnswers
) -> None:
    second.open_to_read(open_file)
    answers.save = open_file.with_name("own.baton.json")
    assert second.save()
    assert rename(second, "Own").is_modified
    assert second.save()
    assert json.loads(answers.save.read_text())["graph"]["name"] == "Own"
    rename(second, "Own, half done")
    answers.unsaved_answer = "keep"
    second.close()
    assert [draft.path for draft in second.drafts()] == [answers.save]
    assert files.document is not None
    assert files.document.name == "Deals"


def test_the_second_window_is_told_who_has_the_file_open(
    files: Files, open_file: Path, second: Files
) -> None:
    heard: list[Message] = []
    second.said.connect(heard.append)
    second.open_path(open_file)
    assert "is open in another window of this computer since " in heard[-1].what
    second.open_to_read(open_file)
    assert "in another window of this computer since " in heard[-1].what
    assert heard[-1].do_other is None, "a window that lives is not pushed aside"
    assert files.document is not None


def test_a_window_of_another_process_that_lives_is_not_pushed_aside(
    open_file: Path, files: Files, second: Files
) -> None:
    """A button that can only be refused leads in a circle."""
    note = open_file.with_name(f".{open_file.name}.open")
    note.write_text(json.dumps({**json.loads(note.read_text()), "process": os.getppid()}))
    heard: list[Message] = []
    second.said.connect(heard.append)
    second.open_to_read(open_file)
    assert "in another window of this computer since " in heard[-1].what
    assert heard[-1].do_other is None
    assert files.document is not None


def test_a_file_that_a_lost_computer_left_open_can_be_taken_over(
    open_file: Path, files: Files, second: Files
) -> None:
    files.close()
    note = {"process": 7, "host": "desk-7", "user": "analyst", "since": "2026-11-20T14:05:00Z"}
    open_file.with_name(f".{open_file.name}.open").write_text(json.dumps(note))
    heard: list[Message] = []
    second.said.connect(heard.append)
    assert not second.open_path(open_file)
    assert "by analyst on the computer desk-7 since 20 November" in heard[-1].what
    second.open_to_read(open_file)
    assert heard[-1].do_other is not None
    heard[-1].do_other()
    document = second.document
    assert document is not None
    assert not document.locked
    assert second.close()


def test_reading_is_said_in_the_window(studio: Studio, files: Files, open_file: Path) -> None:
    assert files.document is not None
    assert studio.files.open_to_read(open_file)
    assert not studio.link.scene.editable
    assert "only be read" in studio.window.banners.messages[0].what


# --- a disk that is full --------------------------------------------------------------------------


def test_a_disk_that_keeps_no_edits_is_told_until_it_does_again(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dot beside “every change is kept” would lie."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    studio.files.new()
    with monkeypatch.context() as patch:
        patch.setattr(journals, "_write_all", full)
        rename(studio.files, "Deals")
    assert "not kept" in studio.window.status.saved_text()
    assert "No space left" in studio.window.banners.messages[0].what
    rename(studio.files, "Deals of today")
    assert "every change is kept" in studio.window.status.saved_text()
    assert not studio.window.banners.messages


def test_a_disk_that_gives_up_later_is_told_too(
    files: Files, said: list[Message], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some disks take what is written and say only later that they could not keep it."""

    def broken(_: object) -> None:
        raise OSError(5, "Input/output error")

    files.new()
    monkeypatch.setattr(journals, "_synced", broken)
    rename(files, "Deals")
    assert _heard(qtbot, said, "Input/output error").button == "Save as…"
    assert files.unkept

"""What a person drew must never be lost, overwritten or given up unasked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from designer.document.drafts.shelf import Shelf
from designer.document.opening import template_of
from designer.settings.preferences import Preferences
from designer.shell.files import Files
from tests.helpers.studios import rename, saved

if TYPE_CHECKING:
    from pathlib import Path

    from designer.shell.banner import Message
    from runtime.definition.json_value import JsonObject
    from tests.helpers.studios import PreparedAnswers


def test_a_new_workflow_asks_for_a_name_once(
    files: Files, tmp_path: Path, answers: PreparedAnswers
) -> None:
    path = saved(files, tmp_path / "deals", answers)
    kept = path.with_name("deals.baton.json")
    rename(files, "Deals of today")
    assert files.save()
    assert json.loads(kept.read_text())["graph"]["name"] == "Deals of today"
    assert len(answers.asked) == 1


def test_closing_asks_what_becomes_of_edits_and_staying_keeps_them(
    files: Files, answers: PreparedAnswers
) -> None:
    files.new()
    rename(files, "Deals")
    assert not files.close()
    assert files.document is not None
    assert answers.asked == ["unsaved Deals"]


def test_what_was_not_edited_closes_unasked(files: Files, answers: PreparedAnswers) -> None:
    files.from_template("signed-sow-to-invoice")
    assert files.close()
    assert not answers.asked


def test_what_begins_from_one_starter_twice_is_two_workflows(
    files: Files, tmp_path: Path, answers: PreparedAnswers
) -> None:
    """Else a fresh example has the test settings, the results and the runs of another file."""

    def graph() -> JsonObject:
        document = files.document
        assert document is not None
        assert not document.is_modified
        return document.model.graph

    ids: set[str] = set()
    answers.save = tmp_path / "mine.baton.json"
    for _ in range(2):
        files.from_template("signed-sow-to-invoice")
        ids.add(str(graph()["id"]))
        assert template_of(graph()) == "signed-sow-to-invoice"
    assert files.save()
    assert files.open_copy(tmp_path / "mine.baton.json")
    ids.add(str(graph()["id"]))
    assert template_of(graph()) == "signed-sow-to-invoice"
    assert files.new()
    ids.add(str(graph()["id"]))
    assert len(ids) == 4
    assert all(ids)


def test_saving_at_the_end_writes_and_a_cancelled_name_stays(
    files: Files, tmp_path: Path, answers: PreparedAnswers
) -> None:
    files.new()
    rename(files, "Deals")
    answers.unsaved_answer, answers.save = "save", None
    assert not files.close()
    answers.save = tmp_path / "a.baton.json"
    assert files.close()
    assert (tmp_path / "a.baton.json").exists()


def test_edits_kept_for_later_are_there_again(
    files: Files, tmp_path: Path, answers: PreparedAnswers, said: list[Message]
) -> None:
    path = saved(files, tmp_path / "a.baton.json", answers)
    rename(files, "Half done")
    answers.unsaved_answer = "keep"
    assert files.close()
    assert json.loads(path.read_text())["graph"]["name"] == "Deals"
    assert files.open_path(path)
    assert files.document is not None
    assert files.document.name == "Half done"
    assert "are back" in said[-1].what
    discard = said[-1].do
    assert discard is not None
    discard()
    assert files.document.name == "Deals"
    assert not files.document.is_modified


def test_discarded_edits_do_not_come_back(
    files: Files, tmp_path: Path, answers: PreparedAnswers
) -> None:
    path = saved(files, tmp_path / "a.baton.json", answers)
    rename(files, "Half done")
    answers.unsaved_answer = "discard"
    assert files.close()
    assert files.open_path(path)
    assert files.document is not None
    assert files.document.name == "Deals"
    assert not files.drafts()


def test_a_file_that_another_changed_is_not_overwritten_unasked(
    files: Files, tmp_path: Path, answers: PreparedAnswers
) -> None:
    path = saved(files, tmp_path / "a.baton.json", answers)
    theirs = path.read_text().replace("Deals", "Theirs")
    path.write_text(theirs)
    rename(files, "Mine")
    assert not files.save()
    assert path.read_text() == theirs
    answers.overwrite = "overwrite"
    assert files.save()
    assert json.loads(path.read_text())["graph"]["name"] == "Mine"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[]", "What it holds is not a workflow."),
        (b'{\n "graph": oops', "Its text breaks off or goes wrong at line 2, column 11."),
        (b'{"graph": {"format": 1}, "edges": []}', "Its part “nodes” is missing"),
        (
            b'{"graph": {"format": 1}, "nodes": [{"id": "pay", "kind": 3}], "edges": []}',
            "The step “pay” in it is not written as a step should be.",
        ),
    ],
)
def test_where_a_file_is_broken_is_told_in_plain_words(
    files: Files, tmp_path: Path, said: list[Message], content: bytes, words: str
) -> None:
    broken = tmp_path / "Rents.baton.json"
    broken.write_bytes(content)
    assert not files.open_path(broken)
    assert said[-1].what == "“Rents” cannot be opened."
    assert words in said[-1].why
    assert said[-1].detail


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\x00", b"[]"])
def test_a_broken_file_is_said_and_what_was_open_stays(
    files: Files, tmp_path: Path, answers: PreparedAnswers, said: list[Message], content: bytes
) -> None:
    saved(files, tmp_path / "a.baton.json", answers)
    broken = tmp_path / "broken.baton.json"
    broken.write_bytes(content)
    assert not files.open_path(broken)
    assert files.document is not None
    assert files.document.name == "Deals"
    assert said[-1].what == "“broken” cannot be opened."
    assert "At " not in said[-1].why
    assert "earlier copy" in said[-1].why
    assert broken.read_bytes() == content


def test_a_file_that_is_gone_is_said(files: Files, tmp_path: Path, said: list[Message]) -> None:
    assert not files.open_path(tmp_path / "gone.baton.json")
    assert "cannot be opened" in said[-1].what


def test_a_folder_that_cannot_be_written_to_loses_nothing(
    files: Files, tmp_path: Path, answers: PreparedAnswers, said: list[Message]
) -> None:
    files.new()
    rename(files, "Deals")
    answers.save = tmp_path / "no" / "such" / "a.baton.json"
    assert not files.save()
    assert said[-1].what
    assert files.document is not None
    assert files.document.is_modified


def test_two_windows_do_not_edit_one_file(
    files: Files, tmp_path: Path, answers: PreparedAnswers
) -> None:
    path = saved(files, tmp_path / "a.baton.json", answers)
    other = Files(Shelf(tmp_path / "drafts"), Preferences(), cast("Any", answers))
    heard: list[Message] = []
    other.said.connect(heard.append)
    assert not other.open_path(path)
    assert "another window" in heard[-1].what


def test_what_another_window_goes_on_with_is_not_thrown_away(
    files: Files, tmp_path: Path, answers: PreparedAnswers, said: list[Message]
) -> None:
    files.new()
    rename(files, "Deals")
    answers.unsaved_answer = "keep"
    files.close()
    (draft,) = files.drafts()
    other = Files(Shelf(tmp_path / "drafts"), Preferences(), cast("Any", answers))
    assert other.open_draft(draft)
    files.discard_draft(draft)
    assert "another window" in said[-1].what
    assert other.close()
    assert len(files.drafts()) == 1


def test_a_name_that_is_completed_replaces_no_file_unasked(
    files: Files, tmp_path: Path, answers: PreparedAnswers
) -> None:
    """Else who saves as “deals” loses the “deals.baton.json” that was there."""
    theirs = tmp_path / "deals.baton.json"
    theirs.write_text("theirs")
    files.new()
    rename(files, "Mine")
    answers.save, answers.other = tmp_path / "deals", tmp_path / "deals v1.2"
    assert files.save()
    assert "replaces deals.baton.json" in answers.asked
    assert theirs.read_text() == "theirs"
    assert (tmp_path / "deals v1.2.baton.json").exists()


def _id_in(path: Path) -> str:
    return str(json.loads(path.read_text())["graph"]["id"])


def test_a_workflow_that_is_saved_under_another_name_has_runs_of_its_own(
    files: Files, tmp_path: Path, answers: PreparedAnswers
) -> None:
    """Else the history of one file lists the runs of the other, and callers run either."""
    first = saved(files, tmp_path / "deals", answers).with_name("deals.baton.json")
    was = _id_in(first)
    answers.save = other = tmp_path / "renewals.baton.json"
    assert files.save_as()
    assert _id_in(other) != was
    assert _id_in(first) == was
    assert files.document is not None
    assert not files.document.is_modified


def test_a_workflow_that_is_saved_again_or_whose_file_is_gone_stays_the_same(
    files: Files, tmp_path: Path, answers: PreparedAnswers
) -> None:
    """Else its runs are lost with its name."""
    first = saved(files, tmp_path / "deals", answers).with_name("deals.baton.json")
    was = _id_in(first)
    answers.save = first
    assert files.save_as()
    assert _id_in(first) == was
    first.unlink()
    answers.save = other = tmp_path / "moved.baton.json"
    assert files.save_as()
    assert _id_in(other) == was


def test_what_could_not_be_saved_under_another_name_keeps_its_own_file(
    files: Files, tmp_path: Path, answers: PreparedAnswers, said: list[Message]
) -> None:
    """Else the next saving makes another workflow of the file that others run."""
    first = saved(files, tmp_path / "deals", answers).with_name("deals.baton.json")
    was = _id_in(first)
    (tmp_path / "taken").write_text("a file, no folder")
    answers.save = tmp_path / "taken" / "renewals.baton.json"
    assert not files.save_as()
    assert said
    assert files.save()
    assert _id_in(first) == was

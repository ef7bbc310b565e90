"""What a person loses when this fails: a damaged journal is believed, or mended by guessing."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from runtime.embedded.doctor import Diagnosis, Doctor
from runtime.errors import RefusedError
from runtime.events.model import StepScheduled
from runtime.store import open_store
from tests.helpers.command_line import Baton
from tests.helpers.hosting_process import hosting
from tests.helpers.kept_cases import CASES, answer, kept_cases
from tests.helpers.outside import BUYER, Outside, runtime_on

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A sound journal with a case of every sort."""
    return kept_cases(tmp_path)


def damage(url: str, *statements: str, **given: int) -> None:
    """Changes the file past Baton; `:done` is the number of the case “done”, and so on."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        numbers = dict(file.execute("SELECT key, no FROM runs"))
        for statement in statements:
            assert file.execute(statement, numbers | given).rowcount, statement
        file.commit()


def examine(url: str, *, mend: bool = False) -> Diagnosis:
    with open_store(url) as store:
        return Doctor(store, mend=mend).examine()


def codes(diagnosis: Diagnosis) -> Sequence[str]:
    return [finding.code for finding in diagnosis.findings]


def test_nothing_is_wrong_with_a_sound_journal(url: str) -> None:
    diagnosis = examine(url)
    assert (diagnosis.cases, diagnosis.findings, diagnosis.sound) == (len(CASES), (), True)


MENDABLE = {
    "a case that waits is listed as done": (
        "case.row",
        "UPDATE runs SET status = 'completed' WHERE no = :asked",
    ),
    "a case that ended is listed as under way": (
        "case.row",
        "UPDATE runs SET status = 'running' WHERE no = :done",
    ),
    "an incident is not counted": (
        "case.row",
        "UPDATE runs SET incidents = 0 WHERE no = :stuck",
    ),
    "a task is in no list": ("case.lists", "DELETE FROM tasks WHERE run_no = :asked"),
    "a task is asked of another person": (
        "case.lists",
        "UPDATE tasks SET assignees = '[\"user:thief\"]'",
    ),
    "nobody knows that a case waits for a message": ("case.lists", "DELETE FROM awaits"),
    "a message is waited for by no case": (
        "orphans",
        "INSERT INTO awaits VALUES (99, 1, '', 'local', 'paid', '7', 1, 0)",
    ),
    "a large value that nobody refers to": (
        "orphans",
        "INSERT INTO blobs VALUES ('local', x'00', x'00')",
    ),
}


@pytest.mark.parametrize(("code", "statement"), MENDABLE.values(), ids=MENDABLE.keys())
def test_what_follows_from_the_events_is_made_anew(url: str, code: str, statement: str) -> None:
    damage(url, statement)
    before = examine(url)
    assert codes(before) == [code]
    assert not before.sound
    assert "--mend" in before.findings[0].sentence
    assert examine(url, mend=True).sound
    assert examine(url).findings == ()


def test_a_mended_case_goes_on(url: str, tmp_path: Path) -> None:
    """The task can be answered and the message is taken, as if nothing had been."""
    damage(url, "DELETE FROM tasks", "DELETE FROM awaits", "UPDATE runs SET status = 'completed'")
    assert examine(url, mend=True).sound

    async def go_on() -> set[str]:
        async with runtime_on(url, Outside(tmp_path / "outside.txt"), answer) as runtime:
            (task,) = runtime.tasks()
            await runtime.decide(task.run, task.task, actor=BUYER)
            runtime.send_message("signed", key="7", actor=BUYER)
            await runtime.delivered()
            for row in runtime.runs():
                await runtime.settle(row.run)
            return {row.key for row in runtime.runs(status="completed")}

    assert asyncio.run(go_on()) == set(CASES) - {"stuck"}
    assert examine(url).sound


def test_a_case_that_should_go_on_and_is_listed_as_waiting_is_taken_up(
    url: str, tmp_path: Path
) -> None:
    """Else a case stands still for ever, and nobody knows."""
    with open_store(url) as store:
        (run,) = [row.run for row in store.index.runs(key="done")]
        events = store.journal.load(run)
    (sent,) = [each.seq for each in events if isinstance(each.event, StepScheduled)]
    damage(
        url,
        "DELETE FROM events WHERE run_no = :done AND seq > :sent",
        "UPDATE runs SET status = 'waiting' WHERE no = :done",
        sent=sent,
    )
    found = examine(url, mend=True)
    assert codes(found) == ["case.row"]

    async def taken_up() -> str:
        async with runtime_on(url, Outside(tmp_path / "outside.txt"), answer) as runtime:
            await runtime.settle(run)
            return runtime.view(run).status

    assert asyncio.run(taken_up()) == "completed"


BEYOND = {
    "an event is missing": (
        "events.gap",
        "DELETE FROM events WHERE seq = 1 AND run_no = :done",
    ),
    "the first event is missing": (
        "events.gap",
        "DELETE FROM events WHERE seq = 0 AND run_no = :done",
    ),
    "an event cannot be read": (
        "case.unreadable",
        "UPDATE events SET body = x'1061' WHERE seq = 1 AND run_no = :done",
    ),
    "an event is of a newer Baton": (
        "case.unreadable",
        "UPDATE events SET kind = 'Beamed' WHERE seq = 1 AND run_no = :done",
    ),
    "an event is no bytes": (
        "case.unreadable",
        "UPDATE events SET body = 'text' WHERE seq = 1 AND run_no = :done",
    ),
    "the last event is missing": (
        "events.end",
        "DELETE FROM events WHERE run_no = :done AND seq = (SELECT max(seq) "
        "FROM events WHERE run_no = :done)",
    ),
    "a case has lost its row": (
        "events.stray",
        "DELETE FROM runs WHERE key = 'done'",
    ),
    "a large value is missing": (
        "values.missing",
        "DELETE FROM blobs",
    ),
    "the plan of a case is missing": (
        "case.unreadable",
        "UPDATE events SET body = CAST(replace(CAST(body AS TEXT), 'sha256:', "
        "'sha255:') AS BLOB) WHERE seq = 0 AND run_no = :done",
    ),
}


@pytest.mark.parametrize(("code", "statement"), BEYOND.values(), ids=BEYOND.keys())
def test_what_is_lost_is_told_and_never_made_up(url: str, code: str, statement: str) -> None:
    damage(url, statement)
    found = examine(url, mend=True)
    assert code in codes(found)
    assert not found.sound
    (finding, *_) = [each for each in found.findings if each.code == code]
    assert not finding.mendable
    assert "baton restore" in finding.sentence


def test_a_fence_that_does_not_hold_is_told(url: str) -> None:
    """Else two processes go on with one case, each with half of it."""
    damage(
        url,
        "CREATE TABLE other AS SELECT * FROM events",
        "DROP TABLE events",
        "ALTER TABLE other RENAME TO events",
    )
    assert "fence" in codes(examine(url))


def test_damaged_pages_are_told(url: str) -> None:
    file = Path(url.removeprefix("sqlite:///"))
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4096] = b"\xff" * 4096
    file.write_bytes(content)
    found = examine(url)
    assert codes(found) == ["database.damaged"]
    assert "baton restore" in found.findings[0].sentence


def test_cases_under_way_elsewhere_are_left_alone(url: str) -> None:
    with hosting(url, "elsewhere"):
        found = examine(url)
        assert (found.cases, found.skipped, found.sound) == (len(CASES), 1, True)
        with pytest.raises(RefusedError, match="not mended while cases are under way"):
            examine(url, mend=True)


def test_the_command_says_what_is_wrong_and_what_to_do(baton: Baton) -> None:
    url = kept_cases(baton.home)
    assert "Nothing is wrong." in baton("doctor").out
    damage(url, "DELETE FROM awaits")
    told = baton("doctor")
    assert told.code == 1
    assert "`baton doctor --mend` puts it right." in told.out
    mended = baton.ok("doctor", "--mend")
    assert [each["mended"] for each in mended["findings"]] == [True]
    assert baton.ok("doctor") == {
        "cases": len(CASES), "under_way_elsewhere": 0, "sound": True, "findings": []
    }  # fmt: skip


@pytest.fixture
def baton(tmp_path: Path) -> Baton:
    """The command, for a new user."""
    return Baton(tmp_path)

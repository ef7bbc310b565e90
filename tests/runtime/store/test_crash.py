"""What a killed process had confirmed is on the disk; what it had not leaves no half."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from runtime.errors import JournalError
from runtime.store import Store, open_store
from runtime.store.database import InDoubtError
from runtime.store.payload import Payloads
from runtime.store.revision import prepare
from runtime.store.sqlite import SqliteDatabase
from tests.helpers import committing_process
from tests.helpers.batches import batch, started, step


@pytest.mark.slow
@pytest.mark.parametrize("confirmed", [1, 40, 333])
def test_a_killed_process_loses_nothing_it_had_confirmed(url: str, confirmed: int) -> None:
    """Else a power cut sends an invoice again, or never."""
    script = [sys.executable, "-m", "tests.helpers.committing_process", url]
    root = Path(committing_process.__file__).parents[2]
    with subprocess.Popen(script, stdout=subprocess.PIPE, text=True, cwd=root) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(confirmed)]
        child.kill()
        lines += child.stdout.readlines()
    last: dict[str, int] = {}
    for line in lines:
        run, _, place = line.rstrip("\n").partition(" ")
        if line.endswith("\n"):
            last[run] = int(place)
    with open_store(url) as store:
        for run, place in last.items():
            recorded = store.journal.load(run)
            assert [r.seq for r in recorded] == list(range(len(recorded)))
            assert len(recorded) >= place + 3
            assert len(recorded) % 3 == 1, "half a batch"
            tasks = store.index.tasks(run=run, most=100_000)
            assert len(tasks) == len(recorded) // 3, "tasks and events part ways"
        assert set(store.journal.unfinished()) >= set(last)
        # The next process goes on where the killed one stopped.
        here = len(store.journal.load("r0"))
        assert not any(store.journal.commit([batch("r0", here, *step(9))]))


class LostAnswer(SqliteDatabase):
    """A database whose connection breaks at the end of a transaction, before or after it stands."""

    taken: bool | None = None

    def commit(self) -> None:
        taken, self.taken = self.taken, None
        if taken is False:
            self.rollback()
        else:
            super().commit()
        if taken is not None:
            raise InDoubtError


@pytest.fixture
def losing(tmp_path: Path) -> LostAnswer:
    database = LostAnswer(tmp_path / "journal.sqlite")
    prepare(database)
    return database


def test_a_commit_whose_answer_was_lost_counts_when_it_stands(losing: LostAnswer) -> None:
    """Else a worker gives up a case that nobody else goes on with."""
    with Store(losing, Payloads(), "local") as store:
        store.journal.commit([batch("a", 0, started("a"))])
        losing.taken = True
        assert not any(store.journal.commit([batch("a", 1, *step(1))]))
        assert not any(store.journal.commit([batch("a", 3, *step(2))]))
        assert len(store.journal.load("a")) == 5


def test_a_commit_whose_answer_was_lost_is_an_error_when_it_does_not_stand(
    losing: LostAnswer,
) -> None:
    """Else a step goes on from a result that is nowhere."""
    with Store(losing, Payloads(), "local") as store:
        store.journal.commit([batch("a", 0, started("a"))])
        losing.taken = False
        with pytest.raises(JournalError, match="connection to the database broke"):
            store.journal.commit([batch("a", 1, *step(1))])
        assert len(store.journal.load("a")) == 1
        assert not any(store.journal.commit([batch("a", 1, *step(1))]))


def test_a_full_disk_is_told_in_words_and_what_stood_stays(tmp_path: Path) -> None:
    """Else a full disk looks like a fault of the workflow, or loses what was confirmed."""
    database = SqliteDatabase(tmp_path / "journal.sqlite")
    prepare(database)
    with Store(database, Payloads(), "local") as store:
        store.journal.commit([batch("a", 0, started("a"))])
        pages = database.writer.exec_driver_sql("PRAGMA page_count").scalar_one()
        database.writer.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        many = [batch(f"r{n}", 0, started(f"r{n}"), *step(n)) for n in range(500)]
        with pytest.raises(JournalError, match="disk is full"):
            store.journal.commit(many)
        assert [row.run for row in store.index.runs()] == ["a"]
        database.writer.exec_driver_sql("PRAGMA max_page_count = 100000")
        assert not any(store.journal.commit(many))
        assert len(store.index.runs(most=1000)) == 501

"""A case under way belongs to the process that has it, as long as that process lives."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from runtime.errors import JournalError
from runtime.store import open_store
from runtime.store.presence import FilePresence
from tests.helpers.batches import batch, started, step
from tests.helpers.hosting_process import hosting

if TYPE_CHECKING:
    from pathlib import Path

    from runtime.store import Store


def eventually_unfinished(store: Store, runs: list[str]) -> bool:
    """Whether these runs are given up within five seconds; a server needs a moment to notice."""
    for _ in range(500):
        if sorted(store.journal.unfinished()) == runs:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.slow
def test_a_case_is_taken_up_when_its_process_is_killed_and_not_before(url: str) -> None:
    """Else `baton tasks complete` beside `baton run` repeats what that is doing: two invoices."""
    open_store(url).close()
    with hosting(url, "a") as first, hosting(url, "b") as second, open_store(url) as store:
        assert not store.journal.unfinished()
        assert (store.journal.hold("a"), store.journal.hold("b")) == ("theirs", "theirs")
        first.kill()
        first.wait()
        assert eventually_unfinished(store, ["a"])
        assert (store.journal.hold("a"), store.journal.hold("b")) == ("lost", "theirs")
        assert second.stdin is not None
        second.stdin.close()
        assert second.wait() == 0
        assert eventually_unfinished(store, ["a", "b"])


def test_a_case_that_waits_belongs_to_nobody(url: str) -> None:
    """Else a case waiting for people is stuck with a process that is idle."""
    with open_store(url) as one, open_store(url) as two:
        one.journal.commit([batch("a", 0, started("a"))])
        assert (one.journal.hold("a"), two.journal.hold("a")) == ("ours", "theirs")
        one.journal.commit([batch("a", 1, *step(), status="waiting")])
        assert (one.journal.hold("a"), two.journal.hold("a")) == ("free", "free")
        two.journal.commit([batch("a", 3, *step())])
        assert (one.journal.hold("a"), two.journal.hold("a")) == ("theirs", "ours")
        two.journal.commit([batch("a", 5, *step(), status="completed")])
        assert one.journal.hold("a") == "free"
        assert one.journal.hold("nobody") == "free"


def test_each_store_of_a_process_is_a_host_of_its_own(url: str) -> None:
    """Else a service that opens one store a thread takes its own cases away from itself."""

    def begin(run: str) -> Store:
        store = open_store(url)
        store.journal.commit([batch(run, 0, started(run))])
        return store

    open_store(url).close()
    with ThreadPoolExecutor(4) as threads, open_store(url) as watch:
        stores = list(threads.map(begin, "abcd"))
        assert not watch.journal.unfinished()
        # From another thread than the one that opened it.
        stores[2].close()
        assert eventually_unfinished(watch, ["c"])
        for store in stores:
            store.close()
        assert eventually_unfinished(watch, list("abcd"))


def test_whoever_takes_a_case_over_owns_it(url: str) -> None:
    """Else the next process takes it up once more, while it is under way."""
    with open_store(url) as dead:
        dead.journal.commit([batch("a", 0, started("a"))])
    with open_store(url) as one, open_store(url) as two:
        assert list(one.journal.unfinished()) == list(two.journal.unfinished()) == ["a"]
        assert not any(one.journal.commit([batch("a", 1, *step())]))
        assert not two.journal.unfinished()
        assert any(two.journal.commit([batch("a", 1, *step())]))
        assert (one.journal.hold("a"), two.journal.hold("a")) == ("ours", "theirs")


def test_timers_of_a_case_under_way_are_left_to_its_process(url: str) -> None:
    """Else another process looks for a timer without end that it must not fire."""
    with open_store(url) as one, open_store(url) as two:
        one.journal.commit([batch("a", 0, started("a"), wake_in=0)])
        moment = batch("x", 0, minutes=5).at
        assert (list(one.journal.due(moment, 9)), list(two.journal.due(moment, 9))) == (["a"], [])
        assert one.journal.next_due() is not None
        assert two.journal.next_due() is None


def test_nothing_is_shown_before_a_case_is_under_way(tmp_path: Path) -> None:
    """Else looking at a list of cases costs files and time."""
    file = tmp_path / "journal.sqlite"
    with open_store(f"sqlite:///{file}") as store:
        assert not store.journal.unfinished()
        store.journal.commit([batch("a", 0, started("a"), status="waiting")])
        assert not list(tmp_path.glob("*-hosts"))
        store.journal.commit([batch("b", 0, started("b"))])
        assert len(list(tmp_path.glob("*-hosts/*.lock"))) == 1
    assert not list(tmp_path.glob("*-hosts/*.lock"))


def test_what_killed_processes_left_is_cleared_away(tmp_path: Path) -> None:
    """Else a folder grows with every crash."""
    left = tmp_path / "journal.sqlite-hosts"
    left.mkdir()
    for name in ("dead", "gone"):
        (left / f"{name}.lock").touch()
    with open_store(f"sqlite:///{tmp_path / 'journal.sqlite'}") as store:
        store.journal.commit([batch("a", 0, started("a"))])
        assert len(list(left.iterdir())) == 1


def test_two_names_of_one_file_are_one_journal(tmp_path: Path) -> None:
    """Else a link to the journal lets two processes do the same work."""
    link = tmp_path / "link.sqlite"
    link.symlink_to(tmp_path / "journal.sqlite")
    with (
        open_store(f"sqlite:///{tmp_path / 'journal.sqlite'}") as one,
        open_store(f"sqlite:///{link}") as two,
    ):
        one.journal.commit([batch("a", 0, started("a"))])
        assert two.journal.hold("a") == "theirs"


def test_many_hosts_appear_and_leave_at_once_without_losing_sight(tmp_path: Path) -> None:
    """Else one who clears up takes a newcomer's lock away, and its cases are done twice."""
    database = tmp_path / "journal.sqlite"
    database.touch()

    def live(_: int) -> bool:
        mine, other = FilePresence(database), FilePresence(database)
        mine.appear()
        seen = all(mine.host in other.alive([mine.host]) for _ in range(5))
        mine.leave()
        # Who asks at this very moment holds the file for a moment, too.
        return seen and any(mine.host not in other.alive([mine.host]) for _ in range(1000))

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(live, range(200)))
    assert not list(tmp_path.glob("*-hosts/*"))


def test_a_folder_that_takes_no_file_is_told_in_words(tmp_path: Path) -> None:
    """Else a case goes on that every other process believes to be nobody's."""
    (tmp_path / "journal.sqlite-hosts").touch()
    with open_store(f"sqlite:///{tmp_path / 'journal.sqlite'}") as store:
        with pytest.raises(JournalError, match="cannot show that it lives"):
            store.journal.commit([batch("a", 0, started("a"))])
        assert not store.index.runs()


def test_a_lost_session_is_opened_again(postgres_url: str) -> None:
    """Else a process whose connection broke once is taken for dead as long as it lives."""
    killer = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    kill = text(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with open_store(postgres_url) as one, open_store(postgres_url) as two:
        one.journal.commit([batch("a", 0, started("a"))])
        with killer.connect() as connection:
            assert connection.execute(kill).scalars().all() == [True]
        assert two.journal.hold("a") == "lost"
        assert not one.journal.unfinished()
        assert two.journal.hold("a") == "theirs"
    killer.dispose()

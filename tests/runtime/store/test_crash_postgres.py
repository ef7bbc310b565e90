"""A Postgres server that goes away and comes back costs no case its journal."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from runtime.errors import FencedError, JournalError
from runtime.store import Store, open_store
from runtime.store.payload import Payloads
from runtime.store.postgres import PostgresDatabase
from runtime.store.revision import prepare
from tests.helpers.batches import batch, started, step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@pytest.fixture
def hang_up(postgres_url: str) -> Iterator[Callable[[], None]]:
    """Ends all sessions of the database but its own, as a restart of the server does."""
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    others = text(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with engine.connect() as connection:
        yield lambda: connection.execute(others).close()
    engine.dispose()


def wait_for_lock(url: str) -> None:
    """Returns when some session of the database waits for another's lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for _ in range(1000):
            if connection.execute(waiting).scalar_one():
                break
            time.sleep(0.005)
    engine.dispose()


def test_a_store_reconnects(postgres_url: str, hang_up: Callable[[], None]) -> None:
    """Else a worker has to be restarted whenever the database was."""
    with open_store(postgres_url) as store:
        store.journal.commit([batch("a", 0, started("a"))])
        hang_up()
        assert not any(store.journal.commit([batch("a", 1, *step(1))]))
        hang_up()
        assert len(store.journal.load("a")) == 3
        hang_up()


def test_a_session_that_ends_before_the_commit_has_written_nothing(
    postgres_url: str, hang_up: Callable[[], None]
) -> None:
    """Else a batch counts as durable that the server never took."""

    class Unlucky(PostgresDatabase):
        unlucky = False

        def commit(self) -> None:
            if self.unlucky:
                self.unlucky = False
                hang_up()
            super().commit()

    database = Unlucky(make_url(postgres_url))
    prepare(database)
    with Store(database, Payloads(), "local") as store:
        store.journal.commit([batch("a", 0, started("a"))])
        database.unlucky = True
        with pytest.raises(JournalError, match="broke before it took them"):
            store.journal.commit([batch("a", 1, *step(1))])
        assert not any(store.journal.commit([batch("a", 1, *step(1))]))


def test_two_writers_at_the_same_moment_leave_one(postgres_url: str) -> None:
    """Else two workers whose transactions overlap both believe that they own the case."""

    class Slow(PostgresDatabase):
        """Confirms a batch only when the other writer waits for its rows."""

        meanwhile: Callable[[], None] | None = None

        def commit(self) -> None:
            meanwhile, self.meanwhile = self.meanwhile, None
            if meanwhile:
                meanwhile()
            super().commit()

    database = Slow(make_url(postgres_url))
    prepare(database)
    with (
        Store(database, Payloads(), "local") as slow,
        open_store(postgres_url) as other,
        ThreadPoolExecutor(1) as threads,
    ):
        slow.journal.commit([batch("a", 0, started("a"))])
        late: list[Future[Sequence[JournalError | None]]] = []

        def meanwhile() -> None:
            late.append(threads.submit(other.journal.commit, [batch("a", 1, *step(1, "late"))]))
            wait_for_lock(postgres_url)

        database.meanwhile = meanwhile
        assert not any(slow.journal.commit([batch("a", 1, *step(1, "slow"))]))
        (fenced,) = late[0].result()
        assert isinstance(fenced, FencedError)
        assert [r.event for r in slow.journal.load("a")][1:] == list(step(1, "slow"))


def test_no_session_confirms_before_the_disk_does(postgres_url: str) -> None:
    """Else a server that is set to be quick loses what Baton has confirmed."""
    database = make_url(postgres_url).database
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {database} SET synchronous_commit = 'off'")
    admin.dispose()
    quick = PostgresDatabase(make_url(postgres_url))
    assert quick.writer.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"
    quick.close()


def test_a_server_that_is_not_there_is_told_in_words_without_the_password() -> None:
    """Else a password stands in a log, or a person reads a driver's riddle."""
    with pytest.raises(JournalError, match="cannot be reached") as caught:
        open_store("postgresql://analyst:secret-word@127.0.0.1:1/nothing")
    assert "secret-word" not in str(caught.value) + caught.value.detail

"""Knows how the rows that follow from events are made anew. Must not know what an event means.

They are made by the very code that made them first, in a database of its own that is thrown away.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert

from runtime.store import tables
from runtime.store.database import transaction
from runtime.store.group_commit import GroupCommit
from runtime.store.inspection import Rows, rows_of
from runtime.store.revision import prepare
from runtime.store.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from sqlalchemy import Connection

    from runtime.errors import JournalError
    from runtime.ports import Batch
    from runtime.store.inspection import Inspection
    from runtime.store.payload import Payloads


class Replay:
    """A database in which runs are written again, event by event.

    Args:
        database: an empty one.
        inspection: the journal that is looked at; its messages are taken over as not yet taken.
        payloads: the layer every body passes.
    """

    def __init__(
        self, database: SqliteDatabase, inspection: Inspection, payloads: Payloads
    ) -> None:
        self._database = database
        self._tenant = inspection.tenant
        self._group = GroupCommit(database, payloads, inspection.tenant)
        rows = inspection.untaken()
        if rows:
            with transaction(database):
                database.writer.execute(insert(tables.messages), rows)

    def write(self, batches: Sequence[Batch]) -> JournalError | None:
        """Writes all events of a run; returns why they do not go together, or None."""
        return next(filter(None, self._group.commit(batches)), None)

    def number(self, run: str) -> int:
        """Returns the number that a run has here."""
        return self._database.look_up(self._tenant, [run])[run].no

    def rows(self, run: str) -> Rows:
        """Returns the rows that follow a run."""
        return rows_of(self.connection, self.number(run))

    @property
    def connection(self) -> Connection:
        """Reads what stands here."""
        return self._database.writer


@contextmanager
def replaying(inspection: Inspection, payloads: Payloads) -> Generator[Replay]:
    """Gives a replay of the journal that is looked at; nothing of it stays."""
    with tempfile.TemporaryDirectory(prefix="baton-doctor-") as folder:
        database = SqliteDatabase(Path(folder) / "replay.sqlite", durable=False)
        try:
            prepare(database)
            yield Replay(database, inspection, payloads)
        finally:
            database.close()

"""An inbox shows what happened to each task, and lists find the cases people look for."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.event import listen

from runtime.errors import UnknownRunError
from runtime.events import model
from runtime.ports import TaskRow
from runtime.store import Store
from runtime.store.payload import Payloads
from runtime.store.revision import prepare
from runtime.store.sqlite import SqliteDatabase
from tests.helpers.batches import NOON, batch, opened, started, step

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Cursor


@pytest.fixture
def inbox(store: Store) -> Store:
    """A store with one open task, "legal" of run "a"."""
    due = (NOON + timedelta(hours=4)).isoformat()
    store.journal.commit([batch("a", 0, started("a"), opened(due=due), status="waiting")])
    return store


def follow(store: Store, *events: model.RunEvent) -> TaskRow:
    place = len(store.journal.load("a"))
    assert not any(store.journal.commit([batch("a", place, *events, status="waiting", minutes=1)]))
    return store.index.task("a", "legal")


def test_an_opened_task_is_shown_with_all_that_a_person_needs(inbox: Store) -> None:
    """Else an approver decides without the figures, or never hears of the case."""
    event = opened()
    (row,) = inbox.index.tasks()
    assert row == TaskRow(
        run="a",
        task="legal",
        step="approve",
        title=event.title,
        assignees=event.assignees,
        outcomes=event.outcomes,
        form=event.form,
        facts=event.facts,
        status="open",
        opened=NOON,
        due=NOON + timedelta(hours=4),
        not_allowed=("user:analyst",),
    )


def test_delegating_replaces_the_people(inbox: Store) -> None:
    """Else the task stays with somebody who has given it away."""
    row = follow(
        inbox, model.TaskDelegated(1, "legal", "user:bookkeeper", ("user:clerk",), "on leave")
    )
    assert row.assignees == ("user:clerk",)
    assert row.status == "open"


def test_escalating_adds_people_and_marks_the_task_overdue(inbox: Store) -> None:
    """Else nobody sees that a deadline has passed."""
    row = follow(inbox, model.TaskEscalated(1, "legal", ("role:partner",)))
    assert row.assignees == ("role:finance", "user:bookkeeper", "role:partner")
    assert row.overdue


@pytest.mark.parametrize("how", ["decided", "overdue", "cancelled"])
def test_a_closed_task_leaves_the_inbox_and_stays_known(inbox: Store, how: str) -> None:
    """Else people answer what was answered already."""
    assert follow(inbox, model.TaskClosed(1, "legal", how)).status == how
    assert not inbox.index.tasks()
    assert [row.status for row in inbox.index.tasks(status="")] == [how]


def test_evidence_alone_changes_nothing(inbox: Store) -> None:
    """Else a vote, a refusal or a reminder would make a task look decided."""
    before = inbox.index.task("a", "legal")
    vote = model.TaskVoted(1, "legal", "user:bookkeeper", "approved", {})
    refused = model.TaskRefused(1, "legal", "user:analyst", "approved", "the requester")
    assert follow(inbox, vote, refused, model.TaskReminded(1, "legal")) == before


def test_several_changes_in_one_batch_follow_in_order(inbox: Store) -> None:
    """Else a task that was delegated and escalated at once shows half of it."""
    row = follow(
        inbox,
        model.TaskDelegated(1, "legal", "user:bookkeeper", ("user:clerk",)),
        model.TaskEscalated(1, "legal", ("role:partner",)),
        model.TaskClosed(1, "legal", "decided"),
    )
    assert (row.assignees, row.status) == (("user:clerk", "role:partner"), "decided")


def test_tasks_are_found_by_run_and_oldest_first(inbox: Store) -> None:
    """Else the longest waiting colleague is served last."""
    inbox.journal.commit(
        [batch("b", 0, started("b"), opened("second"), opened("third"), minutes=-5)]
    )
    assert [row.task for row in inbox.index.tasks()] == ["second", "third", "legal"]
    assert [row.task for row in inbox.index.tasks(run="b", most=1)] == ["second"]
    with pytest.raises(UnknownRunError, match="no such task"):
        inbox.index.task("b", "legal")


def test_a_fenced_batch_leaves_no_task(inbox: Store) -> None:
    """Else an inbox shows a question that the case never asked."""
    inbox.journal.commit([batch("a", 1, opened("ghost"))])
    assert [row.task for row in inbox.index.tasks(status="")] == ["legal"]


def test_runs_are_listed_newest_first_and_narrowed(store: Store) -> None:
    """Else people do not find their case."""
    store.journal.commit(
        [
            batch("a", 0, started("a", key="SOW-7"), minutes=1),
            batch("b", 0, started("b", definition="invoice"), minutes=2, incidents=1),
            batch("c", 0, started("c"), minutes=3, status="waiting"),
        ]
    )
    index = store.index
    assert [row.run for row in index.runs()] == ["c", "b", "a"]
    assert [row.run for row in index.runs(most=1)] == ["c"]
    assert [row.run for row in index.runs(status="waiting")] == ["c"]
    assert [row.run for row in index.runs(definition="invoice")] == ["b"]
    assert [row.run for row in index.runs(key="SOW-7")] == ["a"]
    assert [row.run for row in index.runs(incidents=True)] == ["b"]
    assert not index.runs(key="SOW-7", status="waiting")


def test_a_run_s_row_says_what_its_last_batch_said(store: Store) -> None:
    """Else a list shows a case as running that has failed."""
    store.journal.commit([batch("a", 0, started("a", key="SOW-7"))])
    store.journal.commit([batch("a", 1, *step(1), minutes=1)])
    store.journal.commit([batch("a", 3, *step(2), status="failed", incidents=2, minutes=2)])
    (row,) = store.index.runs()
    assert (row.definition, row.name, row.key, row.requester) == (
        "onboard",
        "Case a",
        "SOW-7",
        "user:analyst",
    )
    assert (row.status, row.incidents) == ("failed", 2)
    assert (row.started, row.changed) == (NOON, NOON + timedelta(minutes=2))
    assert isinstance(row.changed, datetime)
    assert row.changed.utcoffset() == timedelta(0)


def test_lists_are_served_by_their_indexes(tmp_path: Path) -> None:
    """Else a host with a hundred thousand waiting cases reads all of them to find one timer."""
    database = SqliteDatabase(tmp_path / "journal.sqlite")
    prepare(database)
    plans: list[str] = []

    def explain(
        _c: object, cursor: Cursor, statement: str, parameters: tuple[object, ...], *_: object
    ) -> None:
        if statement.startswith("SELECT"):
            found = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.append(" ".join(row[3] for row in found))

    listen(database.engine, "before_cursor_execute", explain)
    with Store(database, Payloads(), "local") as store:
        asked = {
            "ix_runs_wake": (store.journal.next_due, lambda: store.journal.due(NOON, 5)),
            "ix_runs_open": (store.journal.unfinished,),
            "ix_runs_key": (lambda: store.index.runs(key="SOW-7"),),
            "ix_runs_started": (store.index.runs,),
            "ix_tasks_open": (store.index.tasks,),
            "tasks USING INDEX sqlite_autoindex_tasks_1": (
                lambda: store.index.tasks(run="a"),
                lambda: store.index.task("a", "review"),
            ),
        }
        for index, questions in asked.items():
            for ask in questions:
                plans.clear()
                with suppress(UnknownRunError):
                    ask()
                assert index in plans[-1]
                assert "SCAN" not in plans[-1]

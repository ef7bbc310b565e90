"""What is confirmed is durable, once and in order; who is late is told and harms nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from runtime.errors import DuplicateError, FencedError, JournalError, UnknownRunError
from runtime.events.model import RunCompleted, StepReturned
from runtime.store import PayloadError, open_store
from tests.helpers.batches import NOON, batch, chance, opened, started, step

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue
    from runtime.store import Store


def kinds(store: Store, run: str) -> list[str]:
    return [type(recorded.event).__name__ for recorded in store.journal.load(run)]


def test_events_come_back_equal_and_in_order_after_reopening(url: str) -> None:
    """Else a case goes on from a state it was never in."""
    events = (started("a"), *step(1), *step(2, "ß€"))
    with open_store(url) as store:
        assert list(store.journal.commit([batch("a", 0, *events)])) == [None]
    with open_store(url) as store:
        recorded = store.journal.load("a")
    assert [r.event for r in recorded] == list(events)
    assert [r.seq for r in recorded] == [0, 1, 2, 3, 4]
    assert {r.at for r in recorded} == {NOON.isoformat()}
    assert {r.by for r in recorded} == {"system"}


def test_one_commit_takes_many_runs_and_several_batches_of_one(store: Store) -> None:
    """Else group commit loses or mixes up cases."""
    group = [batch(f"r{n}", 0, started(f"r{n}")) for n in range(20)]
    group += [batch(f"r{n}", 1, *step(n)) for n in range(20)]
    group += [batch("r7", 3, *step(9), status="waiting")]
    assert not any(store.journal.commit(group))
    assert kinds(store, "r3") == ["RunStarted", "StepScheduled", "StepCompleted"]
    assert len(store.journal.load("r7")) == 5
    assert len([run for run in store.index.runs() if run.status == "running"]) == 19


def test_a_second_writer_is_fenced_and_its_neighbours_are_not(url: str) -> None:
    """Else a worker that was paused overwrites what happened meanwhile: two invoices."""
    with open_store(url) as paused, open_store(url) as active:
        paused.journal.commit([batch("a", 0, started("a")), batch("b", 0, started("b"))])
        active.journal.commit([batch("a", 1, *step(1, "active"))])
        results = paused.journal.commit(
            [
                batch("b", 1, *step(1)),
                batch("a", 1, *step(1, "paused")),
                batch("c", 0, started("c")),
            ]
        )
        assert [type(r) for r in results] == [type(None), FencedError, type(None)]
        assert [r.event for r in active.journal.load("a")][1:] == list(step(1, "active"))
        assert len(active.journal.load("b")) == 3
        assert kinds(active, "c") == ["RunStarted"]


def test_what_follows_a_fenced_batch_in_the_same_commit_is_fenced_too(url: str) -> None:
    """Else a run gets a gap, or two writers' events in turns."""
    with open_store(url) as paused, open_store(url) as active:
        paused.journal.commit([batch("a", 0, started("a"))])
        active.journal.commit([batch("a", 1, *step(1, "active"))])
        late = [batch("a", 1, *step(1, "x")), batch("a", 3, *step(2, "x"))]
        late.append(batch("b", 0, started("b")))
        first, second, third = paused.journal.commit(late)
        assert isinstance(first, FencedError)
        assert third is None
        # The second begins just where the active writer stopped; only its mate's fate betrays it.
        assert isinstance(second, FencedError)
        assert len(active.journal.load("a")) == 3


def test_a_gap_is_fenced(store: Store) -> None:
    """Else a lost batch goes unnoticed and the case is folded from half its events."""
    store.journal.commit([batch("a", 0, started("a"))])
    (result,) = store.journal.commit([batch("a", 2, *step(1))])
    assert isinstance(result, FencedError)
    (unknown,) = store.journal.commit([batch("nobody", 4, *step(1))])
    assert isinstance(unknown, FencedError)
    assert kinds(store, "a") == ["RunStarted"]
    with pytest.raises(UnknownRunError):
        store.journal.load("nobody")


def test_two_starts_of_one_run_leave_one(url: str) -> None:
    """Else a case begins twice under one id."""
    with open_store(url) as one, open_store(url) as two:
        assert list(one.journal.commit([batch("a", 0, started("a"))])) == [None]
        (result,) = two.journal.commit([batch("a", 0, started("a"), *step(1))])
        assert isinstance(result, FencedError)
        assert kinds(two, "a") == ["RunStarted"]


def test_a_writer_that_has_read_on_may_write_on(url: str) -> None:
    """Else a run that changed hands and came back is stuck for ever."""
    with open_store(url) as one, open_store(url) as two:
        one.journal.commit([batch("a", 0, started("a"))])
        two.journal.commit([batch("a", 1, *step(1), status="waiting", wake_in=5)])
        result = one.journal.commit([batch("a", 3, *step(2), status="waiting", wake_in=9)])
        assert list(result) == [None]
        assert one.index.runs()[0].status == "waiting"
        assert one.journal.hold("a") == "free"


def test_the_same_delivery_starts_one_run(url: str) -> None:
    """Else a webhook that is sent twice onboards the client twice."""
    with open_store(url) as one, open_store(url) as two:
        assert not any(one.journal.commit([batch("a", 0, started("a"), dedupe="hook-1")]))
        results = two.journal.commit(
            [batch("b", 0, started("b"), dedupe="hook-1"), batch("c", 0, started("c"))]
        )
        assert isinstance(results[0], DuplicateError)
        assert results[0].run == "a"
        assert results[1] is None
        assert {row.run for row in two.index.runs()} == {"a", "c"}
        same = [batch(run, 0, started(run), dedupe="hook-2") for run in ("d", "e")]
        first, second = one.journal.commit(same)
        assert first is None
        assert isinstance(second, DuplicateError)


def test_a_result_that_is_too_large_is_refused_alone(store: Store) -> None:
    """Else one report of a gigabyte stops every case of the firm."""
    store.journal.commit([batch("a", 0, started("a"))])
    huge = batch("a", 1, *step(1, "x" * 17_000_000))
    large, fine = store.journal.commit([huge, batch("b", 0, started("b"))])
    assert isinstance(large, PayloadError)
    assert "too large" in str(large)
    assert "xxx" not in str(large) + large.detail
    assert fine is None
    assert len(store.journal.load("a")) == 1
    assert not any(store.journal.commit([batch("a", 1, *step(1))]))


@pytest.mark.parametrize("output", [2**70, "\ud800"])
def test_what_no_json_can_hold_is_refused_alone(store: Store, output: JsonValue) -> None:
    """Else one strange answer of a system stops every case of the firm."""
    bad = batch("a", 0, started("a"), StepReturned(1, "ask", output))
    refused, fine = store.journal.commit([bad, batch("b", 0, started("b"))])
    assert isinstance(refused, PayloadError)
    assert refused.next_step
    assert fine is None
    assert [row.run for row in store.index.runs()] == ["b"]


def test_text_that_a_database_does_not_take_harms_nobody_else(store: Store) -> None:
    """Else a nul in a client's name stops every case of the firm on Postgres."""
    bad = batch("a", 0, started("a", key="S\0W"), opened("legal"))
    title = batch("b", 0, started("b"), replace(opened("legal"), title="\0"))
    fine = batch("c", 0, started("c"))
    results = store.journal.commit([bad, title, fine])
    assert all(result is None or isinstance(result, PayloadError) for result in results)
    assert results[2] is None
    kept = {one.run for one, result in zip((bad, title, fine), results, strict=True) if not result}
    assert {row.run for row in store.index.runs()} == kept


@pytest.mark.parametrize("size", [2_000, 200_000])
def test_large_payloads_come_back(store: Store, size: int) -> None:
    """Else a long result is lost where it was compressed or put aside."""
    # Chance hardly compresses, so the larger one is spilled.
    text = chance(size).hex()
    store.journal.commit([batch("a", 0, started("a"), *step(1, text))])
    assert [r.event for r in store.journal.load("a")][1:] == list(step(1, text))


def test_tenants_see_nothing_of_each_other(url: str) -> None:
    """Else one customer reads another's cases."""
    with open_store(url, tenant="first") as first, open_store(url, tenant="second") as second:
        first.journal.commit([batch("a", 0, started("a"), wake_in=1, dedupe="hook")])
        first.journal.keep_plan("p", b"first's")
        assert not second.index.runs()
        assert second.journal.hold("a") == "free"
        assert second.journal.next_due() is None
        with pytest.raises(UnknownRunError):
            second.journal.load("a")
        with pytest.raises(JournalError, match="plan"):
            second.journal.plan("p")
        same = batch("a", 0, started("a"), dedupe="hook")
        assert list(second.journal.commit([same])) == [None]


def test_any_thread_may_commit_and_read(store: Store) -> None:
    """Else a host that commits on a worker thread dies with the first case."""
    store.journal.commit([batch("a", 0, started("a"))])
    with ThreadPoolExecutor(4) as threads:
        for place in range(1, 21, 2):
            assert not any(
                threads.submit(store.journal.commit, [batch("a", place, *step())]).result()
            )
        loads = [threads.submit(store.journal.load, "a") for _ in range(8)]
        assert {len(load.result()) for load in loads} == {21}


def test_an_empty_commit_writes_nothing(store: Store) -> None:
    """Else an idle host wears the disk out."""
    assert list(store.journal.commit([])) == []
    assert not store.index.runs()


def test_a_row_can_change_without_an_event(store: Store) -> None:
    """Else a timer that was taken away still wakes its case."""
    store.journal.commit([batch("a", 0, started("a"), wake_in=3)])
    assert not any(store.journal.commit([batch("a", 1, status="waiting")]))
    assert store.journal.next_due() is None
    (fenced,) = store.journal.commit([batch("a", 0, status="completed")])
    assert isinstance(fenced, FencedError)


def test_plans_are_kept_once(store: Store) -> None:
    """Else a running case loses the plan it is pinned to."""
    body = b'{"steps": ' + b"1" * 100_000 + b"}"
    store.journal.keep_plan("p1", body)
    store.journal.keep_plan("p1", b"another")
    assert store.journal.plan("p1") == body
    with pytest.raises(JournalError, match="plan"):
        store.journal.plan("p2")


def test_timers_come_due_in_order(store: Store) -> None:
    """Else a deadline is missed, or the latest case is woken before the most urgent."""
    for run, minutes in (("late", 30), ("soon", 10), ("now", 0)):
        store.journal.commit([batch(run, 0, started(run), status="waiting", wake_in=minutes)])
    store.journal.commit([batch("never", 0, started("never"), status="waiting")])
    moment = batch("x", 0, minutes=10).at
    assert list(store.journal.due(moment, 9)) == ["now", "soon"]
    assert list(store.journal.due(moment, 1)) == ["now"]
    assert store.journal.next_due() == NOON
    done = batch("now", 1, RunCompleted(None), status="completed")
    store.journal.commit([done])
    assert list(store.journal.due(moment, 9)) == ["soon"]

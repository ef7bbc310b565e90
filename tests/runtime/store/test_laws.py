"""Whatever was confirmed, by whichever writer, is what a reader finds: in order and once."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from runtime.errors import FencedError
from runtime.store import Store, open_store
from tests.helpers.batches import batch, started, step

if TYPE_CHECKING:
    from runtime.events.model import RunEvent
    from runtime.ports import Batch, RunStatus

RUNS = ("a", "b", "c")
WRITERS = 2
statuses: st.SearchStrategy[RunStatus] = st.sampled_from(
    ["running", "waiting", "completed", "failed", "cancelled"]
)


class Journals(RuleBasedStateMachine):
    """Two writers on one journal against a model of plain lists.

    A writer knows a run as far as it has read or written it, so it is often out of date.
    """

    url = ""
    number = 0

    @initialize()
    def open(self) -> None:
        type(self).number += 1
        self.tenant = f"t{self.number}"
        self.stands: dict[str, list[RunEvent]] = {}
        self.status: dict[str, tuple[str, int, int | None]] = {}
        self.host: dict[str, Store] = {}
        self.stores = [open_store(self.url, tenant=self.tenant) for _ in range(WRITERS)]
        self.seen: list[dict[str, int]] = [{} for _ in range(WRITERS)]

    @rule(
        writer=st.integers(0, WRITERS - 1),
        plan=st.lists(
            st.tuples(
                st.sampled_from(RUNS), statuses, st.integers(0, 2), st.none() | st.integers(0, 50)
            ),
            min_size=1,
            max_size=5,
        ),
    )
    def commit(self, writer: int, plan: list[tuple[str, RunStatus, int, int | None]]) -> None:
        group: list[Batch] = []
        hopes = dict(self.seen[writer])
        for run, status, incidents, wake_in in plan:
            place = hopes.get(run, 0)
            events = (started(run), *step(writer)) if place == 0 else step(place, writer)
            group.append(
                batch(run, place, *events, status=status, incidents=incidents, wake_in=wake_in)
            )
            hopes[run] = place + len(events)
        lost: set[str] = set()
        results = self.stores[writer].journal.commit(group)
        for (run, status, incidents, wake_in), one, result in zip(
            plan, group, results, strict=True
        ):
            stands = self.stands.get(run, [])
            if run in lost or len(stands) != one.first_seq:
                lost.add(run)
                assert isinstance(result, FencedError)
            else:
                assert result is None
                self.stands[run] = [*stands, *one.events]
                self.status[run] = (status, incidents, wake_in)
                self.host[run] = self.stores[writer]
                self.seen[writer][run] = len(self.stands[run])

    @rule(writer=st.integers(0, WRITERS - 1), run=st.sampled_from(RUNS))
    def read(self, writer: int, run: str) -> None:
        if run in self.stands:
            self.seen[writer][run] = len(self.stores[writer].journal.load(run))

    @rule(writer=st.integers(0, WRITERS - 1))
    def reopen(self, writer: int) -> None:
        self.stores[writer].close()
        self.stores[writer] = open_store(self.url, tenant=self.tenant)

    @invariant()
    def what_stands_is_what_was_confirmed(self) -> None:
        if not self.stands:
            return
        store: Store = self.stores[0]
        for run, events in self.stands.items():
            recorded = store.journal.load(run)
            assert [r.event for r in recorded] == events
            assert [r.seq for r in recorded] == list(range(len(events)))
        rows = {row.run: (row.status, row.incidents) for row in store.index.runs()}
        assert rows == {run: (s, i) for run, (s, i, _) in self.status.items()}
        running = {run for run, (s, _, _) in self.status.items() if s == "running"}
        gone = {run for run in running if self.host[run] not in self.stores}
        assert set(store.journal.unfinished()) == gone
        theirs = {run for run in running if self.host[run] is not store}
        assert {run for run in running if store.journal.hold(run) != "ours"} == theirs
        wakes = [
            wake
            for run, (_, _, wake) in self.status.items()
            if wake is not None and run not in theirs
        ]
        due = batch("x", 0, wake_in=min(wakes)).wake_at if wakes else None
        assert store.journal.next_due() == due

    def teardown(self) -> None:
        for store in getattr(self, "stores", []):
            store.close()


def laws(url: str, examples: int) -> None:
    machine = type("JournalsHere", (Journals,), {"url": url})
    run_machine(machine, settings=settings(max_examples=examples, stateful_step_count=15))


def test_laws_on_sqlite() -> None:
    """Else a case is folded from events that were never confirmed, or not from all."""
    with tempfile.TemporaryDirectory() as folder:
        laws(f"sqlite:///{Path(folder) / 'journal.sqlite'}", 8)


@pytest.mark.slow
def test_laws_hold_for_long(url: str) -> None:
    """Else rare orders of writing lose events."""
    laws(url, 60)

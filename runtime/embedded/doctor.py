"""Knows how a journal is checked and mended. Must not know tables, nor what a step does.

The events are the truth; everything else in a journal follows from them and can be made anew. So a
row that says otherwise is mended without guessing, and an event that is missing never is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from runtime.errors import JournalError, RefusedError
from runtime.events.model import RunForked
from runtime.host.live import Live
from runtime.kernel import fold, new_state
from runtime.plan import codec
from runtime.ports import Batch
from runtime.store.moments import parsed, to_micros_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runtime.events.model import Recorded
    from runtime.primitives import Plan
    from runtime.store import Store
    from runtime.store.inspection import Kept
    from runtime.store.replay import Replay

_FROM_BACKUP = "Restore a backup with `baton restore`; nothing was changed."
_MEND = "`baton doctor --mend` puts it right."


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a journal.

    Attributes:
        code: what sort of damage it is.
        run: the case it is about; "" when it is about the journal.
        sentence: what is wrong, and what to do.
        mendable: whether it can be put right without guessing.
        mended: whether it was.
    """

    code: str
    run: str
    sentence: str
    mendable: bool = False
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What came of a check: how many cases were looked at, and what is wrong."""

    cases: int
    skipped: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong any more."""
        return all(finding.mended for finding in self.findings)


class Doctor:
    """Checks one journal.

    Args:
        store: the journal; nobody may work on it while it is mended.
        mend: whether what can be put right is put right at once.
    """

    def __init__(self, store: Store, *, mend: bool = False) -> None:
        self._store = store
        self._look = store.inspection
        self._mend = mend
        self._plans: dict[str, Plan] = {}

    def examine(self) -> Diagnosis:
        """Looks at everything, and mends where it may.

        Raises:
            RefusedError: it is to be mended while another process has cases under way.
            JournalError: the database cannot be read at all, or not written.
        """
        others = self._look.others()
        if others and self._mend:
            raise _busy(len(others))
        damages = self._look.damages()
        if damages:
            return Diagnosis(0, 0, (_broken(damages),))
        runs = self._look.runs()
        resting = [kept for kept in runs if kept.host not in others]
        findings = [*self._journal(runs), *self._cases(resting)]
        return Diagnosis(len(resting), len(runs) - len(resting), tuple(findings))

    # --- the journal as a whole -------------------------------------------------------------------

    def _journal(self, runs: Sequence[Kept]) -> Iterator[Finding]:
        if runs and not self._look.fence_holds(runs[-1]):
            yield Finding("fence", "", f"Two writers could write one event. {_FROM_BACKUP}")
        for number in self._look.strays():
            told = f"Events stand there whose case is missing (number {number}). {_FROM_BACKUP}"
            yield Finding("events.stray", "", told)
        missing, unused = self._look.blobs()
        if missing:
            told = f"{len(missing)} large values are missing. {_FROM_BACKUP}"
            yield Finding("values.missing", "", told)
        orphans = dict(self._look.orphans())
        if unused:
            orphans["blobs"] = len(unused)
        if self._mend and orphans:
            self._look.forget_orphans()
        for table, count in orphans.items():
            yield self._mendable("orphans", "", f"{count} rows of {table} belong to no case.")

    # --- case by case -----------------------------------------------------------------------------

    def _cases(self, runs: Sequence[Kept]) -> Iterator[Finding]:
        gaps = self._look.gaps()
        with self._store.replay() as replay:
            for kept in runs:
                if kept.no in gaps:
                    told = f"Events of this case are missing. {_FROM_BACKUP}"
                    yield Finding("events.gap", kept.run, told)
                    continue
                try:
                    yield from self._case(kept, replay)
                except JournalError as error:
                    yield Finding("case.unreadable", kept.run, f"{error.what} {_FROM_BACKUP}")

    def _case(self, kept: Kept, replay: Replay) -> Iterator[Finding]:
        recorded = self._store.journal.load(kept.run)
        try:
            live = self._live(kept.run, recorded)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError):
            told = f"The events of this case do not follow from each other. {_FROM_BACKUP}"
            yield Finding("events.order", kept.run, told)
            return
        if not (live.state.ended or live.state.suspended or live.state.tokens):
            yield Finding("events.end", kept.run, f"The last events are missing. {_FROM_BACKUP}")
            return
        last = live.batch(parsed(recorded[-1].at))
        batches = [*_again(live, recorded, last)]
        refused = replay.write(batches)
        if refused is not None:
            yield Finding("events.shared", kept.run, f"{refused.what} {_FROM_BACKUP}")
            return
        yield from self._row(kept, last)
        if replay.rows(kept.run) != self._look.rows(kept.no):
            if self._mend:
                self._look.replace(kept.no, replay.connection, replay.number(kept.run))
            told = "The tasks or messages listed for this case are not those of its events."
            yield self._mendable("case.lists", kept.run, told)

    def _row(self, kept: Kept, last: Batch) -> Iterator[Finding]:
        """The row of a case is a snapshot: it must say what the fold of its events says."""
        wake_at = to_micros_or_none(last.wake_at)
        if (kept.status, kept.wake_at, kept.incidents) == (last.status, wake_at, last.incidents):
            return
        if kept.status == "running" and last.status in {"waiting", "suspended"}:
            return  # a process died before it wrote that the case rests; the next one writes it
        if self._mend:
            self._look.set_row(kept.no, last, wake_at)
        told = f"The case is listed as {kept.status}; by its events it is {last.status}."
        yield self._mendable("case.row", kept.run, told)

    def _live(self, run: str, recorded: Sequence[Recorded]) -> Live:
        state = fold(new_state(run), (each.event for each in recorded))
        plan = self._plans.get(state.plan)
        if plan is None:
            plan = self._plans[state.plan] = codec.decode(self._store.journal.plan(state.plan))
        return Live(run, plan, state.plan, state)

    def _mendable(self, code: str, run: str, sentence: str) -> Finding:
        told = f"{sentence} It was put right." if self._mend else f"{sentence} {_MEND}"
        return Finding(code, run, told, mendable=True, mended=self._mend)


def _again(live: Live, recorded: Sequence[Recorded], last: Batch) -> Iterator[Batch]:
    """Yields a batch for each event; its row is of no matter.

    No list follows from a recording, and no message from what another case had first.
    """
    status = "waiting" if last.status == "running" else last.status
    taken = max((e.event.count for e in recorded if isinstance(e.event, RunForked)), default=0)
    for each in recorded:
        yield Batch(
            live.run,
            each.seq,
            parsed(each.at),
            each.by,
            (each.event,),
            status,
            taken=int(each.seq < taken),
            recording=bool(live.state.replays),
        )


def _broken(damages: Sequence[str]) -> Finding:
    return Finding("database.damaged", "", f"The database is damaged: {damages[0]}. {_FROM_BACKUP}")


def _busy(others: int) -> RefusedError:
    return RefusedError(
        "The journal is not mended while cases are under way.",
        why=f"{others} other program(s) work on it at this moment.",
        next_step="Close them and try again; without `--mend` the check may run at any time.",
    )

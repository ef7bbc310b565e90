"""Knows how a case leaves its database as a file, and is looked at in another one. No tables.

A case that was brought in is a replay: it is listed and told like any other, and nothing happens in
it: no step, no timer, no task, no message.
"""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from runtime.embedded import recording
from runtime.embedded.cases import Cases
from runtime.errors import RefusedError, UnknownRunError
from runtime.kernel import fold, new_state
from runtime.ports import Batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from runtime.definition.json_value import JsonObject
    from runtime.embedded.recording import Moment, Recording
    from runtime.events.model import Recorded
    from runtime.kernel import RunState
    from runtime.ports import RunStatus


class Archive(Cases):
    """Exports cases and brings them in; a base of `EmbeddedRuntime`."""

    def export(self, run: str, *, personal: bool = False) -> JsonObject:
        """Returns a case as the document of one file.

        Args:
            run: its id.
            personal: whether personal data are in it; else a sign stands in their place.

        Raises:
            UnknownRunError: there is no such case.
            JournalError: it cannot be read.
        """
        events = self.events(run)
        pinned: list[str | None] = [getattr(each.event, "plan", None) for each in events]
        digests = [digest for digest in dict.fromkeys(pinned) if digest is not None]
        plans = {digest: self._store.journal.plan(digest) for digest in digests}
        return recording.written(run, plans, events, personal=personal)

    def bring_in(self, document: JsonObject) -> str:
        """Keeps an exported case in this database, to be looked at; returns the id it has here.

        To bring in the same file again changes nothing; one that was left half done is completed.

        Raises:
            RecordingError: it is not an exported case, or was changed.
            RefusedError: another recording of this case is here already.
            JournalError: it could not be kept.
        """
        found = recording.read(document)
        for digest, body in found.plans.items():
            self._store.journal.keep_plan(digest, body)
        events = found.as_replay()
        here = self._known(found)
        if [each.event for each in here] != [each.event for each in events[: len(here)]]:
            raise RefusedError(
                f"Another recording of case {found.run} is here already.",
                why="It tells something else than this file.",
                next_step="Bring this one into another database.",
            )
        self._keep(found.name, events, len(here))
        return found.name

    def _known(self, found: Recording) -> Sequence[Recorded]:
        try:
            return self.events(found.name)
        except UnknownRunError:
            return ()

    def _keep(self, run: str, events: Sequence[Recorded], known: int) -> None:
        """Writes what is not known yet, with the moments and people of then."""
        state = fold(new_state(run), (each.event for each in events[:known]))
        for (at, by), some in groupby(events[known:], key=lambda each: (each.at, each.by)):
            told = tuple(each.event for each in some)
            first, state = state.seq, fold(state, told)
            batch = Batch(
                run,
                first,
                datetime.fromisoformat(at),
                by,
                told,
                _status(state),
                incidents=state.incidents,
                recording=True,
            )
            for refusal in self._store.journal.commit([batch]):
                if refusal is not None:
                    raise refusal

    def replay(self, run: str, first: int = 0, last: int | None = None) -> Iterator[Moment]:
        """Yields a case, or one that was brought in, after each of its events; no effect is made.

        Args:
            run: its id.
            first: place of the first event that is told.
            last: place of the last one; None for the end.

        Raises:
            UnknownRunError: there is no such case.
        """
        for moment in recording.moments(run, self.events(run)):
            place = moment.recorded.seq
            if place >= first and (last is None or place <= last):
                yield moment


def _status(state: RunState) -> RunStatus:
    status = state.status
    return "waiting" if status == "new" or status == "open" else status  # noqa: PLR1714 - narrows

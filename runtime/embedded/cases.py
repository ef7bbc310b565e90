"""Knows how cases are looked at: as rows, events and views. Must not know how they go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from runtime.errors import JournalError
from runtime.events.view import RunView, view_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from runtime.definition.definition import Definition
    from runtime.definition.json_value import JsonObject
    from runtime.embedded.prepared import Preparer
    from runtime.events.model import Recorded
    from runtime.explain import Explanation
    from runtime.host.host import Host
    from runtime.ports import Batch, Clock, RunRow, TaskRow
    from runtime.store import Store

_DRAWING = "drawing:"
"""Before the digest of a test run's plan: what the plan was compiled from is kept beside it."""


class Cases:
    """Looks at the cases of one database; a base of `EmbeddedRuntime`.

    Args:
        store: where they are kept.
        host: runs them.
        preparer: makes drawings ready to run.
        clock: the only source of time.
    """

    def __init__(self, store: Store, host: Host, preparer: Preparer, clock: Clock) -> None:
        self._store = store
        self._host = host
        self._preparer = preparer
        self._clock = clock

    def keep_drawing(self, digest: str, definition: Definition) -> None:
        """Keeps what a test run's plan was compiled from."""
        body = orjson.dumps(definition.document(), option=orjson.OPT_SORT_KEYS)
        self._store.journal.keep_plan(_DRAWING + digest, body)

    def drawing(self, run: str) -> JsonObject | None:
        """Returns the document that a test run was made of; None where none is kept.

        Raises:
            UnknownRunError: there is no such run.
        """
        first = self.events(run)[0].event
        try:
            return orjson.loads(self._store.journal.plan(_DRAWING + getattr(first, "plan", "")))
        except JournalError:
            return None

    def view(self, run: str) -> RunView:
        """Returns the case as people see it; raises UnknownRunError."""
        return view_of(run, self.events(run))

    def events(self, run: str) -> Sequence[Recorded]:
        """Returns everything that happened in a case; raises UnknownRunError."""
        return self._store.journal.load(run)

    def why(
        self, run: str, step: str = "", *, personal: bool = False, zone: tzinfo | None = None
    ) -> Explanation:
        """Explains in words how a case came to a step, or all that happened in it.

        Args:
            run: id of the case.
            step: its id, callers first ("credit_check/approve"), or a name that is its alone. Of
                several visits the last one counts; for a step that was not reached, why not.
            personal: tells what is about a person, too.
            zone: in which moments are told; None is the zone of this machine.

        Raises:
            UnknownRunError: there is no such case.
            UnknownStepError: its workflow has no such step.
        """
        from runtime.embedded.explaining import explained

        return explained(self._store.journal, run, step, personal=personal, zone=zone)

    def runs(self, **filters: Any) -> Sequence[RunRow]:
        """Returns cases, newest first; filters as in runtime.ports.RunIndex."""
        return self._store.index.runs(**filters)

    def tasks(self, *, status: str = "open", run: str = "") -> Sequence[TaskRow]:
        """Returns people's tasks, oldest first."""
        return self._store.index.tasks(status=status, run=run)

    def listen(self, listener: Callable[[Batch], None]) -> None:
        """Calls the listener with every batch of events after it has become durable."""
        self._host.listeners.append(listener)

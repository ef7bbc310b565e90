"""Knows how a kept case is explained: its events, its plan, and what may be told of its data.

Must not know how anything is put in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.definition.personal import marked_in
from runtime.events import model
from runtime.explain import Explanation, why
from runtime.explain.shown import Shown
from runtime.kernel import fold, new_state
from runtime.plan import codec

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import tzinfo

    from runtime.events.model import Recorded
    from runtime.ports import Journal


def explained(
    journal: Journal,
    run: str,
    step: str = "",
    *,
    personal: bool = False,
    zone: tzinfo | None = None,
) -> Explanation:
    """Explains how a case came to a step, or all that happened in it.

    Args:
        journal: where it is kept.
        run: id of the case.
        step: see `runtime.explain.why`.
        personal: tells what is about a person, too.
        zone: in which moments are told; None is the zone of this machine.

    Raises:
        UnknownRunError: there is no such case.
        UnknownStepError: its workflow has no such step.
        JournalError: it cannot be read.
    """
    recorded = journal.load(run)
    state = fold(new_state(run), (each.event for each in recorded))
    plan = codec.decode(journal.plan(state.plan))
    shown = Shown(zone, personal, frozenset(_marked(recorded)))
    return why(run, recorded, plan, step, shown)


def _marked(recorded: Sequence[Recorded]) -> Iterator[tuple[str, ...]]:
    """Yields where formulas read fields that the forms of tasks mark as personal."""
    for each in recorded:
        if isinstance(each.event, model.TaskOpened):
            for way in marked_in(each.event.form):
                yield ("steps", each.event.step, "values", *way)

"""Knows with what a result that a person writes may begin: test data, what came before, an example.

Must not know Qt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from designer.document.changes.samples import pinned, samples
from designer.panels import wording
from runtime.events.model import StepCompleted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from designer.document.model import Model
    from runtime.definition.json_value import JsonValue
    from runtime.events.model import Recorded
    from runtime.events.view import RunView


@dataclass(frozen=True, slots=True)
class Start:
    """One thing to begin with.

    Attributes:
        name: what people choose it by.
        value: the result.
        port: the way out that goes with it; "" where none in particular does.
    """

    name: str
    value: JsonValue
    port: str = ""


EMPTY = Start("Nothing", None)


@dataclass(slots=True)
class Results:
    """What steps gave in the runs that were shown before, of one workflow."""

    _of: str = ""
    _held: dict[str, Start] = field(default_factory=dict[str, Start])

    def keep(self, view: RunView) -> None:
        """Take what the steps of a run gave; that of another workflow is forgotten."""
        if view.definition != self._of:
            self._of, self._held = view.definition, {}
        when = f"What it gave in the run of {wording.clock(view.started)}"
        for step in view.steps.values():
            if step.status == "completed" and step.output is not None:
                self._held[step.id] = Start(when, step.output, step.port)

    def of(self, step: str, view: RunView) -> Start | None:
        """Return what a step of a run's workflow gave last; None where nothing is known."""
        return self._held.get(step) if view.definition == self._of else None


def starts_of(
    step: str,
    model: Model,
    now: tuple[RunView, Sequence[Recorded]],
    results: Results,
    example_of: Callable[[str], JsonValue],
) -> list[Start]:
    """Return what may be begun with, what is meant most likely first; the last one is nothing.

    Args:
        step: as the run names it.
        model: the drawing.
        now: the run and its events.
        results: of runs before.
        example_of: gives an example of what a step of the drawing gives; None for none.
    """
    view, events = now
    found = [*_kept(step, model), *_before(step, view, events)]
    if (earlier := results.of(step, view)) is not None:
        found.append(earlier)
    if step in model.nodes and (example := example_of(step)) is not None:
        found.append(Start("Example of a result", example))
    return [*_unlike(found), EMPTY]


def _kept(step: str, model: Model) -> Iterator[Start]:
    """Yield the test data of a step; those that are in use first."""
    if step not in model.nodes:
        return
    now = pinned(model, step)
    if now is not None:
        yield Start(f"Test data “{now.name}”, in use", now.output, now.port)
    for name, sample in samples(model, step).items():
        if now is None or name != now.name:
            yield Start(f"Test data “{name}”", sample.output, sample.port)


def _before(step: str, view: RunView, events: Sequence[Recorded]) -> Iterator[Start]:
    """Yield what the step gave when this run came to it before, as in a loop."""
    name = step.rpartition("/")[2]
    for recorded in reversed(events):
        event = recorded.event
        if not isinstance(event, StepCompleted) or event.step != name or event.output is None:
            continue
        if view.within.get(event.token, "") + name == step:
            yield Start("What it gave before in this run", event.output, event.port)
            return


def _unlike(several: list[Start]) -> list[Start]:
    """Return those whose value and way no earlier one has."""
    found: list[Start] = []
    for one in several:
        if not any(one.value == other.value and one.port == other.port for other in found):
            found.append(one)
    return found

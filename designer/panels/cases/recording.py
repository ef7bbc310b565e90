"""Knows how a run that is over becomes a test. Must not know Qt, or how the test is run.

What people answered becomes what simulated people answer; what systems answered stands in for
their work, so that the test asks no system and gives the same every time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.panels.cases.case import Case, Expected, Field
from designer.run_bridge.orders import Answer, Pin, Trouble
from runtime.events import model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from designer.panels.cases.case import Place
    from designer.panels.cases.reached import Reached
    from runtime.definition.json_value import JsonValue
    from runtime.events.model import Recorded, RunEvent


def refused(events: Sequence[Recorded], status: str) -> str:
    """Return why a run cannot become a test, one sentence; "" where it can."""
    if not events:
        return "Nothing has happened in this run yet."
    if status == "cancelled":
        return "This run was stopped by hand: a test has to come to an end by itself."
    if status not in {"completed", "failed"}:
        return "This run is not over yet."
    return ""


def doubts(events: Iterable[Recorded]) -> list[str]:
    """Return what a person did in the run that no test can do again."""
    found: list[str] = []
    for each in events:
        match each.event:
            case model.DataEdited():
                found.append("Somebody changed the data while it stood still.")
            case model.IncidentResolved():
                found.append("Somebody decided how to go on after an error.")
            case _:
                pass
    return [*dict.fromkeys(found)]


def recorded_case(
    name: str,
    events: Sequence[Recorded],
    got: Reached,
    fields: Iterable[Field],
    *,
    asks_systems: bool = False,
    connection_of: Callable[[str], str] = lambda _: "",
) -> Case:
    """Return a run as a test.

    Args:
        name: what people call it.
        events: of the run.
        got: what came of it.
        fields: which values are expected.
        asks_systems: whether systems are asked anew each time, for what only reads.
        connection_of: the connection that a step uses, "" for none.
    """
    happened = [each.event for each in events]
    begun, trial = _beginning(happened)
    troubles = tuple(Trouble.model_validate(each) for each in (trial.troubles if trial else ()))
    pins = {pin.step: pin for pin in _pinned(trial)}
    if not asks_systems:
        failing = {trouble.connection for trouble in troubles}
        for pin in _answered(happened):
            if connection_of(pin.step) not in failing:
                pins.setdefault(pin.step, pin)
    return Case(
        name=name,
        given=begun.input,
        actor=begun.requester or "user:me",
        pins=tuple(pins.values()),
        answers=tuple(_answers(happened)),
        troubles=troubles,
        expected=_expected(got, fields),
    )


def _expected(got: Reached, fields: Iterable[Field]) -> Expected:
    return Expected(
        status=got.status,
        error=got.error,
        ends=got.ends,
        steps=got.steps,
        fields=tuple(fields),
    )


def _beginning(
    events: Iterable[RunEvent],
) -> tuple[model.RunStarted, model.TrialArranged | None]:
    """Return how the run began, and how it was made up in the end, if it was a test."""
    begun: model.RunStarted | None = None
    trial: model.TrialArranged | None = None
    for event in events:
        if isinstance(event, model.RunStarted):
            begun = event
        elif isinstance(event, model.TrialArranged):
            trial = event
    if begun is None:
        raise ValueError("a run without a beginning")
    return begun, trial


def _pinned(trial: model.TrialArranged | None) -> Iterator[Pin]:
    for step, entry in (trial.pins if trial else {}).items():
        if isinstance(entry, dict):
            yield Pin.model_validate({"step": step, **entry})


def _answered(events: Iterable[RunEvent]) -> Iterator[Pin]:
    """Yield what systems answered: for steps of the drawing itself that were done just once.

    One that was done for several items has several answers, and test data is only one.
    """
    asked: dict[str, int] = {}
    inside: set[int] = set()
    answers: dict[str, Pin] = {}
    for event in events:
        if isinstance(event, model.CallStarted | model.ItemStarted):
            inside.update(token for token, _, _ in event.moves)
        token: int = getattr(event, "token", 0)
        if token in inside:
            inside.update(number for number, _, _ in getattr(event, "moves", ()))
            continue
        match event:
            case model.StepScheduled(attempt=1):
                asked[event.step] = asked.get(event.step, 0) + 1
            case model.StepCompleted() if event.step in asked and not _is_dry(event):
                answers[event.step] = Pin(
                    step=event.step, output=event.output, port=event.port, sample="as recorded"
                )
            case model.StepFailed() if event.step in asked:
                answers[event.step] = Pin(
                    step=event.step, output=event.error, port="error", sample="as recorded"
                )
            case _:
                pass
    yield from (pin for step, pin in answers.items() if asked[step] == 1)


def _is_dry(event: model.StepCompleted) -> bool:
    return isinstance(event.because, dict) and "dry run" in event.because


def _answers(events: Iterable[RunEvent]) -> Iterator[Answer]:
    """Yield what people answered, in the order in which they were asked."""
    asked: dict[str, str] = {}
    said: dict[str, list[Answer]] = {}
    for event in events:
        match event:
            case model.TaskOpened():
                asked[event.task] = event.step
                said[event.task] = []
            case model.TaskVoted() if event.task in asked:
                answer = Answer(
                    step=asked[event.task],
                    outcome=event.outcome,
                    values=event.values,
                    reason=event.reason,
                    actor=event.by,
                )
                said[event.task].append(answer)
            case _:
                pass
    for answers in said.values():
        yield from answers


# --- fields ---------------------------------------------------------------------------------------


def usual_fields(got: Reached, changes: Callable[[JsonValue], bool]) -> tuple[Field, ...]:
    """Return the values that are expected if nobody says otherwise: all that stay the same."""
    found: list[Field] = []
    for head, value in (("data", got.data), ("result", got.own_result)):
        if value not in (None, {}):
            found += _steady((head,), value, changes)
    return tuple(found)


def _steady(at: Place, value: JsonValue, changes: Callable[[JsonValue], bool]) -> Iterator[Field]:
    if isinstance(value, dict) and value:
        for name, member in value.items():
            yield from _steady((*at, name), member, changes)
    elif isinstance(value, list) and _has_change(value, changes):
        for index, member in enumerate(value):
            yield from _steady((*at, index), member, changes)
    elif not changes(value):
        yield Field(at=at, value=value)


def _has_change(value: JsonValue, changes: Callable[[JsonValue], bool]) -> bool:
    if isinstance(value, dict):
        return any(_has_change(member, changes) for member in value.values())
    if isinstance(value, list):
        return any(_has_change(member, changes) for member in value)
    return changes(value)


def with_value(document: JsonValue, at: Place, value: JsonValue) -> JsonValue:
    """Return a document with a value at a place; lists grow as far as needed."""
    if not at:
        return value
    key, *rest = at
    if isinstance(key, int):
        items = [*document] if isinstance(document, list) else []
        items += [None] * (key + 1 - len(items))
        items[key] = with_value(items[key], tuple(rest), value)
        return items
    base = dict(document) if isinstance(document, dict) else {}
    base[key] = with_value(base.get(key), tuple(rest), value)
    return base

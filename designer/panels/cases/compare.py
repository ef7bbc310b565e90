"""Knows what differs between what was expected of a run and what came of it. Must not know Qt.

Money and moments are compared by what they mean: "10.50" is 10.5, and a moment is the same in any
time zone. A text that only looks like a number with zeros in front ("007") is a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast

from designer.panels.cases.case import Expected, Field
from designer.panels.cases.error_words import fails_words
from designer.panels.cases.reached import ENDS, FAILS, GONE
from designer.panels.wording import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from designer.panels.cases.case import Place, Ports
    from designer.panels.cases.reached import Reached
    from runtime.definition.json_value import JsonValue

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_LONGEST = 40
"""Digits of a text that is still compared as a number."""
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected.

    Attributes:
        sort: what it is about: how the run ended, a step, or a field.
        where: what people call the place.
        expected, got: in words, whole.
        step: id of the step to look at; "" where the place is none.
        at: the field's place; () for others.
        codes: of the errors that were expected and came, for those who look closely; "" for none.
    """

    sort: Literal["end", "step", "field"]
    where: str
    expected: str
    got: str
    step: str = ""
    at: Place = ()
    codes: tuple[str, str] = ("", "")


# --- values ---------------------------------------------------------------------------------------


def unlike(expected: JsonValue, got: object, at: Place) -> Iterable[tuple[Place, object, object]]:
    """Yield each place at which two values mean something else, with both; `GONE` for none.

    Fields that nobody expects are left out.
    """
    if isinstance(expected, dict) and isinstance(got, dict):
        held = cast("dict[str, object]", got)
        for name, value in expected.items():
            yield from unlike(value, held.get(name, GONE), (*at, name))
    elif isinstance(expected, list) and isinstance(got, list):
        items = cast("list[object]", got)
        for index in range(max(len(expected), len(items))):
            if index >= len(expected):
                yield (*at, index), GONE, items[index]
            else:
                there = items[index] if index < len(items) else GONE
                yield from unlike(expected[index], there, (*at, index))
    elif not _same(expected, got):
        yield at, expected, got


def _same(expected: JsonValue, got: object) -> bool:
    if isinstance(expected, bool) or isinstance(got, bool) or expected is None or got is None:
        return expected is got
    numbers = _number(expected), _number(got)
    if numbers[0] is not None and numbers[1] is not None:
        return numbers[0] == numbers[1]
    moments = _moment(expected), _moment(got)
    if (
        moments[0] is not None
        and moments[1] is not None
        and (moments[0].tzinfo is None) == (moments[1].tzinfo is None)
    ):
        return moments[0] == moments[1]
    return type(expected) is type(got) and expected == got


def _number(value: object) -> Decimal | None:
    if isinstance(value, int | float):
        return Decimal(str(value))
    is_number = isinstance(value, str) and len(value) < _LONGEST and _NUMBER.fullmatch(value)
    return Decimal(str(value)) if is_number else None


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str) or not _MOMENT.match(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


# --- runs -----------------------------------------------------------------------------------------


def differences(
    expected: Expected,
    got: Reached,
    title_of: Callable[[str], str] = str,
    order: Sequence[str] = (),
) -> list[Difference]:
    """Return what is not as expected: how it ended first, then steps, then fields.

    Args:
        expected: as it was saved.
        got: what came of a run.
        title_of: what people call a step.
        order: the steps as they stand in the drawing; others come last.
    """
    found = [*_end(expected, got, title_of)]
    told = {*expected.ends} ^ {*got.ends} if found else set[str]()
    if expected.compares_steps:
        places = {step: at for at, step in enumerate(order)}
        steps = _steps(expected.steps, got.steps, title_of)
        others = [each for each in steps if each.step not in told]
        found += sorted(others, key=lambda one: _place(one.step, places))
    for each in expected.fields:
        for at, was, now in unlike(each.value, got.at(each.at), each.at):
            found.append(Difference("field", place_words(at), words(was), words(now), "", at))
    return found


def _end(expected: Expected, got: Reached, title_of: Callable[[str], str]) -> Iterable[Difference]:
    where = "How it ends"
    before = end_words(expected.status, expected.error, expected.ends, title_of)
    now = got.stands or end_words(got.status, got.error, got.ends, title_of)
    is_same = (expected.status, expected.error) == (got.status, got.error)
    if got.stands or not is_same or (expected.ends and expected.ends != got.ends):
        if got.message and not got.stands:
            now = f"{now}: {got.message}"
        step = next(iter({*got.ends} - {*expected.ends}), "")
        yield Difference("end", where, before, now, step, codes=(expected.error, got.error))


def end_words(
    status: str, error: str, ends: tuple[str, ...], title_of: Callable[[str], str]
) -> str:
    """Return how a case ends: "ends at “Paid”", "fails because a system said no"."""
    if status == "failed":
        return fails_words(error)
    if status != "completed":
        return "is stopped" if status == "cancelled" else status
    names = " and ".join(f"“{title_of(step)}”" for step in ends)
    return f"ends at {names}" if names else "ends"


def _place(step: str, places: Mapping[str, int]) -> int:
    """Return where a step stands; one of a called workflow stands at its caller."""
    return places.get(step.partition("/")[0], len(places))


def _steps(
    expected: dict[str, Ports], got: dict[str, Ports], title_of: Callable[[str], str]
) -> Iterable[Difference]:
    for step in dict.fromkeys((*expected, *got)):
        before, now = expected.get(step, {}), got.get(step, {})
        if before != now:
            both = _passes(before, other=now), _passes(now, other=before)
            yield Difference("step", title_of(step), *both, step)


def _passes(ways: Ports, *, other: Ports) -> str:
    """Return how a step is passed; the way is told only where it is not the usual one."""
    if not ways:
        return "not needed"
    plain = set(ways) | set(other) <= {"out", ENDS}
    told = [_times(ways[way]) if plain else _way(way, ways[way]) for way in sorted(ways)]
    return ", ".join(told)


def _times(count: int) -> str:
    return "runs" if count == 1 else f"runs {count} times"


def _way(way: str, count: int) -> str:
    often = "" if count == 1 else f", {count} times"
    told = {FAILS: "fails", "out": "goes on as usual", ENDS: "ends"}.get(way, f"goes on by “{way}”")
    return told + often


# --- words ----------------------------------------------------------------------------------------


def place_words(at: Place) -> str:
    """Return a place as people read it: "lines · 1 · amount"; items count from 1."""
    head, *rest = at
    told = [str(key + 1) if isinstance(key, int) else key for key in rest]
    if head == "result":
        told.insert(0, "result")
    return " · ".join(told) or "all data"


def words(value: object) -> str:
    """Return a value as people read it, never cut inside of a number."""
    if value is GONE:
        return NOTHING
    if isinstance(value, str):
        return value or "empty text"
    return short(value)  # pyright: ignore[reportArgumentType] - only JSON is left


# --- taking over ----------------------------------------------------------------------------------


def accepted(expected: Expected, got: Reached) -> Expected:
    """Return what a run gave as what is expected from now on, at the same fields.

    A field that is gone is expected no longer; one that is new is not expected by itself.
    """
    kept = [(each.at, got.at(each.at)) for each in expected.fields]
    fields = tuple(
        Field(at=at, value=value)  # pyright: ignore[reportArgumentType] - only JSON is left
        for at, value in kept
        if value is not GONE
    )
    return expected.model_copy(
        update={
            "status": got.status,
            "error": got.error,
            "ends": got.ends,
            "steps": got.steps,
            "fields": fields,
        }
    )

"""Knows which values differ in every run, such as numbers of the run and moments in it.

Must not know Qt. A guess, on the safe side: what is taken for one is not ticked at first, no more.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.definition.json_value import JsonValue

_RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,64}", re.IGNORECASE
)
_SLACK = timedelta(minutes=1)
_SHORTEST = 6
"""Letters of a run's number by which it is known inside of another text."""


def changes_by(run: str, began: str, ended: str) -> Callable[[JsonValue], bool]:
    """Return what says of a value whether it will differ in the next run.

    Args:
        run: number of the run.
        began: its first moment (ISO, with time zone).
        ended: its last.
    """
    first, last = _moment(began), _moment(ended)

    def changes(value: JsonValue) -> bool:
        if not isinstance(value, str):
            return False
        if _RANDOM.search(value) or (len(run) >= _SHORTEST and run in value):
            return True
        return first is not None and last is not None and _lies(value, first, last)

    return changes


def _lies(value: str, first: datetime, last: datetime) -> bool:
    """Whether a text is a moment of the run, or one of its days."""
    found = _moment(value)
    if found is None:
        return False
    if "T" not in value:
        return first.date() <= found.date() <= last.date()
    return first - _SLACK <= found <= last + _SLACK


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)

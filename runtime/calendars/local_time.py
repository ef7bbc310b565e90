"""Knows local time where clocks are put forward and back. Must not know working hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)
NONE = timedelta(0)
# No zone changes its offset twice within this time.
STRIDE = timedelta(hours=12)


def offset_at(zone: ZoneInfo, moment: datetime) -> timedelta:
    """Returns what local time is ahead of UTC at a moment."""
    return moment.astimezone(zone).utcoffset() or NONE


def local(zone: ZoneInfo, moment: datetime) -> datetime:
    """Returns the local time, naive, so that a later moment never gives an earlier time.

    Where clocks are put back an hour comes twice; all of its second pass counts as its end.
    """
    found = moment.astimezone(zone)
    if found.fold == 0:
        return found.replace(tzinfo=None)
    before = found.replace(fold=0).utcoffset() or NONE
    back = before - (found.utcoffset() or NONE)
    return (_change(zone, moment - back, moment) + before).replace(tzinfo=None)


def moment_of(zone: ZoneInfo, time: datetime) -> datetime:
    """Returns the first moment (UTC) at which clocks show the local time or a later one.

    A time that comes twice is taken the first time; one left out gives the moment of the change.
    """
    first = time.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == time:
        return first
    return _change(zone, time.replace(tzinfo=zone, fold=1).astimezone(UTC), first)


def stretches(
    zone: ZoneInfo, start: datetime, end: datetime
) -> list[tuple[datetime, datetime, timedelta]]:
    """Returns the parts of start to end (UTC) with one offset each, in order."""
    changes = [start]
    at = start
    while at < end:
        later = min(at + STRIDE, end)
        if offset_at(zone, at) != offset_at(zone, later):
            change = _change(zone, at, later)
            if at < change < end:
                changes.append(change)
        at = later
    ends = [*changes[1:], end]
    return [(a, b, offset_at(zone, a)) for a, b in zip(changes, ends, strict=True)]


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Returns the first whole second with the offset of `after`; `before` has another one."""
    low, high = before.replace(microsecond=0), after.replace(microsecond=0)
    new = offset_at(zone, after)
    while high - low > SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (low, middle) if offset_at(zone, middle) == new else (middle, high)
    return high

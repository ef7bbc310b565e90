"""Knows how a moment is kept: whole microseconds since 1970 in UTC. Must not know any table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Returns an aware moment as microseconds since 1970, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def to_micros_or_none(moment: datetime | None) -> int | None:
    """Returns what `to_micros` does, and None for None."""
    return None if moment is None else to_micros(moment)


def from_micros(micros: int) -> datetime:
    """Returns the moment, aware and in UTC."""
    return _EPOCH + timedelta(microseconds=micros)


def from_micros_or_none(micros: int | None) -> datetime | None:
    """Returns what `from_micros` does, and None for None."""
    return None if micros is None else from_micros(micros)


def parsed(iso: str) -> datetime:
    """Returns the moment of an ISO text with its zone."""
    return datetime.fromisoformat(iso)

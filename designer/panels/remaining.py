"""Knows how much time is left until something is due, in words, and how long these words hold.

Must not know a clock, runs or widgets.
"""

from __future__ import annotations

from datetime import datetime

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def left(due: str, now: datetime) -> str:
    """Return how long it is until a moment: "2 d 4 h left", "17 min left", "3 h overdue".

    Args:
        due: the moment (ISO); "" or what is none gives "".
        now: aware.
    """
    seconds = _until(due, now)
    if seconds is None:
        return ""
    return f"{_span(abs(seconds))} {'overdue' if seconds < 0 else 'left'}"


def holds_for(due: str, now: datetime) -> float | None:
    """Return after how many seconds other words are right; None where there are none."""
    seconds = _until(due, now)
    if seconds is None:
        return None
    unit = _HOUR if abs(seconds) >= _HOUR else _MINUTE
    return seconds % unit if seconds >= 0 else unit - -seconds % unit


def _span(seconds: float) -> str:
    if seconds < _MINUTE:
        return "under 1 min"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE:.0f} min"
    days, rest = divmod(int(seconds), _DAY)
    parts = ((days, "d"), (rest // _HOUR, "h"))
    return " ".join(f"{amount} {unit}" for amount, unit in parts if amount)


def _until(due: str, now: datetime) -> float | None:
    try:
        return (datetime.fromisoformat(due) - now).total_seconds()
    except (ValueError, TypeError):  # no moment, or none of a known place
        return None

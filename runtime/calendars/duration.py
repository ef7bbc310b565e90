"""Knows the notation of durations, in clock time and in business time. Must not know any calendar.

The notation is ISO 8601 with two more units: `B` before `D`, `H` or `M` counts working time only.

| notation | meaning |
|---|---|
| `PT4H`, `PT90M`, `PT1H30M` | elapsed time, weekends and nights included |
| `P3D`, `P2W` | calendar days: the same time of day, so many days later |
| `P3BD` | business days: the same time of day on the third working day after |
| `PT8BH`, `PT30BM` | business hours and minutes: only working time counts |
| `P1BDT4BH` | first the days, then the hours |

Clock time and business time do not mix in one duration. Months and years have no fixed length and
are refused. What `duration_words` writes ("3 business days") is read as well.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from runtime.calendars.errors import DurationError

MINUTE, HOUR, DAY, WEEK = 60, 3_600, 86_400, 7
MAX_DAYS = 36_525
MAX_BUSINESS_DAYS = 10_000
MAX_LENGTH = 200
MAX_SHOWN = 40

_NUMBER = r"(\d{1,9}(?:[.,]\d{1,6})?)"
_UNITS = ("W", "D", "BD", "H", "M", "S", "BH", "BM", "BS")
_DATE = "".join(f"(?:{_NUMBER}{unit})?" for unit in _UNITS[:3])
_TIME = "".join(f"(?:{_NUMBER}{unit})?" for unit in _UNITS[3:])
_NOTATION = re.compile(rf"P(?!$){_DATE}(?:T(?!$){_TIME})?", re.ASCII)
_WORDS = re.compile(rf"{_NUMBER} (business )?(week|day|hour|minute|second)s?", re.ASCII)
_SEPARATOR = re.compile(r", | and | ")

Part = Literal["days", "seconds", "business_days", "business_seconds"]
# Each unit: which field it fills, and how many of that field's units it is.
_MEANING: dict[str, tuple[Part, int]] = {
    "W": ("days", WEEK),
    "D": ("days", 1),
    "BD": ("business_days", 1),
    "H": ("seconds", HOUR),
    "M": ("seconds", MINUTE),
    "S": ("seconds", 1),
    "BH": ("business_seconds", HOUR),
    "BM": ("business_seconds", MINUTE),
    "BS": ("business_seconds", 1),
}
_LIMIT: dict[Part, int] = {
    "days": MAX_DAYS,
    "seconds": MAX_DAYS * DAY,
    "business_days": MAX_BUSINESS_DAYS,
    "business_seconds": MAX_BUSINESS_DAYS * DAY,
}


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of clock time or of business time; never negative, never both.

    Attributes:
        days: calendar days, kept at the same time of day.
        seconds: elapsed seconds.
        business_days: working days, kept at the same time of day.
        business_seconds: seconds of working time.

    Raises:
        DurationError: an amount is negative, beyond a hundred years (10,000 business days), or both
            kinds are given.
    """

    days: int = 0
    seconds: int = 0
    business_days: int = 0
    business_seconds: int = 0

    def __post_init__(self) -> None:
        for part, limit in _LIMIT.items():
            if not 0 <= getattr(self, part) <= limit:
                raise DurationError(
                    "The duration is out of range.",
                    why=f"It has {getattr(self, part)} {part.replace('_', ' ')}; "
                    f"0 to {limit} are possible.",
                    next_step="Choose an amount in that range.",
                )
        if self.is_business and (self.days or self.seconds):
            raise DurationError(
                "The duration mixes clock time and business time.",
                why="It would depend on the order in which they are added.",
                next_step="Use only one kind, such as P1BDT4BH or P1DT4H.",
            )

    def __str__(self) -> str:
        return format_duration(self)

    @property
    def is_business(self) -> bool:
        """Whether it counts working time."""
        return bool(self.business_days or self.business_seconds)


def parse_duration(text: str) -> Duration:
    """Returns the duration that a notation (`P3BD`) or words ("3 business days") mean.

    A fraction is possible where whole seconds (or whole days) come out, as in `PT1.5H`.

    Raises:
        DurationError: the text is no duration; it says what one looks like.
    """
    plain = text.strip()
    found = _from_notation(plain) or _from_words(plain) if len(plain) <= MAX_LENGTH else None
    if not found:
        raise _unknown(plain)
    amounts: dict[Part, Decimal] = {}
    for number, unit in found:
        part, factor = _MEANING[unit]
        amounts[part] = amounts.get(part, Decimal(0)) + Decimal(number.replace(",", ".")) * factor
    whole = {part: int(amount) for part, amount in amounts.items()}
    if any(whole[part] != amount for part, amount in amounts.items()):
        raise _unknown(plain)
    return Duration(**whole)


def format_duration(duration: Duration) -> str:
    """Returns the shortest notation; `parse_duration` gives the same duration back."""
    date, time = "", ""
    for amount, unit in _amounts(duration):
        if unit in {"D", "BD"}:
            date += f"{amount}{unit}"
        else:
            time += f"{amount}{unit}"
    return f"P{date}{'T' + time if time else ''}" if date or time else "PT0S"


def duration_words(duration: Duration) -> str:
    """Returns the duration in English words: "3 business days", "1 hour 30 minutes"."""
    said = [_said(amount, unit) for amount, unit in _amounts(duration)]
    return " ".join(said) or "0 seconds"


def _amounts(duration: Duration) -> list[tuple[int, str]]:
    found = [(duration.days, "D"), (duration.business_days, "BD")]
    for seconds, business in ((duration.seconds, ""), (duration.business_seconds, "B")):
        minutes, rest = divmod(seconds, MINUTE)
        hours, minutes = divmod(minutes, 60)
        found += [(hours, f"{business}H"), (minutes, f"{business}M"), (rest, f"{business}S")]
    return [(amount, unit) for amount, unit in found if amount]


def _said(amount: int, unit: str) -> str:
    names = {"D": "day", "H": "hour", "M": "minute", "S": "second"}
    business = "business " if unit.startswith("B") else ""
    return f"{amount} {business}{names[unit[-1]]}{'' if amount == 1 else 's'}"


def _from_notation(text: str) -> list[tuple[str, str]]:
    found = _NOTATION.fullmatch(text.upper())
    if found is None:
        return []
    return [(number, unit) for number, unit in zip(found.groups(), _UNITS, strict=True) if number]


def _from_words(text: str) -> list[tuple[str, str]]:
    """Returns the amounts of "1 business day and 4 business hours", or nothing."""
    rest, found = " ".join(text.lower().split()), list[tuple[str, str]]()
    while match := _WORDS.match(rest):
        number, business, name = match.groups()
        unit = ("B" if business else "") + name[0].upper()
        rest = rest[match.end() :]
        separator = _SEPARATOR.match(rest)
        if unit not in _MEANING:
            return []
        found.append((number, unit))
        if separator is None:
            return [] if rest else found
        rest = rest[separator.end() :]
    return []


def _unknown(text: str) -> DurationError:
    months = re.search(r"^P[^T]*\d[YM]|month|year", text, re.IGNORECASE)
    shown = textwrap.shorten(text, MAX_SHOWN, placeholder="…")
    why = "Months and years have no fixed length." if months else "It is not written as one."
    return DurationError(
        f"{shown!r} is not a duration.",
        why=why,
        next_step="Write it like PT4H (4 hours), P3D (3 days), P3BD (3 business days) "
        "or PT8BH (8 business hours).",
    )

"""Knows how a run gets its name, and when a run of that name began. Must not know what a run is."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_OF_TIME = 10
"""Letters of an id that tell when the run began."""

CHANCE = 50
"""Bits of chance in an id."""


def new_run_id(now: datetime, chance: int | None = None) -> str:
    """Returns a new id: ten characters of time, so that ids sort by age, and ten of chance.

    Args:
        now: the moment.
        chance: `CHANCE` random bits; who asks again with the same moment means the same run.
    """
    moment = int(now.timestamp() * 1000)
    made = secrets.randbits(CHANCE) if chance is None else chance
    return _spell(moment, _OF_TIME) + _spell(made, 10)


def began_at(run: str) -> str:
    """Returns when a run was given its id (ISO, UTC); "" for an id of another form."""
    moment = 0
    for letter in run[:_OF_TIME]:
        moment = moment * len(_LETTERS) + _LETTERS.find(letter)
        if letter not in _LETTERS:
            return ""
    try:
        found = datetime.fromtimestamp(moment / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return ""
    return found.isoformat() if len(run) > _OF_TIME else ""


def _spell(number: int, length: int) -> str:
    spelled = ""
    for _ in range(length):
        number, rest = divmod(number, len(_LETTERS))
        spelled = _LETTERS[rest] + spelled
    return spelled

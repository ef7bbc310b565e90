"""Knows how a run gets its name. Must not know what a run is."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


CHANCE = 50
"""Bits of chance in an id."""


def new_run_id(now: datetime, chance: int | None = None) -> str:
    """Returns a new id: ten characters of time, so that ids sort by age, and ten of chance.

    Args:
        now: the moment.
        chance: `CHANCE` random bits; who asks again with the same moment means the same run.
    """
    moment = int(now.timestamp() * 1000)
    return _spell(moment, 10) + _spell(secrets.randbits(CHANCE) if chance is None else chance, 10)


def _spell(number: int, length: int) -> str:
    spelled = ""
    for _ in range(length):
        number, rest = divmod(number, len(_LETTERS))
        spelled = _LETTERS[rest] + spelled
    return spelled

"""Knows how time passes for calls: a monotonic clock and a sleep. Knows no wall clock."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@dataclass(frozen=True, slots=True)
class Timing:
    """The passing of time as retry, limits and circuit breaker see it.

    Args:
        monotonic: seconds since some point, never going back.
        sleep: wait this many seconds.
        jitter: a number in [0, 1), to spread retries.
    """

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = random.random

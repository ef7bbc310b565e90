"""Knows what time it is for the designer: the one place here that asks. Must not know what for."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the moment, aware and in UTC."""
    return datetime.now(UTC)

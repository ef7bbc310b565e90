"""Knows the public holidays of countries and their parts. Must not know any calendar or moment."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from runtime.calendars.errors import CalendarError

if TYPE_CHECKING:
    from datetime import date


@lru_cache(maxsize=2_000)
def public_holidays(region: str, year: int) -> frozenset[date]:
    """Returns the public holidays of a region in a year; the first call loads the library (0.2 s).

    Args:
        region: `DE`, `DE-BY`, `US-CA` …, as the holidays library names them.
        year: of the Gregorian calendar.

    Raises:
        CalendarError: the region is unknown.
    """
    from holidays import country_holidays

    country, _, part = region.partition("-")
    try:
        return frozenset(country_holidays(country, subdiv=part or None, years=year))
    except NotImplementedError:
        raise CalendarError(
            f"There are no public holidays for the region {region}.",
            why="It is no country, or no part of one, whose holidays Baton knows.",
            next_step="Use a code such as DE, DE-BY or US-CA, or list the holidays as dates.",
        ) from None


def known_regions() -> dict[str, tuple[str, ...]]:
    """Returns country code -> codes of its parts: "DE" and "BY" make the region "DE-BY"."""
    from holidays import list_supported_countries

    found = list_supported_countries(include_aliases=False)
    return {country: tuple(parts) for country, parts in sorted(found.items())}

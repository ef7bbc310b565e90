"""Knows how to read a long list page by page. Must not know how a page is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import JsonValue

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Page = list[JsonValue]


async def offset_pages(
    fetch: Callable[[int, int], Awaitable[Page]], *, size: int, most: int | None = None
) -> Page:
    """Return all items of a list that is read by offset and limit.

    Args:
        fetch: returns the page that starts at an offset, with at most so many items.
        size: items a page; a shorter page is the last one.
        most: stop after this many items; None reads to the end.
    """
    items: Page = []
    while most is None or len(items) < most:
        wanted = size if most is None else min(size, most - len(items))
        page = await fetch(len(items), wanted)
        items.extend(page)
        if len(page) < wanted:
            break
    return items

"""Knows how fields of objects are named: by names that dots join. Must not know whose they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_FIELD_PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def is_field_path(text: str) -> bool:
    """Whether the text names a field, maybe inside of others: client.tax_id."""
    return _FIELD_PATH.fullmatch(text) is not None


def overwriting(paths: Collection[str]) -> tuple[str, str] | None:
    """Returns two paths of which one would take the other's place: client and client.tax_id."""
    known = frozenset(paths)
    for path in paths:
        for end, sign in enumerate(path):
            if sign == "." and path[:end] in known:
                return path[:end], path
    return None

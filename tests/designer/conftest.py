"""Sets the rules for all tests of the designer. Must not know what any of them tests."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_MUCH = 20_000
"""New objects after which a test is followed by a look for garbage."""


@pytest.fixture(autouse=True)
def garbage_in_this_thread() -> Iterator[None]:
    """Looks for garbage between tests alone, in the thread of the widgets.

    Any thread that makes an object may be the one that looks: one that keeps a journal would take
    the widgets of the test before apart, and the process would end.
    """
    is_on = gc.isenabled()
    gc.disable()
    yield
    if gc.get_count()[0] > _MUCH:
        gc.collect(1)
    if is_on:
        gc.enable()

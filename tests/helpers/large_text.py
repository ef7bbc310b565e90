"""Knows how tests read text of another size. Must not know what they look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture
def reading(qapp: QApplication) -> Iterator[Callable[[float], None]]:
    """Lets a person read text of another size, as when it is changed in the system."""
    before = qapp.property("textScale"), qapp.font()

    def read(scale: float) -> None:
        qapp.setProperty("textScale", scale)
        font = qapp.font()
        font.setPixelSize(round(13 * scale))
        qapp.setFont(font)

    yield read
    qapp.setProperty("textScale", before[0])
    qapp.setFont(before[1])

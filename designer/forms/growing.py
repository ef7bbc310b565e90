"""Knows how something large that is made a little at a time gets its looks. Not what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable


def polished(bits: Iterable[object], whole: QWidget) -> Generator[None]:
    """Let the style look at what is new after each bit; when it is shown it has done so.

    Args:
        bits: makes a little for each that it hands out.
        whole: what grows.
    """
    for _ in bits:
        _polish(whole)
        yield
    _polish(whole)


def _polish(whole: QWidget) -> None:
    for widget in whole.findChildren(QWidget):
        if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            widget.ensurePolished()

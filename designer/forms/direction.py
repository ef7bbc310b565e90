"""Knows on which side text begins: Arabic and Hebrew at the right. Must not know what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import bidirectional

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPlainTextEdit

_ALIGN = Qt.AlignmentFlag
_STRONG = frozenset({"L", "R", "AL"})
"""Letters with a direction of their own: Latin and the like, Hebrew, Arabic."""


def begins_right(text: str) -> bool:
    """Whether the first letter of a text is one that is written from the right."""
    for letter in text:
        sort = bidirectional(letter)
        if sort in _STRONG:
            return sort != "L"
    return False


def follow_script(box: QPlainTextEdit) -> None:
    """Let the lines of a box begin where its script begins, whatever is typed there.

    Qt turns the words of such a text round by itself, and leaves its lines at the left.
    """

    def follow() -> None:
        document = box.document()
        option = document.defaultTextOption()
        is_turned = document.firstBlock().textDirection() == Qt.LayoutDirection.RightToLeft
        side = _ALIGN.AlignRight if is_turned else _ALIGN.AlignLeft
        if option.alignment() != side:
            option.setAlignment(side)
            document.setDefaultTextOption(option)

    box.document().contentsChanged.connect(follow)

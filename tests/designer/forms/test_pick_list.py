"""List boxes narrower than their words: a person must see that there is more to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtWidgets import QStyleOptionComboBox

from designer.forms.pick_list import PickList

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LONG = "Ask everybody who has ever signed a framework agreement with this client"


def painted(box: PickList) -> str:
    """Return the words as they are painted."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    return option.currentText  # pyright: ignore[reportAttributeAccessIssue] - not in the stubs


def test_words_that_are_cut_end_in_dots(qtbot: QtBot) -> None:
    """Else half a choice reads as if it were the whole one."""
    box = PickList()
    qtbot.addWidget(box)
    box.addItems([LONG, "No"])
    box.resize(200, 32)
    assert painted(box).endswith("…")
    assert LONG.startswith(painted(box)[:-1])
    assert box.currentText() == LONG
    box.setCurrentIndex(1)
    assert painted(box) == "No"
    box.setCurrentIndex(0)
    box.resize(box.sizeHint())
    assert painted(box) == LONG

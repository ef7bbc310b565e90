"""A window that is watched must answer whatever stands in front, or whoever asks waits for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from tests.flows.designer.watched import ANSWERS

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_under_a_dialog_no_card_can_be_reached(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setModal(True)
    dialog.show()
    qtbot.waitUntil(lambda: ANSWERS["window"]()["size"] == [0, 0])
    assert ANSWERS["card"]("Finance approves") == {}
    assert ANSWERS["words"]() == []

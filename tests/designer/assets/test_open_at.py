"""Somebody who needs large letters reads a dialog whole, without making it larger each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtWidgets import QDialog

from designer.assets.style import BODY, body_font, open_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def large(qapp: QApplication) -> Iterator[float]:
    """Text half as large again as usual."""
    before, scale = qapp.font(), 1.5
    font = body_font()
    font.setPixelSize(round(BODY * scale))
    qapp.setFont(font)
    yield font.pixelSize() / BODY
    qapp.setFont(before)


def opened(qtbot: QtBot, width: int, height: int) -> tuple[int, int]:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    open_at(dialog, width, height)
    return dialog.width(), dialog.height()


def test_a_window_grows_with_the_letters(large: float, qtbot: QtBot) -> None:
    assert opened(qtbot, 300, 200) == (round(300 * large), round(200 * large))


def test_no_window_is_larger_than_the_screen(
    large: float, qtbot: QtBot, qapp: QApplication
) -> None:
    screen = qapp.primaryScreen().availableSize()
    width, height = opened(qtbot, screen.width() * 3 // 4, screen.height() * 3 // 4)
    assert large > 1
    assert width < screen.width()
    assert height < screen.height()

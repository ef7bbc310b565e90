"""Whoever looks at every picture must notice what is out of line, or it is in every release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from designer.assets.style import look
from tests.helpers import looks

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 300)
    return made


def put(window: QWidget, left: int, height: int = 20) -> None:
    """Put a heading above a field, so far from the left and so high."""
    heading, field = QLabel("Account", window), QLineEdit(window)
    look(heading, "heading")
    heading.setGeometry(left, 10, 200, height)
    field.setGeometry(20, 40, 200, 30)
    window.show()


@pytest.mark.parametrize("aside", [-3, -1, 1, 3])
def test_a_heading_a_little_beside_its_field_is_noticed(window: QWidget, aside: int) -> None:
    put(window, 20 + aside)
    (fault,) = looks.crooked(window)
    assert f"{abs(aside)} px" in fault


@pytest.mark.parametrize("aside", [0, 12])
def test_what_is_in_line_or_set_in_on_purpose_is_no_fault(window: QWidget, aside: int) -> None:
    put(window, 20 + aside)
    assert not looks.crooked(window)


def test_a_heading_that_floats_over_an_empty_page_is_noticed(window: QWidget) -> None:
    put(window, 20, height=180)
    (fault,) = looks.crooked(window)
    assert "floats" in fault

"""Whoever reads large text sees the signs on buttons as large as the words beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from designer.assets import style
from designer.assets.icons import icon, square
from designer.assets.theme import LIGHT
from designer.forms.parts import icon_button
from designer.shell.banner import Banner, Message
from designer.shell.drawer import Drawer
from designer.shell.header import Header
from designer.shell.rail import Place, Rail
from tests.helpers.large_text import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication

__all__ = ["reading"]
LARGE = 1.5


@pytest.mark.parametrize("scale", [1.0, LARGE, 2.0])
def test_an_icon_grows_with_the_text(reading: Callable[[float], None], scale: float) -> None:
    reading(scale)
    sign = QSize(round(16 * scale), round(16 * scale))
    assert square(16) == sign
    assert icon("plus", "#000000", 16).actualSize(QSize(200, 200)) == sign


def _banner() -> QWidget:
    return Banner(Message("What happened.", button="Do", do=lambda: None), LIGHT)


def _rail() -> QWidget:
    return Rail([Place("workflows", "Workflows", "workflows")], LIGHT)


def _small_button() -> QWidget:
    return icon_button("plus", "Add", LIGHT, lambda: None)


def _plain(kind: type[QAbstractButton]) -> Callable[[], QWidget]:
    def made() -> QWidget:
        button = kind()
        button.setIcon(icon("plus", LIGHT.text, 16))
        return button

    return made


@pytest.mark.parametrize(
    "made", [_banner, _rail, _small_button, _plain(QPushButton), _plain(QToolButton)]
)
def test_signs_on_buttons_grow_with_the_text(
    qtbot: Any, qapp: QApplication, reading: Callable[[float], None], made: Callable[[], QWidget]
) -> None:
    before = qapp.styleSheet(), qapp.palette()
    sizes: list[list[QSize]] = []
    for scale in (1.0, LARGE):
        reading(scale)
        style.apply(qapp, LIGHT)
        widget = made()
        qtbot.addWidget(widget)
        widget.ensurePolished()
        buttons = widget.findChildren(QAbstractButton)
        buttons += [widget] if isinstance(widget, QAbstractButton) else []
        sizes.append([b.iconSize() for b in buttons if not b.icon().isNull()])
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    assert sizes[0]
    assert sizes[1] == [size * LARGE for size in sizes[0]]


def _drawer() -> QWidget:
    return Drawer(LIGHT)


def _header() -> QWidget:
    return Header(LIGHT)


def _signs(widget: QWidget) -> list[QSize]:
    buttons = widget.findChildren(QAbstractButton)
    return [b.iconSize() for b in buttons if not b.icon().isNull()]


@pytest.fixture
def drawn(qapp: QApplication) -> Iterator[Callable[[], None]]:
    """Applies the style as when the size of the system's text changed."""
    before = qapp.styleSheet(), qapp.palette()
    yield lambda: style.apply(qapp, LIGHT)
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])


@pytest.mark.parametrize("made", [_rail, _drawer, _header])
def test_signs_of_the_window_grow_also_when_the_text_does_later(
    qtbot: Any,
    drawn: Callable[[], None],
    reading: Callable[[float], None],
    made: Callable[[], QWidget],
) -> None:
    reading(1.0)
    drawn()
    widget = made()
    qtbot.addWidget(widget)
    widget.show()
    plain = _signs(widget)
    reading(LARGE)
    drawn()
    assert plain
    qtbot.waitUntil(lambda: _signs(widget) == [size * LARGE for size in plain])


def test_a_sign_of_the_rail_has_room_on_its_button(
    qtbot: Any, drawn: Callable[[], None], reading: Callable[[float], None]
) -> None:
    """Else whoever reads text twice as large sees half of each sign."""
    reading(2.0)
    drawn()
    widget = _rail()
    qtbot.addWidget(widget)
    widget.show()
    for button in widget.findChildren(QAbstractButton):
        assert button.iconSize().width() < button.width() < widget.width()
        assert button.iconSize().height() < button.height()

"""A theme that reaches only some widgets leaves dark words on dark ground."""

from __future__ import annotations

import re
from importlib.resources import files
from time import thread_time
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QStyle,
    QWidget,
)

from designer.assets import style
from designer.assets.theme import DARK, LIGHT, THEMES, Theme
from tests.helpers.stall_watch import LONGEST, hold

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_every_name_in_the_style_sheet_has_a_value_in_every_theme(
    qapp: QApplication, theme: Theme
) -> None:
    assert qapp
    assert "$" not in style.style_sheet(theme)


def test_the_style_sheet_has_no_colour_of_its_own() -> None:
    text = (files("resources") / "themes" / "widgets.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", text)


def test_no_text_is_smaller_than_eleven_pixels(qapp: QApplication) -> None:
    assert qapp
    sizes = [int(size) for size in re.findall(r"font-size: (\d+)px", style.style_sheet(LIGHT))]
    assert min(sizes) >= 11


def test_large_system_text_makes_every_size_larger(qapp: QApplication) -> None:
    assert qapp
    assert "font-size: 22px" in style.style_sheet(LIGHT, 2.0)
    assert style.body_font(2.0).pixelSize() == 26


def test_the_theme_changes_while_the_window_is_open(qapp: QApplication) -> None:
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    try:
        style.apply(qapp, LIGHT)
        light = qapp.palette().color(QPalette.ColorRole.Window).name().upper()
        style.apply(qapp, DARK)
        dark = qapp.palette().color(QPalette.ColorRole.Window).name().upper()
        assert (light, dark) == (LIGHT.panel, DARK.panel)
        assert DARK.surface in qapp.styleSheet()
    finally:
        qapp.setStyleSheet(before[0])
        qapp.setPalette(before[1])
        qapp.setFont(before[2])


def _restyled(app: QApplication) -> float:
    """Return how long all widgets that there are take another theme."""
    style.apply(app, LIGHT)
    began = thread_time()
    style.apply(app, DARK)
    return thread_time() - began


@pytest.mark.timing
def test_a_window_full_of_fields_takes_another_theme_at_once(
    qapp: QApplication, qtbot: QtBot
) -> None:
    """Else the window stands still for a second when evening comes and the system turns dark."""
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    without = _restyled(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    for _ in range(10):
        around = window
        for _ in range(20):  # a field lies in a row, a form, a page, a panel…
            around = QWidget(around)
        QLineEdit(around)
    try:
        with qtbot.waitExposed(window):
            window.show()
        hold(_restyled(qapp) - without, LONGEST, "another theme")
    finally:
        qapp.setStyleSheet("")
        qapp.setStyleSheet(before[0])
        qapp.setPalette(before[1])
        qapp.setFont(before[2])


def test_buttons_of_dialogs_bear_no_pictures_of_the_system(qapp: QApplication) -> None:
    """Else a red cross of another design stands on “Cancel” in some dialogs and not in others."""
    assert qapp
    icons = QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons
    wanted = "QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 1; }"
    before = qapp.styleSheet()
    told: list[int] = []
    try:
        for own in ("", style.style_sheet(LIGHT)):
            qapp.setStyleSheet(wanted + own)
            box = QDialogButtonBox()
            box.ensurePolished()
            told.append(box.style().styleHint(icons, None, box))
    finally:
        qapp.setStyleSheet(before)
    assert told == [1, 0]


def test_a_widget_can_change_what_it_is(qapp: QApplication) -> None:
    assert qapp
    button = QPushButton("Save")
    style.look(button, "primary")
    style.look(button, "quiet", "failed")
    assert (button.property("look"), button.property("tone")) == ("quiet", "failed")


def test_a_machine_with_fonts_is_not_warned_about_them(qapp: QApplication) -> None:
    assert qapp
    assert not style.fonts_missing()


@pytest.mark.parametrize("count", [1, 4, 9])
def test_an_opened_list_shows_all_of_its_entries_whole(qapp: QApplication, count: int) -> None:
    """Else the last thing to choose is cut through the middle, and an arrow stands below it."""
    before = qapp.styleSheet()
    style.apply(qapp, LIGHT)
    box = QComboBox()
    try:
        box.addItems([f"Choice {number}" for number in range(count)])
        box.show()
        box.showPopup()
        qapp.processEvents()
        view, last = box.view(), box.model().index(count - 1, 0)
        assert view.visualRect(last).bottom() <= view.viewport().rect().bottom()
        assert view.window().height() == view.height(), "room for an arrow to scroll with"
    finally:
        box.hidePopup()
        box.close()
        qapp.setStyleSheet(before)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_a_hint_in_a_line_that_is_off_is_no_stronger_than_its_words(
    qtbot: QtBot, theme: Theme
) -> None:
    """A drawing that is only read seemed to invite typing where nothing can be typed."""
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setStyleSheet(style.style_sheet(theme))
    line.setEnabled(False)
    line.ensurePolished()
    off = line.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.PlaceholderText)
    assert off.name().upper() == theme.states["disabled"].ink.upper()

"""A theme that reaches only some widgets leaves dark words on dark ground."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton, QStyle

from designer.assets import style
from designer.assets.theme import DARK, LIGHT, THEMES, Theme


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

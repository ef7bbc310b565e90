"""A person says who they are in plain words; the runtime keeps telling people from other actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtWidgets import QLineEdit

from designer.assets.theme import LIGHT
from designer.dialogs.person_settings import PersonSettings
from designer.forms.context import FormContext

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def settings(qtbot: QtBot, actor: str) -> PersonSettings:
    made = PersonSettings({"theme": "dark", "actor": actor}, FormContext(LIGHT))
    qtbot.addWidget(made)
    return made


def name_field(dialog: PersonSettings) -> QLineEdit:
    return dialog.findChildren(QLineEdit)[0]


def test_a_name_is_shown_and_taken_without_the_word_before_it(qtbot: QtBot) -> None:
    dialog = settings(qtbot, "user:analyst")
    assert name_field(dialog).text() == "analyst"
    assert dialog.value()["actor"] == "user:analyst"
    assert dialog.value()["theme"] == "dark"


def test_an_actor_of_another_sort_stays_what_it_is(qtbot: QtBot) -> None:
    assert settings(qtbot, "bot:nightly").value()["actor"] == "bot:nightly"


def test_no_name_is_the_person_here(qtbot: QtBot) -> None:
    assert settings(qtbot, "").value()["actor"] == "user:me"

"""Gives tests of the window a window, in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from designer.document.drafts.shelf import Shelf
from designer.settings.preferences import Preferences, PreferencesFile
from designer.shell.files import Files
from designer.shell.studio import Studio
from tests.helpers.studios import PreparedAnswers, studio_services

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from designer.shell.banner import Message


@pytest.fixture
def answers(tmp_path: Path) -> PreparedAnswers:
    return PreparedAnswers(tmp_path)


@pytest.fixture
def said() -> list[Message]:
    """What the files of the window say."""
    return []


@pytest.fixture
def files(
    tmp_path: Path, answers: PreparedAnswers, said: list[Message], qtbot: QtBot
) -> Iterator[Files]:
    del qtbot
    made = Files(Shelf(tmp_path / "drafts"), Preferences(), cast("Any", answers))
    made.said.connect(said.append)
    yield made
    answers.unsaved_answer = "discard"
    made.close()


@pytest.fixture
def plain_look(qapp: QApplication) -> Iterator[None]:
    """Leaves the application as it was: the window paints all of it."""
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    yield
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])


@pytest.fixture
def studio(
    plain_look: None, tmp_path: Path, qtbot: QtBot, answers: PreparedAnswers
) -> Iterator[Studio]:
    del plain_look
    made = Studio(
        studio_services(),
        Shelf(tmp_path / "drafts"),
        PreferencesFile(tmp_path / "designer.json"),
        Preferences(theme="light"),
        cast("Any", answers),
    )
    qtbot.addWidget(made.window)
    made.window.resize(1440, 900)
    made.window.show()
    yield made
    answers.unsaved_answer = "discard"
    made.files.close()
    made.close()

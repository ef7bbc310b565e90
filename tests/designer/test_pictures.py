"""Every screen of the pictures, in both themes: words that are cut, too small, or a keyboard that
nobody sees keep people from working, however well the rest works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from picture_scenes import SCENES
from picture_stage import Stage
from PySide6.QtWidgets import QApplication, QWidget

from designer.assets import style
from designer.assets.theme import THEMES
from tests.helpers import looks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QPixmap

pytestmark = pytest.mark.slow
SMALL = (1280, 800)
LARGE_TEXT = 1.5
MAIN = (
    "start-page",
    "empty",
    "settings-approval",
    "settings-table",
    "connections",
    "tasks",
    "start-dialog",
    "run-data",
    "run-failed",
)
"""The scenes whose every field is looked at in dark colours too."""
every_scene = pytest.mark.parametrize("name", SCENES)


@pytest.fixture(scope="module")
def stage(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The whole window with its processes, as small as it is meant to be used."""
    before = qapp.styleSheet(), qapp.palette(), qapp.font(), qapp.property("textScale")
    made = Stage(tmp_path_factory.mktemp("stage"), *SMALL)
    made.set_theme("light")
    yield made
    made.close()
    qapp.setProperty("textScale", before[3])
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])


def found(stage: Stage, name: str, *eyes: Callable[[QWidget], list[str]]) -> list[str]:
    """What somebody finds wrong with a scene."""
    wrong: list[str] = []

    def look(window: QWidget) -> None:
        wrong.extend(fault for eye in eyes for fault in eye(window))

    stage.seen = look
    scene: Callable[[Stage], QPixmap | None] = SCENES[name]
    stage.play(scene)
    return wrong


def in_the_dark(window: QWidget) -> list[str]:
    """What somebody finds wrong with the same window in dark colours."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, THEMES["dark"])
    try:
        return [f"dark: {fault}" for eye in (looks.cut, looks.dull) for fault in eye(window)]
    finally:
        style.apply(app, THEMES["light"])


@every_scene
def test_all_can_be_read_and_one_sees_where_the_keyboard_is(stage: Stage, name: str) -> None:
    eyes = [looks.cut, looks.small, looks.dull]
    assert not found(stage, name, *eyes, *([in_the_dark] if name in MAIN else []))


@every_scene
def test_no_word_is_cut_for_who_reads_large_text(stage: Stage, name: str) -> None:
    app = stage.app
    assert isinstance(app, QApplication)
    app.setProperty("textScale", LARGE_TEXT)
    style.apply(app, THEMES["light"])
    try:
        assert not found(stage, name, looks.cut)
    finally:
        app.setProperty("textScale", 1.0)
        style.apply(app, THEMES["light"])

"""Every screen of the pictures, in both themes: words that are cut, too small, or a keyboard that
nobody sees keep people from working, however well the rest works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from picture_canvas import CANVAS_SCENES, LARGE_TEXT
from picture_scenes import SCENES
from picture_stage import Stage
from PySide6.QtWidgets import QApplication, QWidget

from designer.assets import style
from designer.assets.theme import THEMES
from tests.helpers import looks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QPixmap

    from designer.settings.preferences import ThemeChoice

pytestmark = pytest.mark.slow
SMALL = (1280, 800)
_LOOKS = 2
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
SAME_WORDS = {"story-fitted", "story-approvals", "invoice", "groups", "read-only"}
"""Their canvas differs from that of "story", but no label, button or field does."""
WORDS = [name for name in SCENES if name not in CANVAS_SCENES]
"""The scenes with labels, buttons and fields that no other scene has."""


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


@pytest.fixture(scope="module")
def wear(stage: Stage) -> Callable[[ThemeChoice, float], None]:
    """Gives the window colours and a size of text, once for all scenes that follow."""
    worn: list[tuple[ThemeChoice, float]] = [("light", 1.0)]

    def put_on(theme: ThemeChoice, scale: float) -> None:
        if worn[0] != (theme, scale):
            worn[0] = (theme, scale)
            stage.clear()  # every widget that is there is given its looks anew
            app = stage.app
            assert isinstance(app, QApplication)
            app.setProperty("textScale", scale)
            stage.set_theme(theme)
            style.apply(app, THEMES[theme])

    return put_on


def found(stage: Stage, name: str, *eyes: Callable[[QWidget], list[str]]) -> list[str]:
    """What somebody finds wrong with a scene, and still does at the second look."""
    wrong: list[str] = []

    def look(window: QWidget) -> None:
        for _ in range(_LOOKS):
            wrong[:] = [fault for eye in eyes for fault in eye(window)]
            if not wrong:
                return
            stage.settle()  # a line may just be laid out anew

    stage.seen = look
    scene: Callable[[Stage], QPixmap | None] = SCENES[name]
    stage.play(scene)
    return wrong


@pytest.mark.parametrize("name", WORDS)
def test_all_can_be_read_and_one_sees_where_the_keyboard_is(
    stage: Stage, wear: Callable[[ThemeChoice, float], None], name: str
) -> None:
    wear("light", 1.0)
    assert not found(stage, name, looks.cut, looks.small, looks.crooked, looks.dull)


def test_the_run_log_is_pictured_at_a_line_that_was_chosen(
    stage: Stage, wear: Callable[[ThemeChoice, float], None]
) -> None:
    """Else its picture is the one of a run that waits, and nobody sees how a line is chosen."""
    wear("light", 1.0)
    moments: dict[str, int | None] = {}
    for name in ("run-waiting", "run-log"):
        found(stage, name)
        moments[name] = stage.studio.bench.moment
    assert moments["run-waiting"] is None
    assert moments["run-log"]


@pytest.mark.parametrize("name", CANVAS_SCENES)
def test_every_picture_of_the_canvas_can_be_taken(
    stage: Stage, wear: Callable[[ThemeChoice, float], None], name: str
) -> None:
    """Else nobody sees any more how a state, a group or an edge looks before it is released."""
    wear("light", 1.0)
    assert not found(stage, name)
    assert not stage.warnings


@pytest.mark.parametrize("name", [name for name in WORDS if name not in SAME_WORDS])
def test_no_word_is_cut_for_who_reads_large_text(
    stage: Stage, wear: Callable[[ThemeChoice, float], None], name: str
) -> None:
    wear("light", LARGE_TEXT)
    assert not found(stage, name, looks.cut)


@pytest.mark.parametrize("name", MAIN)
def test_all_can_be_read_in_the_dark(
    stage: Stage, wear: Callable[[ThemeChoice, float], None], name: str
) -> None:
    wear("dark", 1.0)
    assert not found(stage, name, looks.cut, looks.dull)


@pytest.mark.parametrize("name", MAIN)
def test_all_can_be_read_in_high_contrast(
    stage: Stage, wear: Callable[[ThemeChoice, float], None], name: str
) -> None:
    """Thick borders take room: no word may be cut for it."""
    wear("contrast", 1.0)
    assert not found(stage, name, looks.cut, looks.dull)

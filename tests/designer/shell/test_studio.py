"""The window as a person has it: open, draw, test, close, without a way to lose anything."""

from __future__ import annotations

from threading import Event
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QWidget

from designer.assets.theme import CONTRAST, DARK, LIGHT
from designer.canvas.states import CardState
from designer.document.opening import open_file
from designer.settings.preferences import PreferencesFile
from designer.shell import person
from designer.shell.desk import BOTTOM, LEFT, RIGHT

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.shell.studio import Studio
    from tests.helpers.studios import NoticingEngine, PreparedAnswers

TEMPLATE = "signed-sow-to-invoice"


def _engine(studio: Studio) -> NoticingEngine:
    return cast("NoticingEngine", cast("Any", studio.bench.services.engine))


def _id(studio: Studio) -> str:
    """By what the open workflow is remembered."""
    return str(studio.bench.draft.model.graph["id"])


def test_one_begins_with_a_template_by_one_click(studio: Studio) -> None:
    start = studio.window.start
    tiles = [
        b for b in start.findChildren(QPushButton) if b.accessibleName() == "Signed SOW to invoice"
    ]
    tiles[0].click()
    assert studio.window.page is studio.window.desk
    assert studio.bench.document.name == "Signed SOW to invoice"
    assert "Signed SOW to invoice" in studio.window.windowTitle()


def test_what_is_drawn_is_saved_and_read_back(
    studio: Studio, answers: PreparedAnswers, tmp_path: Path
) -> None:
    answers.save = tmp_path / "mine.baton.json"
    studio.files.new()
    studio.editing.add_step(studio.bench.services.offers[0])
    assert studio.window.windowTitle().startswith("*")
    studio.window.actions_of.run("file.save")
    assert not studio.window.windowTitle().startswith("*")
    assert len(open_file(tmp_path / "mine.baton.json").nodes()) == 1
    assert studio.preferences.recent[0] == str(tmp_path / "mine.baton.json")


def test_a_crash_forgets_neither_the_files_nor_what_a_test_began_with(
    studio: Studio, answers: PreparedAnswers, tmp_path: Path, qtbot: QtBot
) -> None:
    """They are written while the window goes on; no further act of the person is needed."""
    answers.save = tmp_path / "mine.baton.json"
    studio.files.from_template(TEMPLATE)
    studio.window.actions_of.run("file.save")
    studio.run.test()
    kept = PreferencesFile(tmp_path / "designer.json")
    qtbot.waitUntil(lambda: _id(studio) in kept.load().given)
    assert kept.load().recent[0] == str(tmp_path / "mine.baton.json")


def test_what_is_set_last_counts_where_a_disk_is_slow(
    studio: Studio, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a theme chosen while the disk still writes would be forgotten, or undone by it."""
    begun, goes_on, write = Event(), Event(), PreferencesFile.write

    def slowly(file: PreferencesFile, text: bytes) -> bool:
        begun.set()
        goes_on.wait(60)
        return write(file, text)

    monkeypatch.setattr(PreferencesFile, "write", slowly)
    kept = PreferencesFile(tmp_path / "designer.json")
    studio.preferences.actor = "one"
    studio.person.keep()
    qtbot.waitUntil(begun.is_set)
    studio.preferences.actor = "two"
    studio.person.keep()
    goes_on.set()
    qtbot.waitUntil(lambda: kept.load().actor == "two")
    studio.preferences.actor = "three"
    studio.person.keep()
    studio.preferences.actor = "four"
    studio.person.save()
    assert kept.load().actor == "four"


def test_selecting_on_the_canvas_shows_the_settings(studio: Studio) -> None:
    studio.files.from_template(TEMPLATE)
    step = next(iter(studio.bench.document.model.nodes))
    studio.link.scene.select((step,))
    assert studio.bench.selected == (step,)
    studio.bench.select(())
    assert studio.link.scene.selected_steps() == []


def test_the_window_does_not_close_over_edits_unasked(
    studio: Studio, answers: PreparedAnswers
) -> None:
    studio.files.new()
    studio.editing.add_step(studio.bench.services.offers[0])
    assert not studio.window.close()
    assert answers.asked[-1].startswith("unsaved")
    assert studio.window.isVisible()
    answers.unsaved_answer = "keep"
    assert studio.window.close()


def test_edits_of_an_earlier_window_stand_on_top_of_the_start_page(
    studio: Studio, answers: PreparedAnswers
) -> None:
    studio.files.new()
    studio.editing.add_step(studio.bench.services.offers[0])
    answers.unsaved_answer = "keep"
    studio.files.close()
    back = [b for b in studio.window.start.findChildren(QPushButton) if b.text() == "Bring back"]
    assert len(back) == 1
    back[0].click()
    assert len(studio.bench.document.model.nodes) == 1


def test_a_test_run_asks_for_nothing_real_and_says_so(
    studio: Studio, answers: PreparedAnswers
) -> None:
    studio.files.from_template(TEMPLATE)
    answers.filled = {"currency": "USD"}
    step = next(iter(studio.bench.document.model.nodes))
    studio.bench.toggle_stop(step)
    studio.run.test()
    order = _engine(studio).orders[0]
    assert (order.dry, order.stops) == (True, (step,))
    assert cast("dict[str, Any]", order.given)["currency"] == "USD"
    assert cast("dict[str, Any]", order.given)["sow"]
    assert studio.preferences.given[_id(studio)]["currency"] == "USD"
    assert studio.run.is_running


def test_a_field_that_is_called_otherwise_by_now_is_not_sent_unseen(
    studio: Studio, answers: PreparedAnswers
) -> None:
    """Else every test is refused after a rename, because of a value that no field shows."""
    studio.files.from_template(TEMPLATE)
    fields: Any = studio.bench.document.model.value(("graph", "input", "properties"))
    known = next(iter(fields))
    studio.preferences.given = {_id(studio): {known: "X", "renamed_away": "Y"}}
    answers.filled = {}
    studio.window.actions_of.run("run.test")
    assert _engine(studio).orders[0].given == {known: "X"}


def test_a_start_form_that_is_called_off_starts_nothing(
    studio: Studio, answers: PreparedAnswers
) -> None:
    studio.files.from_template(TEMPLATE)
    answers.filled = None
    studio.run.test()
    assert not _engine(studio).orders


def test_a_real_run_names_the_systems_first(studio: Studio, answers: PreparedAnswers) -> None:
    studio.files.from_template(TEMPLATE)
    studio.run.run_for_real()
    assert answers.systems == ["ERP"]
    assert not _engine(studio).orders
    answers.really = True
    studio.run.run_for_real()
    assert not _engine(studio).orders[0].dry


def test_an_empty_workflow_says_why_it_cannot_run(studio: Studio) -> None:
    studio.files.new()
    studio.run.test()
    assert "add a step" in studio.window.banners.messages[0].why


def test_the_button_stops_what_it_started(studio: Studio, qtbot: QtBot) -> None:
    studio.files.from_template(TEMPLATE)
    button = next(
        b for b in studio.window.header.findChildren(QPushButton) if "Test run" in b.text()
    )
    button.click()
    qtbot.waitUntil(lambda: bool(studio.bench.run and studio.bench.run.run))
    assert "Stop" in button.text()
    button.click()
    assert _engine(studio).asked


def test_steps_are_arranged_in_one_undo(studio: Studio, qtbot: QtBot) -> None:
    studio.files.from_template(TEMPLATE)
    document = studio.bench.document
    before = document.definition()
    studio.window.actions_of.run("canvas.arrange")
    qtbot.waitUntil(lambda: document.history.can_undo)
    assert document.history.entries[-1].title == f"Arrange {len(document.model.nodes)} steps"
    document.undo()
    assert document.definition().document() == before.document()


def test_light_and_dark_change_at_once_and_are_remembered(studio: Studio, tmp_path: Path) -> None:
    studio.window.actions_of.run("view.theme.dark")
    assert studio.bench.theme is DARK
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert DARK.panel in app.styleSheet()
    assert PreferencesFile(tmp_path / "designer.json").load().theme == "dark"


def test_who_sees_little_is_given_high_contrast_by_choice_or_by_the_system(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.window.actions_of.run("view.theme.contrast")
    assert studio.bench.theme is CONTRAST
    assert studio.preferences.theme == "contrast"
    wanted = [Qt.ContrastPreference.HighContrast]
    asked = SimpleNamespace(contrastPreference=lambda: wanted[0])
    hints = SimpleNamespace(accessibility=lambda: asked, colorScheme=lambda: Qt.ColorScheme.Unknown)
    monkeypatch.setattr(person, "QGuiApplication", SimpleNamespace(styleHints=lambda: hints))
    studio.window.actions_of.run("view.theme.system")
    assert studio.bench.theme is CONTRAST
    wanted[0] = Qt.ContrastPreference.NoPreference
    QGuiApplication.styleHints().accessibility().contrastPreferenceChanged.emit(wanted[0])
    assert studio.bench.theme is LIGHT


def test_a_narrow_window_leaves_room_for_the_canvas(studio: Studio, qtbot: QtBot) -> None:
    studio.files.new()
    desk = studio.window.desk
    assert desk.is_shown(LEFT)
    studio.window.resize(1200, 800)
    qtbot.waitUntil(lambda: not desk.is_shown(LEFT))
    assert desk.is_shown(RIGHT)
    studio.window.actions_of.run("view.left")
    assert desk.is_shown(LEFT)
    studio.window.resize(1440, 800)
    qtbot.waitUntil(lambda: desk.is_shown(LEFT))


@pytest.mark.parametrize("side", [LEFT, RIGHT, BOTTOM])
def test_every_panel_can_have_a_window_of_its_own_and_come_back(studio: Studio, side: str) -> None:
    studio.files.new()
    desk = studio.window.desk
    desk.toggle_detached(side)
    assert desk.is_detached(side)
    desk.toggle_detached(side)
    assert not desk.is_detached(side)


def test_where_panels_are_is_remembered(studio: Studio) -> None:
    studio.files.new()
    desk = studio.window.desk
    desk.show_side(RIGHT, is_shown=False)
    state = desk.arrangement()
    desk.reset()
    assert desk.is_shown(RIGHT)
    desk.arrange(state)
    assert not desk.is_shown(RIGHT)
    desk.arrange("no such state")
    assert not desk.is_shown(RIGHT)


def test_the_drawer_opens_at_a_tab_and_folds_again(studio: Studio) -> None:
    studio.files.new()
    drawer = studio.window.desk.drawer
    assert not drawer.is_open
    studio.window.status.problems_asked.emit()
    assert drawer.is_open
    assert drawer.current() == "problems"
    drawer.set_open(is_open=False)
    assert drawer.height() < 60


def test_the_keyboard_reaches_every_panel(studio: Studio) -> None:
    studio.files.from_template(TEMPLATE)
    studio.window.activateWindow()
    assert studio.panels is not None
    assert studio.panels.settings.page, "its fields are there"
    seen: set[QWidget] = set()
    panels = [studio.window.rail, studio.window.header, *studio.window.desk.panels()]
    for _ in range(len(panels) + 1):
        studio.window.next_panel()
        focus = studio.window.focusWidget()
        assert focus is not None
        seen |= {panel for panel in panels if panel is focus or panel.isAncestorOf(focus)}
    assert len(seen) == len(panels)


def test_every_button_of_the_frame_has_a_name_for_screen_readers(studio: Studio) -> None:
    studio.files.from_template(TEMPLATE)
    for part in (studio.window.rail, studio.window.header, studio.window.status, studio.area):
        for button in part.findChildren(QToolButton):
            assert button.accessibleName() or button.text(), button


@pytest.mark.parametrize("name", ["x" * 400, "<b>bold</b> & co", "名前 🚀", "   "])
def test_no_name_breaks_the_header(studio: Studio, name: str) -> None:
    studio.window.header.set_workflow("", name, "Draft")
    assert studio.window.header.minimumSizeHint().width() < 900


def test_a_file_that_is_broken_is_said_on_the_start_page_too(
    studio: Studio, tmp_path: Path
) -> None:
    (tmp_path / "bad.json").write_text("{")
    assert not studio.open_name(str(tmp_path / "bad.json"))
    assert studio.window.page is studio.window.start
    assert studio.window.banners.messages


def test_files_of_late_stand_in_the_menu(
    studio: Studio, answers: PreparedAnswers, tmp_path: Path
) -> None:
    answers.save = tmp_path / "mine & yours.baton.json"
    studio.files.new()
    studio.files.save()
    menu = studio.window.menuBar().actions()[0].menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    recent = next(m for m in menu.findChildren(QMenu) if m.title() == "Open recent")
    assert [a.text() for a in recent.actions()] == [str(answers.save).replace("&", "&&")]


def test_a_place_to_stop_that_is_set_while_a_test_runs_counts(studio: Studio, qtbot: QtBot) -> None:
    studio.files.from_template(TEMPLATE)
    studio.run.test()
    qtbot.waitUntil(lambda: bool(studio.bench.run and studio.bench.run.run))
    studio.bench.toggle_stop(next(iter(studio.bench.document.model.nodes)))
    assert studio.bench.run is not None
    assert studio.bench.run.stops == tuple(studio.bench.stops)


def test_who_wants_less_motion_has_it_at_once(studio: Studio, qtbot: QtBot) -> None:
    """Else what turns goes on turning for somebody whom it makes ill, until the next start."""
    studio.window.show()
    studio.files.new()
    studio.editing.add_step(studio.bench.services.offers[0])
    (step,) = studio.bench.document.model.nodes
    studio.view.reduce_motion(on=False)
    studio.view.canvas.set_states({step: CardState("running")}, {})
    qtbot.waitUntil(lambda: studio.view.is_moving)
    studio.person.set_preferences({"reduced_motion": True})
    item = studio.view.canvas.step_item(step)
    assert not studio.view.is_moving
    assert item is not None
    assert item.face.turn is None, "it stands as a whole ring, not cut in its turn"


@pytest.mark.parametrize(("room", "fills"), [((1280, 680), True), ((1440, 900), False)])
def test_a_window_that_its_screen_has_no_room_for_fills_the_screen(
    room: tuple[int, int],
    fills: bool,
    studio: Studio,
) -> None:
    """Else run bar and lower panels lie off the screen of a laptop, and nobody finds them."""
    window = studio.window
    window.hide()
    window.appear(QRect(QPoint(0, 20), QSize(*room)))
    assert window.isVisible()
    assert window.isMaximized() is fills

"""An action with a key that another has, or without a name, cannot be found by anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from designer.assets.theme import LIGHT
from designer.shell.actions import Action, Actions

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from designer.shell.studio import Studio

WANTED = (
    *("N", "Return", "C", "F5", "Ctrl+F5", "F9", "F10", "P", "D", "G", "Ctrl+Shift+L"),
    *("1", "2", "0", "F6", "F2", "Ctrl+Z", "Ctrl+Y", "?"),
)


def test_every_key_of_the_key_sheet_does_something(studio: Studio) -> None:
    keys = {
        QKeySequence(key).toString()
        for action in studio.window.actions_of.all.values()
        for key in action.keys
    }
    missing = [key for key in WANTED if QKeySequence(key).toString() not in keys]
    assert not missing


def test_no_two_actions_share_a_key_and_all_have_titles(studio: Studio) -> None:
    seen: dict[str, str] = {}
    for action in studio.window.actions_of.all.values():
        assert action.title.strip()
        for key in action.keys:
            text = QKeySequence(key).toString()
            assert text, f"{action.id} has a key that Qt does not know: {key}"
            assert text not in seen, f"{action.id} and {seen.get(text)} share {text}"
            seen[text] = action.id


def test_every_action_stands_in_a_menu(studio: Studio) -> None:
    def below(menu: QMenu) -> set[str]:
        names: set[str] = set()
        for action in menu.actions():
            inner = action.menu()
            names |= below(inner) if isinstance(inner, QMenu) else {action.objectName()}
        return names

    found: set[str] = set()
    for top in studio.window.menuBar().actions():
        menu = top.menu()
        assert isinstance(menu, QMenu)
        found |= below(menu)
    assert studio.window.actions_of.all.keys() <= found


def test_no_menu_is_empty(studio: Studio) -> None:
    for top in studio.window.menuBar().actions():
        menu = top.menu()
        assert isinstance(menu, QMenu)
        assert menu.actions(), top.text()


@pytest.mark.parametrize(
    "second",
    [
        Action("b", "", print),
        Action("a", "Again", print),
        Action("b", "Same key", print, keys=("ctrl+s",)),
    ],
    ids=["no title", "same id", "same key"],
)
def test_an_action_that_nobody_could_reach_is_refused(qtbot: QtBot, second: Action) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(window, LIGHT)
    actions.add([Action("a", "First", print, keys=("Ctrl+S",))])
    with pytest.raises(ValueError, match=second.id):
        actions.add([second])


def test_a_key_that_can_do_nothing_now_says_why(qtbot: QtBot) -> None:
    window, done, said = QWidget(), list[str](), list[str]()
    qtbot.addWidget(window)
    reasons = ["Nothing is selected."]
    actions = Actions(window, LIGHT)
    actions.refused.connect(said.append)
    act = Action("a", "Cut", lambda: done.append("cut"), why_not=lambda: reasons[0])
    actions.add([act])
    made: QAction = actions.qt("a")
    made.trigger()
    assert (done, said) == ([], ["Nothing is selected."])
    reasons[0] = ""
    made.trigger()
    assert (done, said[-1]) == (["cut"], "")


def test_what_cannot_be_done_is_grey_while_the_menu_is_open_and_its_key_works_after(
    qtbot: QtBot,
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(window, LIGHT)
    actions.add([Action("a", "Cut", print, why_not=lambda: "Nothing is selected.")])
    actions.refresh()
    assert not actions.qt("a").isEnabled()
    assert actions.qt("a").toolTip() == "Nothing is selected."
    actions.release()
    assert actions.qt("a").isEnabled()

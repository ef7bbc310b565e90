"""What a person loses when the panels of the drawer are all made at once: time at every start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QTabBar

from designer.document.opening import new_workflow
from designer.panels.data.panel import DataPanel
from designer.panels.run_log import RunLog
from runtime.definition import files

if TYPE_CHECKING:
    from pathlib import Path

    from designer.shell.studio import Studio

SIDE = QTabBar.ButtonPosition.RightSide


def test_a_panel_is_made_when_its_tab_is_first_seen_and_then_stays(
    studio: Studio, tmp_path: Path
) -> None:
    """Else opening waits for tabs that nobody looks at, or a tab forgets what it showed."""
    files.save(new_workflow(), tmp_path / "own.baton.json")
    assert studio.open_name(str(tmp_path / "own.baton.json"))
    window, drawer = studio.window, studio.window.desk.drawer
    drawer.set_open(is_open=False)
    assert not window.findChildren(RunLog)
    drawer.show_panel("log")
    (made,) = window.findChildren(RunLog)
    drawer.show_panel("data")
    drawer.show_panel("log")
    assert window.findChildren(RunLog) == [made]
    assert len(window.findChildren(DataPanel)) == 1
    assert made.isVisibleTo(window)


def test_a_tab_shows_how_many_and_how_bad(studio: Studio, tmp_path: Path) -> None:
    """Else nobody who works on the drawing sees that it cannot run, or that it can again."""
    files.save(new_workflow(), tmp_path / "own.baton.json")
    assert studio.open_name(str(tmp_path / "own.baton.json"))
    drawer = studio.window.desk.drawer
    (bar,) = [bar for bar in drawer.findChildren(QTabBar) if bar.accessibleName() == "Lower panels"]
    at = [bar.tabText(n) for n in range(bar.count())].index("History")
    drawer.set_count("history", 3, "failed")
    mark = bar.tabButton(at, SIDE)
    assert isinstance(mark, QLabel)
    assert (mark.text(), mark.property("tone")) == ("3", "failed")
    assert bar.accessibleTabName(at) == "History, 3"
    drawer.set_count("history", 3, "failed")
    assert bar.tabButton(at, SIDE) is mark  # nothing is laid out anew
    drawer.set_count("history", 1, "waiting")
    mark = bar.tabButton(at, SIDE)
    assert isinstance(mark, QLabel)
    assert mark.property("tone") == "waiting"
    drawer.set_count("history", 0, "waiting")
    assert bar.tabButton(at, SIDE) is None
    assert bar.accessibleTabName(at) == "History"

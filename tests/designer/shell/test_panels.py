"""What a person loses when the panels of the drawer are all made at once: time at every start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.opening import new_workflow
from designer.panels.data.panel import DataPanel
from designer.panels.run_log import RunLog
from runtime.definition import files

if TYPE_CHECKING:
    from pathlib import Path

    from designer.shell.studio import Studio


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

"""What a person loses when a long run is laid on the desk: a window that lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from designer.panels.run_log import RunLog
from runtime.definition import files
from runtime.definition.definition import Definition
from tests.helpers.long_drawings import long_drawing, round_and_round
from tests.helpers.run_sessions import RecordingEngine, session_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from designer.shell.studio import Studio
    from tests.helpers.stall_watch import StallWatch

pytest_plugins = ["tests.helpers.stall_watch"]
EVENTS = 20_000


@pytest.mark.slow
def test_twenty_thousand_events_are_laid_on_the_desk_a_little_at_a_time(
    studio: Studio, qtbot: QtBot, stall_watch: StallWatch, tmp_path: Path
) -> None:
    """Else the window stands still when a case of weeks is opened."""
    drawing = Definition.from_document(long_drawing(500))
    files.save(drawing, tmp_path / "long.baton.json")
    assert studio.files.open_path(tmp_path / "long.baton.json")
    engine = RecordingEngine()
    run = session_of(engine, drawing, "run", round_and_round(drawing, EVENTS))
    qtbot.waitUntil(lambda: len(run.events) == EVENTS, timeout=60_000)
    for tab in ("data", "items", "history", "log"):
        studio.window.desk.drawer.show_panel(tab)
        studio.bench.set_run(None)
        qtbot.wait(100)
        with stall_watch:
            studio.bench.set_run(run)
            qtbot.wait(400)
        stall_watch.hold_to(what=tab)
    (log,) = studio.window.findChildren(RunLog)
    qtbot.waitUntil(lambda: log.model.rowCount() == EVENTS)
    assert studio.moments.bar.count.text() == f"{EVENTS:,} of {EVENTS:,}"

"""The harness must measure what it says, in the promised shape. No test looks at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks import designer
from benchmarks.designer_measures import drawings
from runtime.definition import files
from tests.helpers.source_tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_the_drawings_open_and_have_as_many_steps_as_they_say(tmp_path: Path) -> None:
    """Else the figures would be those of another workflow."""
    document = files.load(drawings.write(tmp_path, 120)).document()
    assert isinstance(document["nodes"], list)
    assert len(document["nodes"]) == 120


def test_what_could_not_be_measured_is_said_and_not_left_out(tmp_path: Path) -> None:
    session = designer.Session(designer.QUICK, tmp_path, peer=False)
    session.skipped["window"] = "no screen"
    found = session.found()
    assert found["cold_start_s"] is None
    assert found["D2000"]["layout_s"] is None
    assert "no screen" in designer.table(found)


@pytest.mark.slow
def test_the_command_prints_every_figure_that_is_promised() -> None:
    """Whoever reads the JSON relies on these keys."""
    words = ["-m", "benchmarks.designer", "--quick", "--no-peer", "--json"]
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    for row, targets in designer.TARGETS.items():
        assert all(found[row][name] > 0 for name in targets), found
    assert set(found["vs_nodegraphqt"]) == {"load", "pan", "pan_near", "steps"}

"""What a process owner can draw: the 43 workflow control-flow patterns, each as a drawing.

The patterns are those of Russell, ter Hofstede, van der Aalst and Mulyar, “Workflow Control-Flow
Patterns: A Revised View” (BPM-06-22, 2006). `NN-name.baton.json` is the drawing,
`NN-name.cases.json` what happens in it and in which order its steps are completed.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from runtime import steps
from runtime.definition.definition import Definition
from runtime.plan.check import check
from runtime.plan.drawing import Drawing
from runtime.plan.survey import Survey
from runtime.testing import Crash, Played, crash_points, empty_database, expect, play, same
from tests.patterns.golden import drawn

if TYPE_CHECKING:
    from runtime.testing import Example

HERE = Path(__file__).parent
DRAWINGS = sorted(HERE.glob("*.baton.json"))
TABLE = HERE.parents[1] / "docs" / "patterns.md"
CASES = [
    pytest.param(case, id=f"{drawing.name[:2]}-{case.title}")
    for drawing in DRAWINGS
    for case in drawn(drawing)
]


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty database with its tables."""
    return empty_database(tmp_path_factory.mktemp("seed"))


def run(case: Example, folder: Path, seed: bytes, crash: Crash | None = None) -> Played:
    folder.mkdir()
    try:
        return asyncio.run(play(case, steps.kind("start"), folder, crash=crash, seed=seed))
    finally:
        shutil.rmtree(folder)


def test_every_pattern_is_drawn_and_told_in_the_manual() -> None:
    """A pattern that is missing is a process that cannot be drawn, and nobody says so."""
    assert [int(drawing.name[:2]) for drawing in DRAWINGS] == list(range(1, 44))
    table = TABLE.read_text(encoding="utf-8")
    rows = [(int(n), name) for n, name in re.findall(r"^\| (\d+) \| ([^|]+?) \|", table, re.M)]
    names = [Definition.from_document(json.loads(d.read_text("utf-8"))).meta.name for d in DRAWINGS]
    assert rows == list(enumerate(names, 1))


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.name[:2])
def test_check_has_no_error_for_it(drawing: Path) -> None:
    """A sound drawing that is called wrong cannot be published."""
    definition = Definition.from_document(json.loads(drawing.read_text(encoding="utf-8")))
    problems = check(definition, steps.kinds())
    assert [problem for problem in problems if problem.severity == "error"] == []


TWICE = {"08", "28", "31", "33", "41", "42"}
"""Patterns in which several paths go through one step, which is what they are about."""


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.name[:2])
def test_its_verdict_is_true(drawing: Path) -> None:
    """Every case of every pattern ends; that some run a step twice at once is what they are for."""
    definition = Definition.from_document(json.loads(drawing.read_text(encoding="utf-8")))
    verdict = Survey(Drawing(definition, steps.kinds())).verdict
    assert (verdict.doubts, verdict.stuck, verdict.endless, verdict.missed) == (
        [],
        {},
        set(),
        set(),
    )
    assert bool(verdict.twice) == (drawing.name[:2] in TWICE)
    told = {problem.code for problem in check(definition, steps.kinds())}
    assert bool(told & {"split.unjoined", "split.in_loop"}) == bool(verdict.twice)
    assert not told & {"join.may_wait", "join.never", "milestone.late", "case.unknown"}


@pytest.mark.parametrize("case", CASES)
def test_its_steps_come_in_their_order(case: Example, tmp_path: Path, seed: bytes) -> None:
    """A pattern that runs otherwise than drawn skips a check, or does work twice."""
    assert case.expect.order is not None
    assert expect(case, run(case, tmp_path / "run", seed)) == []


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_it_survives_a_crash_at_any_moment(case: Example, tmp_path: Path, seed: bytes) -> None:
    """A process that dies in a hard pattern must not lose a path, nor go it twice."""
    plain = run(case, tmp_path / "plain", seed)
    for commit, when in crash_points(plain.commits):
        played = run(case, tmp_path / "crashed", seed, Crash(commit, when))
        where = f"dying {when} commit {commit} of {plain.commits}"
        assert [*expect(case, played), *same(plain, played)] == [], where

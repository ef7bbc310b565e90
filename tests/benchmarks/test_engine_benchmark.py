"""The harness must measure what it says, in the promised shape. No test looks at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks import engine, workflows
from benchmarks.measures import limits, long_run
from benchmarks.report import summary, table
from benchmarks.targets import DBOS, SPIFF, TARGETS
from runtime.plan.check import check
from tests.helpers.source_tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.child import Figures

DRAWINGS = {
    "linear": workflows.linear(),
    "coroutine": workflows.linear(workflows.NoopAsync.name),
    "pure": workflows.pure(),
    "fan": workflows.fan(),
    "loop": workflows.loop(3),
    "waiting": workflows.waiting(),
    "small": workflows.small(),
}


def bench(*words: str) -> Figures:
    """What the command prints at its end."""
    command = [sys.executable, "-m", "benchmarks.engine", "--quick", "--no-peers", "--json", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_drawings_have_no_problems(name: str) -> None:
    """Else the figures would be those of a case that stops."""
    assert check(DRAWINGS[name], workflows.kinds()) == []


def test_a_row_is_measured_and_printed_in_the_promised_shape() -> None:
    """Whoever reads the JSON relies on these keys."""
    found = bench("--only", "P1")
    row = found["P1"]
    assert row["value"] > 0
    assert (row["unit"], row["target"], row["vs"]) == ("steps/s", 2500, {})
    assert row["vs_target"] == {SPIFF: 2, DBOS: 5}
    assert set(found) == {"P1", "limit", "peers", "effect", "machine"}
    assert found["limit"]["sqlite_commits_per_s"] > 0
    assert found["limit"]["fdatasync_per_s"] > 0
    assert found["limit"]["share"]["P1"] > 0


@pytest.mark.slow
def test_every_row_is_measured() -> None:
    """A row that cannot be measured any more would go unnoticed until somebody needs it."""
    found = bench()
    unmeasured = {row: found[row].get("skipped") for row in TARGETS if found[row]["value"] is None}
    assert set(unmeasured) <= {"P8"}
    assert set(found["P5"]["value"]) == set(found["P5"]["target"])


def test_an_unknown_row_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    """A typo must not measure nothing for minutes."""
    with pytest.raises(SystemExit) as end:
        engine.main(["--only", "P99"])
    assert end.value.code == 2
    assert "P99" in capsys.readouterr().err


def test_the_limits_are_rates(tmp_path: Path) -> None:
    """They are what every share is a share of."""
    assert limits.flushes(tmp_path, 0.05) > 0
    assert limits.rows(tmp_path, 0.05, 1) > 0
    assert limits.rows(tmp_path, 0.05, 200) > 0


SAMPLES: dict[str, list[Figures]] = {
    "P1": [{"value": v, "cpu_us": 200.0, "rows_a_step": 2.4} for v in (3000.0, 2000.0, 4000.0)],
    f"P1 {SPIFF}": [
        {"value": v, "journal_mode": "WAL", "synchronous": "FULL"} for v in (1000.0, 1000.0, 1000.0)
    ],
    f"P1 {DBOS} threads": [
        {"value": v, "journal_mode": "WAL", "synchronous": "FULL"} for v in (300.0, 200.0, 400.0)
    ],
    f"P1 {DBOS} async": [
        {"value": v, "journal_mode": "WAL", "synchronous": "FULL"} for v in (30.0, 20.0, 40.0)
    ],
    "limit": [{"fdatasync": 9000.0, "commits": 4000.0, "rows": 200_000.0}] * 3,
}


def test_medians_and_ratios_are_those_of_the_rounds() -> None:
    """A ratio of two minutes that were not the same says nothing."""
    found = summary(SAMPLES, ["P1"], {})
    row = found["P1"]
    assert row["value"] == 3000
    assert row["vs"] == {SPIFF: 3, DBOS: 10}
    assert row["met"] is True
    assert found["limit"]["share"]["P1"] == pytest.approx(3000 * 1.1 / 4000)
    assert found["peers"][DBOS]["synchronous"] == "FULL"
    assert "P1" in table(found)


def test_a_row_without_its_peers_is_neither_met_nor_missed() -> None:
    """Nobody may read a target as met that was not compared."""
    alone = {name: SAMPLES[name] for name in ("P1", "limit")}
    assert summary(alone, ["P1"], {})["P1"]["met"] is None


def test_a_row_that_was_not_measured_says_why() -> None:
    """A missing database must not look like a figure."""
    found = summary({}, ["P8"], {"P8": "no server"})
    assert (found["P8"]["value"], found["P8"]["skipped"]) == (None, "no server")
    assert "skipped" in table(found)


def test_the_long_run_compares_its_last_steps_with_its_first() -> None:
    """A case that slows down must show."""
    steady = long_run.compare([n * 1.0 for n in range(400)], 100)
    slower = long_run.compare(
        [n * 1.0 if n < 300 else 300 + (n - 300) * 3.0 for n in range(400)], 50
    )
    assert steady["value"] == pytest.approx(1)
    assert slower["value"] == pytest.approx(3)

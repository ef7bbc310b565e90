"""The hardest patterns leave exactly these events, whatever happens to the process meanwhile.

What a user loses when one fails: a case that an earlier Baton began, and that this one continues
otherwise; or an audit trail that tells of a crash instead of the process.
"""

from __future__ import annotations

from typing import Any

import pytest

from runtime.events import codec
from runtime.testing import Crash, Example, crash_points
from tests.flows.histories.record import events_of, played
from tests.helpers import histories
from tests.patterns.golden import HARDEST, traces

TRACES = traces()
CASES = [
    pytest.param(file.name, example, id=f"{file.name.partition('.')[0]}-{example.title}")
    for file, examples in TRACES.items()
    for example in examples
]
KEPT: dict[str, dict[str, Any]] = {
    file.name: {case["title"]: case["events"] for case in histories.read(file)["cases"]}
    for file in TRACES
}


def test_each_hard_pattern_and_undoing_has_its_trace() -> None:
    """Else the guard is gone with a file that is renamed."""
    assert [name[:2] for name in sorted(KEPT)] == [*HARDEST, "co"]
    assert {name: set(cases) for name, cases in KEPT.items()} == {
        file.name: {example.title for example in examples} for file, examples in TRACES.items()
    }


@pytest.mark.parametrize(("file", "example"), CASES)
def test_it_leaves_exactly_its_trace(file: str, example: Example) -> None:
    """Every event with all its fields, its place, moment and actor.

    A field that came later has its default in the trace, as in every case of that time.
    """
    found = histories.recorded_in(events_of(example, "start"))
    assert found == histories.recorded_in(KEPT[file][example.title])


@pytest.mark.parametrize(("file", "example"), CASES)
def test_its_trace_is_read_as_it_was_written(file: str, example: Example) -> None:
    """What stands in a journal is these bytes: they must give the same events for ever."""
    events = KEPT[file][example.title]
    again = histories.events_of(histories.CASE, histories.recorded_in(events))
    for was, now in zip(events, again, strict=True):
        assert now["event"].items() >= was["event"].items()
    for each in histories.recorded_in(events):
        assert codec.decode(*codec.encode(each.event)) == each.event


@pytest.mark.slow
@pytest.mark.parametrize(("file", "example"), CASES)
def test_a_crash_at_any_commit_leaves_the_same_trace(file: str, example: Example) -> None:
    """Nothing here is done outside, so a process that dies leaves nothing to tell of."""
    events = histories.recorded_in(KEPT[file][example.title])
    folded = histories.folded(KEPT[file][example.title])
    for commit, when in crash_points(played(example, "start").commits):
        crash = Crash(commit, when)
        found = events_of(example, "start", crash)
        assert crash.over
        assert histories.folded(found) == folded, f"dying {when} commit {commit}"
        assert histories.recorded_in(found) == events, f"dying {when} commit {commit}"

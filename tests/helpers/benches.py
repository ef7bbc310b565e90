"""Knows how a test gets a bench with all real kinds and the fakes. Must not know what is tested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.calendars import NamedCalendars
from runtime.debug import Bench
from runtime.testing.harness import NoConnections
from tests.helpers.drawings import Post
from tests.helpers.outside import all_kinds

if TYPE_CHECKING:
    from runtime.events.model import RunEvent
    from tests.helpers.outside import Act, Outside


def bench_on(url: str, outside: Outside, act: Act | None = None) -> Bench:
    """A bench with all real kinds and the fake ones, on a database."""
    kinds = {**all_kinds(outside, act), Post.name: Post()}
    return Bench.open(url, connections=NoConnections(), calendars=NamedCalendars(), kinds=kinds)


def events_of(bench: Bench, run: str) -> list[RunEvent]:
    """What happened in a run."""
    return [recorded.event for recorded in bench.runtime.events(run)]

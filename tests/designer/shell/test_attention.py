"""A test that waits for a person leads to where it waits, once; else one looks at a run and waits.

If it leads there again and again, nobody can look at anything else meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from designer.document.workflow import WorkflowDocument
from designer.library.offers import template_document
from designer.library.templates import example_case
from runtime.definition.definition import Definition
from runtime.events.model import IncidentOpened, RunCancelled, TokensCancelled
from tests.helpers.drawings import data, draw
from tests.helpers.run_sessions import RecordingEngine, events_of, session_of

if TYPE_CHECKING:
    from designer.run_bridge.session import RunSession
    from designer.shell.studio import Studio
    from runtime.events.model import Recorded

TEMPLATE, ASKED = "approve-supplier-invoice", "lead"


@cache
def _waiting() -> tuple[str, tuple[Recorded, ...]]:
    """The example case, which waits for the manager."""
    drawing = Definition.from_document(template_document(TEMPLATE))
    name, events = events_of(drawing, example_case(TEMPLATE), stands=True)
    return name, tuple(events)


def _run(studio: Studio) -> RunSession:
    studio.files.from_template(TEMPLATE)
    name, events = _waiting()
    run = session_of(RecordingEngine(), studio.bench.document.definition(), name, events)
    studio.view.zoom_to(1.0)
    _look_away(studio)
    return run


def _look_away(studio: Studio) -> None:
    studio.view.look_at(QPointF(-4000, 0))


def _is_seen(studio: Studio) -> bool:
    item = studio.link.scene.step_item(ASKED)
    assert item is not None
    return studio.view.visible_rect().contains(item.card_rect())


def test_a_run_that_waits_for_a_person_leads_there_once(studio: Studio) -> None:
    run = _run(studio)
    studio.bench.set_run(run)
    run.changed.emit()
    assert _is_seen(studio)
    assert studio.bench.selected == ()
    _look_away(studio)
    run.changed.emit()
    assert not _is_seen(studio)


def test_a_run_that_is_only_looked_at_moves_nothing(studio: Studio) -> None:
    run = _run(studio)
    run.is_recorded = True
    studio.bench.set_run(run)
    run.changed.emit()
    assert not _is_seen(studio)


@cache
def _failed() -> tuple[Definition, str, tuple[Recorded, ...]]:
    """A run that stands because a formula of its second step cannot be worked out."""
    steps = ["start", data("sum", "$number('x')"), "end"]
    drawing = draw(steps, ["start>sum", "sum>end"], id="d")
    name, events = events_of(drawing, {}, stands=True)
    return drawing, name, tuple(events)


def test_a_failed_run_that_is_opened_shows_its_failure(studio: Studio) -> None:
    """Who opens a failed run wants to see what failed; once, then nothing moves any more."""
    drawing, name, events = _failed()
    studio.bench.set_document(WorkflowDocument(drawing))
    run = session_of(RecordingEngine(), drawing, name, events)
    run.is_recorded = True
    assert [waits.kind for waits in run.view.waiting_for] == ["incident"]
    studio.bench.select(("start",))
    studio.bench.set_run(run)
    run.changed.emit()
    assert studio.bench.selected == ("sum",)
    studio.bench.select(("end",))
    run.changed.emit()
    assert studio.bench.selected == ("end",)


def test_a_test_that_was_left_at_its_failure_shows_it_when_it_is_opened(studio: Studio) -> None:
    """It was stopped since, as nobody watched it; what one looks for is the failure."""
    drawing, name, events = _failed()
    token = next(e.event.token for e in events if isinstance(e.event, IncidentOpened))
    gone = [TokensCancelled((token,), "cancelled"), RunCancelled("user:me", "Nobody watches.")]
    more = [replace(events[-1], seq=len(events) + n, event=each) for n, each in enumerate(gone)]
    studio.bench.set_document(WorkflowDocument(drawing))
    run = session_of(RecordingEngine(), drawing, name, [*events, *more])
    run.is_recorded = True
    assert run.view.status == "cancelled"
    studio.bench.set_run(run)
    run.changed.emit()
    assert studio.bench.selected == ("sum",)


def test_the_past_is_looked_at_in_peace(studio: Studio) -> None:
    run = _run(studio)
    studio.bench.set_run(run)
    studio.bench.set_moment(1)
    run.changed.emit()
    assert not _is_seen(studio)

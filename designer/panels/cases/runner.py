"""Knows how saved tests are run, one after another, by the engine. Must not know who watches.

A test that waits for a person, a long time or a decision would wait for ever: it is ended, and that
is its result.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from designer.document.model import Model
from designer.document.moment import now
from designer.document.order import in_order
from designer.panels.cases.compare import differences
from designer.panels.cases.reached import reached
from designer.panels.cases.results import Result
from designer.panels.cases.setup import answers
from designer.run_bridge.orders import TestOrder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from designer.document.workflow import WorkflowDocument
    from designer.panels.cases.case import Case
    from designer.run_bridge.engine import Engine
    from designer.run_bridge.session import RunSession

QUIET = 2.0
"""Seconds in which nothing happens before a test is taken to stand."""
LONGEST = 120.0
"""Seconds that a test may take."""
_SOON = 30.0
"""Seconds that a step of a test may wait by itself."""
_LEFT = "The test was over."


def order_of(case: Case, document: WorkflowDocument, roles: Iterable[str] = ()) -> TestOrder:
    """Return how a test is run: dry, with its own people, and the workflow's where it has none.

    Args:
        case: the test.
        document: the workflow as it is now.
        roles: of who starts it.
    """
    model, path = document.model, document.path
    own = {answer.step for answer in case.answers}
    usual = [each for step, held in answers(model).items() if step not in own for each in held]
    return TestOrder(
        document=model.document(),
        given=case.given,
        dry=True,
        actor=case.actor,
        roles=tuple(roles),
        pins=tuple(pin for pin in case.pins if pin.step in model.nodes),
        answers=(*case.answers, *usual),
        troubles=case.troubles,
        folder=str(path.parent) if path else "",
    )


@dataclass(slots=True)
class _Run:
    """The test that runs now."""

    case: Case
    session: RunSession
    began: datetime


class Runner(QObject):
    """Runs tests, one after another.

    Args:
        engine: runs them.
        title_of: what people call a step.
        quiet: seconds; see `QUIET`.
        longest: seconds; see `LONGEST`.

    Attributes:
        changed: another test runs, or none.
        tested: a test is over: its id and the `Result`.
    """

    changed = Signal()
    tested = Signal(str, object)

    def __init__(
        self,
        engine: Engine,
        title_of: Callable[[str], str],
        parent: QObject | None = None,
        *,
        quiet: float = QUIET,
        longest: float = LONGEST,
    ) -> None:
        super().__init__(parent)
        self._engine, self._title_of, self._longest = engine, title_of, longest
        self._waiting: list[tuple[Case, TestOrder]] = []
        self._now: _Run | None = None
        self.done = self.total = 0
        self._quiet = QTimer(self, singleShot=True, interval=round(quiet * 1000))
        self._quiet.timeout.connect(self._look)

    @property
    def is_running(self) -> bool:
        """Whether tests run."""
        return self._now is not None

    @property
    def running(self) -> str:
        """Id of the test that runs; "" for none."""
        return self._now.case.id if self._now else ""

    def waiting(self) -> set[str]:
        """Return the ids of the tests that run soon."""
        return {case.id for case, _ in self._waiting}

    def run(self, tests: Iterable[tuple[Case, TestOrder]]) -> None:
        """Run tests after those that run already; the same test is not run twice in a row."""
        if not self.is_running:
            self.done = self.total = 0
        known = {self.running, *self.waiting()}
        more = [each for each in tests if each[0].id not in known]
        self._waiting += more
        self.total += len(more)
        if not self.is_running:
            self._next()

    def stop(self) -> None:
        """End the test that runs, and run no other."""
        self._waiting.clear()
        if self._now is not None:
            session, self._now = self._now.session, None
            self._leave(session)
            self._next()

    # --- one test ---------------------------------------------------------------------------------

    def _next(self) -> None:
        self._quiet.stop()
        if self._waiting:
            case, order = self._waiting.pop(0)
            session = self._engine.start(order)
            self._now = run = _Run(case, session, now())
            session.changed.connect(partial(self._hear, run))
            session.ended.connect(partial(self._end, run))
            session.failed.connect(partial(self._fail, run))
            self._quiet.start()
            if session.is_over:
                self._end(run)
        self.changed.emit()

    def _hear(self, run: _Run) -> None:
        if run is self._now:
            self._quiet.start()

    def _end(self, run: _Run, _status: str = "") -> None:
        if run is self._now:
            self._finish(run)

    def _fail(self, run: _Run, why: str) -> None:
        """A run that has begun goes on when the engine's process does."""
        is_lost = self._engine.state.startswith("stopped")
        if run is self._now and (is_lost or not run.session.run):
            self._tell(run, Result(now().isoformat(), why=why))

    def _look(self) -> None:
        """Nothing has happened for a while: see whether anything ever will."""
        run = self._now
        if run is None:
            return
        if (now() - run.began).total_seconds() > self._longest:
            self._finish(run, f"is not over after {self._longest:.0f} seconds")
        elif not run.session.run or run.session.is_busy or (why := self._stands(run.session)) == "":
            self._quiet.start()
        else:
            self._finish(run, why)

    def _stands(self, session: RunSession) -> str:
        """Return why a run goes on no longer by itself; "" where it soon will."""
        for waits in session.view.waiting_for:
            title = self._title_of(waits.step)
            if waits.kind == "task":
                return f"stands at “{title}”: nobody answers there"
            if waits.kind == "incident":
                return f"stands at “{title}”, which failed: {waits.message}"
            if waits.kind == "time" and _seconds_until(waits.due) > _SOON:
                return f"stands at “{title}”, which waits for a time"
        return "" if session.view.waiting else "stands, and nothing goes on"

    def _finish(self, run: _Run, stands: str = "") -> None:
        session = run.session
        got = reached(session.events, stands)
        order = in_order(Model(session.document)) if session.document else []
        found = differences(run.case.expected, got, self._title_of, order)
        made = Result(now().isoformat(), len(found), "", session.run, got, tuple(found))
        self._tell(run, made)

    def _tell(self, run: _Run, result: Result) -> None:
        self._now = None
        self.done += 1
        self._leave(run.session)
        self.tested.emit(run.case.id, result)
        self._next()

    def _leave(self, session: RunSession) -> None:
        if session.run and not session.is_over:
            session.stop(_LEFT)
        session.close()
        session.deleteLater()


def _seconds_until(moment: str) -> float:
    try:
        return (datetime.fromisoformat(moment) - now()).total_seconds()
    except (ValueError, TypeError):
        return 0.0

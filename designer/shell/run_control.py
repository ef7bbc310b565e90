"""Knows how a person starts, pauses and ends runs of what is on the screen. Not how it runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal

from designer.document.carrying import carried_over, forms_since
from designer.document.changes import samples
from designer.document.fitting import fitting
from designer.document.opening import template_of
from designer.library.templates import example_case, example_form
from designer.panels.cases import setup as test_setup
from designer.run_bridge.orders import Pin, TestOrder
from designer.shell.banner import Message
from designer.shell.run_from import run_drawing
from designer.shell.written_to import written_to

if TYPE_CHECKING:
    from designer.dialogs.questions import Questions
    from designer.document.model import Model
    from designer.panels.workbench import Workbench
    from designer.run_bridge.replies import Reply
    from designer.run_bridge.session import RunSession
    from designer.settings.preferences import Preferences
    from runtime.definition.json_value import JsonObject, JsonValue


_MOST_GIVEN = 200
"""Workflows of which it is remembered what their start form was filled in with."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A run that is being prepared."""

    is_dry: bool = True
    step_by_step: bool = False
    from_run: str = ""
    from_step: str = ""
    as_run: Model | None = None
    """The workflow as it was when that run ran; None tests the draft."""


class RunControl(QObject):
    """Runs of the open workflow.

    Args:
        bench: what lies on the desk.
        preferences: remember what start forms were filled in with.
        questions: asks before anything real happens.

    Attributes:
        said: a `Message` for the person.
        changed: another run, or it runs no longer.
        started: a run began.
        paused: the run stands before a step.
    """

    said = Signal(object)
    changed = Signal()
    started = Signal()
    paused = Signal()

    def __init__(
        self,
        bench: Workbench,
        preferences: Preferences,
        questions: Questions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._preferences = preferences
        self._questions = questions
        self._live: RunSession | None = None
        self._watched: RunSession | None = None
        self._begun: RunSession | None = None
        self._last, self._last_given = Wanted(), cast("JsonObject | None", None)
        bench.run_changed.connect(self._take_run)
        bench.stops_changed.connect(self._take_stops)

    # --- what is possible -------------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Whether a run that was begun here is still under way."""
        return self._live is not None and not self._live.is_recorded

    @property
    def is_paused(self) -> bool:
        """Whether it stands and waits for the person."""
        return self._live is not None and bool(self._live.stops_at)

    def needs_workflow(self) -> str:
        """Say why nothing can be run."""
        return "A run is under way: stop it first." if self.is_running else self._needs_drawing()

    def needs_from(self) -> str:
        """Say why no test can begin at a step; a test that stands at an incident gives way."""
        return self.needs_room() or self._needs_drawing()

    def needs_room(self) -> str:
        """Say that a run is under way that does not give way to another."""
        is_taken = self.is_running and not self._gives_way()
        return "A run is under way: stop it first." if is_taken else ""

    def _gives_way(self) -> bool:
        live = self._live
        waiting = live.view.waiting_for if live is not None and live.dry else ()
        return any(waits.kind == "incident" for waits in waiting)

    def _needs_drawing(self) -> str:
        if not self._bench.draft.model.nodes:
            return "There is nothing to run yet: add a step."
        known = self._bench.problems if self._bench.document is self._bench.draft else ()
        errors = sum(problem.severity == "error" for problem in known)
        if errors:
            count = "1 problem" if errors == 1 else f"{errors} problems"
            return f"{count} must be mended before it can run: see “Problems”."
        return ""

    def needs_run(self) -> str:
        """Say why there is nothing to stop."""
        return "" if self._live is not None else "Nothing runs."

    def needs_pause(self) -> str:
        """Say why one cannot go on."""
        return "" if self.is_paused else "No run stands at a step."

    def needs_end(self) -> str:
        """Say why the run on the desk cannot be run again."""
        run = self._bench.run
        if run is None:
            return "There is no run yet: start a test."
        return self.needs_workflow()

    def needs_shown(self) -> str:
        """Say why there is no run to compare with another."""
        return "" if self._bench.run else "No run is shown: open one in “History” or run a test."

    # --- starting ---------------------------------------------------------------------------------

    def test(self) -> None:
        """Run what is on the screen; what it would write is listed, not done."""
        self._start(Wanted())

    def test_slowly(self) -> None:
        """Do the same, and stand before every step."""
        self._start(Wanted(step_by_step=True))

    def run_for_real(self) -> None:
        """Run what is on the screen for real, after asking."""
        document = self._bench.draft
        systems = written_to(document.model, self._bench.services.kinds)
        if not self.needs_workflow() and self._questions.real_run(document.name, systems):
            self._start(Wanted(is_dry=False))

    def test_from(self, step: str) -> None:
        """Run from a step on, with what the run on the desk recorded before it."""
        run = self._bench.run
        if run is None:
            what = "There is no run yet that could go on from here."
            self.said.emit(Message(what, "", "waiting", "Test run", self.test, about="run"))
            return
        self._start(Wanted(from_run=run.run, from_step=step))

    def test_from_as_run(self, step: str) -> None:
        """Do the same with the workflow as it was when that run ran; the draft stays as it is."""
        run = self._bench.run
        drawn = run_drawing(run) if run is not None else None
        if run is not None and drawn is not None:
            self._start(Wanted(from_run=run.run, from_step=step, as_run=drawn))

    def again(self) -> None:
        """Run what is on the screen once more, as the run on the desk was begun.

        What the case begins with is not asked again; whether to write for real always is. Of a run
        that was only opened to look at it, the data are tried in a dry test.
        """
        run, document = self._bench.run, self._bench.draft
        if run is None:
            return
        given = self._begun_with(run)
        wanted = replace(self._last, step_by_step=False)
        if run.is_recorded or run is not self._begun:
            wanted = Wanted()
        if not wanted.is_dry:
            systems = written_to(document.model, self._bench.services.kinds)
            if self.needs_workflow() or not self._questions.real_run(document.name, systems):
                return
        self._start(wanted, given)

    def _begun_with(self, run: RunSession) -> JsonObject | None:
        """Return what a run began with, with its fields called as they are now."""
        if not run.view.started:
            return self._last_given
        graph = run.document.get("graph")
        was = graph.get("input") if isinstance(graph, dict) else None
        return _object(self._carried(run.view.input, was))

    def _carried(self, value: JsonValue, was: JsonValue) -> JsonValue:
        """Return what a start form was filled in with once, as it would be filled in now."""
        document = self._bench.draft
        now = document.model.graph.get("input")
        if not isinstance(was, dict) or not isinstance(now, dict) or was == now:
            return value
        return carried_over(value, forms_since(document.history, "input", was, now))

    def _start(self, wanted: Wanted, known: JsonObject | None = None) -> None:
        reason = self._needs(wanted)
        if reason:
            self.said.emit(Message("The workflow cannot run now.", reason, about="run"))
            return
        given = None if wanted.from_run else known
        if given is None and not wanted.from_run:
            given = self._given(is_dry=wanted.is_dry)
        if given is None and not wanted.from_run:
            return
        self._last, self._last_given = wanted, given
        session = self._begun = self._bench.services.engine.start(self._order(wanted, given))
        session.has_own_drawing = wanted.as_run is not None
        self._bench.set_run(session)
        self.started.emit()

    def _needs(self, wanted: Wanted) -> str:
        """Say why a run cannot begin now; what is wrong with the draft is nothing to an old one."""
        if wanted.as_run is not None:
            return self.needs_room()
        return self.needs_from() if wanted.from_run else self.needs_workflow()

    def _given(self, *, is_dry: bool) -> JsonObject | None:
        """Let the person fill in the start form; {} where there is none."""
        document = self._bench.draft
        schema = document.model.graph.get("input")
        if not isinstance(schema, dict) or not schema.get("properties"):
            return {}
        known = str(document.model.graph.get("id") or document.path or "")
        begin = cast("JsonObject", fitting(self._remembered(known), schema))
        theme = self._bench.theme
        filled = self._questions.start_case(document.name, schema, begin, theme, is_dry=is_dry)
        if filled is not None and known:
            preferences = self._preferences
            preferences.given = _with(preferences.given, known, filled)
            preferences.given_forms = _with(preferences.given_forms, known, schema)
        return filled

    def _remembered(self, known: str) -> JsonObject:
        """Return what a start form was filled in with last, else its example."""
        preferences = self._preferences
        if filled := preferences.given.get(known):
            value = self._carried(filled, preferences.given_forms.get(known))
        else:
            template = template_of(self._bench.draft.model.graph)
            value = self._carried(example_case(template), example_form(template))
        return _object(value) or {}

    def _order(self, wanted: Wanted, given: JsonValue) -> TestOrder:
        bench, path = self._bench, self._bench.draft.path
        model = wanted.as_run or bench.draft.model
        pinned = samples.pins(model)
        return TestOrder(
            document=model.document(),
            given=given,
            dry=wanted.is_dry,
            actor=self._preferences.actor,
            roles=self._preferences.roles,
            pins=tuple(
                Pin(step=step, output=kept.output, port=kept.port, sample=kept.name)
                for step, kept in pinned.items()
            )
            if wanted.is_dry
            else (),
            answers=test_setup.all_answers(model) if wanted.is_dry else (),
            troubles=test_setup.troubles(self._preferences, bench.draft) if wanted.is_dry else (),
            stops=tuple(sorted(s for s in bench.stops if s in model.nodes or s in model.edges)),
            step_by_step=wanted.step_by_step,
            from_run=wanted.from_run,
            from_step=wanted.from_step,
            folder=str(path.parent) if path else "",
        )

    # --- while it runs ----------------------------------------------------------------------------

    def stop(self) -> None:
        """End the run."""
        if self._live is not None:
            self._tell(self._live.stop("Stopped by the person who tests."))

    def go_on(self) -> None:
        """Let a run that stands go on."""
        if self._live is not None:
            self._tell(self._live.go_on())

    def next_step(self) -> None:
        """Let a run that stands do one step."""
        if self._live is not None:
            self._tell(self._live.next_step())

    def do(self, deed: str) -> None:
        """Do what the bar over the canvas asks for: "next", "go_on", "stop", "again", "close"."""
        deeds = {
            "next": self.next_step,
            "go_on": self.go_on,
            "stop": self.stop,
            "again": self.again,
            "close": self.put_away,
        }
        deeds[deed]()

    def _tell(self, reply: Reply) -> None:
        """Say why something that the person wanted was refused."""
        reply.failed.connect(self._refuse)

    def _refuse(self, why: str) -> None:
        self.said.emit(Message("That was not done.", why, tone="waiting", about="run"))

    def compare(self) -> None:
        """Show what differs between the run on the desk and the one before it."""
        self._bench.compare_wanted.emit()

    def put_away(self) -> None:
        """Show the drawing without a run again."""
        self._bench.set_run(None)

    def _take_run(self) -> None:
        run, former = self._bench.run, self._watched
        self._watched = run
        self._live = run if run is not None and not run.is_over else None
        if former is not None and former is not run:
            self._leave(former)
        if run is not None:
            run.ended.connect(partial(self._end, run))
            run.failed.connect(partial(self._fail, run))
            run.paused.connect(self._stand)
            run.remarked.connect(self._remark)
        self.changed.emit()

    def _leave(self, former: RunSession) -> None:
        """A test that nobody looks at any more is ended; a real run goes on by itself."""
        if former.dry and former.run and not former.is_over:
            former.stop("Nobody watches this test any more.")
        former.close()

    def _end(self, run: RunSession, _status: str) -> None:
        if self._live is run:
            self._live = None
            self.changed.emit()

    def _fail(self, run: RunSession, _why: str) -> None:
        """A run that had not begun is over; what failed is said by the bar over the canvas."""
        if run is self._bench.run and not run.run:
            self._end(run, "failed")

    def _remark(self, step: str, why: str) -> None:
        """Say why a simulated person gave no answer."""
        self.said.emit(
            Message(f"“{self._bench.title_of(step)}”: {why}", tone="waiting", about=step)
        )

    def _take_stops(self) -> None:
        """Let the run that is under way pause at other places."""
        if self._live is not None:
            self._live.set_stops(tuple(sorted(self._bench.stops)))

    def _stand(self, _places: object) -> None:
        self.paused.emit()
        self.changed.emit()


def _with(known: dict[str, Any], key: str, value: object) -> dict[str, Any]:
    """Return what is remembered by workflow, with one more, without the oldest of very many."""
    others = [(name, held) for name, held in known.items() if name != key]
    return dict([*others[1 - _MOST_GIVEN :], (key, value)])


def _object(value: JsonValue) -> JsonObject | None:
    return value if isinstance(value, dict) else None

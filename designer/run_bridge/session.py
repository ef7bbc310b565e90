"""Knows one run as the window sees it: what happened so far, and what a person can do about it.

Must not know how a run is run; the engine's process does that and tells what happened.
"""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from PySide6.QtCore import QObject, QTimer, Signal

from designer.run_bridge.recorded import data_at
from designer.run_bridge.rewind import Rewind
from designer.run_bridge.streams import read
from designer.slicer import Slicer, till_done
from runtime.events.view import RunView, see

if TYPE_CHECKING:
    from designer.run_bridge.orders import TestOrder
    from designer.run_bridge.replies import Reply
    from designer.run_bridge.wire import Trouble
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import Recorded

_TOGETHER = 0.05
"""Seconds between two tellings that the run went on."""
_A_FEW = 10
"""Events that are taken in between two looks at the clock."""
OVER = frozenset({"completed", "failed", "cancelled"})


class Runs(Protocol):
    """What a session asks of the engine."""

    def ask(self, do: str, args: JsonObject) -> Reply:
        """Ask the engine's process for something."""
        ...

    def follow(self, session: Any, *, document: bool = False) -> Reply:
        """Ask for what happens in a session's run and was not told yet."""
        ...

    def leave(self, session: Any) -> None:
        """Watch the run no longer."""
        ...


class RunSession(QObject):
    """A run that the window watches.

    Args:
        engine: asked for everything.
        order: what was asked for; None for a run that was recorded before.

    Attributes:
        changed: the view grew; at most twenty times a second.
        paused: it stands still now: a list of (step, path).
        ended: how it ended: "completed", "failed" or "cancelled".
        failed: it could not start, or the engine stopped: a sentence or two for people.
        remarked: a simulated person could not answer: the step and why.
        run: its id; "" until it has begun.
        trouble: why it could not begin; None while it did not fail so.
        dry: whether writes are only listed.
        document: the workflow as it is run; {} where nobody has kept it.
        is_recorded: whether it was not begun here.
        has_own_drawing: whether it runs the workflow as it was once, not the draft.
        knows_document: whether it is known if somebody has kept it.
        view: the run now.
        events: all that happened.
        stops: steps and edges before which it pauses.
    """

    changed = Signal()
    paused = Signal(object)
    ended = Signal(str)
    failed = Signal(str)
    remarked = Signal(str, str)

    def __init__(self, engine: Runs, order: TestOrder | None = None) -> None:
        super().__init__(engine if isinstance(engine, QObject) else None)
        self._engine = engine
        self._order = order
        self._reply: Reply | None = None
        self._stood: list[tuple[str, int]] = []
        self._waiting: deque[JsonObject] = deque()
        self._taking: Slicer[None] = Slicer(self)
        self._tell_timer = self._single_shot(self._tell)
        self._told_at = 0.0
        self._has_failed = self._has_told_end = False
        self.run = ""
        self.trouble: Trouble | None = None
        self.dry = order.dry if order else False
        self.document: JsonObject = dict(order.document) if order else {}
        self.is_recorded = order is None
        self.has_own_drawing = order is None
        self.knows_document = order is not None
        self.stops: tuple[str, ...] = order.stops if order else ()
        self.view = RunView("")
        self.events: list[Recorded] = []
        self._rewind = Rewind(self.events)

    # --- beginning --------------------------------------------------------------------------------

    def begin(self, reply: Reply) -> None:
        """Wait for the run to begin; for the engine."""
        self._reply = reply
        reply.done.connect(self._begun)
        reply.failed.connect(lambda: self._fail_to_begin(reply))

    def _fail_to_begin(self, reply: Reply) -> None:
        self.trouble = reply.trouble
        self._fail(str(reply.trouble))

    def open(self, run: str) -> None:
        """Show a run that was recorded; for the engine."""
        self._begun(run, document=True)

    def _begun(self, run: object, *, document: bool = False) -> None:
        self.run = str(run)
        self.view = RunView(self.run)
        self._rewind = Rewind(self.events, self.run)
        reply = self._reply = self._engine.follow(self, document=document)
        reply.done.connect(self._take_document)
        reply.failed.connect(lambda: self._fail_to_follow(reply))
        self.changed.emit()

    def _fail_to_follow(self, reply: Reply) -> None:
        """A process that died is asked again when the next one is ready."""
        if reply.trouble is not None and reply.trouble.code not in {"lost", "time"}:
            self._fail(str(reply.trouble))

    def _take_document(self, document: object) -> None:
        if not self.knows_document:
            self.knows_document = True
            kept = cast("dict[str, Any]", document) if isinstance(document, dict) else {}
            self.document = kept
            self.changed.emit()

    def _fail(self, sentence: str) -> None:
        self._has_failed = True
        self.failed.emit(sentence)

    def lose_engine(self, why: str, *, for_good: bool) -> None:
        """Say that the engine's process is gone; for the engine."""
        if self.run and not self.is_over:
            then = (
                "It stays in the journal; open the window again to go on."
                if for_good
                else "It was started again, and the run goes on where it was."
            )
            self.failed.emit(f"The runtime stopped while this run was under way. {why} {then}")

    def close(self) -> None:
        """Watch the run no longer; it goes on by itself. Whoever still looks at it may keep it."""
        self._taking.stop()
        self._tell_timer.stop()
        if self._reply is not None:
            self._reply.cancel()
        self._engine.leave(self)
        self.setParent(None)

    # --- what happened ----------------------------------------------------------------------------

    @property
    def known(self) -> int:
        """How many events have come, also those that are not taken in yet."""
        return len(self.events) + len(self._waiting)

    @property
    def is_over(self) -> bool:
        """Whether nothing can happen any more."""
        return self.view.status in OVER

    @property
    def is_busy(self) -> bool:
        """Whether something goes on by itself right now."""
        if not self.run:
            return self._order is not None and not self._has_failed
        steps = [step for step in self.view.steps.values() if step.under_way]
        callers = {step.id.rpartition("/")[0] for step in steps}  # what is inside tells of these
        return not self.is_over and any(
            step.status in {"running", "retrying"} and step.id not in callers for step in steps
        )

    @property
    def stops_at(self) -> list[str]:
        """The steps before which it stands still now."""
        return list(dict.fromkeys(step for step, _ in self._pauses()))

    def _pauses(self) -> list[tuple[str, int]]:
        return [(w.step, w.token) for w in self.view.waiting_for if w.kind == "pause"]

    def take(self, events: list[JsonObject]) -> None:
        """Take in what happened, a little at a time; for the engine."""
        known = self.known
        self._waiting += [each for each in events if int(str(each["seq"])) >= known]
        if not self._taking.is_busy:
            self._taking.run(till_done(self._take_some), self._tell_soon)

    def _take_some(self) -> bool:
        """Take in a few; returns whether that is all."""
        for _ in range(min(len(self._waiting), _A_FEW)):
            recorded = read(self._waiting.popleft())
            self.events.append(recorded)
            see(self.view, recorded)
            self._rewind.keep(self.view)
        return not self._waiting

    def _tell_soon(self, _: list[None]) -> None:
        if not self._tell_timer.isActive():
            left = max(self._told_at + _TOGETHER - monotonic(), 0.0)
            self._tell_timer.start(round(left * 1000))

    def _tell(self) -> None:
        """Tell that the run went on; where it stands, once it has stood still or ended."""
        self._told_at = monotonic()
        self.dry = self.view.dry
        self.changed.emit()
        pauses = self._pauses()
        if pauses != self._stood:
            self._stood = pauses
            if pauses:
                self.paused.emit(pauses)
        if self.is_over and not self._waiting and not self._has_told_end:
            self._has_told_end = True
            self.ended.emit(self.view.status)

    def at(self, count: int) -> RunView:
        """Return the run after its first `count` events; the caller's own to keep."""
        return self._rewind.at(count)

    def data_at(self, step: str, count: int | None = None) -> dict[str, Any]:
        """Return what went into a step and came out of it, as `designer.run_bridge.recorded`.

        Args:
            step: its id.
            count: only what the first so many events tell; None for all.
        """
        return data_at(self.events if count is None else self.events[:count], step)

    # --- what a person can do ---------------------------------------------------------------------

    def go_on(self) -> Reply:
        """Let it go on to the next stop."""
        return self._ask("proceed", {})

    def next_step(self) -> Reply:
        """Let the path that has waited longest do one step."""
        return self._ask("proceed", {"each": True})

    def stop(self, reason: str = "") -> Reply:
        """End it."""
        return self._ask("cancel", {"reason": reason or "Stopped by hand."})

    def edit_data(self, data: JsonObject) -> Reply:
        """Set the case data that the next steps see, while it stands still."""
        return self._ask("edit_data", {"data": data})

    def set_stops(self, stops: tuple[str, ...]) -> Reply | None:
        """Pause before other steps and edges from here on; only a test of this window can."""
        if self._order is None or stops == self.stops:
            return None
        self.stops = stops
        self._order = self._order.model_copy(update={"stops": stops, "step_by_step": False})
        return self._ask("arrange", {"order": self._order.model_dump(mode="json")})

    def answer(self, task: str, outcome: str, values: JsonObject, reason: str = "") -> Reply:
        """Answer a task; in a test, in the name of whoever is asked."""
        args: JsonObject = {"task": task, "outcome": outcome, "values": values, "reason": reason}
        return self._ask("answer", args | {"as_asked": self.view.test})

    def resolve(
        self,
        step: str,
        action: Literal["retry", "skip", "route"],
        *,
        output: JsonValue = None,
        port: str = "",
        request: JsonValue = None,
        reason: str = "",
    ) -> Reply:
        """Decide how an incident goes on; in a test, if need be, as whoever is asked."""
        args: JsonObject = {
            "step": step,
            "action": action,
            "output": output,
            "port": port,
            "request": request,
            "reason": reason,
            "as_asked": self.view.test,
        }
        return self._ask("resolve", args)

    def tasks(self) -> Reply:
        """List the open tasks: done with objects of task, step, title, people, form, facts, due.

        And `outcomes`, each with id, title and needs_reason.
        """
        return self._ask("tasks", {})

    def _ask(self, do: str, args: JsonObject) -> Reply:
        order = self._order
        who: JsonObject = {
            "run": self.run,
            "actor": order.actor if order else "user:me",
            "roles": [*order.roles] if order else [],
        }
        return self._engine.ask(do, who | args)

    def _single_shot(self, what: Any) -> QTimer:
        timer = QTimer(self, singleShot=True)
        timer.timeout.connect(what)
        return timer

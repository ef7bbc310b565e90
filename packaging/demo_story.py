"""Plays the story: people answer, the engine is killed, the ERP goes away and comes back.

Knows the steps of the workflow that it plays by their ids, and nothing of how the engine works.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from demo_process import EngineGoneError, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from demo_people import People
    from demo_process import EngineProcess

ENDED = ("completed", "failed", "cancelled")
# The project is created as soon as both have approved: before the second answer the ERP goes down.
DEPARTMENTS = ("legal_approval", "finance_approval")
OUTAGE_SECONDS = 3.0
_LOOK_SECONDS = 0.5
_DONE = {"": "done", "out": "done"}
_TOLD = {
    "StepCompleted": "done",
    "TaskOpened": "waits for",
    "RetryScheduled": "again",
    "StepFailed": "failed",
    "IncidentOpened": "stuck",
}


class StoryError(Exception):
    """The story cannot go on; says what it waits for."""


class Erp(Protocol):
    """The ERP's server, as far as the story plays with it."""

    def start(self) -> None:
        """Start it again."""
        ...

    def stop(self) -> None:
        """Stop it."""
        ...


@dataclass(frozen=True)
class Plot:
    """What happens besides the story itself.

    Attributes:
        kill_at: ids of the steps during whose effect the engine is killed, once each.
        kill_after: seconds between the schedule of that effect and the kill.
        erp_down: whether the ERP goes down before the project is created.
    """

    kill_at: tuple[str, ...] = ("create_project",)
    kill_after: float = 0.0
    erp_down: bool = False


@dataclass
class Outcome:
    """How the case ended.

    Attributes:
        status: the case's status.
        output: what the case handed over.
        approvals: who approved what, as the journal has it.
        kills: how often the engine was killed under it.
        waited: what it said while the ERP was down.
        refusals: why the engine refused an answer.
    """

    status: str = ""
    output: Any = None
    approvals: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    kills: int = 0
    waited: list[str] = field(default_factory=list[str])
    refusals: list[str] = field(default_factory=list[str])


class Story:
    """One telling of the story.

    Args:
        erp: the ERP's server.
        people: whoever answers tasks.
        plot: what happens besides.
        tell: shows one line of the narration.
    """

    def __init__(self, erp: Erp, people: People, plot: Plot, tell: Callable[[str], None]) -> None:
        self._erp = erp
        self._people = people
        self._plot = plot
        self._tell = tell
        self._engine: EngineProcess | None = None
        self._down_since: float | None = None
        self._was_down = False
        self._resumed = 0
        self._to_kill_at = set(plot.kill_at)
        self._outcome = Outcome()

    def see(self, event: Message) -> None:
        """Narrate an event of the engine, and kill the engine where the plot wants it."""
        kind, name = event["event"], event["name"]
        if kind in _TOLD:
            self._tell(
                f"  {_TOLD[kind]:<9} {name}{': ' * bool(event['message'])}{event['message']}"
            )
        elif kind == "StepScheduled" and event["step"] in self._to_kill_at:
            self._kill(event["step"], name)

    def _kill(self, step: str, name: str) -> None:
        self._to_kill_at.discard(step)
        time.sleep(self._plot.kill_after)
        self._tell(f"  killed    the engine's process, in the middle of: {name}")
        self._running().kill()

    def play(
        self, engine: EngineProcess, sow: dict[str, Any], requester: dict[str, Any]
    ) -> Outcome:
        """Run the case to its end.

        Args:
            engine: it must be started and tell `see` its events.
            sow: what the start form asks for.
            requester: who starts the case.

        Raises:
            StoryError: it waits for something that does not come.
            EngineGoneError: the engine ended by itself.
        """
        self._engine = engine
        answer = self._ask(do="start", input=sow, actor=requester)
        if "run" not in answer:
            raise StoryError(answer.get("refused", "The case did not begin."))
        state = self._until_ended(answer["run"], requester)
        self._outcome.status = state["status"]
        self._outcome.output = state["output"]
        self._outcome.approvals = state["approvals"]
        self._outcome.kills = engine.kills
        return self._outcome

    def _until_ended(self, run: str, requester: dict[str, Any]) -> Message:
        while True:
            state = self._ask(do="look", run=run)
            if state["status"] in ENDED:
                return state
            if state["tasks"]:
                self._serve(run, state["tasks"], requester)
            else:
                self._wait(state)

    def _ask(self, *, again: bool = True, **command: Any) -> Message:
        """Ask the engine; after a kill, start it anew and, if `again`, repeat the question.

        An answer to a task is not repeated: it may be durable already, so the next look decides.
        """
        engine = self._running()
        while True:
            try:
                if self._resume(engine) and not again:
                    return {}
                return engine.ask(**command)
            except EngineGoneError:
                if engine.kills == self._resumed:
                    raise

    def _resume(self, engine: EngineProcess) -> bool:
        """Start the engine anew if it was killed since the last time."""
        if engine.kills == self._resumed:
            return False
        self._resumed = engine.kills
        engine.start()
        self._tell("  resumed   a new process takes up the case from the database")
        return True

    def _running(self) -> EngineProcess:
        if self._engine is None:
            raise EngineGoneError
        return self._engine

    def _serve(self, run: str, tasks: list[dict[str, Any]], requester: dict[str, Any]) -> None:
        task = tasks[0]
        if len(tasks) == 1 and task["step"] in DEPARTMENTS:
            self._take_erp_down()
        answer = self._people.answer(task)
        if not self._outcome.refusals and len(task["outcomes"]) > 1:
            self._requester_tries(run, task, requester, answer.actor["roles"])
        who = answer.actor["id"].removeprefix("user:")
        self._tell(f"  answers   {who}: {_DONE.get(answer.outcome, answer.outcome)}")
        said = self._ask(
            again=False,
            do="decide",
            run=run,
            task=task["task"],
            actor=answer.actor,
            outcome=answer.outcome,
            values=answer.values,
            reason=answer.reason,
        )
        if "refused" not in said:
            return
        if not self._people.asks_again:
            raise StoryError(f"“{task['title']}”: {said['refused']}")
        self._tell(f"  refused   {said['refused']}")

    def _requester_tries(
        self, run: str, task: dict[str, Any], requester: dict[str, Any], roles: list[str]
    ) -> None:
        """The requester tries to approve the own request, even with the right role."""
        actor = {**requester, "roles": [*requester["roles"], *roles]}
        said = self._ask(do="decide", run=run, task=task["task"], actor=actor, outcome="approved")
        who = requester["id"].removeprefix("user:")
        if "refused" not in said:
            raise StoryError(f"{who} could approve what {who} asked for.")
        self._outcome.refusals.append(said["refused"])
        self._tell(f"  refused   {who} tries to approve it: {said['refused']}")

    def _take_erp_down(self) -> None:
        if self._plot.erp_down and not self._was_down:
            self._was_down = True
            self._down_since = time.monotonic()
            self._erp.stop()
            self._tell("  ERP DOWN  the server of the ERP is stopped")

    def _wait(self, state: Message) -> None:
        """Wait for time to pass; the ERP comes back when its outage is over."""
        reasons = [f"{w['name']}: {w['message']}" for w in state["waiting"]]
        if not reasons or any(w["kind"] == "incident" for w in state["waiting"]):
            raise StoryError("The case does not go on by itself: " + "; ".join(reasons))
        for reason in reasons:
            if reason not in self._outcome.waited:
                self._outcome.waited.append(reason)
                self._tell(f"  {state['status']:<9} {reason}")
        if self._down_since is not None and time.monotonic() - self._down_since > OUTAGE_SECONDS:
            self._down_since = None
            self._erp.start()
            self._tell("  ERP UP    the server of the ERP runs again")
        time.sleep(_LOOK_SECONDS)

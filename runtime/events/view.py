"""Knows a run as people see it: the fold of its recorded events. Must not ask the engine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from runtime.definition.json_value import JsonObject, JsonValue
from runtime.errors import RefusedError
from runtime.events import model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runtime.events.model import Recorded

StepStatus: TypeAlias = Literal[
    "running", "paused", "waiting", "retrying", "incident", "completed", "failed", "cancelled"
]


@dataclass(slots=True)
class StepView:
    """A step of a run.

    Attributes:
        status: while several paths are here at once, the one that most needs a person.
        visits: how often the case came here; the rest tells of the last visit.
        under_way: how many paths are here now.
        attempts: how often its effect was tried.
        started, ended: moments (ISO, UTC); `ended` is "" while it goes on.
        because: what led to its result: the rule, the row, the person.
        skipped: who let the case go on without it, on its last visit; "" where it did its work.
        retried: how often a person had it tried again, on its last visit.
    """

    id: str
    status: StepStatus = "running"
    visits: int = 0
    attempts: int = 0
    started: str = ""
    ended: str = ""
    port: str = ""
    output: JsonValue = None
    because: JsonValue = None
    error: JsonObject | None = None
    under_way: int = 0
    skipped: str = ""
    retried: int = 0


@dataclass(slots=True)
class WaitingFor:
    """Something the case waits for.

    "task", "time", "message", "path" (another path of the case), "retry", "incident" or, in a test,
    "pause".
    """

    kind: str
    step: str
    token: int
    task: str = ""
    due: str = ""
    people: tuple[str, ...] = ()
    message: str = ""


@dataclass(slots=True)
class RunView:
    """A run as lists, timelines and `--json` show it.

    A step of a sub-workflow is named with its caller: "credit_check/approve".

    Attributes:
        suspended: who has halted the case; "" while it goes on.
        replays: the case whose events these are, which are only looked at.
        test: whether it is a test run; `forked` names the run that its first events are from.
        within: by token, the callers around it ("credit_check/").
        at: the step where each path is; `replaced` what that step showed before the path came.
    """

    run: str
    status: str = "new"
    definition: str = ""
    name: str = ""
    key: str = ""
    requester: str = ""
    dry: bool = False
    suspended: str = ""
    replays: str = ""
    test: bool = False
    forked: str = ""
    started: str = ""
    ended: str = ""
    input: JsonValue = None
    output: JsonValue = None
    error: JsonObject | None = None
    steps: dict[str, StepView] = field(default_factory=dict[str, StepView])
    waiting: dict[int, WaitingFor] = field(default_factory=dict[int, WaitingFor])
    would_do: list[JsonObject] = field(default_factory=list[JsonObject])
    within: dict[int, str] = field(default_factory=dict[int, str])
    at: dict[int, str] = field(default_factory=dict[int, str])
    replaced: dict[int, StepView] = field(default_factory=dict[int, StepView])

    @property
    def waiting_for(self) -> list[WaitingFor]:
        """What the case waits for, in the order in which it began to."""
        return list(self.waiting.values())


def view_of(run: str, events: Iterable[Recorded]) -> RunView:
    """Returns the fold of a run's events."""
    view = RunView(run)
    for recorded in events:
        see(view, recorded)
    return view


def see(view: RunView, recorded: Recorded) -> None:
    """Takes one more event into the view."""
    event = _placed(view, recorded.event)
    handler = _SEE.get(type(event))
    if handler is not None:
        handler(view, event, recorded.at)
    token = getattr(event, "token", None)
    if token is not None and not isinstance(event, _STILL_WAITING):
        view.waiting.pop(token, None)
    _wait(view, event)
    _crowd(view, getattr(event, "step", ""))
    for number, step, _ in getattr(event, "moves", ()):
        _arrive(view, number, step, recorded.at)


def sent_by(run: str, events: Iterable[Recorded], step: str) -> JsonValue:
    """Returns what a step has sent last.

    Args:
        run: id of the run.
        events: of it.
        step: callers first ("credit_check/ask").

    Raises:
        RefusedError: it has sent nothing.
    """
    view, sent = RunView(run), None
    for recorded in events:
        see(view, recorded)
        event = recorded.event
        if isinstance(event, model.StepScheduled) and view.at.get(event.token) == step:
            sent = event
    if sent is None:
        raise RefusedError(
            f"Step “{step}” of this case has sent nothing.",
            why="Only a step that asks another system sends a request, once the case is there.",
            next_step="Run `baton runs show` to see the steps of the case.",
        )
    return sent.request


def _placed(view: RunView, event: Any) -> model.RunEvent:
    """Returns the event with its steps named as people see them, callers first."""
    token: int = getattr(event, "token", 0)
    here = view.within.get(token, "")
    inside = f"{here}{event.step}/" if isinstance(event, model.CallStarted) else here
    if not inside:
        return event
    moves: model.Moves = getattr(event, "moves", ())
    changes: dict[str, Any] = {}
    if hasattr(event, "step"):
        changes["step"] = here + event.step
    if moves:
        view.within.update((number, inside) for number, _, _ in moves)
        changes["moves"] = tuple((number, inside + step, edge) for number, step, edge in moves)
    return replace(event, **changes)


_STILL_WAITING = (
    model.DataEdited,
    model.ResultIgnored,
    model.TaskVoted,
    model.TaskRefused,
    model.TaskDelegated,
    model.TaskReminded,
    model.TaskEscalated,
    model.ItemStarted,
    model.ItemEnded,
    model.ItemsAdded,
    model.BoundaryPassed,
)


def _arrive(view: RunView, token: int, step: str, at: str) -> None:
    seen = view.replaced[token] = view.steps.get(step) or StepView(step)
    view.at[token] = step
    view.steps[step] = StepView(
        step, visits=seen.visits + 1, started=at, under_way=seen.under_way + 1
    )
    _crowd(view, step)


def _gone(view: RunView, tokens: Iterable[int]) -> None:
    """Paths have left their steps."""
    for token in tokens:
        step = view.at.pop(token, None)
        view.replaced.pop(token, None)
        if step is not None:
            view.steps[step].under_way -= 1


_URGENT: tuple[tuple[str, StepStatus], ...] = (
    ("incident", "incident"),
    ("pause", "paused"),
    ("retry", "retrying"),
    ("task", "waiting"),
    ("time", "waiting"),
    ("message", "waiting"),
    ("path", "waiting"),
)


def _crowd(view: RunView, name: str) -> None:
    """While other paths are at a step, it is not over, and what they need stays to be seen."""
    step = view.steps.get(name)
    if step is None or step.under_way < 1 or (step.under_way == 1 and not step.ended):
        return
    kinds = {waits.kind for waits in view.waiting.values() if waits.step == name}
    plain: StepStatus = "waiting" if step.status == "waiting" and not step.ended else "running"
    needed: list[StepStatus] = [status for kind, status in _URGENT if kind in kinds]
    step.status = needed[0] if needed else plain
    step.ended = ""


def _wait(view: RunView, event: model.RunEvent) -> None:
    """Notes what a token waits for now."""
    if isinstance(event, model.TaskOpened):
        waits = WaitingFor("task", event.step, event.token, event.task, event.due, event.assignees)
        waits.message = event.title
    elif isinstance(event, model.TimerSet):
        waits = WaitingFor("time", event.step, event.token, due=event.due)
    elif isinstance(event, model.MessageAwaited):
        waits = WaitingFor("message", event.step, event.token, message=event.name)
    elif isinstance(event, model.StepHeld):
        waits = WaitingFor("path", event.step, event.token)
    elif isinstance(event, model.RetryScheduled):
        waits = WaitingFor("retry", event.step, event.token, due=event.due)
        waits.message = str(event.error.get("message", ""))
    elif isinstance(event, model.StepPaused):
        waits = WaitingFor("pause", event.step, event.token)
    elif isinstance(event, model.IncidentOpened):
        waits = WaitingFor("incident", event.step, event.token)
        waits.message = str(event.error.get("message", ""))
    else:
        return
    view.waiting[event.token] = waits


def _step(view: RunView, step: str) -> StepView:
    return view.steps.setdefault(step, StepView(step))


def _started(view: RunView, event: model.RunStarted, at: str) -> None:
    view.status, view.started = "running", at
    view.definition, view.name, view.key = event.definition, event.name, event.key
    view.replays = event.replays
    view.requester, view.dry, view.input = event.requester, event.dry, event.input
    _arrive(view, 1, event.step, at)


def _trial(view: RunView, event: model.TrialArranged, at: str) -> None:
    del event, at
    view.test = True


def _forked(view: RunView, event: model.RunForked, at: str) -> None:
    del at
    view.forked = event.run


def _scheduled(view: RunView, event: model.StepScheduled, at: str) -> None:
    del at
    step = _step(view, event.step)
    step.status, step.attempts = "running", event.attempt


def _completed(view: RunView, event: model.StepCompleted, at: str) -> None:
    step = _step(view, event.step)
    step.status, step.ended, step.port = "completed", at, event.port
    step.output, step.because, step.error = event.output, event.because, None
    _gone(view, (*event.consumed, event.token))
    if isinstance(event.because, dict) and "dry run" in event.because:
        view.would_do.append({"step": event.step, "would": event.because["dry run"]})


def _race_started(view: RunView, event: model.RaceStarted, at: str) -> None:
    step = _step(view, event.step)
    step.status, step.ended, step.port = "completed", at, "out"
    _gone(view, (event.token,))


def _passed(view: RunView, event: model.EachPassed, at: str) -> None:
    """The case goes on while items are under way; they keep the step from being over."""
    del at
    step = _step(view, event.step)
    step.output, step.port = event.output, "done"


def _over(view: RunView, event: model.EachOver, at: str) -> None:
    step = _step(view, event.step)
    step.status, step.ended = "completed", at
    _gone(view, (event.token,))


def _returned(view: RunView, event: model.StepReturned, at: str) -> None:
    del at
    _gone(view, event.consumed)


def _join_arrived(view: RunView, event: model.JoinArrived, at: str) -> None:
    """A path waits for others; one that is too late leaves the step as it was."""
    del at
    if not event.swallowed:
        _step(view, event.step).status = "waiting"
        return
    before = view.replaced.get(event.token, StepView(event.step))
    now = _step(view, event.step)
    _gone(view, (event.token,))
    before.visits, before.under_way = now.visits, now.under_way
    if before.ended and not now.ended and now.status == "running":
        view.steps[event.step] = before


def _failed(view: RunView, event: model.StepFailed, at: str) -> None:
    step = _step(view, event.step)
    step.status, step.ended, step.error = "failed", at, event.error
    _gone(view, (event.token,))


def _status(status: StepStatus) -> Any:
    def apply(view: RunView, event: Any, at: str) -> None:
        del at
        step = _step(view, event.step)
        step.status = status
        step.error = getattr(event, "error", None)

    return apply


def _resolved(view: RunView, event: model.IncidentResolved, at: str) -> None:
    del at
    step = _step(view, event.step)
    step.status, step.error = "running", None
    if event.action == "skip":
        step.skipped = event.by
    elif event.action == "retry":
        step.retried += 1


def _path_ended(view: RunView, event: model.PathEnded, at: str) -> None:
    step = _step(view, event.step)
    step.status, step.ended, step.output = "completed", at, event.output
    _gone(view, (event.token,))


def _cancelled_tokens(view: RunView, event: model.TokensCancelled, at: str) -> None:
    for token in event.tokens:
        view.waiting.pop(token, None)
        name = view.at.get(token)
        _gone(view, (token,))
        if name is not None:
            _step(view, name).status = "cancelled"
            _step(view, name).ended = at
    for name in {view.at.get(token, "") for token in view.waiting}:
        _crowd(view, name)


def _delegated(view: RunView, event: model.TaskDelegated, at: str) -> None:
    del at
    if event.token in view.waiting:
        view.waiting[event.token].people = event.assignees


def _escalated(view: RunView, event: model.TaskEscalated, at: str) -> None:
    del at
    if event.token in view.waiting:
        waits = view.waiting[event.token]
        waits.people = tuple(dict.fromkeys((*waits.people, *event.added)))


def _suspended(view: RunView, event: model.RunSuspended, at: str) -> None:
    del at
    view.suspended = event.by


def _resumed(view: RunView, event: model.RunResumed, at: str) -> None:
    del event, at
    view.suspended = ""


def _moved(view: RunView, event: model.PathMoved, at: str) -> None:
    step = _step(view, event.step)
    step.status, step.ended = "cancelled", at
    _gone(view, (event.token,))


def _migrated(view: RunView, event: model.RunMigrated, at: str) -> None:
    """What is known of a step is known by its new id from now on."""
    view.definition, view.name = event.definition, event.name
    names: Any = event.renamed.get(event.body, {})

    def renamed(path: str) -> str:
        head, slash, rest = path.partition("/")
        return f"{names.get(head, head)}{slash}{rest}"

    view.within = {token: renamed(around) for token, around in view.within.items()}
    view.at = {token: renamed(step) for token, step in view.at.items()}
    old, view.steps = view.steps, {}
    for name, step in sorted(old.items(), key=lambda each: renamed(each[0]) != each[0]):
        view.steps.setdefault(renamed(name), replace(step, id=renamed(name)))
    _stand(view, event, at)


def _stand(view: RunView, event: model.RunMigrated, at: str) -> None:
    """Each path stands where the new version has it; where it begins anew, it has just come."""
    for token, step, _ in event.moved:
        name = view.within.get(token, "") + step
        if token in event.again:
            _gone(view, (token,))
            view.waiting.pop(token, None)
            _arrive(view, token, name, at)
            continue
        view.at[token] = name
        if token in view.waiting:
            view.waiting[token].step = name
        _step(view, name)
        _crowd(view, name)


def _run_completed(view: RunView, event: model.RunCompleted, at: str) -> None:
    view.status, view.output, view.ended = "completed", event.output, at


def _run_failed(view: RunView, event: model.RunFailed, at: str) -> None:
    view.status, view.error, view.ended = "failed", event.error, at


def _run_cancelled(view: RunView, event: model.RunCancelled, at: str) -> None:
    view.status, view.ended = "cancelled", at
    view.error = {"code": "cancelled", "message": event.reason, "by": event.by}


_SEE: dict[type[Any], Any] = {
    model.RunStarted: _started,
    model.TrialArranged: _trial,
    model.RunForked: _forked,
    model.StepPaused: _status("paused"),
    model.StepResumed: _status("running"),
    model.StepScheduled: _scheduled,
    model.StepReturned: _returned,
    model.StepCompleted: _completed,
    model.JoinArrived: _join_arrived,
    model.StepFailed: _failed,
    model.RetryScheduled: _status("retrying"),
    model.TimerSet: _status("waiting"),
    model.TaskOpened: _status("waiting"),
    model.MessageAwaited: _status("waiting"),
    model.StepHeld: _status("waiting"),
    model.StepAdmitted: _status("running"),
    model.GroupStarted: _status("running"),
    model.RaceStarted: _race_started,
    model.EachPassed: _passed,
    model.EachOver: _over,
    model.IncidentOpened: _status("incident"),
    model.IncidentResolved: _resolved,
    model.EachStarted: _status("running"),
    model.CallStarted: _status("running"),
    model.PathEnded: _path_ended,
    model.TokensCancelled: _cancelled_tokens,
    model.TaskDelegated: _delegated,
    model.TaskEscalated: _escalated,
    model.RunSuspended: _suspended,
    model.RunResumed: _resumed,
    model.PathMoved: _moved,
    model.RunMigrated: _migrated,
    model.RunCompleted: _run_completed,
    model.RunFailed: _run_failed,
    model.RunCancelled: _run_cancelled,
}

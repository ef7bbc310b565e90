"""Knows the events of a run as plain classes.

Must not know who makes, stores or reads them.

An event says what happened and what led to it; the fold of a run's events is its state.

Format 1: cases lie in databases, so a class, its fields and what they mean stay. A field may be
added with a default, which is what events had that were written before. What is to mean something
else is a new class beside the old one, which is read and folded as ever; `FORMAT` counts up when an
older Baton cannot read what a newer one writes.

`moves` are the tokens that leave a step: `(token, step, edge)`, in the order of the drawing's
edges.
Errors inside events are plain objects: `{"code", "message", …}`.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from runtime.definition.record import record, written_record
from runtime.events.operations import (
    DataCorrected,
    PathMoved,
    RunMigrated,
    RunResumed,
    RunSuspended,
)
from runtime.events.paths import (
    BoundaryPassed,
    CallEnded,
    CallStarted,
    EachOver,
    EachPassed,
    EachStarted,
    EachStopped,
    GroupEnded,
    GroupStarted,
    ItemEnded,
    ItemsAdded,
    ItemStarted,
    JoinArrived,
    MessageAwaited,
    MessageSent,
    MessageTaken,
    Moves,
    RaceStarted,
    ScopesClosed,
    StepAdmitted,
    StepHeld,
    UndoEnded,
    UndoStarted,
)

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

FORMAT = 1
"""Version of the event codec; 0 was before the whole language stood."""


@record
class Actor:
    """Who caused something: a person with roles, the system, or a timer.

    Attributes:
        id: "user:analyst", "system" or "timer".
        roles: names of the roles the person holds at that moment.
    """

    id: str
    roles: tuple[str, ...] = ()


SYSTEM = Actor("system")
TIMER = Actor("timer")


@written_record
class RunStarted:
    """A case begins. `plan` is the digest of the pinned plan, `requester` who started it.

    `replays` is the case whose events these are, where they were brought from a file: nothing
    happens in it any more.
    """

    definition: str
    name: str
    plan: str
    body: str
    step: str
    input: JsonValue
    requester: str
    environment: str = ""
    key: str = ""
    dry: bool = False
    replays: str = ""


@written_record
class TrialArranged:
    """How a test run is made up, from here on. Only a run that began as a test has it.

    Attributes:
        pins: step -> `{"output", "port", "sample"}`: test data that stands for the step's work.
        stops: steps and edges before which the case pauses; with `each` before every step.
        people, troubles: what simulated people answer and which connections fail; whoever acts
            them out reads it here, so that it holds after a crash.
    """

    pins: JsonObject
    stops: tuple[str, ...] = ()
    each: bool = False
    people: list[JsonValue] = field(default_factory=list["JsonValue"])
    troubles: list[JsonValue] = field(default_factory=list["JsonValue"])


@written_record
class RunForked:
    """The `count` events before this one were taken from another run, up to its coming to a step.

    What they tell was done there and not here. `by` and `reason` are those of a new case; a test
    run has none.
    """

    run: str
    count: int
    step: str
    by: str = ""
    reason: str = ""


@written_record
class StepPaused:
    """A test run stands before a step, which has not begun."""

    token: int
    step: str


@written_record
class StepResumed:
    """A person let a paused test run go on; with `each` up to the next step only."""

    token: int
    step: str
    by: str
    each: bool = False


@written_record
class DataEdited:
    """A person changed the case data while a test run stood before a step."""

    token: int
    step: str
    data: JsonValue
    by: str


@written_record
class StepScheduled:
    """An effect is about to start. `key` is the same for every attempt of one step."""

    token: int
    step: str
    attempt: int
    request: JsonValue
    key: str


@written_record
class StepReturned:
    """A step has its output, and what it saves to the case is still being worked out.

    `consumed`, `late` and `also` as in `StepCompleted`; the first two stand only once.
    """

    token: int
    step: str
    output: JsonValue
    port: str = "out"
    because: JsonValue = None
    consumed: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    also: tuple[str, ...] = ()


@written_record
class StepCompleted:
    """A step is done: its output, the port it left by, what it saved, why.

    And the tokens that go on.

    `consumed` are other tokens that ended here (a join's); `late` are those still on their way to a
    join that needs no more, and end when they reach it. `also` are further ports it left by at the
    same time; `undo` is the step that undoes what was done here, "" where none is drawn.
    """

    token: int
    step: str
    port: str
    output: JsonValue = None
    saves: JsonObject = field(default_factory=dict[str, "JsonValue"])
    because: JsonValue = None
    moves: Moves = ()
    consumed: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    also: tuple[str, ...] = ()
    undo: str = ""


@written_record
class ResultIgnored:
    """An effect ended after its path had been stopped; kept as evidence of what it did."""

    token: int
    step: str
    attempt: int
    output: JsonValue = None
    error: JsonObject | None = None


@written_record
class StepFailed:
    """A step failed for good.

    With moves it goes on by its error path, without them an incident follows.
    """

    token: int
    step: str
    error: JsonObject
    moves: Moves = ()


@written_record
class RetryScheduled:
    """An attempt failed and another follows at `due` (ISO, UTC)."""

    token: int
    step: str
    attempt: int
    error: JsonObject
    due: str


@written_record
class TimerSet:
    """A token waits until `due` (ISO, UTC)."""

    token: int
    step: str
    due: str


@written_record
class TaskOpened:
    """People are asked. `task` is unique in the run; the rest is what the person sees.

    `due` and `remind` are moments (ISO, UTC) or ""; `escalate_to` may decide too once it is
    overdue; `not_allowed` may never decide. Outcomes are (port, title, needs reason, quorum).
    """

    token: int
    step: str
    task: str
    title: str
    assignees: tuple[str, ...]
    outcomes: tuple[tuple[str, str, bool, int], ...]
    form: JsonObject
    facts: JsonObject
    due: str = ""
    remind: str = ""
    escalate_to: tuple[str, ...] = ()
    not_allowed: tuple[str, ...] = ()


@written_record
class TaskVoted:
    """A person answered a task; the quorum decides whether the step completes.

    `simulated` says that a test gave the answer in that person's name.
    """

    token: int
    task: str
    by: str
    outcome: str
    values: JsonObject
    reason: str = ""
    simulated: bool = False


@written_record
class TaskRefused:
    """A person tried to answer a task and was not allowed to; kept as evidence."""

    token: int
    task: str
    by: str
    outcome: str
    why: str


@written_record
class TaskDelegated:
    """A person handed a task to others."""

    token: int
    task: str
    by: str
    assignees: tuple[str, ...]
    reason: str = ""


@written_record
class TaskReminded:
    """A task's people are reminded."""

    token: int
    task: str


@written_record
class TaskEscalated:
    """A task is overdue; `added` people may decide it too."""

    token: int
    task: str
    added: tuple[str, ...]


@written_record
class TaskClosed:
    """A task is over: "decided", "undecided" (no answer can win), "overdue" or "cancelled".

    `by_path` is the path that withdrew it; 0 where it was none, or its own.
    """

    token: int
    task: str
    how: str
    by_path: int = 0


@written_record
class PathEnded:
    """A path reached an end. `output` is what the end contributes to the scope's output."""

    token: int
    step: str
    output: JsonValue = None
    saves: JsonObject = field(default_factory=dict[str, "JsonValue"])


@written_record
class TokensCancelled:
    """Paths were stopped from outside: by a join, a terminate end, or a person.

    `by_path` is the path whose step stopped them; 0 for a person.
    """

    tokens: tuple[int, ...]
    why: str
    by_path: int = 0


@written_record
class IncidentOpened:
    """A step cannot go on by itself. `kind`: "failed", "expression" or "in_doubt"."""

    token: int
    step: str
    kind: str
    error: JsonObject


@written_record
class IncidentResolved:
    """A person decided how an incident goes on: "retry", "skip", "route"."""

    token: int
    step: str
    action: str
    by: str
    reason: str = ""
    request: JsonValue = None


@written_record
class RunCompleted:
    """The case is done."""

    output: JsonValue


@written_record
class RunFailed:
    """The case ended as failed."""

    error: JsonObject


@written_record
class RunCancelled:
    """A person stopped the case."""

    by: str
    reason: str


RunEvent: TypeAlias = (
    RunStarted
    | TrialArranged
    | RunForked
    | StepPaused
    | StepResumed
    | DataEdited
    | StepScheduled
    | StepReturned
    | StepCompleted
    | ResultIgnored
    | StepFailed
    | RetryScheduled
    | TimerSet
    | TaskOpened
    | TaskVoted
    | TaskRefused
    | TaskDelegated
    | TaskReminded
    | TaskEscalated
    | TaskClosed
    | JoinArrived
    | StepHeld
    | StepAdmitted
    | RaceStarted
    | MessageAwaited
    | MessageTaken
    | MessageSent
    | GroupStarted
    | GroupEnded
    | BoundaryPassed
    | ItemsAdded
    | EachPassed
    | EachOver
    | UndoStarted
    | UndoEnded
    | EachStarted
    | ItemStarted
    | ItemEnded
    | ScopesClosed
    | EachStopped
    | CallStarted
    | CallEnded
    | PathEnded
    | TokensCancelled
    | IncidentOpened
    | IncidentResolved
    | RunSuspended
    | RunResumed
    | DataCorrected
    | PathMoved
    | RunMigrated
    | RunCompleted
    | RunFailed
    | RunCancelled
)


@record
class Recorded:
    """An event as the journal holds it: its place in the run, when (UTC, ISO) and who."""

    seq: int
    at: str
    by: str
    event: RunEvent

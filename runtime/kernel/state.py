"""Knows what a run's state is made of. Must not know how it changes.

`RunState` is a value: `evolve` makes a new one. Its large parts are persistent maps that share
structure, so a fork costs a handful of references however large the run has grown. Tokens, scopes
and what they hold are never changed once another state can see them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from rpds import HashTrieMap

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

Phase: TypeAlias = Literal[
    "ready",  # arrived; waits for an answer of the host's evaluator
    "scheduled",  # an effect is out
    "retrying",  # waits for the next attempt
    "returned",  # has its output; what it saves is still being evaluated
    "waiting",  # waits for a timer or a person
    "joining",  # waits at a join
    "held",  # waits for another path of the case
    "inside",  # its items or its sub-workflow are running
    "incident",  # a person must decide
    "paused",  # a test run stands before the step
]


@dataclass(slots=True)
class Sent:
    """An effect's request and its idempotency key, the same for every attempt."""

    request: JsonValue
    key: str


@dataclass(slots=True)
class Returned:
    """A step's result while its saves are evaluated."""

    output: JsonValue
    port: str
    because: JsonValue
    also: tuple[str, ...] = ()


@dataclass(slots=True)
class Vote:
    """One person's answer to a task."""

    by: str
    outcome: str
    values: JsonObject
    reason: str
    simulated: bool = False


@dataclass(slots=True)
class Task:
    """An open task: who may decide, the votes so far, and who has handed it on to others."""

    id: str
    assignees: tuple[str, ...]
    not_allowed: tuple[str, ...]
    votes: tuple[Vote, ...] = ()
    escalate_to: tuple[str, ...] = ()
    overdue: bool = False
    handed_on: tuple[str, ...] = ()


@dataclass(slots=True)
class Items:
    """A for-each under way: its items, how many have begun and are under way, results by index.

    Attributes:
        last: the newest result.
        passed: the case has gone on; what is under way is finished beside it.
        added: how many items came while it ran.
    """

    items: list[JsonValue]
    begun: int
    active: int
    results: HashTrieMap[int, JsonValue]
    stopped: bool = False
    last: JsonValue = None
    passed: bool = False
    added: int = 0


@dataclass(slots=True)
class Awaited:
    """The message that a step waits for; `kept`: one that came before counts too."""

    name: str
    key: str
    kept: bool


@dataclass(slots=True)
class Grouped:
    """A group under way: its scope, and (port, name, key, kept) of the messages it listens to."""

    scope: int
    awaits: tuple[tuple[str, str, str, bool], ...] = ()


@dataclass(slots=True)
class Held:
    """Why a path waits for another one, and since which event."""

    why: str
    since: int


@dataclass(slots=True)
class Undoable:
    """Something done that a drawn step can undo.

    Attributes:
        step, undo: what did it, and what undoes it.
        around: the scopes it lay in, innermost first.
        scope: what could be read there.
    """

    step: str
    undo: str
    around: tuple[int, ...]
    scope: Scope


@dataclass(slots=True)
class Called:
    """A sub-workflow's output, once its scope is over."""

    output: JsonValue


@dataclass(slots=True)
class Incident:
    """Why a token stands still, and what it did before."""

    kind: str
    error: JsonObject
    work: Work


Waiting: TypeAlias = tuple[tuple[int, str], ...]

Work: TypeAlias = (
    Sent | Returned | Task | Items | Called | Awaited | Grouped | Held | Incident | None
)
"""What belongs to a token's phase."""


@dataclass(slots=True)
class Token:
    """A thread of control at a step.

    Attributes:
        edge: how it came there.
        attempt: how often its effect has been tried.
        work: what belongs to the phase.
        timers: (purpose, due) pairs that will wake it; due is ISO in UTC.
        late: joins of its scope that have gone on without it; when it comes there, it ends.
        race: the race it takes part in, 0 for none; it ends when another one wins.
        watches: what happens elsewhere in the case can let it go on.
        admitted: it has got its turn where only one path is under way at a time.
    """

    id: int
    scope: int
    step: str
    edge: str = ""
    phase: Phase = "ready"
    attempt: int = 0
    work: Work = None
    timers: tuple[tuple[str, str], ...] = ()
    late: tuple[str, ...] = ()
    race: int = 0
    watches: bool = False
    admitted: bool = False

    def at(self, phase: Phase, work: Work = None, attempt: int | None = None) -> Token:
        """Returns the token in another phase, without timers."""
        tried = self.attempt if attempt is None else attempt
        return Token(
            self.id,
            self.scope,
            self.step,
            self.edge,
            phase,
            tried,
            work,
            (),
            self.late,
            self.race,
            admitted=self.admitted,
        )


@dataclass(slots=True)
class Scope:
    """A region with its own step outputs: the run (0), an item of a for-each, a sub-workflow.

    Attributes:
        owner: token that waits for this scope; 0 for the run's own.
        frame: scope whose case data and input count here (itself for the run and sub-workflows).
        body: id of the definition its steps belong to.
        outputs: step id -> output of its last visit.
        live: tokens that are alive in it.
        last: output of the step completed last; `ended` what its end steps gave, merged.
        idle: steps completed in it since something from outside came in: an effect's result, a
            person's answer, a moment.
    """

    id: int
    parent: int
    owner: int
    frame: int
    body: str
    input: JsonValue = None
    index: int = -1
    item: JsonValue = None
    outputs: HashTrieMap[str, JsonValue] = HashTrieMap()
    live: int = 0
    data: JsonValue = None
    error: JsonValue = None
    last: JsonValue = None
    ended: JsonObject | None = None
    idle: int = 0

    def copy(self) -> Scope:
        """Returns a copy that may be changed."""
        return Scope(
            self.id,
            self.parent,
            self.owner,
            self.frame,
            self.body,
            self.input,
            self.index,
            self.item,
            self.outputs,
            self.live,
            self.data,
            self.error,
            self.last,
            self.ended,
            self.idle,
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """What is different in a test run.

    Attributes:
        pins: step -> `{"output", "port", "sample"}` that stands for its work.
        stops: steps and edges before which a path pauses; with `each` before every step.
    """

    pins: JsonObject
    stops: frozenset[str]
    each: bool


@dataclass(slots=True)
class RunState:
    """A run at one moment: the fold of its events.

    Attributes:
        seq: place of the next event; next_id: next free id of a token or scope.
        status: "new" before the first event.
        joins: (scope, step of a join) -> what waits there: (token, edge) in order.
        timed: token -> its earliest timer; active: tokens in a phase that goes on by itself;
            incidents: tokens that wait for a person to mend them. All three are sums over `tokens`.
        watching: tokens that what happens elsewhere in the case can let go on.
        undoable: place of an event -> what was done with it and can be undone.
        trial: what is different in a test run; None in a real one.
        suspended: who has halted the case; "" while it goes on.
        replays: the case whose events these are, which are only looked at; "" for a case.
    """

    run: str
    seq: int = 0
    next_id: int = 1
    status: Literal["new", "open", "completed", "failed", "cancelled"] = "new"
    plan: str = ""
    definition: str = ""
    name: str = ""
    key: str = ""
    environment: str = ""
    requester: str = ""
    dry: bool = False
    output: JsonValue = None
    error: JsonObject | None = None
    tokens: HashTrieMap[int, Token] = HashTrieMap()
    scopes: HashTrieMap[int, Scope] = HashTrieMap()
    joins: HashTrieMap[tuple[int, str], Waiting] = HashTrieMap()
    timed: HashTrieMap[int, str] = HashTrieMap()
    watching: HashTrieMap[int, None] = HashTrieMap()
    undoable: HashTrieMap[int, Undoable] = HashTrieMap()
    active: int = 0
    incidents: int = 0
    trial: Trial | None = None
    suspended: str = ""
    replays: str = ""

    def fork(self) -> RunState:
        """Returns a copy whose attributes may be set without touching this one."""
        return RunState(
            self.run,
            self.seq,
            self.next_id,
            self.status,
            self.plan,
            self.definition,
            self.name,
            self.key,
            self.environment,
            self.requester,
            self.dry,
            self.output,
            self.error,
            self.tokens,
            self.scopes,
            self.joins,
            self.timed,
            self.watching,
            self.undoable,
            self.active,
            self.incidents,
            self.trial,
            self.suspended,
            self.replays,
        )

    @property
    def ended(self) -> bool:
        """Whether nothing can happen any more."""
        return self.status in ("completed", "failed", "cancelled")

    @property
    def goes_on(self) -> bool:
        """Whether anything goes on by itself; in a halted case only what is under way outside."""
        if self.replays:
            return False
        if self.suspended and not self.ended:
            return any(token.phase == "scheduled" for token in self.tokens.values())
        return self.active > 0 and not self.ended


def new_state(run: str) -> RunState:
    """Returns the state of a run before its first event."""
    return RunState(run)

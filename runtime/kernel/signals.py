"""Knows what can happen to a run from outside, as plain data. Must not know what follows from it.

Every signal carries its actor. Timers and people are signals like any other; the host sends them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from runtime.events.model import SYSTEM, TIMER, Actor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import TrialArranged
    from runtime.primitives import Plan


@dataclass(frozen=True, slots=True)
class Start:
    """Begin the case. `plan` is the digest of the plan that `decide` is given.

    `trial` makes it a test run and says how it is made up.
    """

    plan: str
    input: JsonValue
    actor: Actor
    key: str = ""
    environment: str = ""
    dry: bool = False
    trial: TrialArranged | None = None


@dataclass(slots=True)
class Answered:
    """The host has evaluated an ask: one value a question, or the failure that ended it.

    With `first_true` there are values only up to the first that holds.
    """

    token: int
    step: str
    stage: str
    scope: int
    values: tuple[JsonValue, ...]
    failure: JsonObject | None = None
    actor: Actor = SYSTEM


@dataclass(slots=True)
class EffectDone:
    """An effect succeeded."""

    token: int
    step: str
    attempt: int
    output: JsonValue = None
    port: str = "out"
    because: JsonValue = None
    actor: Actor = SYSTEM


@dataclass(slots=True)
class EffectFailed:
    """An effect failed.

    Attributes:
        retryable: the same request may succeed later.
        retry_after: seconds to wait at least.
        unknown: it may have happened all the same.
        chance: a number from 0 to 1 drawn by the host, for jitter.
    """

    token: int
    step: str
    attempt: int
    error: JsonObject
    retryable: bool = False
    retry_after: float = 0.0
    unknown: bool = False
    chance: float = 0.0
    actor: Actor = SYSTEM


@dataclass(frozen=True, slots=True)
class Lost:
    """The process that had started this effect is gone; nobody knows its outcome."""

    token: int
    actor: Actor = SYSTEM


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed: timers that are due fire."""

    actor: Actor = TIMER


@dataclass(frozen=True, slots=True)
class Decide:
    """A person answers a task, or a test does in that person's name."""

    task: str
    actor: Actor
    outcome: str
    values: JsonObject
    reason: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Delegate:
    """A person hands a task to others."""

    task: str
    actor: Actor
    to: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Resolve:
    """A person decides how an incident goes on.

    Attributes:
        action: retry (with `request` instead of the recorded one, if given), skip (with
            `output`), or route (by the error path).
        port: with skip, the way it leaves by; "" where there is only one.
    """

    token: int
    actor: Actor
    action: Literal["retry", "skip", "route"]
    reason: str = ""
    request: JsonValue = None
    output: JsonValue = None
    port: str = ""


@dataclass(frozen=True, slots=True)
class Cancel:
    """A person stops the case."""

    actor: Actor
    reason: str


@dataclass(frozen=True, slots=True)
class Suspend:
    """A person halts the case."""

    actor: Actor
    reason: str


@dataclass(frozen=True, slots=True)
class Continue:
    """A person lets a halted case go on."""

    actor: Actor
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Correct:
    """A person corrects the case data.

    Attributes:
        saves: new values by path ("deal.amount").
        removes: paths that are taken out.
        step: the call whose workflow's data is meant; "" for the case.
    """

    actor: Actor
    reason: str
    saves: JsonObject
    removes: tuple[str, ...] = ()
    step: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A person lets a path go on at another step."""

    token: int
    to: str
    actor: Actor
    reason: str


@dataclass(frozen=True, slots=True)
class Migrate:
    """A person lets the case go on by another version of its workflow.

    Attributes:
        plan: digest of the version's plan, `to`.
        steps: old id -> new id; a step of a called workflow is written "workflow:step".
        again: old steps whose new one begins anew.
    """

    plan: str
    to: Plan
    actor: Actor
    reason: str
    steps: Mapping[str, str]
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrange:
    """A test run is to be made up otherwise from here on."""

    actor: Actor
    trial: TrialArranged


@dataclass(frozen=True, slots=True)
class Proceed:
    """A paused test run goes on.

    Attributes:
        tokens: the paths that do; none for all that stand still.
        each: only up to the next step.
    """

    actor: Actor
    tokens: tuple[int, ...] = ()
    each: bool = False


@dataclass(frozen=True, slots=True)
class EditData:
    """The case data of a paused test run is to be this."""

    actor: Actor
    data: JsonValue
    token: int = 0


@dataclass(frozen=True, slots=True)
class Deliver:
    """A message comes.

    Attributes:
        message: its id; the store lets one case take it, once.
        late: it came before the step began to wait, so only one that counts kept ones takes it.
    """

    message: str
    name: str
    key: str
    content: JsonValue
    late: bool = False
    actor: Actor = SYSTEM


@dataclass(frozen=True, slots=True)
class AddItems:
    """A person adds items to a for-each that is under way."""

    step: str
    items: tuple[JsonValue, ...]
    actor: Actor


Signal: TypeAlias = (
    Start
    | Deliver
    | AddItems
    | Arrange
    | Proceed
    | EditData
    | Answered
    | EffectDone
    | EffectFailed
    | Lost
    | Tick
    | Decide
    | Delegate
    | Resolve
    | Cancel
    | Suspend
    | Continue
    | Correct
    | Move
    | Migrate
)

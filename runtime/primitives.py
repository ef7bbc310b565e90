"""Knows the dozen things the kernel understands, as frozen plain data.

Must not know a step kind or any I/O.

A step kind's behaviour compiles its params to one of these; a new primitive needs a decision
record. `PlanStep` and `Plan` are the compiled, pinned form of a drawing: what a run carries for
its whole life.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal, TypeAlias

from runtime.definition.record import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.definition.json_value import JsonObject, JsonValue


@record
class Expr:
    """A JSONata expression and what it reads.

    Attributes:
        text: the expression.
        roots: top-level names it reads ("data", "steps.find_client"); None means "cannot tell,
            give all".
        place: where it stands in the step's params ("conditions[0].when"), for messages.
        facts: paths of the fields it reads, whose values are kept as evidence of a decision.
    """

    text: str
    roots: tuple[str, ...] | None = None
    place: str = ""
    facts: tuple[tuple[str, ...], ...] = ()


Fields: TypeAlias = tuple[tuple[str, Expr], ...]
"""Named expressions; the results make an object with these names."""


@record
class Due:
    """A moment in the future: a duration from now or a given moment, in a business calendar.

    Attributes:
        after: duration in the notation of runtime.calendars ("PT4H", "P3BD"), or an expression
            giving one.
        at: expression giving an ISO date or moment; wins over `after`.
        calendar: name of the business calendar; "" means the default one.
    """

    after: str | Expr | None = None
    at: Expr | None = None
    calendar: str = ""


@record
class Pass:
    """Goes on at once by port "out" (a start, a parallel split)."""


@record
class Branch:
    """One way out of a `Choose`: taken when its condition is true."""

    port: str
    when: Expr
    label: str = ""


@record
class Choose:
    """Takes the first branch whose condition holds, else the default port ("" = none: an error).

    Attributes:
        every: takes all branches whose conditions hold, at the same time.
    """

    branches: tuple[Branch, ...]
    default: str = ""
    every: bool = False


@record
class Compute:
    """Evaluates expressions; the results are the step's output.

    Attributes:
        fields: named results; the output is an object with these names.
        whole: instead of fields, one expression whose value is the output.
        verdict: `whole` gives `{"output": …, "because": …, "port": …}` (a decision table).
    """

    fields: Fields = ()
    whole: Expr | None = None
    verdict: bool = False


Repeat: TypeAlias = Literal["safe", "keyed", "verify", "ask"]
"""What may happen after a lost reply: repeat it, repeat it with the same key, look first.

Or ask a person.
"""


@record
class Effect:
    """Something done outside: performed by the kind, at most as often as `repeat` allows.

    Attributes:
        inputs: named expressions; their values are recorded before the effect starts.
        repeat: what to do when the outcome is unknown.
        writes: False for a pure read, which a dry run performs.
        connection: name of the connection it uses ("" = none).
        example: output a dry run uses in place of a write's real one.
        limit: how many may be under way at once through this connection, over all runs; the others
            wait their turn, and their time-outs have not begun. 0 = no limit.
    """

    inputs: Fields = ()
    repeat: Repeat = "ask"
    writes: bool = True
    connection: str = ""
    example: JsonValue = None
    limit: int = 0


@record
class Delay:
    """Waits until a moment."""

    due: Due


@record
class Outcome:
    """One answer a person can give: the port it leaves by, and whether a reason is required."""

    port: str
    title: str
    needs_reason: bool = False
    quorum: int = 1


@record
class Person:
    """Waits for people: leaves by the port of the outcome that reaches its quorum first.

    Attributes:
        title: what is asked, as an expression giving text.
        assignees: expression giving one or a list of "user:lead" / "role:finance" (a bare name is
            a role).
        facts: named expressions shown to the person and kept as evidence.
        form: JSON Schema of what the person fills in.
        outcomes: the answers; with a quorum, `quorum` votes for one outcome decide.
        not_requester: the person who started the case may not decide.
        due, remind, escalate_to: deadline, reminder before or after it, and who is added when it
            passes.
        on_due: "escalate" adds `escalate_to`; "port" leaves by port "overdue".
        otherwise: port of the outcome that holds once no other can reach its quorum any more;
            "" makes that an incident. Known only where the people are a list without roles.
    """

    title: Expr
    assignees: Expr
    outcomes: tuple[Outcome, ...]
    facts: Fields = ()
    form: JsonObject = field(default_factory=dict[str, "JsonValue"])
    not_requester: bool = False
    due: Due | None = None
    remind: Due | None = None
    escalate_to: Expr | None = None
    on_due: Literal["escalate", "port"] = "escalate"
    otherwise: str = ""


@record
class Join:
    """Waits for branches.

    Attributes:
        need: how many arrivals let it go on; 0 means one on every incoming edge.
        cancel_rest: what is still under way between the split and here is cancelled.
        coming: it goes on with those that have come, once no other path can come any more.
        when: condition over `arrived` (how many have come) and the case; when true it goes on.
        blocks: after it has gone on, it goes on again only when the others have come too.
        region: ids of the steps between the split and here (filled in by compile).
        sources: ids of the steps from which a path can still come (filled in by compile).
    """

    need: int = 0
    cancel_rest: bool = False
    region: tuple[str, ...] = ()
    coming: bool = False
    when: Expr | None = None
    blocks: bool = False
    sources: tuple[str, ...] = ()


@record
class Race:
    """Lets several waits begin at once; the first that is over wins, the others are withdrawn.

    The waits are the steps that its way out leads to.
    """


@record
class Receive:
    """Waits for a message.

    Attributes:
        name: of the message ("sow.signed").
        key: expression giving what tells this case's messages from those of others; None = the
            name alone.
        kept: a message that came before anybody waited counts too.
    """

    name: str
    key: Expr | None = None
    kept: bool = True


@record
class Send:
    """Sends a message to whichever case waits for it.

    Attributes:
        name: of the message.
        key: as in `Receive`.
        content: named expressions; what the receiver gets.
    """

    name: str
    key: Expr | None = None
    content: Fields = ()


@record
class Boundary:
    """What may happen to a group while it runs, and the port by which the case leaves then.

    Attributes:
        on: a moment, or a message.
        interrupts: the group is stopped; otherwise it goes on beside what follows the port.
    """

    port: str
    on: Due | Receive
    interrupts: bool = True


@record
class Group:
    """Runs the steps inside it once, as one part of the case.

    Attributes:
        boundaries: what may happen to it from outside while it runs.
        lock: of all groups with the same lock in a case, only one runs at a time; "" = none.
        one_at_a_time: of the steps inside, only one is under way at a time, in any order.
    """

    boundaries: tuple[Boundary, ...] = ()
    lock: str = ""
    one_at_a_time: bool = False


@record
class Milestone:
    """Goes on only while the case stands at a step.

    It waits until the case comes there, and leaves by port "too_late" when it has left already.
    """

    step: str


@record
class Stop:
    """Stops what is under way at other steps of the case.

    Attributes:
        steps: their ids.
        complete: a for-each among them is done with the results it has; otherwise each leaves by
            its port "cancelled" where one is drawn, else its path ends.
    """

    steps: tuple[str, ...]
    complete: bool = False


@record
class Undo:
    """Undoes what was done: the undo steps of what completed, the newest first.

    Attributes:
        steps: whose work is undone; () = all in this part of the case.
    """

    steps: tuple[str, ...] = ()


@record
class Grow:
    """Adds items to the for-each around it, or to another one that is under way.

    Attributes:
        items: expression giving one item or a list.
        to: id of the for-each; "" = the innermost around the step.
    """

    items: Expr
    to: str = ""


@record
class Each:
    """Runs the steps inside it once for each item.

    Attributes:
        items: expression giving a list.
        at_once: how many items may be under way together; 1 = in order, 0 = all.
        until: condition over `results` and `last`; when true no further item is begun.
        result: expression in the item's scope giving its result; None = its last output.
        need: so many results are enough to go on; 0 = all.
        cancel_rest: once it goes on, the items under way are stopped; otherwise they go on beside.
        waits: False: the case goes on as soon as it has begun, and the items run beside it.
    """

    items: Expr
    at_once: int = 1
    until: Expr | None = None
    result: Expr | None = None
    need: int = 0
    cancel_rest: bool = False
    waits: bool = True


@record
class CallPlan:
    """Runs another definition inside this run; its output is the step's output."""

    body: str
    inputs: Fields = ()


@record
class Finish:
    """Ends a path ("end"), the whole scope at once ("terminate"), or the run as failed ("fail").

    Attributes:
        code, reason: of a failure: its stable name, and an expression giving what people read.
    """

    how: Literal["end", "terminate", "fail"]
    output: Fields = ()
    reason: Expr | None = None
    code: str = "failed"


Primitive: TypeAlias = (
    Pass
    | Choose
    | Compute
    | Effect
    | Delay
    | Person
    | Join
    | Race
    | Receive
    | Send
    | Group
    | Milestone
    | Stop
    | Undo
    | Grow
    | Each
    | CallPlan
    | Finish
)


@record
class Policy:
    """What happens when an effect fails.

    Attributes:
        attempts: how often it is tried in all, at least 1.
        delay, max_delay: seconds before the first repeat, and the longest pause.
        factor: each pause is this many times the one before.
        jitter: share of the pause that chance may add, 0 to 1.
        timeout: seconds an attempt may take; 0 = the kind's own limit.
    """

    attempts: int = 1
    delay: float = 1.0
    factor: float = 2.0
    max_delay: float = 300.0
    jitter: float = 0.1
    timeout: float = 0.0


@record
class Exit:
    """An edge as the kernel sees it: its key and the step it leads to."""

    edge: str
    target: str


@record
class PlanStep:
    """One step, compiled.

    Attributes:
        params: the kind's validated params, handed to `perform`.
        exits: port -> edges leaving by it.
        incoming: number of incoming edges.
        saves: case fields written when it completes; expressions over `output` and the rest.
        parent: id of the for-each it lies inside, or "".
        entries: for a for-each, the steps inside it that begin an item.
    """

    id: str
    name: str
    kind: str
    version: int
    primitive: Primitive
    params: JsonObject
    exits: Mapping[str, tuple[Exit, ...]]
    incoming: int = 1
    saves: Fields = ()
    policy: Policy = Policy()
    parent: str = ""
    entries: tuple[str, ...] = ()


@record
class Body:
    """One definition, compiled: its steps by id and the step it starts with.

    `data` is the JSON Schema of its case data; {} where none was kept.
    """

    definition: str
    name: str
    digest: str
    start: str
    steps: Mapping[str, PlanStep]
    settings: JsonObject
    data: JsonObject = field(default_factory=dict[str, "JsonValue"])


@record
class Plan:
    """A definition with everything it calls, pinned.

    `bodies[main]` and the sub-workflows by definition id.
    """

    main: str
    bodies: Mapping[str, Body]
    connections: Mapping[str, str] = field(default_factory=dict[str, str])

"""Knows how an example is played and what it must come to. Must not know a step kind.

Played again with the process dying at a commit, an example must come to the same: the same end, the
same output, the same case, every step done as often, and no write done twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runtime.definition.definition import Definition
from runtime.errors import RefusedError
from runtime.events import model
from runtime.kernel import fold, new_state
from runtime.testing.clock import ManualClock
from runtime.testing.example import STEP, ExampleError
from runtime.testing.harness import WorkflowHarness
from runtime.testing.world import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import Recorded
    from runtime.events.view import RunView, StepView
    from runtime.step import Kind
    from runtime.testing.crash import Crash, Moment
    from runtime.testing.example import Answer, Do, Example, HandOver

_MADE = {"start", "case"}
"""Steps that `drawn_around` puts in front."""


@dataclass(frozen=True, slots=True)
class Played:
    """What an example came to.

    Attributes:
        view: the case as people see it.
        data: the case fields.
        order: the steps that were completed, in order, without starts and ends.
        done: how many different writes each step did.
        repeated: writes done twice against their rule.
        commits: how many commits there were.
    """

    view: RunView
    data: JsonValue
    order: list[str]
    done: Counter[str]
    repeated: list[str]
    commits: int
    events: Sequence[Recorded]

    @property
    def status(self) -> str:
        """How the case stands; one that has not ended waits."""
        ended = {"completed", "failed", "cancelled"}
        return self.view.status if self.view.status in ended else "waiting"


def crash_points(commits: int) -> list[tuple[int, Moment]]:
    """Returns every point at which a process that commits so often can die."""
    moments: tuple[Moment, ...] = ("before", "after")
    return [(commit, when) for commit in range(1, commits + 1) for when in moments]


async def play(
    example: Example,
    kind: Kind[Any],
    folder: Path,
    *,
    crash: Crash | None = None,
    seed: bytes | None = None,
    kinds: Mapping[str, Kind[Any]] | None = None,
) -> Played:
    """Runs an example to its end on a database of its own.

    Args:
        example: what happens and what is expected.
        kind: the kind the example belongs to.
        folder: an empty folder.
        crash: where the process dies, once.
        seed: see `WorkflowHarness`.
        kinds: see `WorkflowHarness`.

    Raises:
        ExampleError: someone was refused who should not be, or was not who should.
        BatonError: the workflow cannot be run.
    """
    definition = example.definition(kind)
    clock = ManualClock(example.now)
    async with WorkflowHarness(
        folder, crash=crash, clock=clock, seed=seed, kinds=kinds, calendars=example.book()
    ) as harness:
        for each in example.do:
            if each.effect is not None:
                harness.world.script(
                    each.effect.step, outcome(each.effect.output, each.effect.fails)
                )
        others = [Definition.from_document(each) for each in example.workflows]
        await harness.start(definition, example.input, requester=example.requester, others=others)
        for each in example.do:
            await _do(harness, each)
        if harness.world.unused:
            raise _wrong(f"nothing asked for the outcome of {', '.join(harness.world.unused)}")
        return _played(harness, definition)


async def _do(harness: WorkflowHarness, each: Do) -> None:
    if each.answer is not None:
        await _answer(harness, each.answer)
    elif each.delegate is not None:
        await _delegate(harness, each.delegate)
    elif each.resolve is not None:
        mend = each.resolve
        await harness.resolve(
            mend.step,
            mend.action,
            by=mend.by,
            output=mend.output,
            request=mend.request,
            reason=mend.reason,
        )
    elif each.advance is not None:
        await harness.advance(each.advance)
    elif each.message is not None:
        sent = each.message
        await harness.send_message(sent.name, key=sent.key, content=sent.content, by=sent.by)
    elif each.add is not None:
        await harness.add_items(each.add.step, each.add.items, by=each.add.by)


async def _answer(harness: WorkflowHarness, answer: Answer) -> None:
    before = _refusals(harness)
    try:
        await harness.answer(
            answer.step,
            by=answer.by,
            roles=answer.roles,
            outcome=answer.outcome,
            values=answer.values,
            reason=answer.reason,
        )
    except RefusedError as error:
        _ensure_refusal(answer, str(error))
    else:
        # When the process died right after the refusal was written down, nobody was told.
        _ensure_refusal(answer, "" if _refusals(harness) == before else "refused")


async def _delegate(harness: WorkflowHarness, hand: HandOver) -> None:
    before = _refusals(harness)
    try:
        await harness.delegate(
            hand.step, by=hand.by, roles=hand.roles, to=hand.to, reason=hand.reason
        )
    except RefusedError as error:
        _ensure_refusal(hand, str(error))
    else:
        _ensure_refusal(hand, "" if _refusals(harness) == before else "refused")


def _refusals(harness: WorkflowHarness) -> int:
    return sum(isinstance(recorded.event, model.TaskRefused) for recorded in harness.events())


def _ensure_refusal(wish: Answer | HandOver, refusal: str) -> None:
    if wish.refused != bool(refusal):
        happened = f"was refused: {refusal}" if refusal else "was not refused"
        raise _wrong(f"the answer of {wish.by} at step “{wish.step}” {happened}")


def _played(harness: WorkflowHarness, definition: Definition) -> Played:
    events = harness.events()
    state = fold(new_state(harness.run), (recorded.event for recorded in events))
    order = [r.event.step for r in events if isinstance(r.event, model.StepCompleted)]
    kinds = {node.id: node.kind for node in definition.nodes()}
    order = [step for step in order if kinds.get(step) != "start" and step not in _MADE]
    done = Counter({step: len(keys) for step, keys in harness.world.done.items()})
    return Played(
        harness.view(),
        state.scopes[0].data if 0 in state.scopes else None,
        order,
        done,
        harness.world.repeated,
        harness.crash.commits,
        events,
    )


def expect(example: Example, played: Played) -> list[str]:
    """Returns what did not turn out as the example says, one sentence each."""
    wanted, view = example.expect, played.view
    step = view.steps.get(STEP) if example.params is not None else None
    output = step.output if step is not None else view.output
    found: dict[str, tuple[JsonValue, JsonValue]] = {"status": (wanted.status, played.status)}
    if "output" in wanted.model_fields_set:
        found["output"] = (wanted.output, output)
    if wanted.data is not None:
        found["data"] = (wanted.data, played.data)
    if wanted.order is not None:
        found["order"] = (list(wanted.order), list(played.order))
    if wanted.waiting_for is not None:
        waiting = sorted(one.step for one in view.waiting_for)
        found["waiting_for"] = ([*sorted(wanted.waiting_for)], [*waiting])
    if wanted.error is not None:
        found["error"] = (wanted.error, view.error or (step.error if step else None))
    if wanted.port is not None:
        found["port"] = (wanted.port, _port(step))
    if "because" in wanted.model_fields_set:
        found["because"] = (wanted.because, step.because if step else None)
    sentences = [
        f"{name} should be {want!r} and is {got!r}"
        for name, (want, got) in found.items()
        if not _fits(want, got)
    ]
    messages = [one.message for one in view.waiting_for if one.kind == "incident"]
    if bool(messages) != bool(wanted.incident) or not any(
        (wanted.incident or "") in message for message in messages or [""]
    ):
        sentences.append(f"the incident should be {wanted.incident!r} and is {messages!r}")
    return sentences


def _port(step: StepView | None) -> str:
    """A step that failed and went on left by its error path."""
    if step is None:
        return ""
    return "error" if step.status == "failed" else step.port


def _fits(wanted: JsonValue, found: JsonValue) -> bool:
    """Whether all that is wanted is there; objects may hold more."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(
            name in found and _fits(value, found[name]) for name, value in wanted.items()
        )
    if isinstance(wanted, list):
        return (
            isinstance(found, list)
            and len(wanted) == len(found)
            and all(_fits(want, got) for want, got in zip(wanted, found, strict=True))
        )
    return wanted == found and isinstance(wanted, bool) == isinstance(found, bool)


def same(one: Played, other: Played) -> list[str]:
    """Returns how a run with a crash differs from one without, one sentence each."""
    pairs: dict[str, tuple[Any, Any]] = {
        "status": (one.status, other.status),
        "output": (one.view.output, other.view.output),
        "error": (one.view.error, other.view.error),
        "data": (one.data, other.data),
        "steps": (Counter(one.order), Counter(other.order)),
        "writes": (one.done, other.done),
        "waiting": (_waiting(one), _waiting(other)),
        "repeated": ([], other.repeated),
    }
    return [f"{name}: {a!r} became {b!r}" for name, (a, b) in pairs.items() if a != b]


def _waiting(played: Played) -> list[JsonObject]:
    return [
        {"kind": one.kind, "step": one.step, "due": one.due, "people": list(one.people)}
        for one in played.view.waiting_for
    ]


def _wrong(why: str) -> ExampleError:
    return ExampleError(
        "The example did not turn out as it says.", why=f"In it, {why}.", next_step="Correct it."
    )

"""Laws of the kernel, on random plans and random histories.

What a user loses when one fails: a case that cannot be read back, goes on differently after a
crash, or stops the whole engine with an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.events import model
from runtime.kernel import scopes
from runtime.kernel.signals import (
    AddItems,
    Answered,
    Cancel,
    Continue,
    Correct,
    Decide,
    Delegate,
    Deliver,
    EffectDone,
    EffectFailed,
    Lost,
    Migrate,
    Move,
    Resolve,
    Signal,
    Suspend,
    Tick,
)
from runtime.kernel.state import Task
from runtime.primitives import (
    Boundary,
    Branch,
    CallPlan,
    Choose,
    Compute,
    Delay,
    Due,
    Each,
    Effect,
    Expr,
    Finish,
    Group,
    Grow,
    Join,
    Milestone,
    Outcome,
    Pass,
    Person,
    Plan,
    PlanStep,
    Policy,
    Primitive,
    Race,
    Receive,
    Repeat,
    Send,
    Stop,
    Undo,
)
from tests.helpers.kernel_driver import ANALYST, BUYER, Driver, plan, step

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject


@pytest.fixture(autouse=True, scope="module")
def few_items_more() -> Iterator[None]:
    """Items that add items go on up to a limit; here a low one, so that it is met in no time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scopes, "MOST_ADDED", 5)
        yield


Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]
BEGINNINGS = (
    model.StepScheduled,
    model.TaskOpened,
    model.TimerSet,
    model.ItemStarted,
    model.CallStarted,
    model.GroupStarted,
    model.MessageAwaited,
    model.MessageSent,
    model.RunCompleted,
)
"""What happens only in a case that goes on."""
NAMES = [f"s{i}" for i in range(6)]
TRUTH = st.sampled_from([Expr("0"), Expr("1"), Expr("!")])
REPEATS: list[Repeat] = ["safe", "keyed", "verify", "ask"]
DUE = st.sampled_from([Due("5"), Due("60")])


@st.composite
def primitives(draw: st.DrawFn) -> Primitive:
    """Any primitive with any settings."""
    truth, other, yes = draw(TRUTH), draw(TRUTH), draw(st.booleans())
    repeat: Repeat = draw(st.sampled_from(REPEATS))
    choose = Choose((Branch("out", truth), Branch("alt", other)), "alt" if yes else "")
    outcomes = (Outcome("out", "Yes", quorum=2), Outcome("alt", "No", needs_reason=True))
    person = Person(
        Expr("'?'"),
        Expr("'finance'"),
        outcomes,
        not_requester=yes,
        due=draw(st.none() | DUE),
        on_due="port" if draw(st.booleans()) else "escalate",
        escalate_to=Expr("'user:boss'"),
    )
    every: list[Primitive] = [
        Pass(),
        choose,
        Compute((("x", truth),)),
        Effect((("x", truth),), repeat),
        Delay(draw(DUE)),
        person,
        Choose((Branch("out", truth), Branch("alt", other)), "alt" if yes else "", every=True),
        Join(draw(st.integers(0, 2)), yes, tuple(NAMES[:3])),
        Join(draw(st.integers(0, 2)), region=tuple(NAMES[:3]), blocks=True),
        Join(coming=True, sources=tuple(NAMES[: draw(st.integers(0, 5))])),
        Join(when=truth, region=tuple(NAMES[:3])),
        Race(),
        Receive("go", truth if yes else None, draw(st.booleans())),
        Send("go", truth if yes else None, (("x", other),)),
        Milestone(draw(st.sampled_from(NAMES))),
        Stop(tuple(draw(st.lists(st.sampled_from([*NAMES, "each", "part"]))))),
        Stop(("each",), complete=True),
        Undo(("s2",) if yes else ()),
        Grow(draw(st.sampled_from([Expr("[1,2]"), Expr("1")])), "each" if yes else ""),
        Finish("end"),
        Finish("terminate"),
        Finish("fail"),
        CallPlan("inner"),
    ]
    return draw(st.sampled_from(every))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any wiring of any primitives, sound or not; loops go through something that takes time."""
    steps: list[PlanStep] = []
    for place, name in enumerate(NAMES):
        later = st.sampled_from([*NAMES[place + 1 :], "end"])
        primitive = draw(primitives())
        to = draw(st.lists(later, max_size=3, unique=True))
        ports: dict[str, Any] = {
            p: draw(later)
            for p in ("alt", "error", "overdue", "undo", "cancelled", "too_late")
            if draw(st.booleans())
        }
        waits = isinstance(primitive, Effect | Delay | Person)
        if waits and draw(st.booleans()):
            to.append(draw(st.sampled_from(NAMES)))
        saves = ((f"f{place}", Expr("1")),) if draw(st.booleans()) else ()
        policy = Policy(attempts=draw(st.integers(1, 3)), jitter=0)
        incoming = draw(st.integers(1, 3))
        steps.append(
            step(
                name,
                primitive,
                *dict.fromkeys(to),
                saves=saves,
                policy=policy,
                incoming=incoming,
                **ports,
            )
        )
    each = Each(
        draw(st.sampled_from([Expr("[1,2,3]"), Expr("[]"), Expr("!")])),
        draw(st.integers(0, 2)),
        draw(st.none() | TRUTH),
        draw(st.none() | TRUTH),
        draw(st.integers(0, 2)),
        draw(st.booleans()),
        draw(st.booleans()),
    )
    steps.insert(1, step("each", each, entries=("in",), done="s1"))
    steps.insert(2, step("part", draw(groups()), entries=("p1", "p2"), done="s3", late="end"))
    steps[0] = step("s0", Pass(), "each", "s2", "part")
    inside = step("in", draw(primitives()), parent="each")
    parts = [step(name, draw(primitives()), parent="part") for name in ("p1", "p2")]
    end = step("end", Finish("end", (("done", Expr("1")),)))
    body = step("do", draw(primitives().filter(_shallow)))
    return plan(*steps, inside, *parts, end, inner=(body,))


@st.composite
def groups(draw: st.DrawFn) -> Group:
    """A group with any boundary, a lock, or one step at a time."""
    on = draw(st.sampled_from([Due("5"), Receive("go"), Receive("go", Expr("1"))]))
    boundary = Boundary("late", on, draw(st.booleans()))
    every = [Group((boundary,)), Group(), Group(lock="it"), Group(one_at_a_time=True)]
    return draw(st.sampled_from(every))


def _shallow(primitive: Primitive) -> bool:
    return not isinstance(primitive, CallPlan)


def signal_of(case: Driver, draw: Draw) -> Signal:
    """Something that may happen now, or comes too late, or was never asked for."""
    tokens = sorted(case.state.tokens.values(), key=lambda t: t.id)
    some = draw(st.sampled_from(tokens)) if tokens else None
    number = some.id if some else 99
    where = some.step if some else "s1"
    attempt = some.attempt if some else 1
    task = some.work.id if some and isinstance(some.work, Task) else "t0"
    other_step = draw(st.sampled_from([*NAMES, "each", "part", "in", "p1", "end", "start"]))
    error: JsonObject = {"code": "x", "message": "x"}
    return draw(
        st.sampled_from(
            [
                EffectDone(number, where, attempt, {"n": 1}),
                EffectDone(number, where, attempt + 1, {"n": 1}),
                EffectFailed(number, where, attempt, error, retryable=True),
                EffectFailed(number, where, attempt, error, unknown=True),
                EffectFailed(number, where, attempt, error),
                Lost(number),
                Deliver("m1", "go", "", {"n": 1}),
                Deliver("m2", "go", "1", 1, late=True),
                AddItems("each", (7,), ANALYST),
                Tick(),
                Decide(task, ANALYST, "out", {}),
                Decide(task, BUYER, "out", {}),
                Decide(task, BUYER, "alt", {}, "because"),
                Decide(task, BUYER, "nonsense", {}),
                Delegate(task, BUYER, ("user:controller",)),
                Resolve(number, ANALYST, "retry"),
                Resolve(number, ANALYST, "skip", output=1),
                Resolve(number, ANALYST, "route"),
                Suspend(ANALYST, "look into it"),
                Continue(ANALYST),
                Correct(ANALYST, "typed wrongly", {"f1": 7, "deal.size": 1}, ("f2",)),
                Correct(ANALYST, "typed wrongly", {"x": other_step}, step=where),
                Move(number, other_step, ANALYST, "done by hand"),
                Answered(number, where, "compute", 0, (1,)),
                Answered(99, where, "choose", 0, (1,)),
            ]
        )
    )


@pytest.mark.parametrize("crash", [False, True], ids=["straight", "crashing"])
@settings(max_examples=30)
@given(st.data())
def test_no_history_breaks_the_kernel(crash: bool, data: st.DataObject) -> None:
    """The driver asserts in every turn: decided twice alike, state is the fold, sums are right.

    The crashing one goes on from the journal's bytes after every signal and every answer.
    """
    case = Driver(data.draw(plans()), crash=crash)
    for _ in range(data.draw(st.integers(0, 8))):
        case.advance(data.draw(st.sampled_from([0, 5, 61])))
        case.send(signal_of(case, data.draw))


@pytest.mark.parametrize("crash", [False, True], ids=["straight", "crashing"])
@settings(max_examples=30)
@given(st.data())
def test_a_case_that_was_migrated_goes_on(crash: bool, data: st.DataObject) -> None:
    """What is accepted can be gone on with, by another plan and in any history."""
    case = Driver(data.draw(plans()), crash=crash)
    names = st.sampled_from([*NAMES, "each", "part", "in", "p1", "end", "inner:do"])
    for number in range(data.draw(st.integers(1, 4))):
        for _ in range(data.draw(st.integers(0, 3))):
            case.advance(data.draw(st.sampled_from([0, 5, 61])))
            case.send(signal_of(case, data.draw))
        other = case.plan if data.draw(st.booleans()) else data.draw(plans())
        steps = data.draw(st.dictionaries(names, names, max_size=3))
        again = tuple(data.draw(st.lists(names, max_size=6, unique=True)))
        before = len(case.events)
        case.send(Migrate(f"digest {number}", other, ANALYST, "a new version", steps, again))
        assert not case.refused or len(case.events) == before
    for _ in range(3):
        case.send(signal_of(case, data.draw))


@settings(max_examples=30)
@given(st.data())
def test_nothing_begins_in_a_case_that_is_halted(data: st.DataObject) -> None:
    """Whatever comes: no request, task, timer, item or call, and no end."""
    case = Driver(data.draw(plans()))
    for _ in range(data.draw(st.integers(0, 4))):
        case.send(signal_of(case, data.draw))
    case.send(Suspend(ANALYST, "look into it"))
    before = len(case.events)
    for _ in range(6):
        case.advance(data.draw(st.sampled_from([0, 61])))
        sent = signal_of(case, data.draw)
        if not isinstance(sent, Continue):
            case.send(sent)
    if case.state.suspended:
        begun = {type(event) for event in case.events[before:]} & set(BEGINNINGS)
        assert not begun


@settings(max_examples=30)
@given(st.data())
def test_a_stray_answer_never_raises(data: st.DataObject) -> None:
    case = Driver(data.draw(plans()))
    for _ in range(data.draw(st.integers(0, 6))):
        case.send(signal_of(case, data.draw))


@settings(max_examples=30)
@given(st.data())
def test_a_cancelled_case_has_nothing_left_under_way(data: st.DataObject) -> None:
    case = Driver(data.draw(plans()))
    was_over = case.state.ended
    case.send(Cancel(ANALYST, "client withdrew"))
    assert case.state.ended
    assert was_over or len(case.state.tokens) == 0
    assert case.state.active == 0 or was_over

"""Knows by which ways each primitive can be left, whatever the data are. Must not know a drawing.

A way is the ports by which a token leaves at the same time. What people, systems, messages and
moments do is taken as given: each comes at last, in any order, with any of its outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from runtime.primitives import (
    CallPlan,
    Choose,
    Compute,
    Delay,
    Due,
    Each,
    Effect,
    Finish,
    Group,
    Grow,
    Join,
    Milestone,
    Pass,
    Person,
    Race,
    Receive,
    Send,
    Stop,
    Undo,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from runtime.primitives import Primitive

MOST_BRANCHES = 6
"""Of a choice of several ways: every set of them is a way of its own."""
TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Leaving:
    """One way to leave a step.

    Attributes:
        ports: by which a token leaves at the same time.
        stays: a token stays at the step as well, which goes on beside: what is different with it
            from then on; () for none.
        done: the step is done by it; not where it failed or goes on.
    """

    ports: tuple[str, ...]
    stays: tuple[str, ...] = ()
    done: bool = True


@dataclass(frozen=True, slots=True)
class Manner:
    """How a token behaves at a step.

    Attributes:
        ways: how it leaves.
        at_once: it goes on in the same moment in which it came.
        fails: the step may fail, and leave by its error path where one is drawn.
        asks: it works something out before it stands there for others to see.
        stands: others can see that the case stands there.
    """

    ways: tuple[Leaving, ...]
    at_once: bool = False
    fails: bool = True
    asks: bool = True
    stands: bool = True


_OUT = (Leaving(("out",)),)
_AT_ONCE = Manner(_OUT, at_once=True, fails=False, asks=False, stands=False)


def manner_of(primitive: Primitive, ports: tuple[str, ...], inside: Iterable[Manner]) -> Manner:
    """Return how a token behaves at a step.

    Args:
        primitive: what the kernel runs there.
        ports: the ways out of its kind that are taken because the step is done.
        inside: how tokens behave at the steps that lie inside.
    """
    found = _MANNERS[type(primitive)](primitive, ports)
    if not isinstance(primitive, Group):
        return found
    within = tuple(inside)
    fails = found.asks or any(each.fails for each in within)
    if not found.asks and all(each.at_once for each in within):
        return Manner((Leaving(("done",)),), at_once=True, fails=fails, asks=False)
    return Manner(found.ways, fails=fails, asks=found.asks)


def beside(primitive: Primitive, stays: tuple[str, ...]) -> tuple[Leaving, ...]:
    """Return how a step is left that goes on beside what follows it."""
    if isinstance(primitive, Group):
        return _group_ways(primitive, stays)
    return (Leaving((), done=False), Leaving(("error",), done=False))


def _at_once(primitive: Any, ports: tuple[str, ...]) -> Manner:
    del primitive, ports
    return _AT_ONCE


def _by_any_port(primitive: Any, ports: tuple[str, ...]) -> Manner:
    del primitive
    return Manner(tuple(Leaving((port,)) for port in ports or ("out",)))


def _unseen(primitive: Any, ports: tuple[str, ...]) -> Manner:
    return Manner(_by_any_port(primitive, ports).ways, stands=False)


def _compute(compute: Compute, ports: tuple[str, ...]) -> Manner:
    works = compute.whole is not None or bool(compute.fields)
    return _unseen(compute, ports) if works else _AT_ONCE


def _effect(effect: Effect, ports: tuple[str, ...]) -> Manner:
    return Manner(_by_any_port(effect, ports).ways, asks=bool(effect.inputs))


def _receive(receive: Receive, ports: tuple[str, ...]) -> Manner:
    del ports
    return Manner(_OUT, asks=receive.key is not None, fails=receive.key is not None)


def _send(send: Send, ports: tuple[str, ...]) -> Manner:
    del ports
    works = bool(send.content) or send.key is not None
    return Manner(_OUT, stands=False) if works else _AT_ONCE


def _choose(choose: Choose, ports: tuple[str, ...]) -> Manner:
    del ports
    named = [branch.port for branch in choose.branches]
    default = [Leaving((choose.default,))] if choose.default else []
    if not choose.every:
        ways = [Leaving((port,)) for port in dict.fromkeys(named)]
        return Manner(tuple(dict.fromkeys([*ways, *default])), stands=False)
    sets = (c for n in range(1, len(named) + 1) for c in combinations(named, n))
    return Manner((*(Leaving(chosen) for chosen in sets), *default), stands=False)


def _person(person: Person, ports: tuple[str, ...]) -> Manner:
    del ports
    late = ["overdue"] if person.on_due == "port" and person.due is not None else []
    ways = [*(outcome.port for outcome in person.outcomes), *late]
    return Manner(tuple(Leaving((port,)) for port in dict.fromkeys(ways)))


def _join(join: Join, ports: tuple[str, ...]) -> Manner:
    del ports
    return Manner(_OUT, at_once=True, fails=False, asks=join.when is not None)


def _milestone(milestone: Milestone, ports: tuple[str, ...]) -> Manner:
    del milestone, ports
    return Manner((*_OUT, Leaving((TOO_LATE,))), at_once=True, fails=False, asks=False)


def _undo(undo: Undo, ports: tuple[str, ...]) -> Manner:
    del undo, ports
    return Manner(_OUT, fails=False, asks=False)


def _each(each: Each, ports: tuple[str, ...]) -> Manner:
    del ports
    done = Leaving(("done",))
    early = not each.waits or (each.need and not each.cancel_rest)
    beside_it = [Leaving(("done",), stays=("beside",), done=False)] if early else []
    return Manner((done, *beside_it))


def _group(group: Group, ports: tuple[str, ...]) -> Manner:
    del ports
    asks = any(isinstance(b.on, Due) or b.on.key is not None for b in group.boundaries)
    return Manner(_group_ways(group, ()), asks=asks)


def _group_ways(group: Group, happened: tuple[str, ...]) -> tuple[Leaving, ...]:
    """A group is left when it is done, or by a boundary; some of those only happen beside it."""
    ways = [Leaving(("done",))]
    for boundary in group.boundaries:
        if boundary.interrupts:
            ways.append(Leaving((boundary.port,)))
        elif boundary.port not in happened:
            stays = tuple(sorted((*happened, boundary.port)))
            ways.append(Leaving((boundary.port,), stays, done=False))
    return tuple(ways)


def _finish(finish: Finish, ports: tuple[str, ...]) -> Manner:
    del ports
    works = bool(finish.output) or finish.reason is not None
    return Manner(
        (Leaving(()),), at_once=not works, fails=works or finish.how == "fail", stands=False
    )


_MANNERS: dict[type[Any], Callable[[Any, tuple[str, ...]], Manner]] = {
    Pass: _at_once,
    Choose: _choose,
    Compute: _compute,
    Effect: _effect,
    Delay: _by_any_port,
    Person: _person,
    Join: _join,
    Race: _at_once,
    Receive: _receive,
    Send: _send,
    Group: _group,
    Milestone: _milestone,
    Stop: _at_once,
    Undo: _undo,
    Grow: _unseen,
    Each: _each,
    CallPlan: _by_any_port,
    Finish: _finish,
}

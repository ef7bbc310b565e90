"""Knows the workflows that are measured, and a step that does nothing. Must not know how they run.

The step is a local no-op on purpose: what is left is the price of durability.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from runtime import steps
from runtime.definition.definition import Definition
from runtime.primitives import Effect
from runtime.step import Around, Completed, EffectKind, Params, Result, StepContext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runtime.step import Kind

STEPS = 10
"""Effect steps of the linear workflow, as in the peers' drivers."""


class NoopParams(Params):
    """Nothing to fill in."""


class _DoNothing(EffectKind[NoopParams]):
    title = "Do nothing"
    summary = "Does nothing and says so."
    group = "Systems"
    params = NoopParams

    def compile(self, params: NoopParams, around: Around) -> Effect:
        """An effect that may be repeated."""
        del params, around
        return Effect(repeat="safe")


class Noop(_DoNothing):
    """Does nothing, at once.

    Args:
        called: called at each attempt; a benchmark may look at its watch there.
    """

    name = "noop"

    def __init__(self, called: Callable[[], object] | None = None) -> None:
        self._called = called

    def perform(self, context: StepContext, params: NoopParams) -> Result:
        """Returns at once."""
        del context, params
        if self._called is not None:
            self._called()
        return Completed({"n": 1})


class NoopAsync(_DoNothing):
    """The same as a coroutine: what an effect costs that might wait."""

    name = "noop_async"

    async def perform(self, context: StepContext, params: NoopParams) -> Result:
        """Returns without waiting, through the event loop."""
        del context, params
        return Completed({"n": 1})


def kinds(called: Callable[[], object] | None = None) -> Mapping[str, Kind[Any]]:
    """All step kinds of Baton, and the two that do nothing."""
    return {**steps.kinds(), Noop.name: Noop(called), NoopAsync.name: NoopAsync()}


def linear(kind: str = Noop.name, length: int = STEPS) -> Definition:
    """Effect steps one after the other."""
    names = [f"s{number}" for number in range(1, length + 1)]
    return _draw("linear", [_step(name, kind) for name in names], _chain(names))


def pure(length: int = STEPS) -> Definition:
    """Decisions and mappings in turn; nothing is done outside."""
    names = [f"s{number}" for number in range(1, length + 1)]
    middle = [_decision(n) if i % 2 else _mapping(n) for i, n in enumerate(names)]
    lines = [line for n, m in pairwise(names) for line in _ways(n, m)]
    return _draw("pure", middle, [("start", "out", names[0]), *lines, *_ways(names[-1], "end")])


def _decision(name: str) -> dict[str, Any]:
    ways = [{"port": "large", "when": "input.amount >= 100"}]
    return _step(name, "decision", conditions=ways, otherwise="small")


def _mapping(name: str) -> dict[str, Any]:
    return _step(name, "map_data", fields={"amount": "input.amount + 1", "who": "input.customer"})


def _ways(source: str, target: str) -> list[tuple[str, str, str]]:
    """Both ways out of a decision lead to the next step; a mapping has one."""
    ports = ("large", "small") if int(source[1:]) % 2 == 0 else ("out",)
    return [(source, port, target) for port in ports]


def fan() -> Definition:
    """A step for each item, all at once, then a sum."""
    each = _step("each", "for_each", items="input.items", mode="in_parallel", limit=0)
    inner = _step("one", Noop.name) | {"parent": "each"}
    total = _step("total", "map_data", value="$sum(steps.each.results.n)")
    lines = [("start", "out", "each"), ("each", "each", "one"), ("each", "done", "total")]
    return _draw("fan", [each, inner, total], [*lines, ("total", "out", "end")], "steps.total")


def loop(rounds: int, length: int = STEPS) -> Definition:
    """Effect steps in a loop that is drawn as an edge and left after so many rounds."""
    names = [f"s{number}" for number in range(1, length + 1)]
    middle = [_step(name, Noop.name) for name in names]
    middle[-1]["saves"] = {"round": "$exists(data.round) ? data.round + 1 : 1"}
    again = _step("again", "decision", conditions=[_while(rounds)], otherwise="done")
    lines = [("again", "more", names[0]), ("again", "done", "end")]
    return _draw(
        "loop", [*middle, again], [*_chain(names)[:-1], (names[-1], "out", "again"), *lines]
    )


def _while(rounds: int) -> dict[str, str]:
    return {"port": "more", "when": f"data.round < {rounds}"}


def waiting() -> Definition:
    """A person is asked; the case waits for the answer."""
    ask = _step("ask", "task", title="Look at it", assignees="'user:analyst'")
    return _draw("waiting", [ask], [("start", "out", "ask"), ("ask", "out", "end")])


def small() -> Definition:
    """A small file as a newcomer would run it: a decision, and a mapping on each way."""
    ways = [{"port": "large", "when": "input.amount >= 100"}]
    choose = _step("size", "decision", conditions=ways, otherwise="small")
    fee = _step("fee", "map_data", fields={"fee": "input.amount * 2"})
    none = _step("none", "map_data", fields={"fee": "1"})
    lines = [("start", "out", "size"), ("size", "large", "fee"), ("size", "small", "none")]
    return _draw(
        "small", [choose, fee, none], [*lines, ("fee", "out", "end"), ("none", "out", "end")]
    )


def _chain(names: list[str]) -> list[tuple[str, str, str]]:
    places = ["start", *names, "end"]
    return [(a, "out", b) for a, b in pairwise(places)]


def _step(name: str, kind: str, **params: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "params": params}


def _draw(
    name: str, middle: list[dict[str, Any]], lines: list[tuple[str, str, str]], result: str = ""
) -> Definition:
    output = {"output": {"result": result}} if result else {}
    nodes = [_step("start", "start"), *middle, _step("end", "end", **output)]
    edges = [{"source": a, "port": port, "target": b} for a, port, b in lines]
    owners = {"business": "process owner", "technical": "integration", "control": "audit"}
    graph = {
        "format": 1,
        "id": name,
        "name": name,
        "owners": owners,
        "input": _INPUT,
        "data": _DATA,
    }
    return Definition.from_document({"graph": graph, "nodes": nodes, "edges": edges})


_INPUT = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "amount": {"type": "integer"},
        "customer": {"type": "string"},
        "items": {"type": "array", "items": {"type": "integer"}},
    },
}
_DATA = {"type": "object", "properties": {"round": {"type": "integer"}}}


def given(number: int) -> dict[str, Any]:
    """What a case begins with; the peers are given the same."""
    return {"id": number, "amount": number % 200, "customer": f"c{number % 97}"}

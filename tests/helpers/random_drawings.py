"""Knows random drawings of a few steps, with all that a process can be drawn with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.helpers.drawings import choice, data, draw, each, join

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from runtime.definition.definition import Definition

PLAIN = ("work", "work", "choice", "parallel", "join", "end")
EVERYTHING = (
    *PLAIN,
    *("coming", "some", "first", "cancels", "blocks", "condition", "several", "race"),
    *("terminate", "fail", "milestone", "stop", "task", "message", "each", "group", "turns"),
)


@st.composite
def drawings(
    pick: DrawFn, sorts: tuple[str, ...] = EVERYTHING, most: int = 8, *, ends: bool = False
) -> Definition:
    """Up to so many steps, most of which a case can come to, with lines back and forth.

    Args:
        pick: draws.
        sorts: what steps may be.
        most: steps at most, the start and an end included.
        ends: ways that lead nowhere lead to an end.
    """
    names = [f"s{number}" for number in range(pick(st.integers(2, most - 2)))]
    nodes: list[Any] = [pick(_node(name, names, sorts)) for name in names]
    holding = [n["id"] for n in nodes if n["kind"] in _HOLDING]
    for node in nodes:
        around = [owner for owner in holding if owner < node["id"]]
        if around and pick(st.booleans()):
            node["parent"] = pick(st.sampled_from(around))
    lines: list[str] = []
    for parent in dict.fromkeys([None, *holding]):
        level = [node for node in nodes if node.get("parent") == parent]
        begin = ["start.out"] if parent is None else []
        lines += pick(_lines(level, begin, "over" if ends and parent is None else ""))
    over = [{"id": "over", "kind": "end"}] if ends else []
    return draw(["start", *nodes, *over], lines)


@st.composite
def _lines(pick: DrawFn, level: list[Any], begin: list[str], over: str) -> list[str]:
    """Lines of one region: each step after one before it, and the other ways anywhere."""
    free, lines = [*begin], list[str]()
    for node in level:
        if free:
            port = free.pop(pick(st.integers(0, len(free) - 1)))
            lines.append(f"{port}>{node['id']}")
        ports = [f"{node['id']}.{port}" for port in _ports(node)]
        free += ports * (2 if node["kind"] in ("parallel", "race") else 1)
    targets = [node["id"] for node in level] + [over] * (2 if over else 0)
    for port in free:
        aside = port.rpartition(".")[2] in _ASIDE
        if targets and (pick(st.booleans()) if aside or not over else True):
            lines.append(f"{port}>{pick(st.sampled_from(targets))}")
    return list(dict.fromkeys(lines))


_HOLDING = ("for_each", "group", "any_order")
_ASIDE = ("error", "cancelled", "too_late")


def _ports(node: dict[str, Any]) -> list[str]:
    kind = node["kind"]
    if kind == "decision":
        return ["x", "otherwise"]
    if kind == "choose_several":
        return ["x", "y", "otherwise"]
    if kind == "group":
        ways = [happening["port"] for happening in node["params"]["happenings"]]
        return ["done", *ways, "error", "cancelled"]
    if kind in ("for_each", "any_order"):
        return ["done", "error"]
    if kind in ("end", "terminate", "fail"):
        return []
    return {"milestone": ["out", "too_late"], "map_data": ["out", "error"]}.get(kind, ["out"])


def _node(name: str, names: list[str], sorts: tuple[str, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from(sorts).flatmap(lambda sort: _of(sort, name, names))


def _of(sort: str, name: str, names: list[str]) -> st.SearchStrategy[Any]:
    one = st.sampled_from(names)
    what = {
        "work": st.just(data(name)),
        "choice": st.just(choice(name, "x")),
        "join": st.just(join(name)),
        "coming": st.just(join(name, wait_for="coming")),
        "some": st.just(join(name, wait_for="some", count=2)),
        "first": st.just(join(name, wait_for="first")),
        "cancels": st.sampled_from(["all", "first"]).map(
            lambda wait: join(name, wait_for=wait, cancel_rest=True)
        ),
        "blocks": st.just(join(name, wait_for="first", next_round_waits=True)),
        "condition": st.just(join(name, wait_for="condition", condition="arrived > 1")),
        "several": st.just(_several(name)),
        "milestone": one.map(lambda step: _node_of(name, "milestone", step=step)),
        "stop": one.map(lambda step: _node_of(name, "stop", steps=[step])),
        "task": st.just(_node_of(name, "task", title="Do it", assignees='"role:finance"')),
        "message": st.just(_node_of(name, "message", message=f"m_{name}")),
        "fail": st.just(_node_of(name, "fail", code="no", reason="No.")),
        "turns": st.just(_node_of(name, "any_order")),
        "each": st.sampled_from(["all", "none", "some"]).map(
            lambda wait: each(name, wait_for=wait, count=1 if wait == "some" else None)
        ),
        "group": st.lists(st.sampled_from(["stop", "go_on"]), max_size=2).map(
            lambda thens: _group(name, thens)
        ),
    }
    return what.get(sort, st.just({"id": name, "kind": sort}))


def _node_of(name: str, kind: str, **params: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "params": params}


def _several(name: str) -> dict[str, Any]:
    ways = [{"port": port, "when": "true"} for port in ("x", "y")]
    return _node_of(name, "choose_several", ways=ways)


def _group(name: str, thens: list[str]) -> dict[str, Any]:
    happenings = [
        {"port": f"h{n}", "message": f"m_{name}_{n}", "then": then} for n, then in enumerate(thens)
    ]
    return _node_of(name, "group", happenings=happenings)

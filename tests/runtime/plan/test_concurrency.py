"""Knows that the relation of parallel paths agrees with playing the token game through."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from runtime.plan.concurrency import Concurrency
from runtime.plan.drawing import Drawing
from tests.helpers.drawings import choice, data, draw, join, kinds

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from runtime.definition.definition import Definition

KINDS = kinds()
MOST = 3000

Marking = frozenset[tuple[str, int]]


@st.composite
def drawings(pick: DrawFn) -> Definition:
    """Up to eight steps, each a choice, a split, a join or plain, with lines anywhere."""
    names = [f"s{number}" for number in range(pick(st.integers(2, 8)))]
    nodes: list[Any] = [pick(_node(name)) for name in names]
    lines = ["start>s0"]
    for node in nodes:
        ports = ["x", "otherwise"] if node["kind"] == "decision" else ["out"]
        most = 3 if node["kind"] == "parallel" else 1
        for port in ports:
            targets = pick(st.lists(st.sampled_from(names), max_size=most, unique=True))
            lines += [f"{node['id']}.{port}>{target}" for target in targets]
    return draw(["start", *nodes], lines)


def _node(name: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(
        [data(name), choice(name, "x"), join(name), {"id": name, "kind": "parallel"}]
    )


def played(definition: Definition) -> tuple[set[frozenset[str]], bool]:
    """Play every possible course of a case, with tokens on the edges.

    Returns:
        The pairs of edges (one alone: twice the same) that ever carried a token at once, and
        whether all courses could be played.
    """
    begin: Marking = frozenset((e.key, 1) for e in definition.out_edges("start"))
    seen, todo = {begin}, [begin]
    while todo and len(seen) < MOST:
        for following in _following(definition, Counter(dict(todo.pop()))):
            frozen = frozenset(following.items())
            if frozen not in seen:
                seen.add(frozen)
                todo.append(frozen)
    pairs = {frozenset(pair) for marking in seen for pair in _pairs(marking)}
    return pairs, not todo


def _pairs(marking: Marking) -> list[tuple[str, ...]]:
    twice = [(edge,) for edge, count in marking if count > 1]
    return [*twice, *combinations((edge for edge, _ in marking), 2)]


def _following(definition: Definition, tokens: Counter[str]) -> list[Counter[str]]:
    found: list[Counter[str]] = []
    for node in definition.nodes():
        ins = [edge.key for edge in definition.in_edges(node.id)]
        ways = defaultdict[str, list[str]](list)
        for edge in definition.out_edges(node.id):
            ways[edge.port].append(edge.key)
        taken = [ins] if node.kind == "join" else [[key] for key in ins]
        for used in taken:
            if used and all(tokens[key] for key in used):
                rest = tokens - Counter(used)
                found += [rest + Counter(keys) for keys in ways.values()] or [rest]
    return found


@settings(max_examples=80)
@given(drawings())
def test_no_parallel_course_of_a_case_is_overlooked(definition: Definition) -> None:
    pairs, whole = played(definition)
    assume(whole)
    relation = Concurrency(Drawing(definition, KINDS))
    edges = {edge.key: edge for edge in definition.edges()}
    for pair in pairs:
        one, other = (*pair, *pair)[:2]
        assert relation.edges(edges[one], edges[other]), pair


def test_of_sound_drawings_the_relation_is_exact() -> None:
    definition = draw(
        [
            *("start", "f:parallel", join("j"), "end"),
            *(choice("d", "x"), data("a"), data("b"), data("c"), data("m"), choice("again", "x")),
        ],
        [
            *("start>f", "f>d", "f>c", "d.x>a", "d.otherwise>b", "a>m", "b>m", "c>j", "m>j"),
            *("j>again", "again.x>f", "again.otherwise>end"),
        ],
    )
    pairs, whole = played(definition)
    relation = Concurrency(Drawing(definition, KINDS))
    edges = definition.edges()
    told = {
        frozenset({one.key, other.key})
        for one in edges
        for other in edges
        if relation.edges(one, other)
    }
    assert whole
    assert told == pairs

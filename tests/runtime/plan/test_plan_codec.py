"""A case is pinned to its plan: the bytes must give the same plan in every process, for years.

What a user loses when one fails: a running case that goes on by another drawing, or not at all.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.errors import JournalError
from runtime.plan import codec
from runtime.primitives import (
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
    Join,
    Outcome,
    Pass,
    Person,
    Policy,
)
from tests.helpers.kernel_driver import plan, step

if TYPE_CHECKING:
    from runtime.primitives import Primitive

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
NAMES = st.lists(TEXT, max_size=3).map(tuple)
EXPR = st.builds(Expr, TEXT, st.none() | NAMES, TEXT, st.lists(NAMES, max_size=2).map(tuple))
FIELDS = st.lists(st.tuples(TEXT, EXPR), max_size=2).map(tuple)
DUE = st.builds(Due, st.none() | TEXT | EXPR, st.none() | EXPR, TEXT)
COUNT = st.integers(0, 9)
JSON = st.recursive(
    st.none() | st.booleans() | COUNT | TEXT | st.sampled_from(["$type", "tuple", "map"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(TEXT | st.sampled_from(["$type", "of"]), inner, max_size=2)
    ),
    max_leaves=5,
)
OBJECT = st.dictionaries(TEXT | st.just("$type"), JSON, max_size=2)
OUTCOMES = st.lists(st.builds(Outcome, TEXT, TEXT, st.booleans(), COUNT), max_size=2).map(tuple)
BRANCHES = st.lists(st.builds(Branch, TEXT, EXPR, TEXT), max_size=2).map(tuple)
PRIMITIVES: st.SearchStrategy[Any] = st.one_of(
    st.just(Pass()),
    st.builds(Choose, BRANCHES, TEXT),
    st.builds(Compute, FIELDS, st.none() | EXPR, st.booleans()),
    st.builds(Effect, FIELDS, st.sampled_from(["safe", "ask"]), st.booleans(), TEXT, JSON, COUNT),
    st.builds(Delay, DUE),
    st.builds(Person, EXPR, EXPR, OUTCOMES, FIELDS, OBJECT, st.booleans(), st.none() | DUE),
    st.builds(Join, COUNT, st.booleans(), NAMES),
    st.builds(Each, EXPR, COUNT, st.none() | EXPR, st.none() | EXPR),
    st.builds(CallPlan, TEXT, FIELDS),
    st.builds(Finish, st.sampled_from(["end", "fail"]), FIELDS, st.none() | EXPR, TEXT),
)


@given(PRIMITIVES, FIELDS, OBJECT, st.floats(0, 9))
def test_a_plan_comes_back_from_its_bytes(
    primitive: Primitive, saves: Any, params: Any, delay: float
) -> None:
    one = replace(
        step("one", primitive, "two", error="two"),
        saves=saves,
        params=params,
        policy=Policy(delay=delay),
    )
    made = plan(one, step("two", Pass()), other=(one,))
    body = codec.encode(made)
    again = codec.decode(body)
    assert again == made
    assert codec.digest_of(codec.encode(again)) == codec.digest_of(body)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"format": 2, "plan": {}}', b"null"])
def test_what_is_no_plan_says_so(body: bytes) -> None:
    with pytest.raises(JournalError, match="cannot be read"):
        codec.decode(body)


@pytest.mark.parametrize("tag", ["Nothing", "tuple"])
def test_a_damaged_plan_says_so(tag: str) -> None:
    body = b'{"format": 1, "plan": {"$type": "%s"}}' % tag.encode()
    with pytest.raises(JournalError, match="cannot be read"):
        codec.decode(body)


_DIGEST = """
from runtime import steps
from runtime.definition.definition import Definition
from runtime.embedded.prepared import Preparer
from runtime.plan.compile import no_library
nodes = [
    {"id": "s", "kind": "start"},
    {"id": "d", "kind": "decision", "params": {"conditions": [
        {"port": "a", "when": "input.x > 1 and input.y = input.z and $sum(input.l.n) > input.k"}]}},
    {"id": "e", "kind": "end", "params": {"output": {"q": "input.b & input.c & input.a"}}},
]
edges = [{"source": "s", "target": "d"}, {"source": "d", "port": "a", "target": "e"},
         {"source": "d", "port": "otherwise", "target": "e"}]
graph = {"format": 1, "id": "t", "name": "T",
         "owners": {"business": "b", "technical": "t", "control": "c"}}
drawn = Definition.from_document(
    {"directed": True, "multigraph": True, "graph": graph, "nodes": nodes, "edges": edges})
print(Preparer(steps.kinds()).prepare(drawn, "", no_library).digest)
"""


@pytest.mark.slow
def test_the_digest_is_the_same_in_every_process() -> None:
    """Two workers that compile one drawing must agree on its name."""
    found = {
        subprocess.run(
            [sys.executable, "-c", _DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(found) == 1
    assert found.pop().startswith("sha256:")

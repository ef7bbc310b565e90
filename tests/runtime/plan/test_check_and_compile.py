"""Knows that check and compile agree: what check lets through can be run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from runtime.errors import BatonError
from runtime.plan.check import check, forbids_running
from runtime.plan.compile import Compiler
from runtime.plan.fixes import apply_fix
from tests.helpers.drawings import choice, data, draw, each, join, kinds, post

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from runtime.definition.definition import Definition

KINDS = kinds()
COMPILER = Compiler(kind=lambda name: KINDS[name], reads=lambda text: ((text,), ()))


@st.composite
def drawings(pick: DrawFn) -> Definition:
    """A row of steps with ways ahead and back, some of it inside a for-each or switched off."""
    nodes: list[Any] = ["start", "end", each("e")]
    lines = ["e.done>end"]
    for region, begin in ((None, "start"), ("e", "e.each")):
        before = begin
        names = [f"{region or 'top'}{number}" for number in range(pick(st.integers(0, 3)))]
        for place, name in enumerate(names):
            node = pick(st.sampled_from([data(name), join(name), post(name), choice(name, "x")]))
            node |= {"disabled": pick(st.sampled_from([False, False, True]))}
            nodes.append(node | ({"parent": region} if region else {}))
            lines.append(f"{before}>{name}")
            before = f"{name}.otherwise" if node["kind"] == "decision" else name
            if node["kind"] == "decision":
                back = names[: place + 1]
                lines.append(f"{name}.x>{pick(st.sampled_from(back))}")
        lines += [] if region else [f"{before}>e"]
    return draw(nodes, lines)


@settings(max_examples=60)
@given(drawings())
def test_a_drawing_without_errors_can_be_run(definition: Definition) -> None:
    for problem in check(definition, KINDS):
        definition = apply_fix(definition, problem.fix) if problem.fix else definition
    assume(not forbids_running(check(definition, KINDS)))
    plan = COMPILER.compile(definition)
    assert plan.bodies[plan.main].start == "start"


@pytest.mark.parametrize(
    "definition",
    [
        draw([], []),
        draw(["start", "second:start"], []),
        draw(["start", "a:set_fields", "end"], ["start>a", "a>end"]),
        draw(["start", post("a", rows=[98]), "end"], ["start>a", "a>end"]),
        draw(["start", data("a", policy={"timeout": "soon"}), "end"], ["start>a", "a>end"]),
    ],
)
def test_what_cannot_be_compiled_is_an_error_of_the_check(definition: Definition) -> None:
    assert forbids_running(check(definition, KINDS))
    with pytest.raises((BatonError, ValueError)):
        COMPILER.compile(definition)

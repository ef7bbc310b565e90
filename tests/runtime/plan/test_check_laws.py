"""Knows the laws of checking: it never fails, and its fixes apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.definition.definition import Definition
from runtime.plan.check import check
from runtime.plan.fixes import apply_fix
from tests.helpers.drawings import choice, draw, join, kinds
from tests.helpers.workflow_strategies import JSON, documents

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

KINDS = kinds()
NAMES = sorted(KINDS)
FORMULAS = ["data.x", "1 +", "steps.a.b", "item", "$", "data.*.y", "{{ x", "{{ data.x }}", "`", ""]
PLACES = ["items", "value", "fields", "conditions", "table", "assignees", "title", "form", "until"]


@st.composite
def near_misses(pick: DrawFn) -> dict[str, Any]:
    """Documents whose steps are of real kinds, with params that are right, wrong or odd."""
    document = pick(documents())
    formulas = st.sampled_from(FORMULAS)
    values = formulas | st.dictionaries(st.sampled_from("xyz"), formulas, max_size=2) | JSON
    for node in document["nodes"]:
        node["kind"] = pick(st.sampled_from(NAMES))
        node["params"] = pick(st.dictionaries(st.sampled_from(PLACES), values, max_size=3))
    return document


@settings(max_examples=60)
@given(documents() | near_misses())
def test_whatever_opens_can_be_checked(document: dict[str, Any]) -> None:
    definition = Definition.from_document(document)
    problems = check(definition, KINDS, connections={})
    for problem in problems:
        assert problem.step is None or problem.step in definition
        if problem.fix is not None:
            apply_fix(definition, problem.fix)


@settings(max_examples=25)
@given(near_misses(), JSON, JSON)
def test_schemas_from_outside_do_not_stop_the_check(
    document: dict[str, Any], inner: object, outer: object
) -> None:
    schema = {"properties": {"x": inner, "y": {"anyOf": [outer, 1], "$ref": outer}}, "allOf": outer}
    document["graph"] |= {"data": schema, "input": schema}
    check(Definition.from_document(document), KINDS)


def test_a_fix_finds_nothing_new_to_say_on_a_second_look() -> None:
    definition = draw(["start"], [])
    for _ in range(5):
        problems = [problem for problem in check(definition, KINDS) if problem.fix]
        if not problems:
            break
        fix = problems[0].fix
        assert fix is not None
        definition = apply_fix(definition, fix)
    assert check(definition, KINDS) == []


def test_without_any_kind_there_is_still_an_answer() -> None:
    found = {problem.code for problem in check(draw(["start", "end"], ["start>end"]), {})}
    assert found == {"kind.unknown", "start.missing"}


def large(branches: int, length: int) -> Definition:
    """Parallel branches of choices that meet again, every step with a formula of its own."""
    nodes: list[Any] = ["start", "f:parallel", join("j"), "end"]
    lines = ["start>f", "j>end"]
    for branch in range(branches):
        before = ["f"]
        for place in range(length):
            step = f"s{branch}_{place}"
            when = f"data.b{branch}.v{place} > {place}"
            nodes.append(choice(step, "x", when=when, saves={f"b{branch}.v{place}": "output"}))
            lines += [f"{way}>{step}" for way in before]
            before = [f"{step}.x", f"{step}.otherwise"]
        lines += [f"{before[0]}>j"]
        nodes.append({"id": f"stop{branch}", "kind": "terminate"})
        lines.append(f"{before[1]}>stop{branch}")
    return draw(nodes, lines)


def test_a_large_drawing_that_is_right_is_not_found_fault_with() -> None:
    assert check(large(10, 20), KINDS) == []

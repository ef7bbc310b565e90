"""A workflow that runs another is told when the other names its fields otherwise by now.

Else the value that it gives is lost, and what it reads back is nothing, in every case from then on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runtime.plan.as_called import called_of
from runtime.plan.called import Called
from runtime.plan.check import check
from runtime.plan.fixes import apply_fix
from runtime.steps import kinds
from tests.helpers.drawings import draw

if TYPE_CHECKING:
    from runtime.definition.definition import Definition
    from runtime.plan.problems import Problem

KINDS = kinds()
CHECK = Called("Check", frozenset({"customer", "day"}), frozenset({"verdict"}))


def month(inputs: dict[str, str], reads: str = "steps.run.verdict") -> Definition:
    call: dict[str, Any] = {
        "id": "run",
        "kind": "sub_workflow",
        "name": "Check it",
        "params": {"workflow": "check", "inputs": inputs},
    }
    keep: dict[str, Any] = {"id": "keep", "kind": "map_data", "params": {"value": reads}}
    return draw(["start", call, keep, "end"], ["start>run", "run>keep", "keep>end"], id="month")


def found(drawing: Definition, called: Called = CHECK) -> list[Problem]:
    problems = check(drawing, KINDS, called={"check": called})
    return [each for each in problems if each.code.startswith("called.")]


def test_what_the_other_workflow_takes_and_hands_back_is_fine() -> None:
    assert found(month({"customer": "1", "day": "2"})) == []
    assert check(month({"client": "1"}), KINDS) == check(month({"client": "1"}), KINDS, called={})


def test_a_value_that_is_given_under_another_name_is_told_and_mended() -> None:
    drawing = month({"client": "input.a", "day": "2"})
    (problem,) = found(drawing)
    assert problem.severity == "warning"
    assert problem.sentence == (
        "“Check it” gives “client”, which “Check” does not ask for: the value is lost. "
        "Did you mean “customer”?"
    )
    assert (problem.step, problem.field) == ("run", "params.inputs.client")
    assert problem.fix is not None
    assert problem.fix.title == "Give it as “customer”"
    mended = apply_fix(drawing, problem.fix)
    assert mended.node("run").params["inputs"] == {"customer": "input.a", "day": "2"}
    assert found(mended) == []


def test_what_nobody_can_tell_has_no_fix() -> None:
    (problem,) = found(month({"zzz": "1"}))
    assert problem.fix is None


def test_what_is_read_of_a_result_that_does_not_have_it_is_told_and_mended() -> None:
    drawing = month({"customer": "1"}, "steps.run.verdct.why & steps.run.verdict")
    (problem,) = found(drawing)
    assert "“Check” hands back no “verdct”. Did you mean “verdict”?" in problem.sentence
    assert problem.fix is not None
    mended = apply_fix(drawing, problem.fix)
    assert mended.node("keep").params["value"] == "steps.run.verdict.why & steps.run.verdict"


def test_a_workflow_that_takes_anything_or_hands_back_its_data_is_left_alone() -> None:
    """Nobody knows what its case will hold."""
    assert found(month({"zzz": "1"}, "steps.run.any"), Called("Check")) == []


def test_a_workflow_is_known_by_its_start_form_and_its_ends() -> None:
    form: dict[str, Any] = {"type": "object", "properties": {"a": {}, "b": {}}}
    end: dict[str, Any] = {"id": "end", "kind": "end", "params": {"output": {"x": "1"}}}
    other: dict[str, Any] = {"id": "no", "kind": "end", "params": {"output": {"y": "1"}}}
    drawing = draw(["start", end, other], ["start>end"], id="check", name="Check", input=form)
    assert called_of(drawing, KINDS) == Called("Check", frozenset("ab"), frozenset("xy"))
    silent = draw(["start", end, "no:end"], ["start>end"], id="check", name="Check")
    assert called_of(silent, KINDS) == Called("Check")
    open_ = draw(["start"], [], id="o", input={**form, "additionalProperties": True})
    assert called_of(open_, KINDS).takes is None

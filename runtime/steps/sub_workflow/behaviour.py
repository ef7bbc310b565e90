"""Knows that another drawing runs inside this case. Must not know that drawing."""

from __future__ import annotations

from runtime.primitives import CallPlan
from runtime.step import ERROR, OUT, UNDO, Around, Finding, Kind, Port, blanks, fields
from runtime.steps.sub_workflow.params import SubWorkflowParams


class SubWorkflow(Kind[SubWorkflowParams]):
    """Runs another workflow and waits for its result."""

    name = "sub_workflow"
    title = "Run another workflow"
    summary = "Another workflow runs as part of this case; its result comes back here."
    group = "Flow"
    category = "logic"
    synonyms = ("sub-workflow", "sub-process", "child flow", "call", "reuse", "template", "module")
    params = SubWorkflowParams

    def ports(self, params: SubWorkflowParams) -> tuple[Port, ...]:
        """On when the other workflow is finished, or when it has failed."""
        del params
        return (OUT, ERROR, UNDO)

    def compile(self, params: SubWorkflowParams, around: Around) -> CallPlan:
        """Calls the other definition; compile of the plan pins it."""
        del around
        return CallPlan(params.workflow, inputs=fields(params.inputs, "inputs"))

    def caption(self, params: SubWorkflowParams, around: Around) -> str:
        """Which workflow."""
        del around
        return f"Runs {params.workflow}"

    def findings(self, params: SubWorkflowParams) -> tuple[Finding, ...]:
        """Formulas that are still to be written."""
        return blanks({f"inputs.{name}": text for name, text in params.inputs.items()})

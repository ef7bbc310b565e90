"""Knows what a sub-workflow step asks of the person who draws it. Must not know how it runs."""

from __future__ import annotations

from pydantic import Field

from runtime.step import Mapping_, Params, WorkflowRef


class SubWorkflowParams(Params):
    """Which workflow, and what it is given."""

    workflow: WorkflowRef = Field(title="Workflow", min_length=1)
    """The workflow that runs here. The case goes on when it is finished; its result is the output
    of this step."""

    inputs: Mapping_ = Field(default_factory=dict, title="What it is given")
    """Names and formulas of the input that the other workflow begins with."""

"""Knows the “sub-workflow” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.sub_workflow.behaviour import SubWorkflow

KIND = SubWorkflow()

"""Knows the “milestone” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.milestone.behaviour import Milestone

KIND = Milestone()

"""Knows the “approval” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.approval.behaviour import Approval

KIND = Approval()

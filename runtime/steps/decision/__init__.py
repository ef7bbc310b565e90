"""Knows the “decision” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.decision.behaviour import Decision

KIND = Decision()

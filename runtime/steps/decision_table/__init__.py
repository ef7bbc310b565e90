"""Knows the “decision table” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.decision_table.behaviour import DecisionTable

KIND = DecisionTable()

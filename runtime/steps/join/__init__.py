"""Knows the “join” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.join.behaviour import Join

KIND = Join()

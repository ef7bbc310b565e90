"""Knows the “end” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.end.behaviour import End

KIND = End()

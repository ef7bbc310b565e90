"""Knows the “stop” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.stop.behaviour import Stop

KIND = Stop()

"""Knows the “terminate” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.terminate.behaviour import Terminate

KIND = Terminate()

"""Knows the “call” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.call.behaviour import Call

KIND = Call()

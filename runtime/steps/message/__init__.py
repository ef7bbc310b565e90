"""Knows the “message” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.message.behaviour import WaitForMessage

KIND = WaitForMessage()

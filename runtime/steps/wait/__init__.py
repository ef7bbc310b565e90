"""Knows the “wait” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.wait.behaviour import Wait

KIND = Wait()

"""Knows the “start” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.start.behaviour import Start

KIND = Start()

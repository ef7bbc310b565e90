"""Knows the “for each” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.for_each.behaviour import ForEach

KIND = ForEach()

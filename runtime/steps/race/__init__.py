"""Knows the “race” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.race.behaviour import Race

KIND = Race()

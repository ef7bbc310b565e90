"""Knows the “undo” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.undo.behaviour import UndoDone

KIND = UndoDone()

"""Knows the “set fields” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.set_fields.behaviour import SetFields

KIND = SetFields()

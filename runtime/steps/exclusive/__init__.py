"""Knows the “exclusive” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.exclusive.behaviour import Exclusive

KIND = Exclusive()

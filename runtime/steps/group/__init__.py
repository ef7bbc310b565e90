"""Knows the “group” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.group.behaviour import Group

KIND = Group()

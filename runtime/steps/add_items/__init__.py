"""Knows the “add_items” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.add_items.behaviour import AddItems

KIND = AddItems()

"""Knows the “any_order” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.any_order.behaviour import AnyOrder

KIND = AnyOrder()

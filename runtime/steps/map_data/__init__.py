"""Knows the “map data” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.map_data.behaviour import MapData

KIND = MapData()

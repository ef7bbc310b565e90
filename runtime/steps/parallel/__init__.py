"""Knows the “parallel” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.parallel.behaviour import Parallel

KIND = Parallel()

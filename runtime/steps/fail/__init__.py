"""Knows the “fail” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.fail.behaviour import Fail

KIND = Fail()

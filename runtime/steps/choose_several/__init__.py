"""Knows the “choose_several” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.choose_several.behaviour import ChooseSeveral

KIND = ChooseSeveral()

"""Knows the “task” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.task.behaviour import Task

KIND = Task()

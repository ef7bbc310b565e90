"""Knows the command `new-step`: begin a step kind. Must not know any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime.cli.beginning import beginning

if TYPE_CHECKING:
    from pathlib import Path


def _make(name: str) -> tuple[Path, tuple[str, ...]]:
    from runtime.cli.scaffold import new_step

    return new_step(name)


COMMAND = beginning(
    _make,
    what="step kind",
    called="what files call it",
    example=("new-step", "send_reminder"),
    where="runtime/steps",
    suite="tests/contracts/test_step_kinds.py",
)

"""Knows that old files always open."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.definition.codec import dumps, loads
from runtime.definition.migrations import FORMAT, STEPS

SAMPLES = Path(__file__).parent / "samples"


@pytest.mark.parametrize("version", range(FORMAT))
def test_a_file_of_an_old_format_opens_and_means_the_same(version: int) -> None:
    old = (SAMPLES / f"format_{version}.baton.json").read_bytes()
    expected = (SAMPLES / f"format_{version}.migrated.json").read_text(encoding="utf-8")
    assert dumps(loads(old)) == expected


def test_no_step_of_the_chain_is_missing() -> None:
    assert sorted(STEPS) == list(range(FORMAT))


def test_every_step_is_explained_to_the_next_programmer() -> None:
    readme = (Path(__file__).parents[3] / "runtime/definition/migrations/README.md").read_text()
    assert [version for version in STEPS if f"from_{version}.py" not in readme] == []

"""A window that is killed at any moment loses nothing, edited or saved."""

from __future__ import annotations

import random
import subprocess
import sys
from time import sleep
from typing import TYPE_CHECKING

import pytest

from designer.document.drafts.journal import LARGEST
from designer.document.drafts.shelf import Shelf
from designer.document.opening import new_workflow, open_file
from designer.document.workflow import WorkflowDocument
from runtime.definition import files as workflow_files
from tests.helpers.dying_window import number_in

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 12


def _work_until_killed(
    folder: Path, file: Path, seed: int, seconds: float, largest: int
) -> list[tuple[str, int]]:
    """Lets a window work for a while, and returns what it said."""
    command = [
        sys.executable,
        "-m",
        "tests.helpers.dying_window",
        str(folder),
        str(file),
        str(seed),
        str(largest),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        said = [window.stdout.readline()]
        sleep(seconds)
        window.kill()
        said += window.stdout.read().split("\n")[:-1]
    return [(word, int(number)) for word, number in (line.split() for line in said)]


def _last(said: list[tuple[str, int]], *words: str) -> set[int]:
    """The numbers that may stand there now: the last done, and one that was begun since."""
    done, begun = words
    found = max(place for place, (word, _) in enumerate(said) if word == done)
    return {number for word, number in said[found:] if word in {done, begun}}


@pytest.mark.slow
@pytest.mark.parametrize("largest", [LARGEST, 4_000])
def test_a_window_that_is_killed_at_any_moment_loses_no_edit_and_no_file(
    tmp_path: Path, largest: int
) -> None:
    """Also while its journal is being shortened, again and again."""
    folder, file = tmp_path / "drafts", tmp_path / "deal.baton.json"
    workflow_files.save(new_workflow("Deal"), file)
    chance = random.Random(7)
    saved, was_shortened = 0, False
    for seed in range(4 * ROUNDS):
        life = chance.random() / 2
        said = [("saved", saved), *_work_until_killed(folder, file, seed, life, largest)]
        on_disk = number_in(WorkflowDocument(open_file(file)))
        assert on_disk in _last(said, "saved", "saving"), said[-5:]
        held = Shelf(folder).hold(open_file(file), file)
        assert number_in(held.document) in _last(said, "at", "next"), said[-5:]
        assert not held.changed_on_disk
        assert held.is_recovered == held.document.is_modified
        held.close()
        saved = on_disk
        was_shortened = was_shortened or any(word == "short" for word, _ in said)
        if seed >= ROUNDS and was_shortened == (largest < LARGEST):
            break
    assert not list(folder.glob("*.aside"))
    assert was_shortened == (largest < LARGEST)

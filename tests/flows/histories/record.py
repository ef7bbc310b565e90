"""Knows how the histories of step kinds are recorded: each example of a kind, played once.

Must not know what they fold to tomorrow. What is recorded stays for ever as it is, for cases like
it lie in databases: only examples that have no history yet get one.

    python3 -m tests.flows.histories.record          # all kinds, and the scenes
    python3 -m tests.flows.histories.record KIND     # one kind
"""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from runtime import steps
from runtime.testing import (
    Crash,
    Example,
    Played,
    WorkflowHarness,
    empty_database,
    load_example,
    play,
)
from tests.flows.histories.scenes import SCENES
from tests.helpers import histories

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HERE = Path(__file__).parent
BESIDE = "beside-steps"
"""Name of the file of what no step does by itself."""
FOLDERS = Path(str(resources.files("runtime.steps")))


def file_of(kind: str) -> Path:
    """Returns where the histories of a kind are kept."""
    return HERE / f"{kind}.json"


def examples_of(kind: str) -> list[Example]:
    """Returns the examples of a kind, in the order of their files."""
    return [load_example(path) for path in sorted((FOLDERS / kind / "examples").glob("*.json"))]


def played(example: Example, kind: str, crash: Crash | None = None) -> Played:
    """Plays an example by the real engine, on a clock that stands still until it is moved."""
    with TemporaryDirectory() as folder:
        seed = empty_database(Path(folder))
        (Path(folder) / "case").mkdir()
        playing = play(example, steps.kind(kind), Path(folder) / "case", crash=crash, seed=seed)
        return asyncio.run(playing)


def events_of(example: Example, kind: str, crash: Crash | None = None) -> list[dict[str, Any]]:
    """Returns the events of an example, as a file keeps them."""
    found = played(example, kind, crash)
    return histories.events_of(found.view.run, found.events)


def scene(title: str) -> list[dict[str, Any]]:
    """Returns the events of a scene."""

    async def acted(folder: Path) -> list[dict[str, Any]]:
        async with WorkflowHarness(folder) as harness:
            await SCENES[title](harness)
            await harness.settle()
            return histories.events_of(harness.run, harness.events())

    with TemporaryDirectory() as folder:
        return asyncio.run(acted(Path(folder)))


def record(name: str) -> int:
    """Adds the histories that a kind, or the scenes, still lack; returns how many."""
    if name == BESIDE:
        return _add(name, {title: partial(scene, title) for title in SCENES})
    examples = {each.title: each for each in examples_of(name)}
    return _add(name, {title: partial(events_of, examples[title], name) for title in examples})


def _add(name: str, makers: Mapping[str, Callable[[], list[dict[str, Any]]]]) -> int:
    file = file_of(name)
    kept: list[dict[str, Any]] = histories.read(file)["cases"] if file.is_file() else []
    lacking = sorted(makers.keys() - {case["title"] for case in kept})
    for title in lacking:
        events = makers[title]()
        kept.append({"title": title, "events": events, **histories.folded(events)})
    if lacking:
        histories.write(file, kept)
    return len(lacking)


def main(names: Sequence[str]) -> None:
    """Records what is lacking and says what that was."""
    for name in names or (*steps.names(), BESIDE):
        sys.stdout.write(f"{name}: {record(name)} recorded\n")


if __name__ == "__main__":
    main(sys.argv[1:])

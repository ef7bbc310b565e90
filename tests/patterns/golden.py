"""Knows which patterns have their whole history kept as a file beside the drawing: the hardest.

Must not know what an event means.

    python3 -m tests.patterns.golden     # writes the files that are missing, and changes none
"""

from __future__ import annotations

import json
import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runtime.testing import load_example
from runtime.testing.example import Example
from tests.flows.histories.record import events_of
from tests.helpers import histories

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
HARDEST = ("07", "09", "25", "27", "35", "36", "37", "40")
UNDOING = Path(str(resources.files("runtime.steps"))) / "undo" / "examples"


def drawn(drawing: Path) -> list[Example]:
    """Returns what happens in a drawing, each time as an example."""
    workflow = json.loads(drawing.read_text(encoding="utf-8"))
    file = drawing.with_name(drawing.name.replace(".baton.json", ".cases.json"))
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    calls_itself = any(
        node.get("params", {}).get("workflow") == workflow["graph"]["id"]
        for node in workflow["nodes"]
    )
    others = [workflow] if calls_itself else []
    return [
        Example.model_validate({**case, "workflow": workflow, "workflows": others})
        for case in found
    ]


def traces() -> Mapping[Path, list[Example]]:
    """Returns the cases of each file: the hardest patterns, and what is undone."""
    found = {
        HERE / drawing.name.replace(".baton.json", ".trace.json"): drawn(drawing)
        for drawing in sorted(HERE.glob("*.baton.json"))
        if drawing.name.startswith(HARDEST)
    }
    undone = [load_example(path) for path in sorted(UNDOING.glob("*.json"))]
    return {**found, HERE / "compensation.trace.json": undone}


def main() -> None:
    """Writes what is missing and says what that was."""
    for file, cases in traces().items():
        if not file.is_file():
            kept = [{"title": each.title, "events": events_of(each, "start")} for each in cases]
            histories.write(file, kept)
            sys.stdout.write(f"{file.name}: {len(kept)} written\n")


if __name__ == "__main__":
    main()

"""Knows how long the helper takes to check and to lay out, as the window sees it.

The options are `file`, `what` ("check" or "layout") and `repeat`. Must not know the targets.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import child

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from designer.document.workflow import WorkflowDocument
from designer.library.cards import CardMaker
from designer.run_bridge.helper import Helper
from runtime.definition import files
from runtime.steps import kinds

if TYPE_CHECKING:
    from designer.run_bridge.replies import Reply

WIDTH, HEIGHT, EACH, FREE = 224.0, 72.0, 24.0, 2


def answered(reply: Reply) -> None:
    """Waits for an answer; raises AssertionError when there is none."""
    loop = QEventLoop()
    failures: list[str] = []
    reply.failed.connect(failures.append)
    reply.done.connect(loop.quit)
    reply.failed.connect(loop.quit)
    loop.exec()
    assert not failures, failures[0]


def sizes_of(document: WorkflowDocument) -> dict[str, tuple[float, float]]:
    """Returns the sizes of all cards."""
    cards = CardMaker(kinds())
    found: dict[str, tuple[float, float]] = {}
    for name, node in document.model.nodes.items():
        ports = len(cards.card(node, {}).ports)
        found[name] = (WIDTH, HEIGHT + EACH * max(ports - FREE, 0))
    return found


def measure(file: Path, what: str, repeat: int) -> child.Figures:
    """Asks once to warm up, then as often as is asked for; the helper runs all the while."""
    document = WorkflowDocument(files.load(file), file)
    helper = Helper()
    sizes = sizes_of(document)

    def ask() -> float:
        begun = time.perf_counter()
        plain = document.model.document()
        answered(helper.check(plain) if what == "check" else helper.arrange(plain, None, sizes))
        return time.perf_counter() - begun

    ask()
    found = [ask() for _ in range(repeat)]
    helper.close()
    return {"seconds": statistics.median(found)}


def main() -> None:
    """Takes one measurement."""
    options = child.options()
    app = QApplication([])
    found = measure(Path(options["file"]), str(options["what"]), int(options["repeat"]))
    del app
    child.hand_over(found)


if __name__ == "__main__":
    main()

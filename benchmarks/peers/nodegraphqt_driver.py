"""Knows how NodeGraphQt draws the same nodes and edges. Runs in its own environment.

The options are `file` and `small`, two workflows, and `frames`. Must not import anything of Baton.
"""

from __future__ import annotations

import importlib
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

SIZE = (1400, 900)
NAMED = {"__identifier__": "bench", "NODE_NAME": "step"}


class Bench:
    """Draws, opens and pans.

    Args:
        options: `file`, `small` and `frames`.
    """

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        self.library: Any = importlib.import_module("NodeGraphQt")
        self.step: Any = type("Step", (self.library.BaseNode,), NAMED)

    def empty(self) -> Any:
        """Returns an empty graph on the screen."""
        graph = self.library.NodeGraph()
        graph.register_node(self.step)
        graph.viewer().resize(*SIZE)
        graph.viewer().show()
        return graph

    def save(self, drawing: dict[str, Any], file: str) -> None:
        """Writes the same nodes, ways out and edges at the same places."""
        graph = self.empty()
        graph.set_acyclic(False)
        nodes: dict[str, Any] = {}
        for step in drawing["nodes"]:
            options = {"name": step["name"], "pos": step["position"], "push_undo": False}
            node = nodes[step["id"]] = graph.create_node("bench.Step", **options)
            node.add_input("in", multi_input=True)
        for edge in drawing["edges"]:
            source, port = nodes[edge["source"]], edge["port"]
            if port not in source.outputs():
                source.add_output(port)
            way = source.get_output(port)
            way.connect_to(nodes[edge["target"]].input(0), push_undo=False)
        graph.save_session(file)

    def opened(self, file: str) -> Any:
        """Returns a graph that was read from a file and is painted."""
        graph = self.empty()
        graph.load_session(file)
        paint()
        return graph

    def panned(self, viewer: Any) -> float:
        """Returns the milliseconds of a frame, there and back in turn."""
        paint()
        zoom = viewer.transform().m11()
        frames: list[float] = []
        for number in range(int(self.options["frames"])):
            way = 1 if number % 2 else -1
            begun = time.perf_counter()
            viewer._set_viewer_pan(way * 37 / zoom, way * 23 / zoom)  # noqa: SLF001 - as its drag
            paint()
            frames.append((time.perf_counter() - begun) * 1000)
        return statistics.median(frames)

    def measure(self) -> dict[str, float]:
        """Takes one measurement; a small graph is opened first, to have everything loaded."""
        with tempfile.TemporaryDirectory() as folder:
            small, large = f"{folder}/small.json", f"{folder}/large.json"
            self.save(read(self.options["small"]), small)
            self.save(read(self.options["file"]), large)
            self.opened(small)
            begun = time.perf_counter()
            viewer = self.opened(large).viewer()
            load = (time.perf_counter() - begun) * 1000
        viewer.reset_zoom(QPointF(1500, 400))
        near = self.panned(viewer)
        viewer.zoom_to_nodes(viewer.all_nodes())
        return {"open_ms": load, "pan_near_ms": near, "pan_ms": self.panned(viewer)}


def read(file: str) -> Any:
    """Returns a workflow as plain data."""
    return json.loads(Path(file).read_text(encoding="utf-8"))


def paint() -> None:
    """Waits until everything that is to be painted is."""
    QApplication.processEvents()
    QApplication.processEvents()


def main() -> None:
    """Takes one measurement; the library does not survive an ordinary end of the process."""
    app = QApplication([])
    print(json.dumps(Bench(json.loads(sys.argv[1])).measure()), flush=True)
    del app
    os._exit(0)


if __name__ == "__main__":
    main()

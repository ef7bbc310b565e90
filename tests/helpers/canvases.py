"""Knows how tests draw workflows on a canvas. Must not know what they look at."""

from __future__ import annotations

from typing import Any

from designer.assets.theme import LIGHT
from designer.canvas.scene import CanvasScene
from designer.canvas.view import CanvasView
from designer.document.workflow import WorkflowDocument
from designer.library.cards import CardMaker
from runtime.definition.definition import Definition
from runtime.steps import kinds

COLUMN, ROW = 296.0, 112.0


def step(key: str, x: float, y: float = 0.0, kind: str = "set_fields", **more: Any) -> Any:
    """Return the attributes of a step that stands somewhere."""
    known: dict[str, Any] = {"kind": kind, "kind_version": 1, "params": {}, "position": [x, y]}
    return {"id": key, "name": key.title(), **known, **more}


def edge(source: str, target: str, port: str = "out", **more: Any) -> Any:
    """Return the attributes of an edge; its key is "source-target"."""
    ends = {"source": source, "port": port, "target": target}
    return {"key": f"{source}-{target}", **ends, **more}


def document(*parts: Any, **graph: Any) -> WorkflowDocument:
    """Return a workflow of steps and edges in any order."""
    nodes = [part for part in parts if "kind" in part]
    edges = [part for part in parts if "kind" not in part]
    whole = {"id": "drawn", "name": "Drawn", "format": 1, **graph}
    plain: Any = {
        "directed": True,
        "multigraph": True,
        "graph": whole,
        "nodes": nodes,
        "edges": edges,
    }
    return WorkflowDocument(Definition.from_document(plain))


def chain(count: int, *more: Any, **graph: Any) -> WorkflowDocument:
    """Return steps "a", "b", … in a row, each leading to the next."""
    names = [chr(ord("a") + number) for number in range(count)]
    steps = [step(name, COLUMN * number) for number, name in enumerate(names)]
    edges = [edge(names[number], names[number + 1]) for number in range(count - 1)]
    return document(*steps, *edges, *more, **graph)


def scene_of(opened: WorkflowDocument) -> CanvasScene:
    """Return the drawing of a workflow."""
    return CanvasScene(opened, CardMaker(kinds()), LIGHT)


def view_of(qtbot: Any, scene: CanvasScene, size: tuple[int, int] = (1200, 700)) -> CanvasView:
    """Return a window onto a drawing, already painted once."""
    view = CanvasView(scene)
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    qtbot.waitExposed(view)
    return view

"""A workflow that nobody ever drew opens as a drawing that can be read, and counts as unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from designer.document.opening import file_state, open_file, stamp
from designer.document.workflow import WorkflowDocument
from runtime.definition import files
from runtime.definition.definition import Definition

if TYPE_CHECKING:
    from pathlib import Path


def _workflow(*places: list[int] | None) -> Definition:
    """Return steps in a row, some with the place that they were given."""
    nodes: list[dict[str, Any]] = [
        {"id": f"s{at}", "kind": "wait", "name": f"Step {at}"}
        | ({"position": place} if place is not None else {})
        for at, place in enumerate(places)
    ]
    edges = [
        {"source": f"s{at}", "port": "out", "target": f"s{at + 1}", "key": f"e{at}"}
        for at in range(len(places) - 1)
    ]
    graph = {"format": 1, "id": "w", "name": "W"}
    shape = {"directed": True, "multigraph": True}
    return Definition.from_document({**shape, "graph": graph, "nodes": nodes, "edges": edges})


def _places(definition: Definition) -> list[object]:
    nodes = cast("list[dict[str, object]]", definition.document()["nodes"])
    return [node.get("position") for node in nodes]


def test_steps_without_places_are_laid_out_from_left_to_right(tmp_path: Path) -> None:
    """Else all cards lie on one heap, and the person sees one step of many."""
    path = tmp_path / "w.baton.json"
    files.save(_workflow(None, None, None), path)
    lefts = [cast("list[float]", place)[0] for place in _places(open_file(path))]
    assert lefts == sorted(set(lefts))
    assert len(lefts) == 3


def test_a_drawing_that_was_tidied_up_on_opening_counts_as_unchanged(tmp_path: Path) -> None:
    """Else whoever only looks is asked whether to save, or is told of somebody else's change."""
    path = tmp_path / "w.baton.json"
    files.save(_workflow(None, None), path)
    before = path.read_bytes()
    document = WorkflowDocument(open_file(path), path, stamp(path))
    assert not document.is_modified
    assert file_state(document.path, document.saved_stamp) == "same"
    assert path.read_bytes() == before


def test_one_place_that_somebody_chose_leaves_all_steps_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "w.baton.json"
    files.save(_workflow([80, 16], None), path)
    assert _places(open_file(path)) == _places(files.load(path))

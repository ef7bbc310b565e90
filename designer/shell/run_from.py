"""Knows why a test can or cannot begin at a step, and of which drawing. Not how a run is begun."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from designer.document.changes.steps import title_of
from designer.document.model import Model

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.panels.workbench import Workbench
    from designer.run_bridge.session import RunSession


def why_not_from(bench: Workbench, needs: Callable[[], str], step: str) -> str:
    """Return why a test cannot begin at a step, in one sentence; "" where it can.

    Args:
        bench: what lies on the desk.
        needs: says why nothing at all can be run.
        step: its id.
    """
    run, model = bench.run, bench.draft.model
    if bench.within:
        return "A test begins in the workflow that is open: step out first."
    if run is None or not run.run:
        return "No run is shown: test the workflow once, then a test can begin here."
    if step not in model.nodes:
        return "This step is not in the draft any more."
    if step not in run.view.steps:
        return f"The run that is shown never came to “{title_of(model, step)}”."
    return needs()


def why_not_as_run(bench: Workbench, needs: Callable[[], str], step: str) -> str:
    """Return why a test of the workflow as it was run cannot begin at a step; "" where it can.

    Args:
        bench: what lies on the desk.
        needs: says why nothing at all can be run.
        step: its id.
    """
    run = bench.run
    if bench.within:
        return "A test begins in the workflow that is open: step out first."
    if run is None or not run.run:
        return "No run is shown: open one in “History”, then a test can begin here."
    drawn = run_drawing(run)
    if drawn is None:
        return "Nobody has kept the drawing of this run: test from here as it is drawn now."
    return _why_not_of(bench, run, drawn, step) or needs()


def _why_not_of(bench: Workbench, run: RunSession, drawn: Model, step: str) -> str:
    if step not in drawn.nodes:
        return "This step was not drawn yet when the workflow ran."
    if step not in run.view.steps:
        return f"The run that is shown never came to “{title_of(drawn, step)}”."
    if not changed_since(bench, drawn):
        return "Nothing was changed since this run: test from here as it is drawn now."
    return ""


def run_drawing(run: RunSession) -> Model | None:
    """Return the workflow as it was run; None where nobody has kept it."""
    return Model(copy.deepcopy(run.document)) if run.document.get("nodes") else None


def changed_since(bench: Workbench, drawn: Model) -> bool:
    """Whether the draft is not the drawing any more that was run."""
    now = bench.draft.model
    return (drawn.nodes, drawn.edges, drawn.graph) != (now.nodes, now.edges, now.graph)

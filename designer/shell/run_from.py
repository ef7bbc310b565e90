"""Knows why a test can or cannot begin at a step. Must not know how a run is begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.document.changes.steps import title_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.panels.workbench import Workbench


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

"""Knows the actions of runs and tests. Must not know what a run did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.shell.actions import Action
from designer.shell.all_actions.canvas import reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.canvas.editing import CanvasEditing
    from designer.panels.run_bar.bar import RunBar
    from designer.shell.moments import Moments
    from designer.shell.run_control import RunControl
    from designer.shell.run_drawing import RunDrawing
    from designer.shell.stepping import Stepping


def run_actions(run: RunControl, edit: CanvasEditing, drawing: RunDrawing) -> list[Action]:
    """Return what is done with runs."""
    return [*_starting(run, edit), *_under_way(run, edit, drawing)]


def _starting(run: RunControl, edit: CanvasEditing) -> list[Action]:
    menu, ready = ("Run",), run.needs_workflow
    return [
        Action("run.test", "Test run", run.test, menu, ("F5",), "play", ready, extra=("dry",)),
        Action(
            "run.slowly", "Test step by step", run.test_slowly, menu, ("Alt+F5",), "step", ready
        ),
        Action(
            "run.from",
            "Test from here, as drawn now",
            edit.run_from,
            menu,
            ("Ctrl+Shift+F5",),
            "continue",
            reason(edit, "run_from"),
            extra=("new", "version"),
            tells_why=True,
        ),
        Action(
            "run.from_as_run",
            "Test from here, as it was run",
            edit.run_from_as_run,
            menu,
            icon="history",
            why_not=reason(edit, "run_from_as_run"),
            extra=("old", "earlier", "version"),
            tells_why=True,
        ),
        Action("run.real", "Run for real…", run.run_for_real, ("Run|",), ("Ctrl+F5",), "", ready),
    ]


def _under_way(run: RunControl, edit: CanvasEditing, drawing: RunDrawing) -> list[Action]:
    menu, line = ("Run",), ("Run|",)
    under_way, stands = run.needs_run, run.needs_pause
    return [
        Action("run.stop", "Stop the run", run.stop, line, ("Shift+F5",), "stop", under_way),
        Action("run.go_on", "Go on", run.go_on, menu, ("F8",), "continue", stands),
        Action("run.next", "Next step", run.next_step, menu, ("F10",), "step", stands),
        Action(
            "run.stop_here",
            "Stop here in tests, or no longer",
            edit.toggle_stop,
            line,
            ("F9",),
            "breakpoint",
            reason(edit, "toggle_stop"),
            extra=("breakpoint",),
        ),
        Action(
            "run.drawing",
            "Drawing as it was run",
            drawing.toggle,
            line,
            why_not=drawing.why_not,
            checked=lambda: drawing.is_shown,
        ),
        Action("run.put_away", "Show the draft without a run", run.put_away, menu),
    ]


def stepping_actions(stepping: Stepping) -> list[Action]:
    """Return what is done to look into called workflows of a run."""
    into, out = "Step into the called workflow", "Step out to the caller"
    why_not, words = stepping.why_not, ("sub-workflow", "debug")
    return [
        Action("run.into", into, stepping.step_in, ("Run|",), ("F11",), "", why_not, extra=words),
        Action(
            "run.out",
            out,
            stepping.step_out,
            ("Run",),
            ("Shift+F11",),
            "",
            stepping.why_not_out,
            extra=words,
        ),
    ]


def moment_actions(moments: Moments) -> list[Action]:
    """Return what is done to look back in a run."""
    menu, line, there, failing = ("Run",), ("Run|",), moments.needs_past, moments.needs_trouble
    back, ahead = "Earlier failure or wait", "Next failure or wait"
    return [
        Action(
            "run.replay",
            "Replay the run, or stand still",
            moments.bar.toggle_play,
            line,
            ("Ctrl+F8",),
            "play",
            there,
            extra=("pause", "history", "slider"),
        ),
        Action("run.earlier", back, moments.go_back, menu, ("Shift+F4",), "", failing),
        Action("run.later", ahead, moments.go_ahead, menu, ("F4",), "warning", failing),
        Action("run.now", "Show the run as it is now", moments.bar.go_live, menu, (), "", there),
    ]


def test_actions(settings: Callable[[], object], why_not: Callable[[], str]) -> list[Action]:
    """Return what is done with saved tests.

    Args:
        settings: asks what tests are made up with.
        why_not: says why there is nothing to test.
    """
    words = ("simulate", "answers", "failure", "down", "slow")
    title = "Test settings…"
    return [Action("run.settings", title, settings, ("Run|",), why_not=why_not, extra=words)]


def run_bar_actions(bar: RunBar, run: RunControl) -> list[Action]:
    """Return what is done in the bar of a run."""
    menu, data = ("Run",), "Edit the data of the case…"
    return [
        Action("run.edit", data, bar.edit_data, menu, (), "edit", run.needs_pause),
        Action("run.answer", "Answer the task…", bar.answer, menu, (), "user", bar.needs_task),
        Action("run.again", "Run again", run.again, menu, (), "refresh", run.needs_end),
        Action(
            "run.compare",
            "Compare with the run before",
            run.compare,
            menu,
            (),
            "compare",
            run.needs_shown,
            extra=("differs", "difference", "diff"),
        ),
    ]

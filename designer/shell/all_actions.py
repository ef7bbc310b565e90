"""Knows every action of the window: what it is called, its keys and menu. Must not know widgets.

Each function is handed what does the work and returns data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.shell.actions import CANVAS, Action
from designer.shell.desk import BOTTOM, LEFT, RIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.canvas.editing import CanvasEditing
    from designer.canvas.view import CanvasView
    from designer.document.changes.align import Side, Spread
    from designer.document.workflow import WorkflowDocument
    from designer.panels.run_bar.bar import RunBar
    from designer.settings.preferences import ThemeChoice
    from designer.shell.desk import Desk
    from designer.shell.files import Files
    from designer.shell.moments import Moments
    from designer.shell.run_control import RunControl
    from designer.shell.run_drawing import RunDrawing
    from designer.shell.stepping import Stepping

MENUS = ("File", "Edit", "View", "Step", "Arrange", "Run", "Help")

_SIDES: tuple[tuple[Side, str, str], ...] = (
    ("left", "Left edges", "align-left"),
    ("centre", "Centres", "align-center"),
    ("right", "Right edges", "align-right"),
    ("top", "Top edges", "align-top"),
    ("middle", "Middles", "align-middle"),
    ("bottom", "Bottom edges", "align-bottom"),
)
_SPREADS: tuple[tuple[Spread, str, str], ...] = (
    ("columns", "Equal gaps across", "distribute-across"),
    ("rows", "Equal gaps down", "distribute-down"),
)
_THEMES: tuple[tuple[ThemeChoice, str], ...] = (
    ("light", "Light"),
    ("dark", "Dark"),
    ("system", "As the system"),
)


def file_actions(files: Files, quit_window: Callable[[], object]) -> list[Action]:
    """Return what is done to files."""

    def closed() -> str:
        return "" if files.document else "No workflow is open."

    def saved() -> str:
        document = files.document
        if document is None:
            return closed()
        fresh = document.path is None or document.is_modified
        return "" if fresh else "Everything is saved."

    menu = ("File",)
    return [
        Action("file.new", "New workflow", files.new, menu, ("Ctrl+N",), "new"),
        Action("file.open", "Open…", files.ask_and_open, menu, ("Ctrl+O",), "open"),
        Action("file.save", "Save", files.save, ("File|",), ("Ctrl+S",), "save", saved),
        Action("file.save_as", "Save as…", files.save_as, menu, ("Ctrl+Shift+S",), "", closed),
        Action("file.close", "Close workflow", files.close, ("File|",), ("Ctrl+W",), "", closed),
        Action("file.quit", "Quit", quit_window, menu, ("Ctrl+Q",), extra=("exit",)),
    ]


def history_actions(document: Callable[[], WorkflowDocument]) -> list[Action]:
    """Return undo and redo of whichever workflow is open."""

    def undone() -> str:
        return "" if document().history.can_undo else "Nothing was changed yet."

    def redone() -> str:
        return "" if document().history.can_redo else "Nothing was undone."

    menu, keys = ("Edit",), ("Ctrl+Y", "Ctrl+Shift+Z")
    return [
        Action("edit.undo", "Undo", lambda: document().undo(), menu, ("Ctrl+Z",), "undo", undone),
        Action("edit.redo", "Redo", lambda: document().redo(), menu, keys, "redo", redone),
    ]


_EDITS: tuple[tuple[str, str, str, tuple[str, ...], str, str], ...] = (
    ("cut", "Cut", "Edit|", ("Ctrl+X",), "cut", ""),
    ("copy", "Copy", "Edit", ("Ctrl+C",), "copy", ""),
    ("paste", "Paste", "Edit", ("Ctrl+V",), "paste", ""),
    ("duplicate", "Duplicate", "Edit", ("Ctrl+D",), "copy", ""),
    ("remove", "Delete", "Edit", ("Del", "Backspace"), "trash", "remove"),
    ("select_all", "Select all", "Edit", ("Ctrl+A",), "", ""),
    ("add_step", "Add a step…", "Step", ("N",), "plus", "new"),
    ("connect_to", "Connect with…", "Step", ("C",), "arrow-right", "edge arrow"),
    ("open_settings", "Open settings", "Step", ("Return",), "settings", "params"),
    ("rename", "Rename", "Step", ("F2",), "rename", ""),
    ("change_type", "Make another step of it…", "Step", (), "swap", "replace"),
    ("switch", "Turn off or on", "Step|", ("D",), "power", "disable"),
    ("pin", "Use test data, or no longer", "Step", ("P",), "pin", "pin mock sample"),
    ("next_sample", "Next test data", "Step", ("Shift+P",), "", "pin mock sample switch"),
    ("group", "Group", "Step|", ("G", "Ctrl+G"), "group", "frame"),
    ("ungroup", "Take the group away", "Step", ("Ctrl+Shift+G",), "ungroup", ""),
    ("fold", "Fold or open", "Step", (), "collapse", ""),
    (
        "open_called",
        "Open the called workflow",
        "Step|",
        ("Shift+Return",),
        "workflows",
        "sub-workflow",
    ),
    ("add_note", "Add a note", "Step|", ("Ctrl+Shift+N",), "note", "sticky comment"),
    ("hang_note", "Hang the note on a step, or no longer", "Step", (), "pin", "attach sticky"),
    ("next_color", "Next colour of the note", "Step", (), "", "sticky paper"),
    ("arrange", "Arrange the steps", "Arrange", ("Ctrl+Shift+L",), "layout", "layout tidy"),
    (
        "arrange_in_order",
        "Arrange, keeping my order",
        "Arrange",
        ("Ctrl+Alt+L",),
        "",
        "layout tidy",
    ),
    ("keep_in_place", "Keep in place when arranging, or no longer", "Arrange", (), "lock", "fix"),
    ("arm_space", "Make room by dragging", "Arrange", (), "expand", "space"),
    (
        "extract",
        "Make a workflow of the steps…",
        "Arrange|",
        ("Ctrl+E",),
        "extract",
        "sub-workflow",
    ),
    (
        "inline",
        "Draw the called workflow here",
        "Arrange",
        ("Ctrl+I",),
        "expand",
        "inline sub-workflow",
    ),
)
"""Method of the canvas, title, menu, keys, icon, other words."""


def canvas_actions(edit: CanvasEditing) -> list[Action]:
    """Return what is done on the canvas to what is selected."""
    made: list[Action] = []
    for name, title, menu, keys, icon, words in _EDITS:
        made.append(
            Action(
                f"canvas.{name}",
                title,
                _plain(edit, name),
                (menu,),
                keys,
                icon,
                _reason(edit, name),
                CANVAS,
                extra=tuple(words.split()),
            )
        )
    for at, (side, title, icon) in enumerate(_SIDES):
        place = ("Arrange" if at else "Arrange|",)
        why = _reason(edit, "align")
        made.append(Action(f"arrange.{side}", title, _aligning(edit, side), place, (), icon, why))
    for at, (how, title, icon) in enumerate(_SPREADS):
        place = ("Arrange" if at else "Arrange|",)
        why = _reason(edit, "distribute")
        made.append(Action(f"arrange.{how}", title, _spreading(edit, how), place, (), icon, why))
    return made


def _plain(edit: CanvasEditing, name: str) -> Callable[[], object]:
    method: Callable[[], object] = getattr(edit, name)
    return method


def _reason(edit: CanvasEditing, name: str) -> Callable[[], str]:
    return lambda: edit.why_not(name)


def _aligning(edit: CanvasEditing, side: Side) -> Callable[[], object]:
    return lambda: edit.align(side)


def _spreading(edit: CanvasEditing, how: Spread) -> Callable[[], object]:
    return lambda: edit.distribute(how)


def view_actions(
    view: CanvasView, desk: Desk, set_theme: Callable[[ThemeChoice], None], theme: Callable[[], str]
) -> list[Action]:
    """Return what changes how things are seen.

    Args:
        view: the canvas.
        desk: where the panels are.
        set_theme: takes another theme.
        theme: says which is chosen.
    """
    menu = ("View",)
    made = [
        Action("view.fit", "Whole drawing", view.fit_all, menu, ("1",), "fit", scope=CANVAS),
        Action(
            "view.selection",
            "Selection",
            view.fit_selection,
            menu,
            ("2",),
            "fit-selection",
            scope=CANVAS,
        ),
        Action(
            "view.natural", "Natural size", lambda: view.zoom_to(1.0), menu, ("0",), scope=CANVAS
        ),
        Action("view.in", "Larger", view.zoom_in, menu, ("Ctrl++", "Ctrl+="), "zoom-in"),
        Action("view.out", "Smaller", view.zoom_out, menu, ("Ctrl+-",), "zoom-out"),
    ]
    made += [_theme_action(choice, title, set_theme, theme) for choice, title in _THEMES]
    made += _panel_actions(desk)
    return made


def _theme_action(
    choice: ThemeChoice,
    title: str,
    set_theme: Callable[[ThemeChoice], None],
    theme: Callable[[], str],
) -> Action:
    return Action(
        f"view.theme.{choice}",
        title,
        lambda: set_theme(choice),
        ("View", "Colours"),
        checked=lambda: theme() == choice,
        extra=("theme", "dark mode"),
    )


def _panel_actions(desk: Desk) -> list[Action]:
    def toggle_drawer() -> None:
        desk.drawer.set_open(is_open=not desk.drawer.is_open)

    def side(which: str, title: str, keys: tuple[str, ...], menu: tuple[str, ...]) -> Action:
        return Action(
            f"view.{which}",
            title,
            lambda: desk.show_side(which, is_shown=not desk.is_shown(which)),
            menu,
            keys,
            why_not=lambda: "" if desk.has(which) else "There is nothing to show.",
            checked=lambda: desk.is_shown(which),
        )

    def detach(which: str, title: str) -> Action:
        return Action(
            f"view.detach.{which}",
            title,
            lambda: desk.toggle_detached(which),
            ("View", "In a window of its own"),
            why_not=lambda: "" if desk.has(which) else "There is nothing to show.",
            checked=lambda: desk.is_detached(which),
        )

    return [
        side(LEFT, "Steps to choose from", ("Ctrl+Alt+1",), ("View|",)),
        side(RIGHT, "Settings of the step", ("Ctrl+Alt+2",), ("View",)),
        Action(
            "view.bottom",
            "Lower panels",
            toggle_drawer,
            ("View",),
            ("Ctrl+J",),
            checked=lambda: desk.drawer.is_open,
        ),
        detach(LEFT, "Steps to choose from"),
        detach(RIGHT, "Settings of the step"),
        detach(BOTTOM, "Lower panels"),
        Action("view.reset", "Usual arrangement of panels", desk.reset, ("View",)),
    ]


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
            _reason(edit, "run_from"),
            extra=("new", "version"),
        ),
        Action(
            "run.from_as_run",
            "Test from here, as it was run",
            edit.run_from_as_run,
            menu,
            icon="history",
            why_not=_reason(edit, "run_from_as_run"),
            extra=("old", "earlier", "version"),
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
            _reason(edit, "toggle_stop"),
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
    reason, words = stepping.why_not, ("sub-workflow", "debug")
    return [
        Action("run.into", into, stepping.step_in, ("Run|",), ("F11",), "", reason, extra=words),
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


def window_actions(
    next_panel: Callable[[], object],
    show_keys: Callable[[], object],
    settings: Callable[[], object],
) -> list[Action]:
    """Return what is done with the window itself."""
    return [
        Action("view.next", "Next panel", next_panel, ("View",), ("F6",)),
        Action("edit.settings", "Settings…", settings, ("Edit|",), ("Ctrl+,",), "settings"),
        Action("help.keys", "Keys", show_keys, ("Help",), ("?",), "keyboard", extra=("shortcuts",)),
    ]

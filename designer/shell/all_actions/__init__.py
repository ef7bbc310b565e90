"""Knows every action of the window: what it is called, its keys and menu. Must not know widgets.

Each function is handed what does the work and returns data.
"""

from designer.shell.all_actions.canvas import canvas_actions
from designer.shell.all_actions.files import file_actions, history_actions, window_actions
from designer.shell.all_actions.runs import (
    moment_actions,
    run_actions,
    run_bar_actions,
    stepping_actions,
    test_actions,
)
from designer.shell.all_actions.view import view_actions

MENUS = ("File", "Edit", "View", "Step", "Arrange", "Run", "Help")

__all__ = [
    "MENUS",
    "canvas_actions",
    "file_actions",
    "history_actions",
    "moment_actions",
    "run_actions",
    "run_bar_actions",
    "stepping_actions",
    "test_actions",
    "view_actions",
    "window_actions",
]

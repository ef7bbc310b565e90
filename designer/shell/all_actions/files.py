"""Knows the actions of files, of the history and of the window. Must not know drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.shell.actions import Action

if TYPE_CHECKING:
    from collections.abc import Callable

    from designer.document.workflow import WorkflowDocument
    from designer.shell.files import Files


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


def window_actions(
    next_panel: Callable[[], object],
    show_keys: Callable[[], object],
    settings: Callable[[], object],
    tour: Callable[[], object],
) -> list[Action]:
    """Return what is done with the window itself."""
    return [
        Action("view.next", "Next panel", next_panel, ("View",), ("F6",)),
        Action("edit.settings", "Settings…", settings, ("Edit|",), ("Ctrl+,",), "settings"),
        Action("help.tour", "Tour of three minutes", tour, ("Help",), extra=("learn", "begin")),
        Action("help.keys", "Keys", show_keys, ("Help",), ("?",), "keyboard", extra=("shortcuts",)),
    ]

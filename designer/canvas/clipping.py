"""Knows how what is selected is removed, copied and pasted. Must not know keys or menus."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from designer.document import clipboard, layout
from designer.document.changes import edges as edge_changes
from designer.document.changes import frames as frame_changes
from designer.document.changes import notes as note_changes
from designer.document.changes import steps as step_changes
from designer.document.history import Command
from runtime.definition.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QClipboard

    from designer.canvas.scene import CanvasScene
    from designer.document.model import Model


def removal(scene: CanvasScene, focus: str = "") -> Command:
    """Return the command that removes all that is selected.

    Of an open frame only the frame goes; a folded one goes with the steps that it stands for.

    Args:
        scene: where it is selected.
        focus: the step that goes when nothing is selected.
    """
    model, known = scene.document.model, layout.frames(scene.document.model)
    frames = [frame for frame in scene.selected_frames() if frame in known]
    folded = [step for frame in frames if known[frame].collapsed for step in known[frame].members]
    steps = [*dict.fromkeys([*scene.selected_steps(), *folded])]
    edges, papers = scene.selected_edges(), scene.selected_notes()
    if not (steps or edges or frames or papers) and focus:
        steps = [focus]
    parts: list[Command] = [step_changes.remove(model, steps)] if steps else []
    gone = {edit.path for part in parts for edit in part.patch if edit.op == "remove"}
    parts += [edge_changes.disconnect(model, [k for k in edges if ("edges", k) not in gone])]
    for frame in frames:
        command = frame_changes.remove_frame(model, frame)
        parts += [command] if command.patch[0].path not in gone else []
    parts += [note_changes.remove_notes(model, papers)]
    made = [part for part in parts if part.patch]
    title = made[0].title if len(made) == 1 or steps else "Remove what is selected"
    return Command(title, tuple(edit for part in made for edit in part.patch))


def copy(model: Model, steps: Iterable[str], notes: Iterable[str]) -> None:
    """Put steps and notes on the clipboard, also as text."""
    steps, notes = list(steps), list(notes)
    if steps or notes:
        text = clipboard.copied(model, steps, notes)
        data = QMimeData()
        data.setText(text)
        data.setData(clipboard.MIME, text.encode())
        QGuiApplication.clipboard().setMimeData(data)


class _Seen(QObject):
    """Looks at the clipboard once whenever it changes: whose it is may be slow to answer."""

    def __init__(self, board: QClipboard) -> None:
        super().__init__(board)
        self._holds: bool | None = None
        board.dataChanged.connect(self._forget)

    def holds_steps(self) -> bool:
        """Whether there seem to be steps on it."""
        if self._holds is None:
            self._holds = clipboard.can_paste(_text())
        return self._holds

    def _forget(self) -> None:
        self._holds = None


@cache
def _seen() -> _Seen:
    return _Seen(QGuiApplication.clipboard())


def holds_steps() -> bool:
    """Whether there seems to be something on the clipboard that can be pasted."""
    return _seen().holds_steps()


def pasting(model: Model, place: QPointF | None) -> tuple[Command, list[str]] | str:
    """Return the command that pastes what is on the clipboard, or why it cannot be pasted."""
    return _pasting(model, _text(), (place.x(), place.y()) if place is not None else None)


def duplicating(
    model: Model, steps: Sequence[str], notes: Sequence[str]
) -> tuple[Command, list[str]] | str:
    """Return the command that puts a copy beside steps; the clipboard stays as it is."""
    pasted = _pasting(model, clipboard.copied(model, steps, notes), None)
    if isinstance(pasted, str):
        return pasted
    command, new = pasted
    return Command(command.title.replace("Paste", "Duplicate", 1), command.patch), new


def _pasting(
    model: Model, text: str, place: tuple[float, float] | None
) -> tuple[Command, list[str]] | str:
    try:
        return clipboard.pasted(model, text, place)
    except DefinitionError as error:
        return str(error)


def _text() -> str:
    data = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
    if data is None:  # nothing was ever copied on this display
        return ""
    if data.hasFormat(clipboard.MIME):
        return bytes(data.data(clipboard.MIME).data()).decode(errors="replace")
    return data.text()

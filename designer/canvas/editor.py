"""Knows what the parts of editing ask of each other. Must not know who answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from designer.canvas.asking import Asking
    from designer.canvas.scene import CanvasScene
    from designer.canvas.view import CanvasView
    from designer.document.history import Command
    from designer.document.model import Model


class Editor(Protocol):
    """Edits the drawing that a view shows."""

    view: CanvasView
    asking: Asking

    @property
    def scene(self) -> CanvasScene:
        """The drawing that is shown now."""
        ...

    @property
    def model(self) -> Model:
        """Its document."""
        ...

    @property
    def focus(self) -> str:
        """The step where the keyboard is, or ""."""
        ...

    @property
    def step(self) -> str:
        """The one step that is meant, or ""."""
        ...

    def steps(self) -> list[str]:
        """Return the steps that are meant."""
        ...

    def groups(self) -> list[str]:
        """Return the frames that are meant."""
        ...

    def do(self, command: Command) -> bool:
        """Make a change."""
        ...

    def may_connect(self, source: str, port: str, target: str) -> bool:
        """Whether an edge can be drawn."""
        ...

    def connect_steps(self, source: str, port: str, target: str) -> None:
        """Draw an edge."""
        ...

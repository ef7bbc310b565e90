"""Knows the line under an editor that says what is wrong. Must not know the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.forms.parts import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class WrongLine:
    """Sentences in red; not there while nothing is wrong.

    Args:
        parent: the widget it lies in.

    Attributes:
        label: to be laid under the editor.
    """

    def __init__(self, parent: QWidget) -> None:
        self.label = label("", "caption", parent, "failed")
        self.label.hide()

    def say(self, sentences: Sequence[str]) -> None:
        """Say what is wrong; nothing hides the line."""
        self.label.setText("\n".join(sentences))
        self.label.setVisible(bool(sentences))

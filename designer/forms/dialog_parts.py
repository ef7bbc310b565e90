"""Knows the frame of a dialog: its edges, and the buttons that end it. Not what one asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout

from designer.assets.style import look

if TYPE_CHECKING:
    from collections.abc import Callable

_SIDE, _ABOVE = 20, 16
_ROLE = QDialogButtonBox.ButtonRole


def lines_of(dialog: QDialog, spacing: int = 10) -> QVBoxLayout:
    """Return what the parts of a dialog are laid into, one below the other."""
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(_SIDE, _ABOVE, _SIDE, _ABOVE)
    layout.setSpacing(spacing)
    return layout


def ending(
    dialog: QDialog, words: str, act: Callable[[], object] | None = None
) -> tuple[QDialogButtonBox, QPushButton]:
    """Return the buttons at the foot of a dialog: one that does what it asks, and “Cancel”.

    Args:
        dialog: they end it.
        words: what the first one does; it is the one that Enter presses.
        act: does it; by default the dialog is accepted.

    Returns:
        The row of both, and the first.
    """
    box = QDialogButtonBox(dialog)
    button = QPushButton(words)
    button.setDefault(True)
    look(button, "primary")
    box.addButton(button, _ROLE.AcceptRole)
    box.addButton("Cancel", _ROLE.RejectRole)
    box.accepted.connect(act or dialog.accept)
    box.rejected.connect(dialog.reject)
    return box, button

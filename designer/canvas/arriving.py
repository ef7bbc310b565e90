"""Knows how a new card comes into view: it fades in and slides into place. Must not know why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtGui import QTransform

if TYPE_CHECKING:
    from designer.canvas.view import CanvasView

_MS, _WAY = 140, 8.0


def arrive(view: CanvasView, step: str) -> None:
    """Let the card of a step come into view; at once where motion is unwanted."""
    if view.canvas.step_item(step) is None or view.reduced_motion or not view.isVisible():
        return
    motion = QVariantAnimation(view)
    motion.setDuration(_MS)
    motion.setEasingCurve(QEasingCurve.Type.OutCubic)
    motion.setStartValue(0.0)
    motion.setEndValue(1.0)

    def show(share: float) -> None:
        """Draw the card a little above its place, by its own transform: its place stays.

        Meanwhile the card may be gone, and with it all that was drawn.
        """
        card = view.canvas.step_item(step)
        if card is not None:
            card.setOpacity(share)
            card.setTransform(QTransform.fromTranslate(0, (share - 1) * _WAY))

    motion.valueChanged.connect(show)
    motion.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)
